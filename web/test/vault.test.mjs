// The vault on the device: words, the open session between pages, idle time, another person.
import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const PARTS = ["vault/words", "vault/open", "vault/pins", "vault/store", "vault/backoff", "vault/server", "vault/ways", "seal/identity", "seal/age", "seal/passkey", "seal/signature"];
const folder = await mkdtemp(join(tmpdir(), "veer-vault-"));
after(() => rm(folder, { recursive: true, force: true }));

/** Loads the code as a page would: each call is a page of its own, over the same IndexedDB. */
async function page(name) {
  const outfile = join(folder, `${name}.mjs`);
  const contents = PARTS.map((part) => `export * as ${part.replace("/", "_")} from ${JSON.stringify(fileURLToPath(new URL(`../src/${part}.ts`, import.meta.url)))};`);
  await build({
    stdin: { contents: contents.join("\n"), resolveDir: fileURLToPath(new URL("..", import.meta.url)) },
    bundle: true, format: "esm", target: "es2022", logLevel: "warning", outfile,
  });
  return import(pathToFileURL(outfile).href);
}

/** A server that keeps one vault and counts what it was sent. */
function serve(state) {
  const sent = [];
  globalThis.fetch = async (path, init = {}) => {
    sent.push({ path, body: init.body ?? "" });
    if (path === "/vault/lock") state.half = newHalf();
    if (state.away) throw new TypeError("offline");
    const json = (status, body) => new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
    if (state.ended) return json(401, { code: "sign-in" });
    if (path === "/vault/state") return json(200, state);
    if (path === "/vault/pins") {
      const { revision, body } = JSON.parse(init.body);
      if (revision !== (state.pins?.revision ?? 0) + 1) return json(409, { code: "stale" });
      state.pins = { revision, body };
    }
    return new Response(null, { status: 204 });
  };
  return sent;
}

const newHalf = () => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64");

async function vault(one, person = "sanne") {
  const identity = await one.seal_identity.makeIdentity("org-1", person, 1);
  const keys = await one.seal_identity.keysOf(identity);
  const state = { org: "org-1", person, half: newHalf(), vault: keys, locks: [], passkeys: [], pins: null };
  return { identity, file: one.seal_identity.writeIdentity(identity), keys, state };
}

// A channel would keep the test running for ever.
const Channel = globalThis.BroadcastChannel;
globalThis.BroadcastChannel = class extends Channel {
  constructor(name) {
    super(name);
    this.unref();
  }
};

const one = await page("one");
const two = await page("two");

test("words are eight of the list, and never the same twice", () => {
  const made = Array.from({ length: 50 }, one.vault_words.newWords);
  assert.equal(new Set(made).size, 50);
  for (const words of made) {
    assert.equal(words.split(" ").length, one.vault_words.COUNT);
    assert.equal(one.vault_words.wrongWith(words), null);
  }
});

test("words are read as somebody copies them from a card", () => {
  assert.equal(one.vault_words.tidyWords(" 1. Zoo,\n2) ABANDON\tcar "), "zoo abandon car");
  assert.deepEqual(one.vault_words.wrongWith("zoo abandon"), { count: 2 });
  assert.deepEqual(one.vault_words.wrongWith("zoo fiets"), { unknown: "fiets" });
  assert.deepEqual(one.vault_words.wrongWith(""), { count: 0 });
});

test("a hundred wrong tries wait longer, a minute at most, and a right one forgets them", () => {
  const store = new Map();
  globalThis.localStorage = { getItem: (k) => store.get(k) ?? null, setItem: (k, v) => store.set(k, v), removeItem: (k) => store.delete(k) };
  const { pause, wait, wrong, right } = one.vault_backoff;
  assert.deepEqual([0, 1, 2, 3, 4, 5, 8, 100].map(pause), [0, 0, 0, 2, 4, 8, 60, 60]);
  for (let i = 0; i < 100; i += 1) wrong(1_000);
  assert.equal(wait(1_000), 60);
  assert.equal(wait(61_000), 0);
  assert.equal(wait(-1e12), 60, "a clock set back does not lock anybody out");
  right();
  assert.equal(wait(1_000), 0);
});

