// The organisation's own words: typed, seen as they will be read, adopted, and on the public page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { journey } from "./journey.mjs";
import { enter, press } from "./steps.mjs";
import { canStart, startVeer } from "./veer.mjs";

if (!canStart()) {
  test("wording", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  let veer;
  before(async () => (veer = await startVeer()));
  after(() => veer.stop());

  journey("wording", { langs: ["nl"], viewports: ["phone"], scripts: [false] }, async ({ page, look }) => {
    await enter(page, veer, "coordinator");
    await page.goto(`${veer.origin}/coordinate/wording`);
    await page.locator("#nl-team").fill("het BOT");
    await page.locator("#en-team").fill("فريق الزملاء");
    await page.locator("#nl-welcome").fill("Iets meegemaakt? Wij kennen het werk.");
    await look("page");
    await press(page, page.locator("form[action='/coordinate/wording'] button.primary"));
    await look("preview");
    await page.locator("#why").fill("Zo noemen we het zelf.");
    await press(page, page.locator("form[action$='/adopt'] button.primary"));
    await page.goto(`${veer.origin}/info/waterland?lang=nl`);
    assert.match(await page.locator(".intro").innerText(), /Het BOT[\s\S]*Wij kennen het werk/);
    await look("info");
    await enter(page, veer, "admin");
    await page.goto(`${veer.origin}/desk/invite`);
    await look("links");
  });
}
