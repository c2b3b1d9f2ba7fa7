// "Dispatcher report": by keyboard alone, within twenty seconds, in the dispatcher's own words.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { journey } from "./journey.mjs";
import { press } from "./steps.mjs";
import { canStart, startVeer } from "./veer.mjs";

if (!canStart()) {
  test("dispatch", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  let veer;
  before(async () => (veer = await startVeer()));
  after(() => veer.stop());

  const focus = (page) => page.evaluate(() => document.activeElement?.id || document.activeElement?.getAttribute("name") || document.activeElement?.tagName);

  journey("dispatcher report", { langs: ["nl"], viewports: ["desktop"] }, async ({ page, look }) => {
    await page.goto(veer.byRole("dispatcher").url);
    assert.equal(new URL(page.url()).pathname, "/dispatch");
    await look("screen");
    // The dispatcher's own words for an entry of the list.
    await page.getByText("Kind: reanimatie, ongeval of geweld").waitFor();
    const began = Date.now();
    assert.equal(await focus(page), "entry", "the list has the focus");
    await page.keyboard.press("2");
    assert.ok(await page.locator("input[value=kind-2]").isChecked());
    for (let presses = 0; (await focus(page)) !== "typed"; presses++) {
      assert.ok(presses < 4, "the units are a few presses of Tab away");
      await page.keyboard.press("Tab");
    }
    await page.keyboard.type("17-103 17-104");
    assert.ok(await page.locator("input[name=me]").isChecked(), "who handled the call is called too");
    await page.keyboard.press("Control+Enter");
    await page.waitForURL("**/dispatch?sent=*");
    const seconds = (Date.now() - began) / 1000;
    assert.ok(seconds < 20, `${seconds} s`);
    const said = await page.locator(".note[role=status]").textContent();
    assert.match(said, /17-103/);
    assert.match(said, /Ook jou/);
    await look("sent");
    // And they find it on their own page: the call is on its way.
    await page.goto(`${veer.origin}/me`);
    await look("own-page");
  });

  // Without a script, and by keyboard still: Tab, arrows and Enter.
  journey("dispatcher report", { langs: ["en"], viewports: ["phone"], scripts: [false] }, async ({ page, look }) => {
    await page.goto(veer.byRole("dispatcher").url);
    await page.locator("input[value=kind-1]").focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowDown");
    assert.ok(await page.locator("input[value=kind-2]").isChecked());
    await page.locator("#typed").focus();
    await page.keyboard.type("17-105");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/dispatch?sent=*");
    await look("sent");
    // A mistake: it is taken back, and nobody is called.
    await press(page, page.locator("form[action$='/take-back'] button").first());
    await page.getByText("Taken back. Nobody is called").waitFor();
    await look("taken-back");
  });
}
