// The incident list, edited and adopted (R001, R011, R044): a draft, what it would do, a reason; then a new
// event is judged by the new version, while what was judged and what runs keep theirs.
// One of the journeys in every combination of language, width and script.
import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { journey } from "./journey.mjs";
import { canStart, startVeer } from "./veer.mjs";

const WORDS = {
  nl: {
    add: "Nieuwe regel", label: "Zware rook", other: "Heavy smoke", kind: "Rook", keep: "Bewaar in het concept", look: "Bekijk en neem aan",
    starts: "Telt straks meteen, stond niet op de lijst", why: "Evaluatie van de brand in mei", adopt: "Neem aan", kept: "Waarom?",
    version: (n) => `Versie ${n}`, history: "Geschiedenis", inForce: (n) => `Nu geldt versie ${n}.`,
  },
  en: {
    add: "New entry", label: "Heavy smoke", other: "Zware rook", kind: "Smoke", keep: "Keep in the draft", look: "Look and adopt",
    starts: "Would count at once, was not on the list", why: "Evaluation of the fire in May", adopt: "Adopt", kept: "Why?",
    version: (n) => `Version ${n}`, history: "History", inForce: (n) => `Version ${n} counts now.`,
  },
};

/** A token for a source, as the administrator gives it on the desk. */
async function token(page, veer) {
  await page.goto(veer.byRole("admin").url);
  await page.goto(`${veer.origin}/desk/feed`);
  const form = page.locator("form[action='/desk/feed']");
  await form.locator("input[name=source]").fill("mka");
  await Promise.all([page.waitForEvent("load"), form.locator("button").click()]);
  return page.locator("#token").inputValue();
}

/** One event of the live feed, at the demo's present moment. */
async function send(veer, bearer, number, kind, at) {
  const body = `${JSON.stringify({ id: number, at, kinds: [kind], units: ["17-104", "17-105", "17-106"] })}\n`;
  const answer = await fetch(`${veer.origin}/api/events`, { method: "POST", headers: { authorization: `Bearer ${bearer}` }, body });
  const tally = await answer.json();
  assert.equal(answer.status, 200, JSON.stringify(tally));
  assert.equal(tally.quarantined, 0, JSON.stringify(tally));
}

