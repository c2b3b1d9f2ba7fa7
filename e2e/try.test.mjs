// A new CSV is mapped and its layout saved; a changed list is tried on that file and on what is stored; the
// picture and its tables are there; the list is adopted from a day on, and withdrawn before it begins (R044).
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { journey } from "./journey.mjs";
import { canStart, startVeer } from "./veer.mjs";

const WORDS = {
  nl: {
    next: "Ga verder", look: "Kijk wat eruit komt", read: "Lees in", start: "Probeer", smoke: /Rook \(\d+ keer\)/, find: "rook", judged: /3 gebeurtenissen zijn door beide lijsten beoordeeld; bij 2 komt er iets anders uit/,
    stored: "De bewaarde gebeurtenissen van een jaar", table: "Als tabel", keep: "Bewaar in het concept", bad: "Eén rij was niet te lezen", pending: /Versie 3 is aangenomen en geldt vanaf/,
    first: "Nu geldt versie 2.", withdraw: "Trek versie 3 in",
  },
  en: {
    next: "Continue", look: "See what comes of it", read: "Read the file", start: "Try", smoke: /Smoke \((once|\d+ times)\)/, find: "smoke", judged: /3 events were judged by both lists; 2 come out differently/,
    stored: "The stored events of a year", table: "As a table", keep: "Keep in the draft", bad: "One row could not be read", pending: /Version 3 is adopted and counts from/,
    first: "Version 2 counts now.", withdraw: "Withdraw version 3",
  },
};

const YEARS = `Ritnummer;Tijdstip;Soort;Eenheid
1;03-04-2025 07:00;Smook;17-101
2;10-04-2025 23:30;Smook;17-102
3;11-04-2025 02:10;Te Water;17-101
4;gisteren;Smook;17-101
`;

