// The rota: a duty that is swapped between two supporters, a gap that the coordinator fills in two
// presses, days away, and a calendar that an independent parser reads.
import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import ICAL from "ical.js";
import { journey } from "./journey.mjs";
import { enter, press } from "./steps.mjs";
import { canStart, startVeer } from "./veer.mjs";

if (!canStart()) {
  test("rota", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  let veer;
  before(async () => (veer = await startVeer()));
  after(() => veer.stop());

  const words = {
    nl: { asked: "Het is gevraagd", taken: "Je hebt de dienst overgenomen", undone: "Het is weer zoals het was", filled: "De dienst is gevuld", saved: "Je dagen zijn bewaard", order: "De laatste dag ligt voor de eerste", gone: "De dagen zijn weg", wished: "Je wens is bewaard", revoked: "De koppeling werkt niet meer", changed: "De diensten en grenzen gelden vanaf nu", duty: "Dienst", published: "Het staat op het rooster" },
    en: { asked: "It is asked", taken: "You have taken the duty over", undone: "It is as it was", filled: "The duty is filled", saved: "Your days are saved", order: "The last day lies before the first", gone: "The days are gone", wished: "Your wish is saved", revoked: "The link does not work any more", changed: "The duties and limits hold from now on", duty: "Dienst", published: "It is on the rota" },
  };
  const ways = [
    { langs: ["nl"], viewports: ["phone"], scripts: [true, false] },
    { langs: ["en"], viewports: ["desktop"], scripts: [true] },
  ];
  /** A day so many days from now, as a field of dates takes it. */
  const ahead = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const said = (page, text) => page.locator("#flash").getByText(text).waitFor();
  const undo = (page) => press(page, page.locator("#flash form button"));

  for (const way of ways)
    journey("a swap between two supporters", way, async ({ page, lang, look }) => {
      const say = words[lang];
      await enter(page, veer, "supporter");
      await page.goto(`${veer.origin}/support/rota`);
      await look("mine");
      await press(page, page.locator("#mine a[href*='/support/rota/ask']").first());
      const duty = await page.locator("h1").innerText();
      await look("ask");
      const karin = page.locator("#cover label.choice", { hasText: "Karin" });
      await karin.locator("input").check();
      await press(page, page.locator("#cover button.primary"));
      await said(page, say.asked);
      await enter(page, veer, "coordinator");
      await page.goto(`${veer.origin}/support/rota`);
      await look("asked");
      const asks = page.locator("#asked li", { hasText: duty });
      await press(page, asks.locator("button.primary"));
      await said(page, say.taken);
      const mine = page.locator("#mine li", { hasText: duty });
      assert.equal(await mine.count(), 1, "the duty is Karin's");
      await enter(page, veer, "supporter");
      await page.goto(`${veer.origin}/support/rota`);
      assert.equal(await page.locator("#mine li", { hasText: duty }).count(), 0, "and no longer Sanne's");
      await look("swapped");
    });

  for (const way of ways)
    journey("a gap filled in two presses", way, async ({ page, lang, look }) => {
      const say = words[lang];
      await enter(page, veer, "coordinator");
      await page.goto(`${veer.origin}/coordinate/rota`);
      await look("lead");
      const gaps = await page.locator("#gaps li").count();
      await press(page, page.locator("#gaps a.name").first());
      await look("gap");
      await press(page, page.locator("#candidates button.primary"));
      await said(page, say.filled);
      const undoing = page.locator("#flash form button");
      assert.equal(await page.locator("#gaps li").count(), gaps - 1, "one gap less");
      await press(page, undoing);
      await said(page, say.undone);
      assert.equal(await page.locator("#gaps li").count(), gaps, "it is open again");
    });

  for (const way of ways)
    journey("days away and a wish", way, async ({ page, lang, look }) => {
      const say = words[lang];
      await enter(page, veer, "supporter");
      await page.goto(`${veer.origin}/support/rota/away`);
      await page.locator("#first").fill(ahead(220));
      await page.locator("#last").fill(ahead(219));
      await page.locator("#away button.primary").click();
      await page.getByText(say.order).waitFor();
      assert.equal(await page.locator("#first").inputValue(), ahead(220), "what was typed is kept");
      await look("refused");
      await page.locator("#last").fill(ahead(230));
      await press(page, page.locator("#away button.primary"));
      await said(page, say.saved);
      await look("away");
      await undo(page);
      await said(page, say.gone);
      await page.locator("#about").selectOption("weekday:friday");
      await page.locator("#wishes input[value='rather-not']").check();
      await press(page, page.locator("#wishes form.stack .actions button"));
      await said(page, say.wished);
      await undo(page);
    });

  for (const way of ways)
    journey("a calendar that follows the duties", way, async ({ page, lang, look }) => {
      const say = words[lang];
      await enter(page, veer, "supporter");
      await page.goto(`${veer.origin}/support/rota`);
      const duties = await page.locator("#mine li").count();
      await page.goto(`${veer.origin}/support/rota/calendar`);
      await look("calendar");
      // The page that shows the link answers the form itself.
      await page.locator("form[action='/support/rota/calendar'] button").click();
      const link = await page.locator("#link").inputValue();
      await look("link");
      const feed = await fetch(link);
      assert.match(feed.headers.get("content-type"), /^text\/calendar/);
      const text = await feed.text();
      for (const line of text.split("\r\n")) assert.ok(Buffer.byteLength(line) <= 75, `a folded line: ${line}`);
      const calendar = new ICAL.Component(ICAL.parse(text));
      assert.equal(calendar.getFirstPropertyValue("version"), "2.0");
      assert.ok(calendar.getFirstPropertyValue("prodid"));
      const events = calendar.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
      const future = events.filter((event) => event.endDate.toJSDate() > new Date());
      assert.ok(future.length >= duties, `${future.length} events, ${duties} duties`);
      assert.equal(new Set(events.map((event) => event.uid)).size, events.length, "each its own name");
      for (const event of events) {
        assert.equal(event.summary, say.duty);
        assert.equal(event.startDate.zone.tzid, "UTC");
        assert.ok(event.startDate.compare(event.endDate) < 0);
        assert.ok(event.component.getFirstPropertyValue("dtstamp"));
        assert.equal(event.description ?? "", "");
      }
      const again = new ICAL.Component(ICAL.parse(await (await fetch(link)).text()));
      const names = (it) => it.getAllSubcomponents("vevent").map((event) => event.getFirstPropertyValue("uid")).sort();
      assert.deepEqual(names(again), names(calendar), "the same duty has the same name");
      await press(page, page.locator("form[action$='/revoke'] button"));
      await said(page, say.revoked);
      assert.equal((await fetch(link)).status, 404);
    });

  for (const way of ways)
    journey("the duties of a week", way, async ({ page, lang, look }) => {
      const say = words[lang];
      await enter(page, veer, "coordinator");
      await page.goto(`${veer.origin}/coordinate/rota/pattern`);
      await look("pattern");
      await page.locator("#free-days").fill("1");
      await press(page, page.locator("button.primary").last());
      await said(page, say.changed);
      await undo(page);
      await page.goto(`${veer.origin}/coordinate/rota/away`);
      await look("leave");
    });

  for (const way of ways)
    journey("a rota that is made", way, async ({ page, lang, js, look }) => {
      const say = words[lang];
      await enter(page, veer, "coordinator");
      await page.goto(`${veer.origin}/coordinate/rota/plan`);
      await look("plan");
      await press(page, page.locator("#make button.primary"));
      await look("running");
      const made = page.locator("#made");
      for (let time = 0; time < 60 && !(await made.count()); time += 1) {
        await page.waitForTimeout(1_000);
        if (!js) await page.reload();
      }
      await made.waitFor();
      await look("made");
      await press(page, made.locator("button.primary"));
      await said(page, say.published);
      await undo(page);
      await said(page, say.undone);
      await page.goto(`${veer.origin}/coordinate/rota/plan`);
      await press(page, made.locator("button.quiet"));
    });
}
