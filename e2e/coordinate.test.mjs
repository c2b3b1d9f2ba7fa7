// The coordinator's pages: the board, the confirm queue, coverage, tasks, practical help.
import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { journey } from "./journey.mjs";
import { canStart, startVeer } from "./veer.mjs";

const PAGES = ["/coordinate", "/coordinate/confirm", "/coordinate/coverage", "/coordinate/tasks", "/coordinate/help"];

if (!canStart()) {
  test("coordinate", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  let veer;
  before(async () => (veer = await startVeer()));
  after(() => veer.stop());

  for (const path of PAGES)
    journey(`coordinate-${path.split("/").pop()}`, { viewports: ["phone", "desktop", "small"] }, async ({ page, look }) => {
      await page.goto(veer.byRole("coordinator").url);
      await page.goto(veer.origin + path);
      assert.equal(await page.locator("h1").count(), 1);
      await look("page");
    });

  journey("coordinate-task", { langs: ["en"], viewports: ["desktop"] }, async ({ page, look }) => {
    await page.goto(veer.byRole("coordinator").url);
    await page.goto(`${veer.origin}/coordinate/tasks`);
    await page.locator("input[name='kind'][value='training-prep']").check();
    await page.locator("#to").selectOption({ label: "Sanne Hoekstra" });
    await page.locator("#give button.primary").click();
    await page.locator(".flash").waitFor();
    await page.goto(veer.byRole("supporter").url);
    await page.goto(`${veer.origin}/support`);
    const task = page.locator("li", { hasText: "Prepare a training" });
    await task.waitFor();
    await look("supporter");
    await task.locator("form button").first().click();
    await page.locator(".flash").waitFor();
    assert.equal(await page.locator("li", { hasText: "Prepare a training" }).count(), 0);
  });
}
