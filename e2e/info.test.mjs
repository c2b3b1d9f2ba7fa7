// The public page: whom to call, for everybody; on a screen, on paper, with a code for a camera.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { journey, walk } from "./journey.mjs";
import { canStart, startVeer } from "./veer.mjs";

const PAPER = fileURLToPath(new URL("./shots/", import.meta.url));

if (!canStart()) {
  test("info", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  let veer;
  before(async () => (veer = await startVeer()));
  after(() => veer.stop());

  journey("info", { viewports: ["phone", "desktop", "small"], scripts: [true, false] }, async ({ page, look, lang }) => {
    await page.goto(`${veer.origin}/info/waterland?lang=${lang}`);
    assert.equal(await page.locator("h1").count(), 1);
    const number = page.locator(".call-number a");
    assert.equal(await number.getAttribute("href"), "tel:0880001717");
    const box = await number.boundingBox();
    assert.ok(box.y < page.viewportSize().height, "the number stands on the first screen");
    assert.ok(await page.locator(".poster-code img").evaluate((image) => image.complete && image.naturalWidth > 0));
    await look("page");
    await page.goto(`${veer.origin}/info/heuvelland?lang=${lang}`);
    assert.equal(await page.locator(".call-number").count(), 0);
    await look("no-number");
  });

  for (const lang of ["nl", "en"])
    test(`info: a poster of one page, ${lang}`, { timeout: 60_000 }, () =>
      walk({ lang, viewport: "desktop", title: "poster" }, async ({ page }) => {
        await page.goto(`${veer.origin}/info/waterland?lang=${lang}`);
        const pdf = await page.pdf({ path: `${PAPER}poster-${lang}.pdf`, format: "A4", preferCSSPageSize: true });
        const sheets = pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g)?.length;
        assert.equal(sheets, 1, `${sheets} sheets`);
        // A4 at 96 dots for an inch, without the margins: what a printer makes of it.
        await page.setViewportSize({ width: 688, height: 1017 });
        await page.emulateMedia({ media: "print" });
        await page.screenshot({ path: `${PAPER}poster-${lang}.png` });
        await page.emulateMedia({ media: "screen" });
      }));

  test("info: within another site only where the organisation says so, without cookies", { timeout: 60_000 }, async () => {
    const answer = await fetch(`${veer.origin}/info/waterland/embed`);
    assert.match(answer.headers.get("content-security-policy"), /frame-ancestors 'none'/);
    assert.equal(answer.headers.get("set-cookie"), null);
    assert.doesNotMatch(await answer.text(), /<script|<form/);
  });

  journey("info-settings", { langs: ["nl"], viewports: ["phone", "desktop"] }, async ({ page, look }) => {
    await page.goto(veer.byRole("coordinator").url);
    await page.goto(`${veer.origin}/coordinate/info`);
    await look("page");
    await page.locator("#number").fill("bel mij maar");
    await page.locator("form[action='/coordinate/info'] button.primary").click();
    await page.locator(".error-summary").waitFor();
    assert.equal(await page.locator("#number").inputValue(), "bel mij maar");
    await look("refused");
  });
}
