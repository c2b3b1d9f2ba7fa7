// A journey is written once and walked in both languages, at phone and desktop width.
import test, { after } from "node:test";
import { closeBrowser, LANGUAGES, visit } from "./browser.mjs";
import { hold, shot } from "./look.mjs";

after(closeBrowser);

/**
 * Walks `steps` as one visitor and fails on anything the browser objects to on the way.
 * The steps receive { page, context, lang, viewport, js, look(name) }, where look() holds the page to
 * axe, width and targets, and keeps a picture.
 */
export async function walk({ lang, viewport, js = true, scheme = "light", title = "walk" }, steps) {
  const visitor = await visit({ lang, viewport, js, scheme });
  const { page, context } = visitor;
  const look = async (name) => {
    await hold(page, { js });
    await page.emulateMedia({ colorScheme: scheme });
    await shot(page, [title, name, lang, viewport, js ? null : "nojs", scheme === "dark" ? "dark" : null].filter(Boolean).join("-"));
  };
  try {
    await steps({ page, context, lang, viewport, js, look, visitor });
  } catch (error) {
    await shot(page, `FAILED-${title}-${lang}-${viewport}${js ? "" : "-nojs"}`).catch(() => {});
    await context.close();
    if (visitor.complaints.length) error.message += `\nthe browser objects:\n  ${visitor.complaints.join("\n  ")}`;
    throw error;
  }
  await visitor.leave();
}

/** Registers a test for each language, width and script setting. */
export function journey(title, { langs = LANGUAGES, viewports = ["phone", "desktop"], scripts = [true], schemes = ["light"] } = {}, steps) {
  for (const lang of langs)
    for (const viewport of viewports)
      for (const js of scripts)
        for (const scheme of schemes)
          test(`${title}: ${lang}, ${viewport}, ${js ? "with" : "without"} JavaScript, ${scheme}`, { timeout: 120_000 }, () =>
            walk({ lang, viewport, js, scheme, title }, steps));
}
