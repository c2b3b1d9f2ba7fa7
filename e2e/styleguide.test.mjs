// The style guide of the demo: every component in every state, by day, by night and on paper.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { journey, walk } from "./journey.mjs";
import { shot } from "./look.mjs";
import { canStart, startVeer } from "./veer.mjs";

if (!canStart()) {
  test("styleguide", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  let veer;
  before(async () => (veer = await startVeer()));
  after(() => veer.stop());

  journey("styleguide", { viewports: ["small", "desktop"], scripts: [true] }, async ({ page, look }) => {
    await page.goto(`${veer.origin}/styleguide`);
    assert.equal(await page.locator("h1").count(), 1);
    assert.ok((await page.locator("#tokens tbody tr").count()) > 8, "the tokens come from the style sheet");
    assert.equal(await page.locator(".state").count(), 14);
    assert.equal(await page.locator("svg[role=img]").count(), await page.locator("figure table").count(), "each drawing has its table");
    await look("all");
  });

  test("styleguide: by day, by night and on paper, whatever the screen prefers", { timeout: 90_000 }, () =>
    walk({ lang: "nl", viewport: "desktop", title: "styleguide-looks" }, async ({ page }) => {
      const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      await page.emulateMedia({ colorScheme: "dark" });
      for (const [look, colour] of [["light", "rgb(251, 250, 247)"], ["dark", "rgb(16, 23, 24)"], ["print", "rgb(255, 255, 255)"]]) {
        await page.goto(`${veer.origin}/styleguide?look=${look}`);
        assert.equal(await ground(), colour, look);
        await shot(page, `styleguide-${look}`);
      }
      await page.emulateMedia({ colorScheme: "light" });
      await page.goto(`${veer.origin}/styleguide`);
      await page.getByRole("link", { name: "Donker" }).click();
      await page.waitForURL(/look=dark/);
      assert.equal(await ground(), "rgb(16, 23, 24)");
    }));

  test("styleguide: a form that takes long says so, once", { timeout: 60_000 }, () =>
    walk({ lang: "nl", viewport: "phone", title: "styleguide-waiting" }, async ({ page }) => {
      await page.goto(`${veer.origin}/help`);
      await page.route("**/language", async (route) => {
        await new Promise((resolve) => setTimeout(resolve, 3_500));
        await route.continue();
      });
      // The page notes by itself what it says while its form waits: a test cannot ask it meanwhile.
      await page.evaluate(() => {
        const note = () => {
          const said = document.querySelector("#flash .waiting")?.textContent;
          if (said) sessionStorage.setItem("said", said);
        };
        new MutationObserver(note).observe(document.body, { subtree: true, childList: true });
      });
      await page.locator(".lang button").click({ noWaitAfter: true });
      await page.locator("html[lang=en]").waitFor();
      const said = await page.evaluate(() => sessionStorage.getItem("said"));
      assert.match(said, /ermee bezig/);
      assert.equal(await page.locator("#flash .waiting").count(), 0);
    }));
}