if (!canStart()) {
  test("list edited and adopted", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  journey("list edited and adopted", { scripts: [true, false] }, async ({ page, lang, js, look }) => {
    const veer = await startVeer();
    const t = WORDS[lang];
    const click = (name) => Promise.all([page.waitForEvent("load"), page.getByRole("button", { name, exact: true }).click()]);
    const follow = (name) => Promise.all([page.waitForEvent("load"), page.getByRole("link", { name, exact: true }).click()]);
    try {
      const bearer = await token(page, veer);
      const at = await page.locator("html").getAttribute("data-now");
      await send(veer, bearer, "L-1", "smoke", at);

      // A case that runs, with its times and the version it keeps.
      await page.goto(veer.byRole("supporter").url);
      await page.goto(`${veer.origin}/support`);
      const running = await page.locator("ul.people a.name[href^='/support/case/']").first().getAttribute("href");
      const times = async () => {
        await page.goto(veer.origin + running);
        const more = page.locator("figure.path-figure details");
        if (await more.count()) return (await more.innerText()) + (await more.locator("p.muted").textContent());
        return page.locator("main").innerText();
      };
      const before = await times();

      // The coordinator drafts a new entry; nothing counts yet.
      await page.goto(veer.byRole("coordinator").url);
      await page.goto(`${veer.origin}/coordinate/list`);
      assert.match(await page.locator("main").innerText(), new RegExp(t.inForce(2)));
      await look("list");
      await follow(t.add);
      await page.locator("#nl").fill("Zware rook");
      await page.locator("#en").fill("Heavy smoke");
      await page.locator("#codes-0").fill(t.kind);
      await page.locator("label.choice", { has: page.locator("input[name=certainty-0][value=sure]") }).click();
      await look("entry");
      await click(t.keep);
      await follow(t.look);

      // What it would do, told with the events of the last weeks; then the reason.
      const main = await page.locator("main").innerText();
      assert.match(main, new RegExp(t.starts));
      assert.match(main, new RegExp(t.label));
      assert.doesNotMatch(main, /17-10[456]/, "never who was there");
      await look("preview");
      if (!js) assert.equal(await page.locator("#why").getAttribute("required"), "");
      await page.getByLabel(t.kept).fill(t.why);
      await click(t.adopt);
      assert.match(await page.locator("main").innerText(), new RegExp(t.inForce(3)));
      await follow(t.history);
      assert.match(await page.locator("main").innerText(), new RegExp(t.why));
      await page.locator("ol.log > li").first().getByRole("link").click();
      await page.locator("#compared ins").first().waitFor();
      await look("history");

      // The event of before stays as it was judged; the next one counts by the new version.
      await send(veer, bearer, "L-2", "smoke", at);
      await page.goto(veer.byRole("supporter").url);
      await page.goto(`${veer.origin}/support`);
      const fresh = page.locator("a[href^='/support/incident/']", { hasText: t.label }).first();
      await Promise.all([page.waitForEvent("load"), fresh.click()]);
      const event = await page.locator("main").innerText();
      assert.match(event, /L-2/);
      assert.match(event, new RegExp(t.version(3)));
      await look("event");
      assert.equal(await times(), before, "a running case keeps its version and its times");
    } finally {
      await veer.stop();
    }
  });

  for (const [lang, viewport] of [["nl", "phone"], ["en", "desktop"], ["nl", "small"]])
    journey("documents", { langs: [lang], viewports: [viewport] }, async ({ page, look }) => {
      const veer = await startVeer();
      const submit = (form) => Promise.all([page.waitForEvent("load"), form.locator("button.primary").click()]);
      try {
        await page.goto(veer.byRole("coordinator").url);
        await page.goto(`${veer.origin}/coordinate/protocol`);
        await look("protocol");
        await page.locator("#first-contact-hours").fill("0");
        await submit(page.locator("main form"));
        await page.locator(".error-summary").waitFor();
        await look("protocol-refused");
        await page.locator("#first-contact-hours").fill("12");
        await submit(page.locator("main form"));
        await page.locator("#effects tr.current").first().waitFor();
        await look("protocol-preview");

        await page.goto(`${veer.origin}/coordinate/referral`);
        await look("referral");
        await page.locator("#hr-role").fill("");
        await submit(page.locator("main form"));
        await page.locator(".note.care li").first().waitFor();
        await look("referral-refused");

        // A page that stood open while a version was adopted: both changes beside each other.
        const old = await page.context().newPage();
        await old.goto(`${veer.origin}/coordinate/list/entry/kind-5`);
        await page.goto(`${veer.origin}/coordinate/list/entry/kind-5`);
        await look("entry");
        await page.locator("#en").fill("Family, a friend or a colleague is involved");
        await submit(page.locator("main form").first());
        await page.goto(`${veer.origin}/coordinate/list/preview`);
        await page.locator("#why").fill("Friends were forgotten");
        await submit(page.locator("form[action$='/adopt']"));
        await old.locator("#en").fill("Your own family or a colleague is involved");
        await Promise.all([old.waitForEvent("load"), old.locator("main form button.primary").first().click()]);
        await old.close();
        await page.goto(`${veer.origin}/coordinate/list/preview`);
        await page.locator(".beside").waitFor();
        await look("outdated");
        await Promise.all([page.waitForEvent("load"), page.locator("form[action$='/rebase'] button").click()]);
        assert.equal(await page.locator("form[action$='/adopt']").count(), 1);
      } finally {
        await veer.stop();
      }
    });
}