if (!canStart()) {
  test("a list tried on history", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  const combinations = [
    { langs: ["nl"], viewports: ["phone"], scripts: [true, false] },
    { langs: ["en"], viewports: ["desktop"], scripts: [true] },
    { langs: ["nl"], viewports: ["small"], scripts: [true], schemes: ["dark"] },
  ];
  for (const combination of combinations)
    journey("a list tried on history", combination, async ({ page, lang, js, look }) => {
      const veer = await startVeer();
      const say = WORDS[lang];
      const click = (name) => Promise.all([page.waitForEvent("load"), page.getByRole("button", { name, exact: true }).first().click()]);
      const text = () => page.locator("main").innerText();
      // Without script one looks again; with it the page comes by itself.
      const over = async () => {
        for (let turn = 0; turn < 60 && !(await page.locator("#result").count()); turn++) {
          await page.waitForTimeout(250);
          if (!js) await page.goto(`${veer.origin}/coordinate/list/try`);
        }
        await page.locator("#result").waitFor();
      };
      try {
        // The administrator maps a CSV of which nobody told Veer anything, and saves how.
        const file = join(veer.folder, "jaren.csv");
        await writeFile(file, YEARS);
        await page.goto(veer.byRole("admin").url);
        await page.goto(`${veer.origin}/desk/import`);
        await page.locator("input[name=kind][value=register]").check({ force: true });
        await page.setInputFiles("#file", file);
        await click(say.next);
        await page.locator("#days").waitFor();
        await page.locator("#days").selectOption("day-first");
        await page.getByRole("button", { name: say.look }).first().click();
        await page.locator("#words select").first().waitFor();
        for (const row of await page.locator("#words select").all()) {
          const label = await row.evaluate((it) => it.closest(".field")?.textContent ?? "");
          await row.selectOption(/smook/i.test(label) ? "smoke" : "drowning");
        }
        await page.locator("#words button").click();
        await page.locator("#words select option[value=smoke][selected]").waitFor({ state: "attached" });
        await page.locator("#name").fill("Jaren");
        await page.locator("button[name=step][value=save]").click();
        await page.waitForLoadState();

        // The coordinator ticks a kind that really occurs, found by a word.
        await page.goto(veer.byRole("coordinator").url);
        const bearer = await token(page, veer);
        await send(veer, bearer, await page.locator("html").getAttribute("data-now"));
        await page.goto(veer.byRole("coordinator").url);
        await page.goto(`${veer.origin}/coordinate/list/new`);
        await page.locator("#nl").fill("Zware rook");
        await page.locator("#en").fill("Heavy smoke");
        await page.locator("#find").fill(say.find);
        await Promise.all([page.waitForEvent("load"), page.locator("#find").press("Enter")]);
        assert.equal(await page.locator("#nl").inputValue(), "Zware rook", "what was typed stays");
        const pick = page.locator("label.choice", { hasText: say.smoke }).first();
        await pick.click();
        await page.locator("label.choice", { has: page.locator("input[name=certainty-0][value=sure]") }).click();
        await look("kinds");
        await click(say.keep);

        // Over what is stored.
        await page.goto(`${veer.origin}/coordinate/list/try`);
        await look("begin");
        await Promise.all([page.waitForEvent("load"), page.locator("form[action='/coordinate/list/try'] button").click()]);
        await over();
        assert.match(await text(), new RegExp(say.stored));
        assert.ok(await page.locator("#weeks svg.pairs-drawn[role=img] rect.tried").count());
        await look("stored");

        // Over the file, by the layout of before; one row of it cannot be read.
        await page.locator("#layout").selectOption({ label: "Jaren (CSV)" });
        await page.setInputFiles("#file", file);
        await Promise.all([page.waitForEvent("load"), page.locator("form[action='/coordinate/list/try/file'] button").click()]);
        await over();
        assert.match(await text(), say.judged);
        assert.match(await text(), new RegExp(say.bad));
        const summary = page.locator("#weeks summary");
        await summary.focus();
        await page.keyboard.press("Enter");
        await page.locator("#weeks table tbody tr").first().waitFor();
        assert.ok((await page.locator("#changes tbody tr").count()) === 2);
        await look("file");

        // Adopted from a day on; until then the version of before counts, and it can be withdrawn.
        await page.goto(`${veer.origin}/coordinate/list/preview`);
        const begins = page.locator("#begins");
        const today = await begins.inputValue();
        const later = new Date(`${today}T12:00:00Z`);
        later.setUTCDate(later.getUTCDate() + 9);
        await begins.fill(later.toISOString().slice(0, 10));
        await page.locator("#why").fill("Evaluatie");
        await look("adopt");
        await Promise.all([page.waitForEvent("load"), page.locator("form[action$='/adopt'] button").click()]);
        assert.match(await text(), say.pending);
        assert.match(await text(), new RegExp(say.first));
        await look("pending");
        await Promise.all([page.waitForEvent("load"), page.locator("#pending a").click()]);
        await look("withdraw");
        await click(say.withdraw);
        assert.doesNotMatch(await text(), say.pending);
      } finally {
        await veer.stop();
      }
    });
}

/** A token for a source, as the administrator gives it on the desk. */
async function token(page, veer) {
  await page.goto(veer.byRole("admin").url);
  await page.goto(`${veer.origin}/desk/feed`);
  const form = page.locator("form[action='/desk/feed']");
  await form.locator("input[name=source]").fill("mka");
  await Promise.all([page.waitForEvent("load"), form.locator("button").click()]);
  return page.locator("#token").inputValue();
}

/** A fire of which the present list says nothing. */
async function send(veer, bearer, at) {
  const body = `${JSON.stringify({ id: "T-1", at, kinds: ["smoke"], units: ["17-104"] })}\n`;
  const answer = await fetch(`${veer.origin}/api/events`, { method: "POST", headers: { authorization: `Bearer ${bearer}` }, body });
  assert.equal(answer.status, 200);
}
