// A shift by hand: put on the roster, changed, taken off and put back, with a mistake on the way.
import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { journey } from "./journey.mjs";
import { enter, press } from "./steps.mjs";
import { canStart, startVeer } from "./veer.mjs";

if (!canStart()) {
  test("shifts", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  let veer;
  before(async () => (veer = await startVeer()));
  after(() => veer.stop());

  const words = {
    nl: { refused: "Niemand heeft dit nummer", saved: "Het staat op het rooster", stays: "Het blijft eraf", off: "Van het rooster gehaald", undone: "Het rooster is weer zoals het was" },
    en: { refused: "Nobody has this number", saved: "It is on the roster", stays: "It stays off", off: "Taken off the roster", undone: "The roster is as it was" },
  };

  const combinations = [
    { langs: ["nl"], viewports: ["phone"], scripts: [false] },
    { langs: ["en"], viewports: ["desktop"], scripts: [true] },
  ];
  for (const combination of combinations)
    journey("a shift by hand", combination, async ({ page, lang, look }) => {
      const say = words[lang];
      await enter(page, veer, "admin");
      await page.goto(`${veer.origin}/desk/shifts?unit=hand-1`);
      await look("week");
      await page.locator("#who").fill("nobody-9");
      await page.locator("#unit").fill("hand-1");
      await page.locator("#from").fill("22:00");
      await page.locator("#until").fill("06:30");
      await page.locator("#add button.primary").click();
      await page.getByText(say.refused).waitFor();
      assert.equal(await page.locator("#from").inputValue(), "22:00", "what was typed is kept");
      await page.locator("#who").fill("1030");
      await press(page, page.locator("#add button.primary"));
      await page.getByText(say.saved).first().waitFor();
      await page.goto(`${veer.origin}/desk/shifts?unit=hand-1`);
      await press(page, page.locator("#week table a").first());
      await look("line");
      await page.getByText(say.stays).waitFor();
      await press(page, page.locator("form[action$='/remove'] button"));
      await page.getByText(say.off).waitFor();
      await press(page, page.locator("form[action*='/desk/shifts/undo/'] button").first());
      await page.getByText(say.undone).waitFor();
      await page.goto(`${veer.origin}/desk/shifts?unit=hand-1`);
      assert.equal(await page.locator("#week table a").count(), 1, "it is back");
      await press(page, page.locator("#week table a").first());
      await press(page, page.locator("form[action$='/remove'] button"));
    });
}
