// The style sheet as it is seen by day, by night and on paper, whatever the reader's screen prefers: made of
// app.css itself by turning its media conditions on or off, so that /styleguide shows what people get.
import { readFile, writeFile } from "node:fs/promises";

const DARK = /@media ?\(prefers-color-scheme: ?dark\)/g;
const PRINT = /@media print\b/g;
const SCHEME = /color-scheme: ?light dark/g;

const MADE = {
  "look-light.css": (css) => css.replace(DARK, "@media not all").replace(SCHEME, "color-scheme:light"),
  "look-dark.css": (css) => css.replace(DARK, "@media screen").replace(SCHEME, "color-scheme:dark"),
  "look-print.css": (css) => css.replace(DARK, "@media not all").replace(SCHEME, "color-scheme:light").replace(PRINT, "@media all"),
};

/** Writes them beside app.css; returns their names. */
export async function looks(dist) {
  const css = await readFile(`${dist}app.css`, "utf8");
  for (const found of [DARK, PRINT, SCHEME]) {
    if (css.search(found) < 0) throw new Error(`veer: app.css has no ${found}`);
  }
  for (const [name, make] of Object.entries(MADE)) await writeFile(dist + name, make(css));
  return Object.keys(MADE);
}
