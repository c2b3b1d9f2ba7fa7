// A supporter says something of oneself; a colleague chooses whom to talk with; load is a picture for
// oneself and a band for the coordinator.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import test from "node:test";
import { journey } from "./journey.mjs";
import { enter, press } from "./steps.mjs";
import { canStart, startVeer } from "./veer.mjs";

const texts = {
  nl: { kept: "Je profiel is bewaard.", chosen: "Je koos ", wish: "Het team houdt er rekening mee", forgotten: "Het is vergeten." },
  en: { kept: "Your profile is saved.", chosen: "You chose ", wish: "The team does it that way when it can", forgotten: "It is forgotten." },
};

if (!canStart()) {
  test("choose", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  let veer;
  before(async () => (veer = await startVeer()));
  after(() => veer.stop());

  journey("choose a supporter", {}, async ({ page, look, lang }) => {
    const told = texts[lang];
    await enter(page, veer, "supporter");
    await page.goto(`${veer.origin}/support/profile`);
    await page.locator("input[name=language][value=fy]").check();
    await page.locator("#about").fill("Ik rijd al twintig jaar nacht.");
    await page.locator("input[name=shown]").check();
    await look("profile");
    await press(page, page.locator("form[action='/support/profile'] button.primary"));
    await page.getByText(told.kept).waitFor();
    await page.goto(`${veer.origin}/support/load`);
    await page.locator("summary", { hasText: /tabel|table/i }).click();
    await look("load");

    await page.context().clearCookies();
    await enter(page, veer, "colleague");
    await page.goto(`${veer.origin}/me/supporters`);
    await look("pool");
    const pick = page.locator("form[action$='/choose'] button");
    assert.ok((await pick.count()) > 0, "somebody can be chosen");
    await press(page, pick.first());
    await page.getByText(told.chosen).waitFor();
    await page.locator("#gender").selectOption("woman");
    await press(page, page.locator("form[action='/me/supporters'] button.primary"));
    await page.getByText(told.wish).first().waitFor();
    await look("chosen");
    await press(page, page.locator("form[action$='/forget'] button"));
    await page.getByText(told.forgotten).waitFor();

    await page.context().clearCookies();
    await enter(page, veer, "coordinator");
    await page.goto(`${veer.origin}/coordinate/team`);
    await look("team");
    await page.goto(`${veer.origin}/coordinate/load`);
    await look("limits");
    await page.locator("#load-soft-cap").fill("1000");
    await page.locator("#load-hard-cap").fill("4000");
    await press(page, page.locator("form[action='/coordinate/load'] button.primary"));
    await look("limits-preview");
  });
}
