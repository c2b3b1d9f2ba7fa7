// What a page is held to: axe in light and dark, no sideways scroll, and a picture to look at.
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SHOTS = fileURLToPath(new URL("./shots/", import.meta.url));

/**
 * Runs axe on the page as it stands, in light and in dark; throws with what it found.
 * axe arrives over the debugger, which the page's CSP does not bind, so that the policy stays on.
 */
export async function axe(page, { schemes = ["light", "dark"] } = {}) {
  for (const scheme of schemes) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.evaluate(AXE);
    const found = await page.evaluate(async () => {
      const { violations } = await globalThis.axe.run(document, {
        resultTypes: ["violations"],
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      });
      return violations.map(({ id, help, nodes }) => ({
        id,
        help,
        where: nodes.slice(0, 5).map((node) => `${node.html.slice(0, 160)}\n      ${node.failureSummary}`),
      }));
    });
    if (found.length) {
      const lines = found.map(({ id, help, where }) => `  ${id}: ${help}\n    ${where.join("\n    ")}`);
      throw new Error(`axe, ${scheme}, ${page.url()}:\n${lines.join("\n")}`);
    }
  }
}

/** Throws when the page scrolls sideways, and names what sticks out. */
export async function fits(page) {
  const wide = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .map((element) => `${element.tagName.toLowerCase()}.${element.className} "${element.textContent.trim().slice(0, 40)}"`);
  });
  if (wide.length) throw new Error(`${page.url()} scrolls sideways: ${wide.slice(0, 6).join("; ")}`);
}

/** Throws when a control on the page is smaller than a thumb (44 px), links in running text aside. */
export async function reachable(page) {
  const small = await page.evaluate(() =>
    [...document.querySelectorAll("button, summary, select, input:not([type=hidden]), a.button, nav a, a.name")]
      .filter((element) => element.checkVisibility() && !element.closest(".choice, .skip"))
      .map((element) => {
        const row = element.matches("a.name") ? (element.closest("li") ?? element) : element;
        return { element, box: row.getBoundingClientRect() };
      })
      .filter(({ box }) => box.height < 43.5 || box.width < 43.5)
      .map(({ element, box }) => `${element.outerHTML.slice(0, 90)} ${Math.round(box.width)}x${Math.round(box.height)}`),
  );
  if (small.length) throw new Error(`${page.url()} has small targets:\n  ${small.join("\n  ")}`);
}

/**
 * Everything above at once: what each page of a journey goes through.
 * axe waits on timers, which do not run where scripts are off; the same page is seen with them on.
 */
export async function hold(page, { js = true } = {}) {
  // A form without scripts brings a whole new page: its style is there when it has loaded.
  await page.waitForLoadState("load");
  await page.waitForFunction(() => [...document.querySelectorAll("link[rel=stylesheet]")].every((link) => link.sheet));
  await fits(page);
  await reachable(page);
  if (js) await axe(page);
}

/**
 * Keeps two pictures in e2e/shots (not in git): the screen as it is held in the hand, and the whole
 * page, where what sticks to the screen's edge lies at its place.
 */
export async function shot(page, name) {
  await mkdir(SHOTS, { recursive: true });
  await page.screenshot({ path: `${SHOTS}${name}.png` });
  const size = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (height <= size.height) return;
  await page.setViewportSize({ width: size.width, height });
  await page.screenshot({ path: `${SHOTS}${name}-whole.png` });
  await page.setViewportSize(size);
}
