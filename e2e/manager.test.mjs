// "Manager referral": a manager asks the team to call, and sees nothing afterwards.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { journey } from "./journey.mjs";
import { canStart, startVeer } from "./veer.mjs";

if (!canStart()) {
  test("manager", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  let veer;
  before(async () => (veer = await startVeer()));
  after(() => veer.stop());

  const walks = [
    { langs: ["nl"], viewports: ["phone"], scripts: [true] },
    { langs: ["en"], viewports: ["desktop"], scripts: [false], schemes: ["dark"] },
    { langs: ["en"], viewports: ["small"], scripts: [true] },
  ];
  for (const [at, how] of walks.entries())
    journey("manager referral", how, async ({ page, look }) => {
      await page.goto(veer.byRole("manager").url);
      assert.equal(new URL(page.url()).pathname, "/manage");
      await look("room");
      const missing = await page.locator("#conditions .late, #conditions .badge.fresh").count();
      assert.ok(missing > 0, "what is missing is visible");
      await page.locator("a.button.primary[href='/signal/referral']").click();
      // One name each, so that each walk is a new signal.
      await page.locator("#q").fill(["Vermeer", "Jonker", "Postma"][at]);
      await page.locator("form[role=search] button").click();
      await page.locator("input[name=person]").first().waitFor();
      const name = await page.locator(".choice:has(input[name=person]) span").first().textContent();
      await page.locator("input[name=person]").first().check();
      await look("choose");
      await page.locator("#told").check();
      await page.locator("form[method=post][action='/signal/referral'] button.primary").click();
      await page.waitForURL("**/signal/thanks");
      await look("thanks");
      assert.ok(!(await page.locator("main").textContent()).includes(name));
      // Afterwards there is nothing to see: not here, not there.
      for (const path of ["/manage", "/signal/thanks", "/signal/list"]) {
        await page.goto(veer.origin + path);
        assert.ok(!(await page.locator("main").textContent()).includes(name), path);
      }
      for (const path of ["/support", "/coordinate", "/desk"]) {
        const answer = await page.goto(veer.origin + path);
        assert.equal(answer.status(), 404, path);
      }
    });
}
