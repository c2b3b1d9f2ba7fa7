// Recovery by the team: a ceremony of three holders in three browsers, a damaged share, a recovery
// that the colleague sees, and shares that are useless afterwards. The supporter's own device is
// played here with the same sealing code, so that what is proved is what the holders' browsers do.
import assert from "node:assert/strict";
import test, { after } from "node:test";
import { loadSeal } from "../web/test/seal.mjs";
import { closeBrowser, LANGUAGES, visit } from "./browser.mjs";
import { hold, shot } from "./look.mjs";
import { press as submit } from "./steps.mjs";
import { canStart, startVeer } from "./veer.mjs";

after(closeBrowser);

const HOLDERS = ["holder", "holder-2", "holder-3"];
const SLOW = 60_000;

/** What the pages say at the moments that this test waits for. */
const SAYS = {
  nl: {
    noConsent: "geen toestemming",
    notYet: "Er is nog niets geopend.",
    compare: "Vergelijk eerst de nummers",
    corrupt: "Een deel is beschadigd",
    nothing: "Er is nu niets gevraagd",
    told: "De sleutel is gegeven.",
  },
  en: {
    noConsent: "has not agreed to this",
    notYet: "Nothing has been opened yet.",
    compare: "Compare the numbers first",
    corrupt: "A share is damaged",
    nothing: "Nothing is asked now",
    told: "The key was given.",
  },
};

/** A visitor of the demo who stays signed in. */
async function enter(veer, role, look) {
  const visitor = await visit({ viewport: "phone", ...look });
  visitor.context.setDefaultTimeout(SLOW);
  await visitor.page.goto(veer.byRole(role).url);
  const ask = async (method, path, data) => {
    const options = { headers: { accept: "application/json", "sec-fetch-site": "same-origin", origin: veer.origin } };
    if (data) options.data = data;
    const answer = await visitor.context.request[method](veer.origin + path, options);
    return { status: answer.status(), body: await answer.json().catch(() => null) };
  };
  return { ...visitor, lang: look.lang, ask, to: (path) => visitor.page.goto(veer.origin + path) };
}

/** Makes a vault by words, as a person does. */
async function makeVault({ page, to }) {
  await to("/vault");
  await page.locator("[data-do=make-words]").click();
  const items = page.locator("[data-words] li");
  await items.first().waitFor();
  const words = (await items.allTextContents()).map((word) => word.trim());
  await page.locator("[data-do=written]").click();
  for (const which of ["a", "b"]) {
    const number = Number.parseInt((await page.locator(`[data-number=${which}]`).textContent()).replace(/\D/g, ""), 10);
    await page.locator(`[data-word=${which}]`).fill(words[number - 1]);
  }
  await page.locator("[data-do=confirm]").click();
  await page.locator("[data-state=open]").waitFor();
}

/** Presses a holder's button, after comparing, and waits for the page that follows. */
async function press({ page, to }, what) {
  await to("/recovery");
  const button = page.locator(`[data-do=${what}]`);
  await button.waitFor();
  await page.locator("[data-fingerprint]").first().waitFor({ state: "attached" });
  const compared = page.locator("[data-compared]:visible");
  if (await compared.count()) await compared.first().check();
  await Promise.all([page.waitForEvent("load"), button.click()]);
}

async function look(visitor, name) {
  await hold(visitor.page);
  await visitor.page.emulateMedia({ colorScheme: "light" });
  await shot(visitor.page, `recovery-${name}-${visitor.lang}`);
}

