// The vault in real Chromium with a virtual authenticator: made, locked, reloaded, opened; refused to
// somebody else; words when the device is gone; a second device; and no request that carries words.
import assert from "node:assert/strict";
import test, { after } from "node:test";
import { closeBrowser, visit } from "./browser.mjs";
import { hold, shot } from "./look.mjs";
import { canStart, startVeer } from "./veer.mjs";

after(closeBrowser);

const part = (page, name) => page.locator(`veer-vault [data-state="${name}"]`);
const does = (page, name) => page.locator(`[data-do="${name}"]:visible`);
const key = (page) => page.locator("[data-vault-lock]");
const problem = (page) => page.locator('[data-slot="problem"]');

/** A device: a browser of its own with an authenticator of its own, and everything it sent. */
async function device({ lang, viewport }) {
  const visitor = await visit({ lang, viewport });
  const { page, context } = visitor;
  page.setDefaultTimeout(20_000);
  const cdp = await context.newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const options = { protocol: "ctap2", ctap2Version: "ctap2_1", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, hasPrf: true, automaticPresenceSimulation: true };
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", { options });
  const sent = [];
  context.on("request", (request) => sent.push([request.url(), JSON.stringify(request.headers()), request.postData() ?? ""].join("\n")));
  const look = async (name) => {
    await hold(page);
    await page.emulateMedia({ colorScheme: "light" });
    await shot(page, `vault-${name}-${lang}-${viewport}`);
  };
  return { ...visitor, cdp, authenticatorId, sent, look };
}

async function wordsOn(page) {
  await part(page, "words").waitFor();
  const words = await part(page, "words").locator("[data-words] li").allTextContents();
  assert.equal(words.length, 8);
  return words;
}

/** Copies the two words that are asked for. */
async function confirm(page, words) {
  await does(page, "written").click();
  for (const slot of ["a", "b"]) {
    const number = Number(await page.locator(`[data-number="${slot}"]`).textContent());
    await page.locator(`[data-word="${slot}"]`).fill(words[number - 1]);
  }
  await does(page, "confirm").click();
  await part(page, "open").waitFor({ timeout: 60_000 });
}

async function openWithWords(page, words) {
  await part(page, "unlock").locator("textarea").fill(words);
  await does(page, "open-words").click();
}

/** No request carried two words beside each other, in any spelling a browser sends. */
function neverSent(sent, words) {
  assert.ok(sent.length > 10);
  const everything = sent.join("\n").toLowerCase();
  for (let i = 1; i < words.length; i += 1) {
    for (const between of [" ", "+", "%20", ",", "-", "\\n", ""]) assert.ok(!everything.includes(words[i - 1] + between + words[i]));
  }
  assert.ok(!everything.includes(Buffer.from(words.join(" ")).toString("base64").slice(0, 24).toLowerCase()));
  assert.ok(!everything.includes("age-secret-key"));
}

/** What lies in the browser's database, as text. */
const stored = (page) => page.evaluate(() => new Promise((resolve, reject) => {
  const asked = indexedDB.open("veer-vault", 1);
  asked.onerror = () => reject(asked.error);
  asked.onsuccess = () => {
    if (!asked.result.objectStoreNames.contains("open")) return resolve("");
    const count = asked.result.transaction("open").objectStore("open").getAllKeys();
    count.onsuccess = () => { asked.result.close(); resolve(count.result.join()); };
  };
}));

/** With the key shown the header of a phone has two lines, also on the narrowest. */
async function headerFits(page, viewport) {
  if (viewport !== "phone") return;
  for (const width of [320, 390]) {
    await page.setViewportSize({ width, height: 844 });
    const { lines, over } = await page.evaluate(() => {
      const boxes = [".brand", ".rooms", ".vault-key", ".crisis > summary", ".lang"].map((each) => document.querySelector(`.top ${each}`)?.getBoundingClientRect());
      const middles = boxes.filter(Boolean).map((box) => Math.round((box.top + box.bottom) / 2 / 8));
      return { lines: new Set(middles).size, over: document.documentElement.scrollWidth - innerWidth };
    });
    assert.equal(lines, 2, `lines at ${width}`);
    assert.ok(over <= 0, `${over} px wider than ${width}`);
  }
}

/** Whose vault the server gives to this browser's session. */
const whose = (page) => page.evaluate(async () => {
  const { person, vault } = await (await fetch("/vault/state", { headers: { accept: "application/json" } })).json();
  return { person, recipient: vault.recipient };
});

