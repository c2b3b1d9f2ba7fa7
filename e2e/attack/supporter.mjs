// A supporter's evening in a real browser, with a phrase planted in every sealed field.
import { randomBytes } from "node:crypto";
import { chromium } from "playwright-core";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** A phrase that nobody else says: words with an accent and a quote, and a number of this run. */
const phrase = (about) => `kwartelzang "${about}" één ${randomBytes(6).toString("hex")}`;

/** Opens Chromium with a profile folder of its own, as somebody's phone has. */
export function openBrowser(profile) {
  return chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: FLAGS,
    viewport: { width: 390, height: 844 },
    locale: "nl-NL",
    acceptDownloads: true,
  });
}

/** Makes a vault by words on /vault, as a person does; returns the words. */
export async function makeVault(page, origin) {
  await page.goto(`${origin}/vault`);
  await page.locator('[data-do="make-words"]').click();
  const items = page.locator("[data-words] li");
  await items.nth(7).waitFor({ timeout: 120_000 });
  const words = (await items.allInnerTexts()).map((word) => word.trim());
  await page.locator('[data-do="written"]').click();
  for (const which of ["a", "b"]) {
    const number = Number((await page.locator(`[data-number="${which}"]`).innerText()).replace(/\D/g, ""));
    await page.locator(`[data-word="${which}"]`).fill(words[number - 1]);
  }
  await page.locator('[data-do="confirm"]').click();
  await page.locator('[data-state="open"]:not([hidden])').waitFor({ timeout: 300_000 });
  return words.join(" ");
}

/** Takes a case and writes in it: a note with signs, its correction, a second note, a draft. */
export async function writeNotes(page, origin) {
  const planted = { note: phrase("notitie"), corrected: phrase("verbetering"), second: phrase("later"), draft: phrase("concept") };
  await page.goto(`${origin}/support`);
  const signal = page
    .locator("li", { has: page.locator("form[action$='/take']") })
    .filter({ has: page.locator("a[href^='/support/incident/']") })
    .first();
  await Promise.all([page.waitForURL(/\/support\/case\//), signal.locator("form[action$='/take'] button").click()]);
  const address = page.url();
  await opened(page);
  await tickASign(page);
  await save(page, planted.note);
  await page.locator("veer-notes [data-do=correct]").first().click();
  await save(page, planted.corrected);
  await save(page, planted.second);
  const kept = page.waitForResponse((answer) => answer.url().includes("/drafts/") && answer.request().method() === "PUT" && answer.ok());
  await text(page).fill(planted.draft);
  await text(page).blur();
  await kept;
  return { planted, address };
}

const text = (page) => page.locator("#notes-text");
const opened = (page) => page.locator("veer-notes[data-face=room]").waitFor({ timeout: 60_000 });

async function save(page, words) {
  const sent = page.waitForResponse((answer) => /\/sealed\/[^/]+\/notes$/.test(answer.url()) && answer.request().method() === "POST");
  await text(page).fill(words);
  await page.locator("veer-notes [data-do=save]").click();
  if (!(await sent).ok()) throw new Error(`the note was not taken: ${(await sent).status()}`);
  await page.locator("veer-notes[data-said=saved]").waitFor();
}

async function tickASign(page) {
  const folded = page.locator("veer-notes details", { has: page.locator("[data-sign]") }).first();
  await folded.locator("summary").first().click();
  const sign = folded.locator("[data-sign]").first();
  await sign.locator("input[type=checkbox]").check();
  for (const part of ["long", "often"]) await sign.locator(`select[data-part=${part}]`).selectOption({ index: 1 });
  await folded.locator("input[data-part=keep-signs]").check();
}

/** Writes the sealed part of the yearly talk, where this supporter has one planned; else null. */
export async function writeAnnual(page, origin) {
  await page.goto(`${origin}/support/annual`);
  if (!(await page.locator("veer-notes").count())) return null;
  await opened(page);
  const words = phrase("jaargesprek");
  await save(page, words);
  return words;
}

/** Plans the yearly talk of the first supporter in the list, with the coordinator, by its pages. */
export async function planAnnual(page, origin, name) {
  await page.goto(`${origin}/coordinate/annual`);
  const row = page.locator("ul.people a.name", { hasText: name }).first();
  if (!(await row.count())) return false;
  await row.click();
  await page.locator("input[name=with]").first().check();
  await Promise.all([page.waitForEvent("load"), page.locator("#plan form button").click()]);
  return true;
}

/** Downloads the export of a case; both files. */
export async function exportCase(page, address, folder) {
  await page.goto(address);
  await opened(page);
  await page.locator("veer-notes details[data-part=export] > summary").click();
  await page.locator("veer-notes [data-do=export]").click();
  const files = [];
  for (const part of ["file", "manifest"]) {
    const link = page.locator(`veer-notes a[data-part=${part}]`);
    await link.waitFor({ timeout: 60_000 });
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    const path = `${folder}/${download.suggestedFilename()}`;
    await download.saveAs(path);
    files.push(path);
  }
  return files;
}

/** Locks the vault by its one visible key. */
export async function lock(page) {
  await Promise.all([
    page.waitForResponse((answer) => answer.url().endsWith("/vault/lock")),
    page.locator("[data-vault-lock]").first().click(),
  ]);
}
