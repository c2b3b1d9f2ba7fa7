// A coordinator says that an event does not count after all, and takes that back.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import test from "node:test";
import { journey } from "./journey.mjs";
import { enter, press } from "./steps.mjs";
import { canStart, startVeer } from "./veer.mjs";

if (!canStart()) {
  test("dismiss", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  let veer;
  before(async () => (veer = await startVeer()));
  after(() => veer.stop());

  journey("an event does not count after all", { langs: ["nl"], viewports: ["phone"] }, async ({ page, look }) => {
    await enter(page, veer, "coordinator");
    await page.goto(`${veer.origin}/coordinate`);
    assert.equal(await page.locator("a[href='/coordinate/events']").count(), 1);
    await page.goto(`${veer.origin}/coordinate/events`);
    await look("events");
    const counted = page.locator("section", { hasText: "Telt mee" }).first().locator("li");
    await press(page, counted.first().locator("a[href$='/dismiss']"));
    await look("ask");
    const told = await page.locator("main").textContent();
    assert.match(told, /(paden? wordt|paden worden|geen pad) /);
    await page.locator("input[name=why][value=exercise]").check();
    await press(page, page.locator("form[action$='/dismiss'] button.primary"));
    await page.getByText("Het was een oefening of een test").first().waitFor();
    await look("dismissed");
    await press(page, page.locator("main form[action$='/restore'] button, form[action$='/restore'] button").first());
    await page.getByText("Telt weer mee. Alles is zoals het was.").waitFor();
    await look("restored");
  });

  journey("words that count nowhere", { langs: ["en"], viewports: ["desktop"], scripts: [false] }, async ({ page, look }) => {
    await enter(page, veer, "coordinator");
    await page.goto(`${veer.origin}/coordinate/list/unnamed`);
    await look("unnamed");
    const first = page.locator("main ul.people > li").first();
    await press(page, first.locator("form[action$='/never'] button"));
    await page.getByText("That kind never counts").waitFor();
    await look("never");
  });
}
