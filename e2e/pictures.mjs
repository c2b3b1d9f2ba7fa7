// Takes the pictures of the README and the guides from a living demo: `node pictures.mjs [PATTERN]`.
// The list is pictures.json; each stands in docs/screenshots as small WebPs: in both languages, on a phone and
// a desktop, by day and by night (`-dark`, which /guide shows to whose screen is dark). Not a test: look at
// what it makes before you keep it.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { closeBrowser, LANGUAGES, visit } from "./browser.mjs";
import { startVeer } from "./veer.mjs";

const TO = fileURLToPath(new URL("../docs/screenshots/", import.meta.url));
const list = JSON.parse(await readFile(new URL("./pictures.json", import.meta.url), "utf8"));
const wanted = new RegExp(process.argv[2] ?? ".");

/** The screen as WebP; a page that is shorter than the screen is cut at its end. */
async function take(page, name) {
  const cdp = await page.context().newCDPSession(page);
  const { width, height } = page.viewportSize();
  const end = await page.evaluate(() => document.body.scrollHeight);
  const clip = { x: 0, y: 0, width, height: Math.min(height, end), scale: 1 };
  const { data } = await cdp.send("Page.captureScreenshot", { format: "webp", quality: 45, clip });
  const bytes = Buffer.from(data, "base64");
  await writeFile(`${TO}${name}.webp`, bytes);
  console.log(`${name}.webp  ${bytes.length} bytes`);
}

/** One page as its role sees it. */
async function picture({ role, path, click }, called, look) {
  const { page, context } = await visit(look);
  await context.addCookies([{ name: "veer-lang", value: look.lang, url: veer.origin }]);
  if (role) await page.goto(veer.byRole(role).url);
  if (path) await page.goto(`${veer.origin}${path}`);
  for (const selector of [click ?? []].flat()) {
    await page.locator(selector).first().click();
    await page.waitForLoadState("load");
  }
  // A vault and notes fill in once their script has come.
  await page.waitForLoadState("networkidle");
  // What belongs to the demo alone is not in the picture.
  await page.evaluate(() => document.querySelectorAll(".demo, .vault-wanted").forEach((each) => each.remove()));
  await page.evaluate(() => scrollTo(0, 0));
  await take(page, called);
  await context.close();
}

await mkdir(TO, { recursive: true });
const veer = await startVeer();
try {
  for (const one of list) {
    for (const lang of LANGUAGES)
      for (const viewport of ["phone", "desktop"])
        for (const scheme of ["light", "dark"]) {
          const called = `${one.name}-${lang}-${viewport}${scheme === "dark" ? "-dark" : ""}`;
          if (wanted.test(called)) await picture(one, called, { lang, viewport, scheme });
        }
  }
} finally {
  await closeBrowser();
  await veer.stop();
}