test("an open vault is there on the next page, and its secrets stand nowhere in the clear", async () => {
  const { state, file, identity } = await vault(one);
  serve(state);
  await one.vault_open.openWith(file);
  const there = await two.vault_open.current();
  assert.equal(there.identity, identity.identity);
  assert.deepEqual(there.signer, identity.seed);
  const { row } = await one.vault_store.kept();
  assert.equal(row.key.extractable, false);
  const plain = Buffer.from(row.sealed).toString("latin1") + JSON.stringify(row);
  assert.ok(!plain.includes("AGE-SECRET-KEY"));
});

test("after lock nothing opens it, here or on another page", async () => {
  const { state, file } = await vault(one);
  const sent = serve(state);
  await one.vault_open.openWith(file);
  const left = await one.vault_store.kept(); // what a copy of the profile folder holds
  await two.vault_open.current();
  let told = 0;
  two.vault_open.onLock(() => (told += 1));
  await one.vault_open.lock();
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(told, 1, "the other page forgets too");
  assert.equal(await one.vault_open.current(), null);
  assert.equal(await two.vault_open.current(), null);
  assert.ok(sent.some(({ path }) => path === "/vault/lock"));
  await one.vault_store.keep(left.row, Date.now());
  assert.equal(await one.vault_open.current(), null, "the server's half is gone");
  assert.equal(await one.vault_store.kept(), null);
});

test("ten minutes without a touch lock it, also when no page was open", async () => {
  const { state, file } = await vault(one);
  serve(state);
  await one.vault_open.openWith(file);
  const { row } = await one.vault_store.kept();
  await one.vault_store.keep(row, Date.now() - one.vault_store.IDLE_MS + 5_000);
  assert.notEqual(await two.vault_open.current(), null);
  await one.vault_store.keep(row, Date.now() - one.vault_store.IDLE_MS);
  const later = await page("later");
  assert.equal(await later.vault_open.current(), null);
  assert.equal(await one.vault_store.kept(), null);
  assert.ok(one.vault_store.isIdle(Date.now() + 3_600_000, Date.now()), "nor does a clock set back keep it open");
});

test("the end of the session and another person find nothing", async () => {
  for (const change of [{ ended: true }, { person: "mo" }, { half: newHalf() }]) {
    const { state, file } = await vault(one);
    serve(state);
    await one.vault_open.openWith(file);
    Object.assign(state, change);
    const next = await page(`next-${Object.keys(change)}`);
    assert.equal(await next.vault_open.current(), null);
    assert.equal(await one.vault_store.kept(), null);
  }
});

test("being away for a moment locks nothing", async () => {
  const { state, file } = await vault(one);
  serve(state);
  await one.vault_open.openWith(file);
  state.away = true;
  const next = await page("away");
  await assert.rejects(next.vault_open.current(), (error) => error.code === "offline");
  state.away = false;
  assert.notEqual(await next.vault_open.current(), null);
});

test("a server that swaps the keys of a vault is refused", async () => {
  const { state, file } = await vault(one);
  const other = await vault(one);
  serve({ ...state, vault: other.keys });
  await assert.rejects(one.vault_open.openWith(file), (error) => error.code === "changed-key");
  serve({ ...state, person: "mo" });
  await assert.rejects(one.vault_open.openWith(file), (error) => error.code === "wrong-context");
});

test("keys that were seen are remembered, a changed one is noticed, a forged list is refused", async () => {
  const { state, file } = await vault(one);
  const mo = await vault(one, "mo");
  const swapped = await vault(one, "mo");
  serve(state);
  await one.vault_open.openWith(file);
  const pins = await one.vault_open.pins();
  assert.equal(pins.check("mo", mo.keys), "new");
  await pins.accept("mo", mo.keys);
  const again = await (await page("pins")).vault_open.pins();
  assert.equal(again.check("mo", mo.keys), "same");
  assert.equal(again.check("mo", swapped.keys), "changed");
  await again.accept("mo", swapped.keys);
  await pins.accept("eva", mo.keys); // a stale page takes over what the other saw
  assert.equal(pins.check("mo", swapped.keys), "same");
  const forged = JSON.stringify({ format: "veer-pins/1", payload: JSON.stringify({ org: "org-1", person: "sanne", revision: 9, people: {} }), signature: "AA==" });
  state.pins = { revision: 9, body: await one.seal_age.sealText(forged, [state.vault.recipient]) };
  const fooled = await page("fooled");
  await assert.rejects(fooled.vault_open.pins(), (error) => error.code === "bad-signature");
});