if (!canStart()) {
  test("recovery", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  for (const lang of LANGUAGES) {
    test(`2 of 3 holders bring a key back, once, and the colleague sees it: ${lang}`, { timeout: 600_000 }, async () => {
      const says = SAYS[lang];
      const seal = await loadSeal();
      const veer = await startVeer();
      try {
        const privacy = await enter(veer, "privacy", { lang, viewport: "desktop" });
        await privacy.to("/recovery");
        await look(privacy, "1-off");
        const holders = [];
        for (const [at, role] of HOLDERS.entries()) {
          const holder = await enter(veer, role, { lang, viewport: at === 2 ? "desktop" : "phone" });
          await makeVault(holder);
          holders.push(holder);
        }

        // The privacy officer appoints; one holder makes the key.
        await privacy.to("/recovery");
        for (const box of await privacy.page.locator("input[name=holder]").all()) await box.check();
        await privacy.page.locator("#threshold").selectOption("2");
        await look(privacy, "2-appoint");
        await submit(privacy.page, privacy.page.locator("form[action='/recovery/appoint'] button"));
        await holders[0].to("/recovery");
        await holders[0].page.locator("[data-do=make]").waitFor();
        await look(holders[0], "3-make");
        await press(holders[0], "make");
        await holders[0].page.locator("[data-do=make]").waitFor({ state: "detached" });

        // Daan's supporter keeps a sealed key, and loses it: her device is played here.
        const sanne = await enter(veer, "supporter", { lang });
        const state = (await sanne.ask("get", "/vault/state")).body;
        const vault = async (generation) => {
          const mine = await seal.makeIdentity(state.org, state.person, generation);
          const wrapped = Buffer.from(await seal.sealWithWords("x", "not her words", 1)).toString("base64");
          const keys = await seal.keysOf(mine);
          const made = await sanne.ask("post", "/vault/make", { ...keys, locks: [{ method: "words", wrapped }] });
          assert.ok(made.status < 300, JSON.stringify(made));
          return mine;
        };
        const before = await vault(1);
        const circle = await caseOfDaan(sanne);
        const name = { org: state.org, circle };

        // Without the colleague's consent there is nothing to recover, and nobody to ask.
        await sanne.to(`/support/case/${circle}/recovery`);
        await sanne.page.getByText(says.noConsent).waitFor();
        await look(sanne, "4-no-consent");
        const daan = await enter(veer, "colleague", { lang });
        await daan.to("/me");
        await look(daan, "5-choice");
        await submit(daan.page, daan.page.locator("button[name=recoverable][value=yes]"));

        const { body: sealed } = await sanne.ask("get", `/sealed/${circle}`);
        assert.ok(sealed.team, "a member's browser learns the team's recipient");
        const key = await seal.makeCircleKey(name, 1, before.seed, null);
        const wraps = [
          { holder: state.person, vault: 1, wrapped: await seal.wrapCircleKey(key.key, await seal.recipientOf(before.identity)) },
          { holder: "team", vault: sealed.team.generation, wrapped: await seal.wrapCircleKey(key.key, sealed.team.recipient) },
        ];
        const { generation, recipient, previous, proof } = key;
        const kept = await sanne.ask("post", `/sealed/${circle}/keys`, { generation, recipient, previous, proof, wraps });
        assert.ok(kept.status < 300, JSON.stringify(kept));
        const now = await vault(2);

        // She asks; Daan sees it at once.
        await sanne.to(`/support/case/${circle}/recovery`);
        await sanne.page.locator("input[value=vault-lost]").check();
        await look(sanne, "6-ask");
        await submit(sanne.page, sanne.page.locator("form button.primary"));
        await daan.to("/me");
        await daan.page.getByText(says.notYet).waitFor();
        await look(daan, "7-notice");

        // One share is too few; a damaged one is told and opens nothing.
        await holders[1].to("/recovery");
        await look(holders[1], "8-asked");
        await press(holders[1], "take");
        assert.equal(await holders[1].page.locator("[data-do=finish]").count(), 0, "one share is too few");
        const foreign = await enter(veer, "holder-3", { lang });
        const old = (await foreign.ask("get", "/recovery/state")).body;
        assert.ok(old.share);
        await foreign.context.close();
        await press(holders[2], "give");
        await holders[1].page.route("**/work", async (route) => {
          const answer = await route.fetch();
          const work = await answer.json();
          const bytes = Buffer.from(work.contributions[1].sealed, "base64");
          bytes[bytes.length - 5] ^= 1;
          work.contributions[1].sealed = bytes.toString("base64");
          await route.fulfill({ response: answer, json: work });
        });
        await holders[1].to("/recovery");
        await holders[1].page.locator("[data-do=finish]").waitFor();
        await look(holders[1], "9-finish");
        // Nothing is divided anew among holders whose numbers nobody compared on this device.
        const first = holders[1].page.locator("[data-compared]:visible");
        if (await first.count()) await first.first().check();
        await holders[1].page.locator("[data-do=finish]").click();
        await holders[1].page.getByText(says.compare).waitFor();
        await acceptAll(holders[1].page);
        const compared = holders[1].page.locator("[data-compared]:visible");
        if (await compared.count()) await compared.first().check();
        await holders[1].page.locator("[data-do=finish]").click();
        await holders[1].page.getByText(says.corrupt).waitFor();
        await look(holders[1], "10-corrupt");
        const nothing = (await sanne.ask("get", `/sealed/${circle}`)).body;
        assert.ok(nothing.wraps.every((wrap) => wrap.wrapped === wraps[0].wrapped), "nothing was given");
        await holders[1].page.unroute("**/work");

        // With both whole it works: Sanne's new vault opens the key.
        await press(holders[1], "finish");
        await holders[1].page.getByText(says.nothing).waitFor();
        const { body: back } = await sanne.ask("get", `/sealed/${circle}`);
        const given = back.wraps.find((wrap) => wrap.generation === 1);
        const opened = await seal.unwrapCircleKey(given.wrapped, now.identity, name, key);
        assert.equal(opened.identity, key.key.identity);
        await daan.to("/me");
        await daan.page.getByText(says.told).waitFor();
        await look(daan, "11-told");

        // The old shares are gone and the new key is another; what a holder kept opens nothing.
        const fresh = (await holders[2].ask("get", "/recovery/state")).body;
        assert.equal(fresh.team.generation, 2);
        assert.notEqual(fresh.team.recipient, old.team.recipient);
        assert.notEqual(fresh.share, old.share);
        assert.equal(back.team.recipient, fresh.team.recipient);

        // A rehearsal by another pair opens nothing and says that the new shares work.
        await holders[0].to("/recovery");
        await submit(holders[0].page, holders[0].page.locator("form[action='/recovery/rehearse'] button"));
        await press(holders[0], "take");
        await press(holders[2], "give");
        await press(holders[0], "rehearse");
        await privacy.to("/recovery");
        await look(privacy, "12-on");
        for (const one of [privacy, ...holders, sanne, daan]) await one.leave();
      } finally {
        await veer.stop();
      }
    });
  }
}

/** Says of every number on the page that it was compared. */
async function acceptAll(page) {
  const open = page.locator("[data-accept]:visible");
  for (let left = await open.count(); left > 0; left -= 1) {
    await open.first().click();
    await page.waitForFunction((count) => [...document.querySelectorAll("[data-accept]")].filter((each) => !each.hidden).length < count, left);
  }
}

/** The case of Daan, which Sanne supports in the demo. */
async function caseOfDaan({ page, to }) {
  await to("/support");
  const link = page.locator("a[href^='/support/case/']", { hasText: "Daan Vermeer" }).first();
  return (await link.getAttribute("href")).split("/").at(-1);
}
