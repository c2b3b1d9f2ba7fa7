// Sealed notes as a supporter meets them: written, read, corrected; offline, signed out, in two
// windows; and what an evil answer may not do.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { closeBrowser } from "./browser.mjs";
import { journey, walk } from "./journey.mjs";
import { lend, openVault } from "./vault.mjs";
import { canStart, startVeer } from "./veer.mjs";

const notes = (page) => page.locator("veer-notes");
const text = (page) => page.locator("#notes-text");
const cards = (page) => page.locator("veer-notes [data-part=list] > li");
const said = (page, code) => page.locator(`veer-notes[data-said=${code}]`).waitFor();
const opened = (page) => page.locator("veer-notes[data-face=room][data-ready]").waitFor();

/** Takes the first signal that began with an event, and returns the address of its case. */
async function take(page, origin) {
  await page.goto(`${origin}/support`);
  const signal = page.locator("li", { has: page.locator("form[action$='/take']") }).filter({ has: page.locator("a[href^='/support/incident/']") }).first();
  await Promise.all([page.waitForURL(/\/support\/case\//), signal.locator("form[action$='/take'] button").click()]);
  return new URL(page.url()).pathname;
}

/** Signs in as the supporter, takes a case and opens the vault. */
async function begin(page, veer, file = null) {
  await page.goto(veer.byRole("supporter").url);
  const address = await take(page, veer.origin);
  const identity = await openVault(page, file);
  await page.goto(`${veer.origin}${address}`);
  await opened(page);
  return { address, identity };
}

async function write(page, words) {
  await text(page).fill(words);
  await notes(page).evaluate((element) => element.removeAttribute("data-said")); // what an earlier note was told
  await page.locator("[data-do=save]").click();
  await said(page, "saved");
}

async function withVeer(steps) {
  const veer = await startVeer();
  try {
    await steps(veer);
  } finally {
    await veer.stop();
  }
}

/** A question to the server, as the page asks it. */
const ask = (page, path) => page.evaluate(async (at) => (await fetch(at, { headers: { accept: "application/json" } })).json(), path);

/** Lets requests to an address through only when it is told to. */
async function hold(page, address) {
  let go;
  const told = new Promise((resolve) => (go = resolve));
  await page.route(address, async (route) => {
    await told;
    await route.continue();
  });
  return go;
}

/** The same person at the same notes on a device of their own. */
async function elsewhere({ context, veer, address, file }) {
  const other = await (await context.browser().newContext({ locale: "nl-NL" })).newPage();
  other.setDefaultTimeout(10_000);
  await other.goto(veer.byRole("supporter").url);
  await openVault(other, file);
  await other.goto(`${veer.origin}${address}`);
  await opened(other);
  return other;
}

/** Whether leaving the page would ask first. */
const asks = (page) => page.evaluate(() => !window.dispatchEvent(new Event("beforeunload", { cancelable: true })));
const online = (page) => page.evaluate(() => window.dispatchEvent(new Event("online")));
const holds = (page, ...parts) =>
  page.waitForFunction((all) => all.every((each) => document.querySelector("#notes-text").value.includes(each)), parts);

const PLANTED = "hij schrikt van elke sirene";

if (!canStart()) {
  test("notes", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  after(closeBrowser);
  // Each has a server of its own: the demo has few signals, and a case here begins empty.
  const alone = (title, steps, options = {}) =>
    test(title, { timeout: 120_000 }, () =>
      walk({ lang: "nl", viewport: "phone", title: `notes-${title.replaceAll(/[^a-z]+/g, "-")}`, ...options }, (around) =>
        withVeer(async (veer) => {
          const { address, identity } = await begin(around.page, veer);
          await steps({ ...around, veer, address, file: identity, circle: address.split("/").at(-1) });
        }),
      ),
    );

  journey("notes", {}, async ({ page, look, lang }) =>
    withVeer(async (own) => {
      await page.goto(own.byRole("supporter").url);
      const address = await take(page, own.origin);
      await page.locator("veer-notes[data-face=new-vault]").waitFor();
      await look("1-no-vault");
      await openVault(page);
      await page.goto(`${own.origin}${address}`);
      await opened(page);
      await look("2-empty");
      for (const fold of await page.locator(".sealed-write details > summary").all()) await fold.click();
      await page.locator("[data-sign=sleep] [data-part=there]").check();
      await page.locator("[data-sign=guilt] [data-part=there]").check();
      await look("3-unfolded");
      await page.locator("[data-sign=sleep] [data-part=long]").selectOption("days");
      await page.locator("[data-sign=sleep] [data-part=often]").selectOption("daily");
      await page.locator("[data-part=keep-signs]").check();
      await page.locator("[data-topic=resilience]").check();
      await write(page, `${PLANTED}\n\nMorgen bel ik weer.`);
      await page.locator("#notes-slot").selectOption("talk-1");
      await page.locator("[data-sign=sleep] [data-part=there]").check();
      await page.locator("[data-sign=sleep] [data-part=often]").selectOption("sometimes");
      await page.locator("[data-part=keep-signs]").check();
      await write(page, "Het slapen gaat beter.");
      await page.reload();
      await opened(page);
      assert.equal(await cards(page).count(), 2);
      assert.equal(await page.locator(".sealed-verified:visible").count(), 2);
      assert.equal(await page.locator("svg.sealed-drawing circle").count(), 4, "two signs, two notes");
      await page.locator("[data-part=picture] summary").click();
      await page.locator("[data-part=export] summary").click();
      await look("4-read");
      await page.locator("[data-do=correct]").first().click();
      await look("5-correct");
      await write(page, "Het slapen gaat veel beter.");
      assert.equal(await cards(page).count(), 2);
      await cards(page).first().locator("summary").first().click();
      await look("6-corrected");
      assert.equal(await page.locator("html").getAttribute("lang"), lang);
      const seen = await page.content();
      assert.ok(!/notes-text"[^>]*\sname=/.test(seen));
    }),
  );

  journey("notes without script", { langs: ["nl"], viewports: ["phone"], scripts: [false] }, async ({ page, look }) =>
    withVeer(async (own) => {
      await page.goto(own.byRole("supporter").url);
      await take(page, own.origin);
      assert.equal(await text(page).isVisible(), false);
      assert.ok(await page.locator("#notes .note").first().isVisible(), "a notice");
      await look("notice");
    }),
  );

  test("a sign reads differently at day 5 and at day 45, and more help stays in sight", { timeout: 120_000 }, () =>
    walk({ lang: "nl", viewport: "phone", title: "notes-days" }, async ({ page, look }) =>
      withVeer(async (own) => {
        await begin(page, own);
        const wording = async () => {
          assert.ok(await page.locator(".sealed-ways a[href$='/acute']").isVisible());
          assert.ok(await page.locator(".sealed-ways a[href$='#refer']").isVisible());
          return page.locator("[data-sign=sleep] [data-wording]").getAttribute("data-wording");
        };
        assert.equal(await wording(), "normal");
        const forward = async (days) => {
          for (let day = 0; day < days; day += 1) {
            await Promise.all([page.waitForEvent("load"), page.locator(".demo button[value='1d']").click()]);
          }
        };
        await forward(5);
        assert.equal(await wording(), "normal");
        await forward(40);
        assert.equal(await wording(), "talk-about-referral");
        await page.locator("details", { has: page.locator("[data-sign]") }).locator("summary").click();
        await page.locator("[data-sign=sleep] [data-part=there]").check();
        await look("45");
        await page.locator(".sealed-ways a[href$='#refer']").click();
        assert.ok(await page.locator("form[action$='/refer']").isVisible(), "the referral is unfolded");
      }),
    ),
  );

  alone("a draft comes back", async ({ page, circle }) => {
    await text(page).fill(PLANTED);
    await said(page, "draft");
    assert.ok(!JSON.stringify(await ask(page, `/sealed/${circle}`)).includes(PLANTED));
    await page.reload();
    await said(page, "restored");
    assert.equal(await text(page).inputValue(), PLANTED);
    await page.locator("[data-do=discard]").click();
    await said(page, "discarded");
    await page.reload();
    await opened(page);
    assert.equal(await text(page).inputValue(), "");
  });

  alone("a correction leaves the note in hand alone", async ({ page }) => {
    const correct = page.locator("[data-do=correct]").first();
    await write(page, "eerder bewaard");
    await text(page).fill("nog niet bewaard");
    await correct.click();
    await holds(page, "eerder bewaard");
    await page.locator("[data-do=stop]").click();
    await said(page, "discarded");
    assert.equal(await text(page).inputValue(), "nog niet bewaard");
    await correct.click();
    await holds(page, "eerder bewaard");
    await text(page).fill("beter gezegd");
    await said(page, "draft");
    await page.locator("[data-do=save]").click();
    await said(page, "saved");
    assert.equal(await text(page).inputValue(), "nog niet bewaard");
    await page.reload();
    await said(page, "restored");
    assert.equal(await text(page).inputValue(), "nog niet bewaard");
    assert.equal(await cards(page).count(), 1);
  });

  alone("two windows that write about one talk keep both texts", async ({ page, context, veer, address, circle }) => {
    const other = await context.newPage();
    await other.goto(`${veer.origin}${address}`);
    await opened(other);
    await text(page).fill("uit het ene venster");
    await said(page, "draft");
    await text(other).fill("uit het andere venster");
    await said(other, "draft");
    await page.locator("[data-do=save]").click();
    await said(page, "saved");
    assert.equal((await ask(page, `/sealed/${circle}`)).drafts.length, 1, "the other's draft stays");
    await other.reload();
    await said(other, "restored");
    assert.equal(await text(other).inputValue(), "uit het andere venster");
  });

  alone("words typed while a save is under way stay, and two presses save once", async ({ page, circle }) => {
    const go = await hold(page, "**/sealed/*/notes");
    await text(page).fill("eerst");
    await page.locator("[data-do=save]").click();
    await page.locator("[data-do=save]").click({ force: true });
    await text(page).fill("eerst en nog meer");
    go();
    await cards(page).first().waitFor();
    assert.equal(await text(page).inputValue(), "eerst en nog meer");
    assert.equal((await ask(page, `/sealed/${circle}`)).notes.length, 1);
    await write(page, "eerst en nog meer");
    const kept = (await ask(page, `/sealed/${circle}`)).notes;
    assert.deepEqual(kept.map(({ revision }) => revision), [1, 2]);
    assert.equal(new Set(kept.map(({ note }) => note)).size, 1);
    assert.equal(await text(page).inputValue(), "");
  });

  alone("a draft that waited for a network joins the newer one", async ({ page, visitor, ...around }) => {
    await text(page).fill("samen begonnen");
    await said(page, "draft");
    const other = await elsewhere(around);
    assert.equal(await text(other).inputValue(), "samen begonnen");
    await page.route("**/drafts/**", (route) => route.abort());
    await text(page).fill("samen begonnen, hier verder");
    await said(page, "draft-here");
    await text(other).fill("samen begonnen, elders verder");
    await said(other, "draft");
    await page.unroute("**/drafts/**");
    await online(page);
    await holds(page, "hier verder", "elders verder");
    await said(page, "draft");
    await page.reload();
    await said(page, "restored");
    await holds(page, "hier verder", "elders verder");
    await other.context().close();
    visitor.complaints.splice(0);
  });

  alone("a draft that could not be kept is tried again, and the page is not left in silence", async ({ page, visitor }) => {
    await page.route("**/drafts/**", (route) => route.abort());
    await page.evaluate(() => {
      globalThis.put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    });
    assert.equal(await asks(page), false);
    await text(page).fill(PLANTED);
    await said(page, "no-room");
    assert.equal(await asks(page), true);
    await page.evaluate(() => (IDBObjectStore.prototype.put = globalThis.put));
    await page.unroute("**/drafts/**");
    await page.waitForFunction(() => {
      window.dispatchEvent(new Event("online"));
      return document.querySelector("veer-notes").dataset.said === "draft";
    }, null, { polling: 200 });
    assert.equal(await asks(page), false);
    await page.reload();
    await said(page, "restored");
    visitor.complaints.splice(0);
  });

  alone("what was refused is not sent for ever: it is read, taken along and thrown away in the vault", async ({ page, veer, address, look }) => {
    let tries = 0;
    const gone = (route) => {
      tries += 1;
      return route.fulfill({ status: 404, contentType: "application/problem+json", body: '{"code":"not-found"}' });
    };
    await page.route("**/sealed/*/notes", gone);
    await text(page).fill(PLANTED);
    await page.locator("[data-do=save]").click();
    await said(page, "gone");
    assert.equal(await text(page).inputValue(), PLANTED);
    await page.reload();
    await opened(page);
    await online(page);
    await page.locator("[data-part=stuck]:visible a").click();
    assert.equal(tries, 1);
    const stuck = page.locator("[data-stuck]");
    await stuck.getByRole("listitem").waitFor();
    await stuck.locator("summary").first().click();
    assert.equal(await stuck.locator("[data-part=text]").innerText(), PLANTED);
    assert.equal(await stuck.locator("[data-why=gone]").isVisible(), true);
    await look("stuck");
    const [download] = await Promise.all([page.waitForEvent("download"), stuck.locator("[data-part=file]").click()]);
    assert.equal(download.suggestedFilename(), "veer-note.age");
    await stuck.locator("summary").last().click();
    await stuck.locator("[data-part=drop]").click();
    await stuck.waitFor({ state: "hidden" });
    await page.goto(`${veer.origin}${address}`);
    await opened(page);
    assert.equal(await page.locator("[data-part=stuck]").isVisible(), false);
  });

  alone("what waits goes only in its writer's session", async ({ page, context, veer, circle, visitor }) => {
    await page.route("**/sealed/*/notes", (route) => route.abort());
    await text(page).fill(PLANTED);
    await page.locator("[data-do=save]").click();
    await said(page, "offline");
    await page.unroute("**/sealed/*/notes");
    const other = await context.newPage();
    await other.goto(veer.byRole("coordinator").url);
    await online(page);
    await page.locator("[data-part=again]:visible").waitFor();
    await other.goto(veer.byRole("supporter").url);
    assert.deepEqual((await ask(other, `/sealed/${circle}`)).notes, []);
    await online(page);
    await said(page, "sent");
    assert.equal((await ask(page, `/sealed/${circle}`)).notes.length, 1);
    visitor.complaints.splice(0);
  });

  alone("signs are forgotten unless one keeps them", async ({ page }) => {
    await page.locator("details", { has: page.locator("[data-sign]") }).locator("summary").click();
    await page.locator("[data-sign=mood] [data-part=there]").check();
    await write(page, "zonder signalen");
    assert.equal(await cards(page).first().locator("[data-part=signs]").isVisible(), false);
    assert.equal(await page.locator("[data-sign=mood] [data-part=there]").isChecked(), false);
  });

  alone("a note without a network is kept sealed here and goes along later", async ({ page, context, circle, visitor }) => {
    await context.setOffline(true);
    await text(page).fill(PLANTED);
    await page.locator("[data-do=save]").click();
    await said(page, "offline");
    assert.equal(await page.locator("[data-part=waiting]:visible").count(), 1);
    const shelf = await page.evaluate(() => new Promise((resolve, reject) => {
      const open = indexedDB.open("veer-outbox");
      open.onerror = reject;
      open.onsuccess = () => {
        const all = open.result.transaction("waiting").objectStore("waiting").getAll();
        all.onsuccess = () => resolve(all.result);
      };
    }));
    assert.equal(shelf.length, 1);
    assert.ok(!JSON.stringify(shelf).includes("sirene"), "only a closed file is kept");
    await context.setOffline(false);
    await said(page, "sent");
    assert.equal((await ask(page, `/sealed/${circle}`)).notes.length, 1);
    await page.reload();
    await opened(page);
    assert.equal(await cards(page).locator(".sealed-words").first().innerText(), PLANTED);
    assert.equal(await text(page).inputValue(), "");
    visitor.complaints.splice(0); // the browser's own lines about the lost network
  });

  alone("a full disk over there loses nothing", async ({ page, circle, visitor }) => {
    await page.route("**/sealed/*/notes", (route) => route.fulfill({ status: 507, contentType: "application/problem+json", body: '{"code":"full"}' }));
    await text(page).fill(PLANTED);
    await page.locator("[data-do=save]").click();
    await said(page, "trouble");
    await page.unroute("**/sealed/*/notes");
    await page.reload();
    await said(page, "sent");
    assert.equal((await ask(page, `/sealed/${circle}`)).notes.length, 1);
    visitor.complaints.splice(0);
  });

  alone("a session that ended while writing keeps the words and offers to sign in", async ({ page, circle }) => {
    const ended = (route) => route.fulfill({ status: 401, contentType: "application/problem+json", body: '{"code":"sign-in"}' });
    await page.route("**/sealed/**", ended);
    await text(page).fill(PLANTED);
    await page.locator("[data-do=save]").click();
    await said(page, "signed-out");
    assert.equal(await text(page).inputValue(), PLANTED);
    assert.equal(await page.locator("[data-part=again] a").getAttribute("target"), "_blank");
    await page.unroute("**/sealed/**", ended);
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
    await cards(page).first().waitFor();
    await page.locator("[data-part=waiting]:visible").waitFor({ state: "detached" });
    assert.equal((await ask(page, `/sealed/${circle}`)).notes.length, 1);
    assert.equal(await text(page).inputValue(), "", "what was sent is not written twice");
  });

  alone("two windows that correct one note end with both versions in sight", async ({ page, context, veer, address, circle, look }) => {
    await write(page, "eerste woorden");
    const other = await context.newPage();
    await other.goto(`${veer.origin}${address}`);
    await opened(other);
    for (const each of [page, other]) await each.locator("[data-do=correct]").first().click();
    await write(page, "uit het ene venster");
    await text(other).fill("uit het andere venster");
    await other.locator("[data-do=save]").click();
    await other.locator("#notes-two").waitFor();
    const both = await other.locator("[data-part=two]").innerText();
    assert.ok(both.includes("uit het ene venster") && both.includes("uit het andere venster"));
    await other.locator("[data-do=keep-mine]").click();
    await said(other, "saved");
    const kept = (await ask(page, `/sealed/${circle}`)).notes.map(({ revision }) => revision).sort();
    assert.deepEqual(kept, [1, 2, 3]);
    await look("after");
  });

  alone("choosing between two versions leaves other words in the form alone", async ({ page, circle, visitor, ...around }) => {
    await write(page, "eerste woorden");
    const other = await elsewhere(around);
    await page.route("**/sealed/*/notes", (route) => route.abort());
    await page.locator("[data-do=correct]").first().click();
    await holds(page, "eerste woorden");
    await text(page).fill("hier verbeterd");
    await page.locator("[data-do=save]").click();
    await said(page, "offline");
    await text(page).fill("een andere notitie");
    await other.locator("[data-do=correct]").first().click();
    await holds(other, "eerste woorden");
    await write(other, "elders verbeterd");
    await page.unroute("**/sealed/*/notes");
    await online(page);
    await page.locator("#notes-two").waitFor();
    await page.locator("[data-do=keep-mine]").click();
    await said(page, "saved");
    assert.equal(await text(page).inputValue(), "een andere notitie");
    const kept = (await ask(page, `/sealed/${circle}`)).notes;
    assert.deepEqual(kept.map(({ revision }) => revision).sort(), [1, 2, 3]);
    assert.equal(new Set(kept.map(({ note }) => note)).size, 1);
    await other.context().close();
    visitor.complaints.splice(0);
  });

  alone("the vault closes while writing: sealed first, then nothing of it in the page", async ({ page, veer, file, address }) => {
    await write(page, "eerder gezegd");
    await text(page).fill(PLANTED);
    const other = await page.context().newPage();
    await other.goto(`${veer.origin}${address}`);
    await lend(other);
    await other.evaluate(() => globalThis.veerTest.lock());
    await page.locator("veer-notes[data-face=locked]").waitFor();
    assert.equal(await text(page).inputValue(), "");
    assert.ok(!(await page.locator("veer-notes").innerHTML()).includes("eerder gezegd"));
    await openVault(other, file);
    await page.reload();
    await said(page, "restored");
    assert.equal(await text(page).inputValue(), PLANTED);
  });

  alone("a lock while the notes are opening shows nothing of them", async ({ page, context, veer, circle }) => {
    await write(page, PLANTED);
    const go = await hold(page, `**/sealed/${circle}`);
    const asked = page.waitForRequest(`**/sealed/${circle}`);
    await page.reload();
    await asked;
    const other = await context.newPage();
    await other.goto(`${veer.origin}/support`);
    await other.locator("[data-vault-lock]").click();
    await page.locator("veer-notes[data-face=locked]").waitFor();
    go();
    await page.waitForFunction(() => document.querySelector("veer-notes").busy === false);
    assert.equal(await notes(page).getAttribute("data-face"), "locked");
    assert.equal(await page.locator("veer-notes [data-part=room]").isVisible(), false);
    assert.ok(!(await notes(page).innerHTML()).includes(PLANTED));
  });

  alone("who signs out in another tab closes the notes here", async ({ page, context, veer }) => {
    await write(page, PLANTED);
    await text(page).fill("nog niet af");
    const other = await context.newPage();
    await other.goto(`${veer.origin}/support`);
    await other.locator("form[action='/sign-out'] button").click();
    await other.waitForURL("**/sign-in");
    await page.locator("veer-notes[data-face=locked]").waitFor();
    assert.equal(await page.locator("[data-vault-lock]").isVisible(), false);
    assert.equal(await text(page).inputValue(), "");
    assert.ok(!(await notes(page).innerHTML()).includes(PLANTED));
  });

  alone("an evil answer is not shown, and the page says which note and why", async ({ page, circle, look }) => {
    await write(page, "de eerste");
    await write(page, "de tweede");
    const honest = await ask(page, `/sealed/${circle}`);
    const [one, two] = honest.notes;
    const bytes = (body) => Buffer.from(body, "base64");
    const cut = (note) => ({ ...note, body: bytes(note.body).subarray(0, -8).toString("base64") });
    const flipped = (note) => {
      const all = bytes(note.body);
      all[all.length - 1] ^= 1;
      return { ...note, body: all.toString("base64") };
    };
    const evil = {
      truncated: [cut(one)],
      changed: [flipped(one)],
      "swapped with another note": [{ ...one, body: two.body }],
      "another revision": [{ ...one, revision: 2 }],
      "wrong author": [{ ...one, author: "0197a1b2-0000-7000-8000-000000000000" }],
      "another slot": [{ ...one, slot: "talk-3" }],
    };
    for (const [how, told] of Object.entries(evil)) {
      const answer = (route) => route.fulfill({ json: { ...honest, notes: told, drafts: [] } });
      await page.route(`**/sealed/${circle}`, answer);
      await page.reload();
      await opened(page);
      await page.locator(".sealed-broken").waitFor();
      assert.equal(await page.locator(".sealed-words:visible").count(), 0, how);
      assert.ok((await page.locator(".sealed-broken .late").innerText()).length > 10, how);
      await page.unroute(`**/sealed/${circle}`, answer);
    }
    await look("broken");
  });

  alone("a note of another case, and one with its parts in another order, are not shown", async ({ page, veer, circle, context }) => {
    const long = "woord ".repeat(24_000); // three chunks of 64 KiB
    await write(page, long);
    const honest = await ask(page, `/sealed/${circle}`);
    const whole = Buffer.from(honest.notes[0].body, "base64");
    const chunk = 65_536 + 16;
    const begins = whole.indexOf("\n---") + 1;
    const payload = whole.indexOf("\n", begins) + 1 + 16;
    const mixed = Buffer.concat([whole.subarray(0, payload), whole.subarray(payload + chunk, payload + 2 * chunk), whole.subarray(payload, payload + chunk), whole.subarray(payload + 2 * chunk)]);
    const second = await context.newPage();
    const elsewhere = await take(second, veer.origin);
    await second.goto(`${veer.origin}${elsewhere}`);
    await opened(second);
    await write(second, "van iemand anders");
    const foreign = (await ask(second, `/sealed/${elsewhere.split("/").at(-1)}`)).notes[0];
    for (const body of [mixed.toString("base64"), foreign.body]) {
      const answer = (route) => route.fulfill({ json: { ...honest, notes: [{ ...honest.notes[0], body }] } });
      await page.route(`**/sealed/${circle}`, answer);
      await page.reload();
      await page.locator(".sealed-broken").waitFor();
      assert.equal(await page.locator(".sealed-words:visible").count(), 0);
      await page.unroute(`**/sealed/${circle}`, answer);
    }
  });

  alone("an export opens again, and its manifest fits it", async ({ page, file, circle }) => {
    await write(page, PLANTED);
    await page.locator("[data-part=export] summary").click();
    await page.locator("[data-do=export]").click();
    const folder = await mkdtemp(join(tmpdir(), "veer-export-"));
    try {
      const load = async (part) => {
        const [download] = await Promise.all([page.waitForEvent("download"), page.locator(`[data-part=files] [data-part=${part}]`).click()]);
        const at = join(folder, download.suggestedFilename());
        await download.saveAs(at);
        return { name: download.suggestedFilename(), bytes: await readFile(at) };
      };
      const [age, manifest] = [await load("file"), await load("manifest")];
      assert.match(age.name, /^veer-.+\.age$/);
      await lend(page);
      const open = ([body, identity]) => globalThis.veerTest.openText(body, identity);
      const identity = file.trim().split("\n").at(-1);
      const told = await page.evaluate(open, [age.bytes.toString("base64"), identity]);
      assert.ok(told.includes(`> ${PLANTED}`), told);
      const { payload } = JSON.parse(manifest.bytes.toString());
      const listed = JSON.parse(payload);
      assert.deepEqual([listed.circle, listed.files[0].name, listed.files[0].bytes], [circle, age.name, age.bytes.length]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  alone("by keyboard alone", async ({ page }) => {
    await page.locator("#notes-slot").focus();
    await page.keyboard.press("Tab"); // the guide
    await page.keyboard.press("Enter");
    assert.ok(await page.locator("[data-guide]:not([hidden])").isVisible());
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.id), "notes-text");
    await page.keyboard.type("met het toetsenbord");
    for (let step = 0; step < 30; step += 1) {
      await page.keyboard.press("Tab");
      if (await page.evaluate(() => document.activeElement.dataset?.do === "save")) break;
    }
    await page.keyboard.press("Enter");
    await said(page, "saved");
    assert.equal(await cards(page).count(), 1);
  }, { viewport: "desktop" });
}
