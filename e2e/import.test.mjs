// A roster imported with a mistake: shown, mended, imported again, and nothing doubled.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { journey } from "./journey.mjs";
import { canStart, startVeer } from "./veer.mjs";

const ROSTER = `Pers.nr;Medewerker;Afdeling;Rol
7001;Roos Kok;ambulance;ondersteuner
7002;Nguyễn Thị Ánh;ambulance;tovenaar
7003;Sem Bakker;meldkamer;
`;

if (!canStart()) {
  test("import", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  let veer;
  before(async () => (veer = await startVeer()));
  after(() => veer.stop());

  const words = {
    nl: { next: "Ga verder", read: "Lees in", person: "Een persoon", aside: "Eén regel gaat niet mee", clean: "Ze zijn allemaal te lezen", done: "Alles is binnen.", look: "Kijk wat eruit komt", refused: "Dit is geen tekst", choose: "Kies eerst" },
    en: { next: "Continue", read: "Read the file", person: "A person", aside: "One row stays behind", clean: "All of them can be read", done: "Everything is in.", look: "See what comes of it", refused: "This is not text", choose: "Choose first" },
  };

  const combinations = [
    { langs: ["nl"], viewports: ["phone"], scripts: [false] },
    { langs: ["en"], viewports: ["desktop"], scripts: [true] },
    { langs: ["nl"], viewports: ["small"], scripts: [true] },
  ];
  for (const combination of combinations)
    journey("roster imported with a mistake", combination, async ({ page, lang, viewport, look }) => {
      const say = words[lang];
      const bring = async (name, text, kind = "roster") => {
        const file = join(veer.folder, name);
        await writeFile(file, text);
        await page.goto(`${veer.origin}/desk/import`);
        await page.locator(`input[name=kind][value=${kind}]`).check({ force: true });
        await page.setInputFiles("#file", file);
        await page.getByRole("button", { name: say.next }).click();
      };
      await page.goto(veer.byRole("admin").url);
      await bring("picture.csv", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]));
      await page.getByText(say.refused).waitFor();
      assert.ok(await page.locator("input[value=roster]").isChecked(), "what was chosen is kept");
      await look("begin");

      await bring("roster.csv", ROSTER);
      await page.getByText(say.aside).waitFor();
      await look("columns");
      await bring("roster.csv", ROSTER.replace("tovenaar", "centralist"));
      await page.getByText(say.clean).waitFor();
      await page.getByRole("button", { name: say.read, exact: true }).click();
      await page.getByText(say.done).waitFor();
      await look("done");

      await bring("roster.csv", ROSTER.replace("tovenaar", "centralist"));
      await page.getByRole("button", { name: say.read, exact: true }).click();
      await page.getByText(say.done).waitFor();
      await page.goto(`${veer.origin}/desk/people?q=Nguyễn`);
      assert.equal(await page.locator(".people a.name", { hasText: "Nguyễn Thị Ánh" }).count(), 1, "nobody is there twice");

      // A register with a word that Veer does not know, and days that could be two.
      await bring("register.csv", `Ritnummer;Tijdstip;Soort;Eenheid\n${lang}-${viewport};03-04-2026 07:00;Te Water;17-101\n`, "register");
      await page.getByText(say.choose).first().waitFor({ state: "attached" });
      await page.locator("#days").selectOption("day-first");
      await page.getByRole("button", { name: say.look }).first().click();
      const word = page.locator("#words select").first();
      await word.waitFor();
      await word.selectOption("drowning");
      await page.locator("#words button").click();
      await page.locator("#words select option[value=drowning][selected]").waitFor({ state: "attached" });
      await look("words");
      await page.getByRole("button", { name: say.read, exact: true }).click();
      await page.locator("#fates").waitFor();
      await look("fates");
    });
}
