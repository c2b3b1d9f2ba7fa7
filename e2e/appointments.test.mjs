// Personnel affairs see a name and "appointment needed"; a late one reaches the supporter.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { journey } from "./journey.mjs";
import { canStart, startVeer } from "./veer.mjs";

if (!canStart()) {
  test("appointments", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  let veer;
  before(async () => (veer = await startVeer()));
  after(() => veer.stop());

  journey("appointments", { viewports: ["phone", "desktop", "small"] }, async ({ page, look }) => {
    await page.goto(veer.byRole("hr").url);
    await page.goto(`${veer.origin}/desk/appointments`);
    assert.equal(await page.locator("h1").count(), 1);
    const rows = await page.locator(".people > li").count();
    assert.ok(rows > 0);
    await look("list");
    await page.locator(".people button").first().click();
    await page.locator(".flash").waitFor();
    assert.equal(await page.locator(".people > li").count(), rows - 1);
    await page.locator(".flash button").click();
    await page.waitForFunction((count) => document.querySelectorAll(".people > li").length === count, rows);
  });

  journey("appointments-late", { langs: ["nl"], viewports: ["phone"] }, async ({ page, look }) => {
    await page.goto(veer.byRole("both").url);
    await page.getByRole("link", { name: "Nog geen afspraak" }).waitFor();
    await look("home");
    await page.getByRole("link", { name: "Nog geen afspraak" }).click();
    await look("case");
  });

  journey("appointments-routing", { langs: ["en"], viewports: ["desktop"] }, async ({ page, look }) => {
    await page.goto(veer.byRole("coordinator").url);
    await page.goto(`${veer.origin}/coordinate/appointments`);
    await look("page");
  });
}