test("a list that is older than this device saw, another of the same number, or none at all is refused", async () => {
  const { state, file } = await vault(one);
  const mo = await vault(one, "mo");
  const sent = serve(state);
  await one.vault_open.openWith(file);
  const pins = await one.vault_open.pins();
  await pins.accept("mo", mo.keys);
  const older = state.pins;
  await pins.see("eva", mo.keys);
  const newest = state.pins;
  let pages = 0;
  const opens = async (stored) => {
    state.pins = stored;
    return (await page(`list-${(pages += 1)}`)).vault_open.pins();
  };
  assert.equal((await opens(newest)).check("mo", mo.keys), "same");
  for (const stored of [older, null, { ...newest, body: older.body }]) {
    await assert.rejects(opens(stored), (error) => error.code === "older-list", JSON.stringify(stored?.revision));
  }
  // Nor is it taken when a save is refused as too late.
  const before = sent.length;
  state.pins = null;
  await assert.rejects(pins.accept("iris", mo.keys), (error) => error.code === "older-list");
  assert.ok(sent.length > before);
  assert.equal(pins.check("iris", mo.keys), "new", "what could not be kept is not taken");
  // Another page that was faster is no older list.
  state.pins = newest;
  const asked = globalThis.fetch;
  let late = 1;
  globalThis.fetch = async (path, init) =>
    path === "/vault/state" && late-- > 0 ? new Response(JSON.stringify({ ...state, pins: older }), { headers: { "content-type": "application/json" } }) : asked(path, init);
  assert.equal((await (await page("faster")).vault_open.pins()).check("eva", mo.keys), "seen");
  globalThis.fetch = asked;
  // Whoever knows that a backup was put back goes on with what it held.
  await one.vault_pins.goOnWithOlder(await one.vault_open.current());
  assert.equal((await opens(older)).check("eva", mo.keys), "new");
});

test("a list keeps digests, whom I took and the signers from before; one of the earlier form is read", async () => {
  const { state, file, identity } = await vault(one);
  const [mo, renewed] = [await vault(one, "mo"), await vault(one, "mo")];
  serve(state);
  await one.vault_open.openWith(file);
  const at = "2026-01-01T00:00:00.000Z";
  const { recipient, signer } = mo.keys;
  const payload = JSON.stringify({ org: "org-1", person: "sanne", revision: 1, people: { mo: { generation: 1, recipient, signer, at } } });
  const signature = one.seal_signature.sign(`veer-pins/1\n${payload}`, identity.seed);
  state.pins = { revision: 1, body: await one.seal_age.sealText(JSON.stringify({ format: "veer-pins/1", payload, signature }), [state.vault.recipient]) };
  const pins = await (await page("earlier")).vault_open.pins();
  assert.equal(pins.check("mo", mo.keys), "seen", "a list of the earlier form knows of no tap");
  assert.equal(pins.before("mo").mark, one.seal_identity.fingerprint(mo.keys));
  await pins.see("mo", renewed.keys);
  assert.equal(pins.check("mo", renewed.keys), "changed", "seeing takes no place of what was seen");
  await pins.accept("mo", renewed.keys);
  assert.deepEqual([pins.check("mo", renewed.keys), pins.earlier("mo")], ["same", [signer]]);
  for (const id of ["eva", "iris", "noor"]) await pins.see(id, mo.keys);
  const { payload: said } = JSON.parse(await one.seal_age.openText(state.pins.body, identity.identity));
  assert.ok(!said.includes(recipient) && said.length / 4 < 400, "a thousand people fit");
});

test("a vault that is opened while a lock is on its way stays open on the next page", async () => {
  const { state, file } = await vault(one);
  serve(state);
  const stale = { ...state };
  await fetch("/vault/lock"); // the lock of another page arrives after this one asked
  await one.vault_open.openWith(file, stale);
  assert.notEqual(await (await page("after-lock")).vault_open.current(), null);
});

test("a passkey's list carries a name for the device, and nothing more", () => {
  const name = one.vault_ways.deviceName;
  assert.equal(name("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"), "Linux, Chrome");
  assert.equal(name("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1"), "iPhone, Safari");
  assert.equal(name(""), "");
});
