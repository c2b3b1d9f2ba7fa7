// Draws the PNG icons beside icon.svg, in Chromium: node web/icons/draw.mjs
// The results are kept in git; run it again after a change of the SVG. A maskable icon fills its
// square, as phones cut it to a shape of their own.
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const { chromium } = createRequire(here("../../e2e/package.json"))("playwright-core");

const svg = await readFile(here("icon.svg"), "utf8");
const square = svg.replace('rx="14" ', "").replace("translate(14 14) scale(1.125)", "translate(17 17) scale(.94)");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
for (const [name, size, drawing] of [
  ["icon-192.png", 192, svg],
  ["icon-512.png", 512, svg],
  ["icon-maskable.png", 512, square],
  ["icon-touch.png", 180, square],
]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(
    `<style>body{margin:0;background:transparent}svg{display:block;width:${size}px;height:${size}px}</style>${drawing}`,
  );
  await page.screenshot({ path: here(name), omitBackground: true });
  await page.close();
}
await browser.close();
