// From nothing to the first contact: an empty installation, an own roster and an own day register,
// by the steps of the administrator's and the coordinator's guide, in the browser alone.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { visit } from "./browser.mjs";
import { journey } from "./journey.mjs";
import { firstContact, press } from "./steps.mjs";
import { canStart, startEmpty } from "./veer.mjs";

const HOUR = 3_600_000;

/** A moment on the clock of the service, as its planning writes it. */
function clock(at) {
  const parts = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Amsterdam", dateStyle: "short", timeStyle: "short" });
  return parts.format(new Date(at));
}

const day = (at) => clock(at).slice(0, 10);

/** The files that a service has: a planning with people, shifts and duties, and a register. */
function files(now) {
  const event = now - 6 * HOUR;
  const [from, until] = [clock(event - 3 * HOUR), clock(event + 3 * HOUR)];
  const roster = [
    "soort;personeelsnummer;naam;personeelsgroep;telefoon;opgeleid tot;rollen;eenheid;van;tot",
    "persoon;1001;Daan Vermeer;ambulance;06-00001001;;;;;",
    `persoon;2001;Sanne Hoekstra;ambulance;06-00002001;${day(now + 400 * 24 * HOUR)};opvanger;;;`,
    "persoon;3001;Karin Zijlstra;leiding;06-00003001;;coördinator;;;",
    `dienst;1001;;;;;;17-101;${from};${until}`,
    `piket;2001;;;;;;;${clock(now - 12 * HOUR)};${clock(now + 12 * HOUR)}`,
  ];
  const register = ["Ritnummer;Moment;Wat;Wagen;Jonger dan 18", `26-000123;${clock(event)};resuscitation;17-101;ja`];
  return { roster: `${roster.join("\n")}\n`, register: `${register.join("\n")}\n` };
}

/** Reads a file in by the guided mapping; `choose` sets what was not guessed. */
async function bring(page, veer, kind, name, text, choose = {}) {
  const file = join(veer.folder, name);
  await writeFile(file, text);
  await page.goto(`${veer.origin}/desk/import`);
  await page.locator(`input[name=kind][value=${kind}]`).check({ force: true });
  await page.setInputFiles("#file", file);
  await press(page, page.locator("form[enctype] button.primary"));
  for (const [label, value] of Object.entries(choose.columns ?? {})) await page.getByLabel(label, { exact: true }).selectOption(value);
  if (choose.source) await page.locator("#source").fill(choose.source);
  if (choose.days) await page.locator("#days").selectOption({ label: choose.days });
  await press(page, page.locator("button[value=look]"));
  assert.equal(await page.locator("#look .late").count(), 0, "every row can be read");
  await press(page, page.locator("button[value=import]"));
}

/** Lets somebody in by a link from the administrator, in a browser of their own. */
async function invite(page, veer, name, login, options) {
  await page.goto(`${veer.origin}/desk/people?q=${encodeURIComponent(name)}`);
  await press(page, page.locator(".people a.name", { hasText: name }));
  const made = page.waitForResponse((response) => response.url().endsWith("/desk/invite"));
  await page.locator("form[action='/desk/invite'] button").click();
  await made;
  const link = await page.locator("#link").inputValue();
  const visitor = await visit(options);
  await visitor.page.goto(link);
  await visitor.page.locator("#login").fill(login);
  await visitor.page.locator("#passphrase").fill("vier losse woorden samen");
  await press(visitor.page, visitor.page.locator("button.primary"));
  return visitor;
}

if (!canStart()) {
  test("from nothing to the first contact", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  journey("begin", { langs: ["nl"], viewports: ["desktop"] }, async ({ page, look, lang }) => {
    const veer = await startEmpty();
    const began = Date.now();
    const visitors = [];
    try {
      const { roster, register } = files(Date.now());
      await page.goto(veer.origin);
      await page.locator("#code").fill((await readFile(join(veer.folder, "set-up-code"), "utf8")).trim());
      for (const [field, value] of Object.entries({ organisation: "Ambulance Rivierenland", name: "Bo de Groot", login: "bo", passphrase: "vier losse woorden samen" })) await page.locator(`#${field}`).fill(value);
      await press(page, page.locator("button.primary"));

      await bring(page, veer, "roster", "planning.csv", roster);
      await look("1-roster");
      const karin = await invite(page, veer, "Karin Zijlstra", "karin", { lang, viewport: "desktop" });
      const sanne = await invite(page, veer, "Sanne Hoekstra", "sanne", { lang, viewport: "phone" });
      visitors.push(karin, sanne);

      const columns = { Ritnummer: "id", Moment: "at", Wat: "kind", Wagen: "units", "Jonger dan 18": "minor" };
      await bring(page, veer, "register", "register.csv", register, { columns, source: "meldkamer", days: "2026-12-31" });
      await look("2-register");

      await karin.page.goto(`${veer.origin}/coordinate`);
      assert.ok(await karin.page.locator("main a[href^='/coordinate/case/']").count(), "the coordinator sees the first signal");

      await sanne.page.goto(`${veer.origin}/support`);
      await press(sanne.page, sanne.page.locator("form[action$='/take'] button").first());
      await firstContact(sanne.page, "yes");
      assert.equal(await sanne.page.locator("form[action$='/contact']").count(), 0, "the first contact is registered");
      console.log(`from the set-up to the first contact: ${Math.round((Date.now() - began) / 1000)} s of a browser that never hesitates`);
    } finally {
      for (const visitor of visitors) await visitor.context.close();
      await veer.stop();
    }
  });
}
