// Sealing and opening: what comes back, and everything that is refused.
import assert from "node:assert/strict";
import test from "node:test";
import { loadSeal, refused } from "./seal.mjs";

const seal = await loadSeal();
const mine = await seal.newIdentity();
const to = await seal.recipientOf(mine);
const another = await seal.newIdentity();
const CHUNK = 64 * 1024 + 16;

test("what is sealed comes back, empty and over several chunks", async () => {
  for (const length of [0, 1, 65_535, 65_536, 65_537, 200_000]) {
    const plain = new Uint8Array(length).fill(7);
    assert.deepEqual(await seal.open(await seal.seal(plain, [to]), mine), plain);
  }
  assert.equal(await seal.openText(await seal.sealText("één", [to]), mine), "één");
});

test("a file for two opens for both, and for nobody else", async () => {
  const other = await seal.newIdentity();
  const file = await seal.seal("x", [to, await seal.recipientOf(other)]);
  for (const identity of [mine, other]) assert.equal(seal.textOf(await seal.open(file, identity)), "x");
  await assert.rejects(seal.open(file, another), refused("not-for-you"));
});

test("nothing but hybrid recipients is sealed to", async () => {
  const x25519 = await seal.library.identityToRecipient(await seal.library.generateX25519Identity());
  await assert.rejects(seal.seal("x", [x25519]), refused("mixed-recipients"));
  await assert.rejects(seal.seal("x", [to, x25519]), refused("mixed-recipients"));
  await assert.rejects(seal.seal("x", []), refused("no-key"));
  await assert.rejects(seal.seal("x", [to.slice(0, -1) + (to.endsWith("q") ? "p" : "q")]), refused("damaged"));
});

test("a file with another kind of recipient is refused before it is opened", async () => {
  const { Encrypter, generateX25519Identity, identityToRecipient } = seal.library;
  for (const order of [0, 1]) {
    const age = new Encrypter();
    const kinds = [to, await identityToRecipient(await generateX25519Identity())];
    for (const recipient of order ? kinds.reverse() : kinds) age.addRecipient(recipient);
    await assert.rejects(seal.open(await age.encrypt("x"), mine), refused("mixed-recipients"));
  }
  const words = await seal.sealWithWords("x", "one two", 4);
  await assert.rejects(seal.open(words, mine), refused("mixed-recipients"));
  await assert.rejects(seal.openWithWords(await seal.seal("x", [to]), "one two"), refused("mixed-recipients"));
});

test("every single changed byte is found", async () => {
  const file = await seal.seal("what was said", [to]);
  const header = file.length - 16 - 13 - 16;
  // each byte of header end and payload; a sample of the long recipient line
  const places = [...file.keys()].filter((at) => at > header - 120 || at % 131 === 0);
  for (const at of places) {
    const copy = file.slice();
    copy[at] ^= 1;
    await assert.rejects(seal.open(copy, mine), refused("damaged", "mixed-recipients", "not-for-you"), `byte ${at}`);
  }
});

test("every truncation is found, and so is what is added", async () => {
  const file = await seal.seal(new Uint8Array(70_000), [to]);
  for (const length of [0, 1, 20, 21, 22, 500, 1600, file.length - CHUNK, 65_600, file.length - 1]) {
    await assert.rejects(seal.open(file.slice(0, length), mine), refused("damaged"), `cut to ${length}`);
  }
  const longer = new Uint8Array(file.length + 1);
  longer.set(file);
  await assert.rejects(seal.open(longer, mine), refused("damaged"));
});

test("chunks re-ordered, left out or taken from another file are found", async () => {
  const [a, b] = await Promise.all([1, 2].map((fill) => seal.seal(new Uint8Array(200_000).fill(fill), [to])));
  const start = a.length - (200_000 + 4 * 16);
  const chunk = (file, n) => file.slice(start + n * CHUNK, start + (n + 1) * CHUNK);
  const built = (...parts) => new Uint8Array(Buffer.concat([a.slice(0, start), ...parts]));
  assert.deepEqual(built(chunk(a, 0), chunk(a, 1), chunk(a, 2), chunk(a, 3)), a);
  for (const [what, file] of Object.entries({
    swapped: built(chunk(a, 1), chunk(a, 0), chunk(a, 2), chunk(a, 3)),
    leftOut: built(chunk(a, 0), chunk(a, 2), chunk(a, 3)),
    lastLeftOut: built(chunk(a, 0), chunk(a, 1), chunk(a, 2)),
    foreign: built(chunk(a, 0), chunk(b, 1), chunk(a, 2), chunk(a, 3)),
    payload: built(chunk(b, 0), chunk(b, 1), chunk(b, 2), chunk(b, 3)),
  })) {
    await assert.rejects(seal.open(file, mine), refused("damaged"), what);
  }
});

test("garbage is damaged, whatever it is", async () => {
  const text = (body) => new TextEncoder().encode(body);
  for (const garbage of [
    new Uint8Array(0),
    crypto.getRandomValues(new Uint8Array(5_000)),
    text("age-encryption.org/v1\n"),
    text("age-encryption.org/v1\n--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n" + "x".repeat(40)),
    text("age-encryption.org/v1\n-> \nAA\n--- AA\n"),
    text("age-encryption.org/v2\n-> mlkem768x25519 AA\n\n--- AA\n"),
    text("age-encryption.org/v1\n-> mlkem768x25519 é\n\n--- AA\n"),
  ]) {
    await assert.rejects(seal.open(garbage, mine), refused("damaged"));
  }
  for (const body of ["", "é", "AAA", "AA==\n", "AB=="]) {
    await assert.rejects(seal.openText(body, mine), refused("damaged"), body);
  }
});

test("no identity, or one of another kind, opens nothing", async () => {
  const file = await seal.seal("x", [to]);
  for (const key of ["", "AGE-SECRET-KEY-PQ-1", await seal.library.generateX25519Identity()]) {
    await assert.rejects(seal.open(file, key), refused("no-key", "damaged"), key);
  }
});

test("vault words open their lock and no others do", async () => {
  const words = "anchor basket cycle delta elder fabric garden hollow";
  const lock = await seal.sealWithWords("secret", words, 10);
  assert.equal(seal.textOf(await seal.openWithWords(lock, words)), "secret");
  await assert.rejects(seal.openWithWords(lock, words + " "), refused("wrong-words"));
  const cut = lock.slice(0, -1);
  await assert.rejects(seal.openWithWords(cut, words), refused("damaged"));
});

test("a lock that would keep the device busy for hours is refused at once", async () => {
  const lock = Buffer.from(await seal.sealWithWords("secret", "words", 10)).toString("latin1");
  for (const factor of ["19", "20", "63", "0", "08", "1e2"]) {
    const costly = Buffer.from(lock.replace(/^(-> scrypt \S+) 10$/m, `$1 ${factor}`), "latin1");
    assert.notEqual(costly.toString("latin1"), lock);
    await assert.rejects(seal.openWithWords(new Uint8Array(costly), "words"), refused("damaged"), factor);
  }
});
