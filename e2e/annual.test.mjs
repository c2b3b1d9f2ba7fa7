// The yearly talk (R126): planned by the coordinator, recorded sealed by the two people of it, and
// read by the other with the key that the first one's browser made.
import assert from "node:assert/strict";
import test, { after } from "node:test";
import { closeBrowser, LANGUAGES, visit } from "./browser.mjs";
import { hold, shot } from "./look.mjs";
import { openVault } from "./vault.mjs";
import { canStart, startVeer } from "./veer.mjs";

const TITLE = "the record of a yearly talk between two browsers";

const opened = (page) => page.locator("veer-notes[data-face=room]").waitFor();
const words = (page) => page.locator("veer-notes [data-part=list]").innerText();

async function write(page, text) {
  await page.locator("#notes-text").fill(text);
  await page.locator("[data-do=save]").click();
  await page.locator("veer-notes[data-said=saved]").waitFor();
}

/** Gives the other one the key, to the number that is shown. */
async function giveKey(page) {
  await page.reload();
  const card = page.locator("veer-keys section.card").first();
  await card.waitFor();
  assert.match(await card.locator(".key-mark").innerText(), /^\d{4}( \d{4}){4}$/);
  await card.locator("button").click();
  await page.locator("veer-keys [data-part=said]:not(:empty)").waitFor();
}

if (!canStart()) {
  test("the yearly talk", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  after(closeBrowser);
  for (const lang of LANGUAGES) {
    const viewport = lang === "nl" ? "phone" : "desktop";
    test(`${TITLE}: ${lang}`, { timeout: 300_000 }, async () => {
      const veer = await startVeer();
      const visitors = await Promise.all([0, 1].map(() => visit({ lang, viewport })));
      for (const { context } of visitors) context.setDefaultTimeout(60_000);
      const [karin, sanne] = visitors.map(({ page }) => page);
      const look = async (page, name) => {
        await hold(page, {});
        await shot(page, `annual-${name}-${lang}-${viewport}`);
      };
      try {
        await karin.goto(veer.byRole("coordinator").url);
        await openVault(karin);
        await sanne.goto(veer.byRole("supporter").url);
        await openVault(sanne);

        // Before a talk is planned, there is nothing to write in.
        await sanne.goto(`${veer.origin}/support/annual`);
        assert.equal(await sanne.locator("veer-notes").count(), 0);
        await look(sanne, "none");

        await karin.goto(`${veer.origin}/coordinate/annual`);
        await karin.locator("ul.people a.name", { hasText: veer.byRole("supporter").name }).first().click();
        await karin.locator("#plan").waitFor();
        const address = karin.url();
        await karin.locator("#plan label.choice", { hasText: veer.byRole("coordinator").name }).click();
        await Promise.all([karin.waitForEvent("load"), karin.locator("#plan form button").click()]);
        await karin.locator("#held").waitFor();

        // Whoever of the two comes first makes the key; the other gets it by a tap, with the number to
        // compare before one's eyes. Each does so once.
        await sanne.goto(`${veer.origin}/support/annual`);
        await opened(sanne);
        await write(sanne, "wat Sanne wil afspreken");
        await look(sanne, "written");
        await giveKey(sanne);
        await karin.goto(address);
        await opened(karin);
        await karin.locator("veer-notes[data-ready]").waitFor();
        assert.match(await words(karin), /wat Sanne wil afspreken/);
        await write(karin, "wat de coördinator toezegde");
        await look(karin, "read");
        await sanne.goto(`${veer.origin}/support/annual`);
        await opened(sanne);
        await sanne.locator("veer-notes[data-ready]").waitFor();
        assert.doesNotMatch(await words(sanne), /wat de coördinator toezegde/, "not before the tap of whoever wrote it");
        await giveKey(karin);
        await sanne.goto(`${veer.origin}/support/annual`);
        await opened(sanne);
        await sanne.locator("veer-notes[data-ready]").waitFor();
        assert.match(await words(sanne), /wat de coördinator toezegde/);
      } catch (error) {
        await shot(karin, `FAILED-annual-karin-${lang}`).catch(() => undefined);
        await shot(sanne, `FAILED-annual-sanne-${lang}`).catch(() => undefined);
        throw error;
      } finally {
        await Promise.all(visitors.map(({ leave }) => leave()));
        await veer.stop();
      }
    });
  }
}
