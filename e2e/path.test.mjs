// A case walked from a shocking event to its third talk, in both languages, at both widths, with
// and without JavaScript; and a supporter who turns out to have been there.
import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { closeBrowser } from "./browser.mjs";
import { journey, walk } from "./journey.mjs";
import { enter, firstContact, hold, plan, press, signal, take, untilTheTalk } from "./steps.mjs";
import { canStart, startVeer } from "./veer.mjs";

if (!canStart()) {
  test("the path", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  journey("path", { scripts: [true, false] }, async ({ page, look }) => {
    const veer = await startVeer();
    try {
      await enter(page, veer, "supporter");
      await look("1-signals");
      const address = await take(page);
      await look("2-picture");
      await firstContact(page, "yes");
      await look("3-waiting");
      assert.equal(await page.locator("svg.timeline").count(), 1, "the windows are drawn");
      for (const number of [1, 2, 3]) {
        await plan(page);
        await look(`4-talk-${number}-planned`);
        await untilTheTalk(page);
        await look(`5-talk-${number}-outcome`);
        const outcomes = await page.locator("input[name='outcome']").evaluateAll((all) => all.map((each) => each.value)).catch(() => null);
        if (outcomes) assert.equal(outcomes.includes("follow-up"), number < 3, "after the third there is no follow-up");
        if (number < 3) await hold(page, "follow-up");
      }
      assert.equal(await page.locator("input[name='outcome'][value='follow-up']").count(), 0);
      await hold(page, "close");
      await look("6-closed");
      assert.equal(await page.locator("form[action$='/plan']").count(), 0, "a fourth talk cannot be planned");
      const forced = await page.context().request.post(`${veer.origin}${address}/plan`, {
        form: { revision: "999", slot: "other", date: "2030-01-01", time: "12:00", agreed: "yes" },
        maxRedirects: 0,
      });
      assert.ok([409, 422].includes(forced.status()), `a forced fourth talk is refused, not ${forced.status()}`);
    } finally {
      await veer.stop();
    }
  });

  journey("involved", { langs: ["nl"], viewports: ["phone"] }, async ({ page, look }) => {
    const veer = await startVeer();
    try {
      await enter(page, veer, "supporter");
      const incident = await signal(page).locator("a[href^='/support/incident/']").getAttribute("href");
      await take(page);
      await page.goto(`${veer.origin}${incident}`);
      await look("incident");
      await page.locator("details.more", { has: page.locator("form[action$='/involved']") }).locator("summary").click();
      await press(page, page.locator("form[action$='/involved'] button"));
      await page.goto(`${veer.origin}/support`);
      await look("hand-over-due");
      await press(page, page.locator("a[href$='/hand-over']").first());
      await look("hand-over");
      const names = await page.locator("form[action$='/hand-over'] .choice").allInnerTexts();
      assert.ok(names.length > 0, "there is somebody to hand over to");
      assert.ok(!names.some((name) => name.includes("Sanne")), "never to who was there");
      await page.locator("form[action$='/hand-over'] input[type='radio']").nth(1).check();
      await press(page, page.locator("form[action$='/hand-over'] button").last());
      await look("handed-over");
    } finally {
      await veer.stop();
    }
  });

  let veer;
  before(async () => (veer = await startVeer()));
  after(async () => {
    await veer.stop();
    await closeBrowser();
  });

  const rooms = {
    colleague: ["/me", "/me/record", "/me/access", "/me/ties", "/signal/concern", "/signal/concern?q=an", "/signal/list", "/help"],
    supporter: ["/support", "/support/signals", "/support/debriefing", "/me"],
    coordinator: ["/coordinate", "/support"],
    manager: ["/signal/referral", "/me"],
    dispatcher: ["/dispatch", "/me"],
    hr: ["/desk", "/me"],
    privacy: ["/desk", "/me"],
    admin: ["/desk", "/me"],
  };
  for (const [role, paths] of Object.entries(rooms))
    for (const [lang, viewport] of [["nl", "phone"], ["en", "desktop"]])
      test(`every page of the ${role} is sound: ${lang}, ${viewport}`, { timeout: 120_000 }, () =>
        walk({ lang, viewport, title: `room-${role}` }, async ({ page, look }) => {
          await enter(page, veer, role);
          for (const path of paths) {
            const answer = await page.goto(veer.origin + path);
            assert.equal(answer.status(), 200, path);
            assert.equal(await page.locator("h1").count(), 1, path);
            assert.equal(await page.locator("html").getAttribute("lang"), lang);
            await look(path.replaceAll(/[^a-z]+/g, "-"));
          }
        }));

  test("every case of the supporter opens, whatever its stage", { timeout: 120_000 }, () =>
    walk({ lang: "nl", viewport: "phone", title: "stages" }, async ({ page, look }) => {
      await enter(page, veer, "supporter");
      const links = await page.locator("a[href^='/support/case/']").evaluateAll((all) => all.map((each) => each.getAttribute("href")));
      assert.ok(links.length >= 8, `the demo's supporter keeps a mix of cases, not ${links.length}`);
      for (const [n, link] of links.entries()) {
        await page.goto(veer.origin + link);
        await look(`case-${n}`);
      }
    }));

  test("what is hidden answers like what does not exist", { timeout: 60_000 }, () =>
    walk({ lang: "en", viewport: "phone", title: "hidden" }, async ({ page }) => {
      await enter(page, veer, "colleague");
      // The demo tells the time, and a second may pass between two answers.
      const bare = async (answer) =>
        (await answer.text()).replaceAll(/name="next" value="[^"]*"/g, "").replace(/data-now="[^"]*"/, "").replace(/<time .*?<\/time>/, "");
      const absent = await page.context().request.get(`${veer.origin}/nowhere`);
      for (const path of ["/support", "/coordinate", "/dispatch", "/signal/referral", "/support/case/0"]) {
        const hidden = await page.context().request.get(veer.origin + path);
        assert.equal(hidden.status(), 404, path);
        assert.equal(await bare(hidden), await bare(absent), path);
      }
    }));
}
