// The desk of the administrator: every page in both languages, and two steps that change something.
import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { journey } from "./journey.mjs";
import { canStart, startVeer } from "./veer.mjs";

const PAGES = ["/desk", "/desk/people", "/desk/people/new", "/desk/invite", "/desk/feed", "/desk/organisation", "/desk/import"];

if (!canStart()) {
  test("desk", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  let veer;
  before(async () => (veer = await startVeer()));
  after(() => veer.stop());

  journey("desk", { viewports: ["phone", "desktop", "small"] }, async ({ page, look }) => {
    await page.goto(veer.byRole("admin").url);
    for (const path of PAGES) {
      await page.goto(veer.origin + path);
      assert.equal(await page.locator("h1").count(), 1, path);
      await look(path.slice(1).replaceAll("/", "-"));
    }
    await page.goto(`${veer.origin}/desk/people?q=Benali`);
    await page.locator(".people a.name").first().click();
    await look("person");
  });

  journey("desk-role", { langs: ["en"], viewports: ["phone"], scripts: [false] }, async ({ page, look }) => {
    await page.goto(veer.byRole("admin").url);
    await page.goto(`${veer.origin}/desk/people?q=Rietveld`);
    await page.locator(".people a.name").first().click();
    await page.locator("input[name=role][value=coordinator]").check({ force: true });
    await page.getByRole("button", { name: "Save the roles" }).click();
    await page.getByText("The roles were changed.").waitFor();
    await look("changed");
    await page.locator(".flash form button").click();
    assert.equal(await page.locator("input[name=role][value=coordinator]").isChecked(), false);
  });
}