async function journey(lang, viewport) {
  const veer = await startVeer();
  const first = await device({ lang, viewport });
  const devices = [first];
  try {
    const { page } = first;
    const supporter = veer.byRole("supporter");

    // Told on the first page, made with a passkey and words.
    await page.goto(supporter.url);
    await page.locator(".vault-wanted a").waitFor();
    await first.look("1-wanted");
    await page.locator(".vault-wanted a").click();
    await part(page, "make").waitFor();
    await first.look("2-make");
    await does(page, "make-passkey").click();
    const words = await wordsOn(page);
    await first.look("3-words");
    await does(page, "written").click();
    await page.locator('[data-word="a"]').fill("wrong");
    await does(page, "confirm").click();
    await problem(page).waitFor();
    await first.look("4-confirm");
    await does(page, "again").click();
    assert.deepEqual(await wordsOn(page), words);
    await confirm(page, words);
    await first.look("5-open");
    assert.equal(await page.locator("[data-ways] li").count(), 2);

    // Open on another page and after a reload; locked by the key, by keyboard.
    await page.goto(`${veer.origin}/support`);
    await key(page).waitFor();
    await page.reload();
    await key(page).waitFor();
    await headerFits(page, viewport);
    await key(page).focus();
    await page.keyboard.press("Enter");
    await key(page).waitFor({ state: "hidden" });
    assert.equal(await stored(page), "");
    await page.goto(`${veer.origin}/vault?next=/support`);
    await part(page, "unlock").waitFor();
    await first.look("6-unlock");
    await does(page, "open-passkey").click();
    await page.waitForURL("**/support");
    await key(page).waitFor();

    // Signing out locks; one touch then signs in and opens.
    await page.locator("form[action='/sign-out'] button").click();
    await page.waitForURL("**/sign-in");
    assert.equal(await stored(page), "");
    await page.locator("veer-sign-in button").waitFor();
    await first.look("7-sign-in");
    await page.locator("veer-sign-in button").click();
    await page.waitForURL("**/support");
    await key(page).waitFor();

    // Locked is locked, also for who leaves the page in the same moment.
    await key(page).evaluate((button) => {
      button.click();
      location.href = "/vault";
    });
    await page.waitForURL("**/vault");

    // Wrong words: a clear message, a wait, nothing lost.
    await part(page, "unlock").waitFor();
    await openWithWords(page, "zoo zoo zoo");
    await problem(page).waitFor();
    await openWithWords(page, [...words].reverse().join(" "));
    await problem(page).waitFor({ timeout: 60_000 });
    await first.look("8-wrong");
    assert.equal(await stored(page), "");

    // A second device: words first, then a passkey of its own.
    const second = await device({ lang, viewport });
    devices.push(second);
    await second.page.goto(supporter.url);
    await second.page.goto(`${veer.origin}/vault`);
    await openWithWords(second.page, ` 1 ${words.join(", ").toUpperCase()}`);
    await part(second.page, "open").waitFor({ timeout: 60_000 });
    await does(second.page, "add-passkey").click();
    await second.page.locator("[data-ways] li").nth(2).waitFor();
    assert.equal(await second.page.locator("[data-ways] li").count(), 3);
    // One thing at a time: the row is there a little before the work has ended.
    await second.page.locator("[data-do=add-passkey]:not([aria-disabled])").waitFor();

    // New words; the old ones open nothing, the passkeys still do.
    await does(second.page, "new-words").click();
    const renewed = await wordsOn(second.page);
    await confirm(second.page, renewed);
    assert.equal(await second.page.locator("[data-ways] li").count(), 3);

    // The first device is lost: its passkey is removed, its session ends, and it signs in no more.
    const lost = second.page.locator("[data-ways] li").first();
    await lost.locator("summary").click();
    await second.look("9-remove");
    await lost.locator('[data-do="remove"]').click();
    await second.page.waitForFunction(() => document.querySelectorAll("[data-ways] li").length === 2);
    await page.goto(`${veer.origin}/support`);
    await page.waitForURL("**/sign-in**");
    await page.locator("veer-sign-in button").click();
    await page.locator("veer-sign-in [data-slot]").waitFor();
    assert.match(page.url(), /sign-in/);

    // Signed in by passphrase say, the lost device's passkey opens nothing; nor do the old words.
    await page.goto(supporter.url);
    await page.goto(`${veer.origin}/vault`);
    await does(page, "open-passkey").click();
    await problem(page).waitFor();
    await openWithWords(page, words.join(" "));
    await problem(page).waitFor({ timeout: 60_000 });
    assert.equal(await stored(page), "");

    // Somebody else's passkey signs in as somebody else, and opens only their own vault.
    const other = await device({ lang, viewport });
    devices.push(other);
    await other.page.goto(veer.byRole("coordinator").url);
    await other.page.goto(`${veer.origin}/vault`);
    await does(other.page, "make-passkey").click();
    await confirm(other.page, await wordsOn(other.page));
    await other.page.goto(supporter.url);
    await other.page.goto(`${veer.origin}/vault`);
    await part(other.page, "unlock").waitFor();
    await does(other.page, "open-passkey").click();
    await problem(other.page).waitFor();
    assert.equal(await stored(other.page), "");
    await other.page.locator("form[action='/sign-out'] button").click();
    await other.page.locator("veer-sign-in button").click();
    const signedIn = other.page.locator("footer.bottom > span");
    await signedIn.waitFor();
    assert.equal(await signedIn.textContent(), veer.byRole("coordinator").name);
    assert.notEqual(await signedIn.textContent(), supporter.name);
    await key(other.page).waitFor();
    const [theirs, mine] = await Promise.all([other.page, second.page].map(whose));
    assert.notEqual(theirs.person, mine.person);
    assert.notEqual(theirs.recipient, mine.recipient);

    const everything = devices.flatMap(({ sent }) => sent);
    neverSent(everything, words);
    neverSent(everything, renewed);
  } catch (error) {
    for (const [i, { page }] of devices.entries()) await shot(page, `FAILED-vault-${i}-${lang}-${viewport}`).catch(() => {});
    for (const { context, complaints } of devices) {
      await context.close().catch(() => {});
      if (complaints.length) error.message += `\nthe browser objects:\n  ${complaints.join("\n  ")}`;
    }
    throw error;
  } finally {
    await veer.stop();
  }
  for (const each of devices) await each.leave();
}

if (!canStart()) {
  test("the vault", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  test("the vault: nl, phone", { timeout: 480_000 }, () => journey("nl", "phone"));
  test("the vault: en, desktop", { timeout: 480_000 }, () => journey("en", "desktop"));
}
