// An event with sixty colleagues: the coordinator sees the best assignment, gives all of them in one
// step, and takes that back while nobody was called.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import test from "node:test";
import { journey } from "./journey.mjs";
import { enter, press } from "./steps.mjs";
import { canStart, startVeer } from "./veer.mjs";

const PEOPLE = 60;
const NAMES = ["an", "er", "is", "in", "ma", "jo", "bo", "de", "ka", "vi"];

/** Adds colleagues to an event by the same forms, until so many of them have nobody yet. */
async function gather(page, origin, incident) {
  const add = ({ incident, names, wanted }) =>
    (async () => {
      const said = async (path, fields) => (await fetch(path, { method: "POST", body: new URLSearchParams(fields) })).text();
      const known = new Set();
      for (const name of names) {
        const found = await said(`/support/incident/${incident}/search`, { q: name });
        for (const [, value] of found.matchAll(/name="person" value="([^"]+)"/g)) {
          if (known.has(value)) continue;
          known.add(value);
          await said(`/support/incident/${incident}/participant`, { person: value });
          if (known.size >= wanted) return known.size;
        }
      }
      return known.size;
    })();
  await page.goto(`${origin}/support/incident/${incident}`);
  return page.evaluate(add, { incident, names: NAMES, wanted: PEOPLE + 12 });
}

const texts = {
  nl: { free: /(\d+) collega's hebben nog niemand/, given: "Gegeven. De opvangers zien het", back: "Teruggenomen.", last: "gaf" },
  en: { free: /(\d+) colleagues have nobody yet/, given: "Given. The supporters see it", back: "Taken back.", last: "gave" },
};

if (!canStart()) {
  test("major", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  let veer;
  before(async () => (veer = await startVeer()));
  after(() => veer.stop());

  journey("a major event", {}, async ({ page, look, lang }) => {
    const told = texts[lang];
    await enter(page, veer, "coordinator");
    await page.goto(`${veer.origin}/coordinate/events`);
    const link = page.locator("a[href$='/major']").first();
    const home = await link.getAttribute("href");
    await gather(page, veer.origin, home.split("/")[3]);
    await page.goto(veer.origin + home);
    const free = Number((await page.locator("main").textContent()).match(told.free)[1]);
    assert.ok(free >= PEOPLE, `${free} colleagues wait`);
    await look("preview");
    await page.locator("summary", { hasText: /tabel|table/i }).click();
    const totals = await page.locator("tbody tr td:last-child").allTextContents();
    const numbers = totals.map(Number);
    assert.equal(numbers.reduce((all, one) => all + one, 0) + (await page.locator("ul.people a[href^='/coordinate/case/']").count()), free);
    await look("table");
    await press(page, page.locator("form[method=post] button.primary"));
    await page.getByText(told.given).waitFor();
    await look("given");
    assert.match(await page.locator("main").textContent(), new RegExp(told.last));
    await press(page, page.locator("main form[action$='/undo'] button"));
    await page.getByText(told.back).waitFor();
    const again = Number((await page.locator("main").textContent()).match(told.free)[1]);
    assert.equal(again, free);
    await page.locator("#room").fill("1");
    await press(page, page.locator("form[method=get] button"));
    await look("unmet");
    assert.ok((await page.locator("ul.people a[href^='/coordinate/case/']").count()) > 0);
  });
}
