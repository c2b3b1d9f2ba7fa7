// What retention shows: a person's copy and their wish to erase, the officer's periods.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test, { after, before } from "node:test";
import { journey, walk } from "./journey.mjs";
import { canStart, startVeer } from "./veer.mjs";

const PAGES = [
  ["colleague", "/me/record"],
  ["colleague", "/me/record/copy"],
  ["colleague", "/me/record/erase"],
  ["privacy", "/desk/retention"],
];

if (!canStart()) {
  test("retention", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  let veer;
  before(async () => (veer = await startVeer()));
  after(() => veer.stop());

  for (const [role, path] of PAGES)
    journey(`retention-${path.split("/").pop()}`, { viewports: ["phone", "desktop", "small"] }, async ({ page, look }) => {
      await page.goto(veer.byRole(role).url);
      await page.goto(veer.origin + path);
      assert.equal(await page.locator("h1").count(), 1);
      await look("page");
    });

  test("a colleague takes a copy along as a file", { timeout: 60_000 }, () =>
    walk({ lang: "en", viewport: "phone" }, async ({ page }) => {
      await page.goto(veer.byRole("colleague").url);
      await page.goto(`${veer.origin}/me/record/copy`);
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Get the file" }).click()]);
      const copy = JSON.parse(await readFile(await download.path(), "utf8"));
      assert.equal(copy.format, "veer-person/1");
      assert.equal(copy.held.person.length, 1);
    }));
}
