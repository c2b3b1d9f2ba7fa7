// Units that the roster does not know: settled in bulk, and the next event with them resolves by itself.
import assert from "node:assert/strict";
import test from "node:test";
import { journey } from "./journey.mjs";
import { press } from "./steps.mjs";
import { canStart, startVeer } from "./veer.mjs";

const HOME = "/coordinate/units";
const WORDS = { nl: { settle: "Leer wat ik aankruis" }, en: { settle: "Learn what I ticked" } };

/** A token for a source, as the administrator gives it on the desk. */
async function token(page, veer) {
  await page.goto(veer.byRole("admin").url);
  await page.goto(`${veer.origin}/desk/feed`);
  const form = page.locator("form[action='/desk/feed']");
  await form.locator("input[name=source]").fill("mka");
  await Promise.all([page.waitForEvent("load"), form.locator("button").click()]);
  return page.locator("#token").inputValue();
}

/** A drowned child, at the demo's present moment. */
async function send(veer, bearer, id, at, units) {
  const body = `${JSON.stringify({ id, at, kinds: ["drowning"], minor: true, units })}\n`;
  const answer = await fetch(`${veer.origin}/api/events`, { method: "POST", headers: { authorization: `Bearer ${bearer}` }, body });
  assert.equal(answer.status, 200);
  assert.equal((await answer.json()).quarantined, 0);
}

if (!canStart()) {
  test("units settled", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  const walk = async ({ page, lang, look }) => {
    const veer = await startVeer();
    const offers = async () => {
      await page.goto(veer.byRole("supporter").url);
      await page.goto(`${veer.origin}/support`);
      return page.locator("form[action$='/take']").count();
    };
    const coordinator = async () => {
      await page.goto(veer.byRole("coordinator").url);
      await page.goto(`${veer.origin}/coordinate`);
      await page.locator(`a[href='${HOME}']`).click();
      await page.locator("h1").waitFor();
    };
    const row = (name) => page.locator(".pick > li", { has: page.getByText(name, { exact: true }) });
    try {
      const bearer = await token(page, veer);
      const at = await page.locator("html").getAttribute("data-now");
      const before = await offers();
      await send(veer, bearer, "U-1", at, ["AMB 17-104", "17105"]);
      assert.equal(await offers(), before, "nobody is called for a name that nobody knows");

      await coordinator();
      assert.equal(await row("AMB 17-104").locator("select").inputValue(), "unit:17-104");
      assert.equal(await row("17105").locator("select").inputValue(), "unit:17-105");
      await look("1-waiting");
      for (const name of ["AMB 17-104", "17105"]) await row(name).locator("input[name='take']").check();
      await press(page, page.getByRole("button", { name: WORDS[lang].settle }));
      assert.equal(await row("AMB 17-104").count(), 0);
      assert.equal(await row("17105").count(), 0);
      await page.locator("details.more summary").last().click();
      await look("2-learned");
      const called = await offers();
      assert.ok(called > before, `${called} offers, ${before} before`);

      // The next event with a learned name asks nobody anything.
      await send(veer, bearer, "U-2", at, ["amb 17-104"]);
      await coordinator();
      assert.equal(await row("amb 17-104").count() + (await row("AMB 17-104").count()), 0);
    } finally {
      await veer.stop();
    }
  };
  journey("units settled", { langs: ["nl"], viewports: ["phone"] }, walk);
  journey("units settled", { langs: ["en"], viewports: ["desktop"], scripts: [false] }, walk);
}
