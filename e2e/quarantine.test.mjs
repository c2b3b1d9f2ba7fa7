// A row that could not be read is read anew, and what is not needed goes, and comes back.
import assert from "node:assert/strict";
import test from "node:test";
import { journey } from "./journey.mjs";
import { press } from "./steps.mjs";
import { canStart, startVeer } from "./veer.mjs";

const HOME = "/coordinate/quarantine";

if (!canStart()) {
  test("quarantine settled", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  journey("quarantine settled", { langs: ["nl"], viewports: ["phone"], scripts: [false] }, async ({ page, look }) => {
    const veer = await startVeer();
    try {
      await page.goto(veer.byRole("coordinator").url);
      await page.goto(veer.origin + "/coordinate");
      await page.locator(`a[href='${HOME}']`).click();
      const rows = page.locator(".pick > li");
      const many = await rows.count();
      assert.ok(many >= 3, `${many} rows`);
      await look("1-rows");

      // One message lost its offset: the coordinator sees what could be read and fills in the rest.
      const lost = rows.filter({ hasText: "26-030001" });
      await lost.locator("a").click();
      assert.equal(await page.locator("#number").inputValue(), "26-030001");
      assert.equal(await page.locator("#units").inputValue(), "17-104");
      await page.locator("input[name='fact'][value='minor']").check();
      await look("2-read-anew");
      await press(page, page.locator("form[action$='/retry'] button.primary"));
      assert.equal(await rows.filter({ hasText: "26-030001" }).count(), 0);
      assert.equal(await rows.count(), many - 1);
      await look("3-read");

      // What is not needed goes, and one tap brings it back.
      for (const box of await page.locator("input[name='row']").all()) await box.check();
      await press(page, page.locator("form[action$='/settle'] button"));
      assert.equal(await rows.count(), 0);
      await look("4-empty");
      await press(page, page.locator(".flash form button"));
      assert.equal(await rows.count(), many - 1);
    } finally {
      await veer.stop();
    }
  });
}
