// Identities, circles, notes and manifests: nothing is shown that does not verify.
import assert from "node:assert/strict";
import test from "node:test";
import { loadSeal, refused } from "./seal.mjs";

const seal = await loadSeal();
const ORG = "org-1";
const anna = await seal.makeIdentity(ORG, "anna", 1);
const bram = await seal.makeIdentity(ORG, "bram", 1);
const [annaKeys, bramKeys] = await Promise.all([seal.keysOf(anna), seal.keysOf(bram)]);
const name = { org: ORG, circle: "case-1" };
const first = await seal.makeCircleKey(name, 1, anna.seed, null);
const second = await seal.makeCircleKey(name, 2, bram.seed, first.key);

const context = { org: ORG, circle: "case-1", note: "n1", revision: 1, slot: "talk-1", author: "anna" };
const body = { text: "Wat gezegd is", topics: ["sleep"], signs: [{ sign: "s", long: "weeks", often: "daily" }] };
const written = { ...context, at: "2026-08-19T21:04:00Z", body };

test("an identity file is read back, and nothing else is", async () => {
  const file = seal.writeIdentity(anna);
  assert.deepEqual(await seal.readIdentity(file), anna);
  assert.match(file, /^# veer-vault\/1\n(# \S+: \S+\n){4}AGE-SECRET-KEY-PQ-1[0-9A-Z]+\n$/);
  for (const foul of ["", file.trim(), file.replace("/1", "/2"), file + "\n", file.replace(/\n$/, "X\n"),
    file.replace("generation: 1", "generation: 0"), file.replace(/seed: .{8}/, "seed: ")]) {
    await assert.rejects(seal.readIdentity(foul), refused("damaged"));
  }
});

test("public keys carry a proof of whose they are", () => {
  seal.checkKeys(ORG, "anna", annaKeys);
  const bad = refused("bad-signature");
  assert.throws(() => seal.checkKeys(ORG, "bram", annaKeys), bad);
  assert.throws(() => seal.checkKeys("org-2", "anna", annaKeys), bad);
  for (const change of [{ generation: 2 }, { recipient: bramKeys.recipient }, { signer: bramKeys.signer }, { proof: bramKeys.proof }, { proof: "" }]) {
    assert.throws(() => seal.checkKeys(ORG, "anna", { ...annaKeys, ...change }), bad);
  }
});

test("a fingerprint is twenty digits and differs per person", () => {
  assert.match(seal.fingerprint(annaKeys), /^\d{4}( \d{4}){4}$/);
  assert.notEqual(seal.fingerprint(annaKeys), seal.fingerprint(bramKeys));
  // counted by hand with another tool: keeps browser, server and paper equal
  assert.equal(seal.fingerprint({ recipient: "age1pq1test", signer: "c2lnbmVy" }), "3172 7347 1524 7109 2054");
});

test("a chain opens from the newest wrap back to the first generation", async () => {
  const wraps = [{ generation: 2, wrapped: await seal.wrapCircleKey(second.key, bramKeys.recipient) }];
  const chain = await seal.openChain(name, [first, second], wraps, bram.identity);
  assert.deepEqual([...chain.keys.keys()].sort(), [1, 2]);
  assert.deepEqual(chain.keys.get(1), first.key);
  assert.equal(chain.refused.size, 0);
  const none = await seal.openChain(name, [first, second], wraps, anna.identity);
  assert.equal(none.keys.size, 0);
  assert.equal(none.refused.get(2).code, "not-for-you");
});

test("an old key does not open what comes after it", async () => {
  const wraps = [{ generation: 1, wrapped: await seal.wrapCircleKey(first.key, annaKeys.recipient) }];
  const chain = await seal.openChain(name, [first, second], wraps, anna.identity);
  assert.deepEqual([...chain.keys.keys()], [1]);
});

test("a generation that does not open hides no other", async () => {
  const wraps = [
    { generation: 2, wrapped: "bm90IGFnZQ==" },
    { generation: 1, wrapped: await seal.wrapCircleKey(first.key, annaKeys.recipient) },
  ];
  const chain = await seal.openChain(name, [first, second], wraps, anna.identity);
  assert.deepEqual([...chain.keys.keys()], [1]);
  assert.equal(chain.refused.get(2).code, "damaged");
});

test("a key handed out in another's place is refused", async () => {
  const wrapped = await seal.wrapCircleKey(first.key, annaKeys.recipient);
  const open = (where, row) => seal.unwrapCircleKey(wrapped, anna.identity, where, row);
  const foreign = await seal.makeCircleKey(name, 1, bram.seed, null);
  assert.deepEqual(await open(name, first), first.key);
  for (const [where, row] of [
    [{ ...name, circle: "case-2" }, first],
    [{ ...name, org: "org-2" }, first],
    [name, { ...first, generation: 2 }],
    [name, { ...first, recipient: foreign.recipient }],
  ]) {
    await assert.rejects(open(where, row), refused("wrong-context"));
  }
  await assert.rejects(seal.sealPrevious(second.key, first.key), refused("wrong-context"));
});

test("a generation names its maker", () => {
  seal.checkCircleKey(name, second, bramKeys.signer);
  const bad = refused("bad-signature");
  assert.throws(() => seal.checkCircleKey(name, second, annaKeys.signer), bad);
  assert.throws(() => seal.checkCircleKey(name, { ...second, recipient: first.recipient }, bramKeys.signer), bad);
  assert.throws(() => seal.checkCircleKey({ ...name, circle: "case-2" }, second, bramKeys.signer), bad);
});

test("a note comes back whole", async () => {
  const file = await seal.writeNote(written, anna.seed, first.recipient);
  assert.deepEqual(await seal.readNote(file, first.key.identity, context, [annaKeys.signer]), written);
  assert.ok(!Buffer.from(file, "base64").includes("Wat gezegd is"));
});

test("a note in another place than it was written for is refused", async () => {
  const file = await seal.writeNote(written, anna.seed, first.recipient);
  for (const [change, code] of [
    [{ org: "org-2" }, "wrong-context"],
    [{ circle: "case-2" }, "wrong-context"],
    [{ note: "n2" }, "wrong-context"],
    [{ revision: 2 }, "wrong-context"],
    [{ slot: "talk-2" }, "wrong-context"],
    [{ author: "bram" }, "wrong-author"],
  ]) {
    const read = seal.readNote(file, first.key.identity, { ...context, ...change }, [annaKeys.signer, bramKeys.signer]);
    await assert.rejects(read, refused(code), JSON.stringify(change));
  }
});

test("a note by somebody else in the author's name is refused", async () => {
  const forged = await seal.writeNote(written, bram.seed, first.recipient);
  await assert.rejects(seal.readNote(forged, first.key.identity, context, [annaKeys.signer]), refused("wrong-author"));
});

test("a signature that does not fit is refused", async () => {
  const inside = JSON.parse(await seal.openText(await seal.writeNote(written, anna.seed, first.recipient), first.key.identity));
  const read = async (change) => {
    const file = await seal.sealText(JSON.stringify({ ...inside, ...change }), [first.recipient]);
    return seal.readNote(file, first.key.identity, context, [annaKeys.signer]);
  };
  assert.deepEqual(await read({}), written);
  await assert.rejects(read({ payload: inside.payload.replace("gezegd", "verzonnen") }), refused("bad-signature"));
  await assert.rejects(read({ signature: seal.toBase64(new Uint8Array(64)) }), refused("bad-signature"));
  await assert.rejects(read({ signature: "kort" }), refused("bad-signature"));
  await assert.rejects(read({ format: "veer-note/2" }), refused("damaged"));
  await assert.rejects(read({ payload: "[]" }), refused("damaged"));
  await assert.rejects(read({ payload: JSON.stringify({ ...context, body: { text: 1 } }) }), refused("damaged"));
});

test("a draft is its author's alone", async () => {
  const place = { org: ORG, circle: "case-1", slot: "talk-1", author: "anna" };
  const draft = await seal.writeDraft(written, annaKeys.recipient);
  assert.deepEqual(await seal.readDraft(draft, anna.identity, place), written);
  await assert.rejects(seal.readDraft(draft, bram.identity, place), refused("not-for-you"));
  await assert.rejects(seal.readDraft(draft, anna.identity, { ...place, circle: "case-2" }), refused("wrong-context"));
});

test("a manifest is read back with its signer, and not when it was changed", () => {
  const files = [seal.exportedFile("veer-x.age", new Uint8Array([1, 2, 3]))];
  const manifest = { org: ORG, circle: "case-1", revision: 3, at: "2026-08-19T21:04:00Z", files };
  const text = seal.writeManifest(manifest, anna.seed);
  assert.deepEqual(seal.readManifest(text), { manifest, signer: annaKeys.signer });
  assert.equal(files[0].sha256, "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81");
  assert.throws(() => seal.readManifest(text.replace("case-1", "case-2")), refused("bad-signature"));
  assert.throws(() => seal.readManifest("{}"), refused("damaged"));
});

test("a passkey's bytes make the same identity every time", async () => {
  const output = new Uint8Array(32).fill(9);
  const identity = seal.identityFromPrf(output);
  assert.equal(identity, seal.identityFromPrf(output));
  assert.notEqual(identity, seal.identityFromPrf(new Uint8Array(32).fill(8)));
  const lock = await seal.seal(seal.writeIdentity(anna), [await seal.recipientOf(identity)]);
  assert.deepEqual(await seal.readIdentity(seal.textOf(await seal.open(lock, identity))), anna);
  assert.equal(Buffer.from(seal.prfInput()).toString("hex"), "d433bec0f4e3e2cf166d0f37da0713785a8f638071242b93e855c2d27c66943f");
  assert.throws(() => seal.identityFromPrf(new Uint8Array(31)), refused("no-key"));
});
