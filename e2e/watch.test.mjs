// The privacy officer looks for rows with a name that a colleague gave, and answers a request about
// data that has a reference and no name.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { journey } from "./journey.mjs";
import { answered, enter, press } from "./steps.mjs";
import { canStart, startVeer } from "./veer.mjs";

if (!canStart()) {
  test("watch", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  let veer;
  before(async () => (veer = await startVeer()));
  after(() => veer.stop());

  journey("watch", { langs: ["nl", "en"], viewports: ["phone", "desktop"] }, async ({ page, look }) => {
    await enter(page, veer, "colleague");
    await page.goto(`${veer.origin}/me/access`);
    const name = await page.locator("#names code").first().textContent();
    await look("names");
    await page.goto(`${veer.origin}/me/requests`);
    await page.locator("input[name='kind'][value='correct']").check();
    await press(page, page.locator("main button.primary"));
    const reference = await page.locator(".people code").first().textContent();
    await look("mine");
    await enter(page, veer, "privacy");
    await page.goto(`${veer.origin}/desk/log`);
    await look("log-empty");
    await page.locator("#name").fill(name);
    await Promise.all([page.locator("#found").waitFor(), page.locator("main button.primary").click()]);
    assert.ok((await page.locator("#found tbody tr").count()) > 0);
    await look("log-found");
    await page.goto(`${veer.origin}/desk/requests`);
    const card = page.locator(".card", { hasText: reference });
    await card.locator("summary").click();
    await look("requests");
    await card.locator("input[value='granted']").check();
    await answered(page, () => card.locator("form[action$='/answer'] button").click());
    assert.equal(await page.locator(".card", { hasText: reference }).count(), 0);
    await look("answered");
  });

  journey("judged-again", { langs: ["nl", "en"], viewports: ["desktop", "phone"] }, async ({ page, look }) => {
    await enter(page, veer, "coordinator");
    await page.goto(`${veer.origin}/coordinate/list/again`);
    assert.equal(await page.locator("h1").count(), 1);
    await look("page");
  });
}
