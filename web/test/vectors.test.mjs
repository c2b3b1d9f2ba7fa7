// The published test vectors of the age format (C2SP, npm `cctv-age`), against the code that runs in
// the browser: the bundled library on every vector, and Veer's own `open` on each it may take.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { inflateSync } from "node:zlib";
import test from "node:test";
import * as vectors from "cctv-age";
import { loadSeal } from "./seal.mjs";

const seal = await loadSeal();
const { Decrypter, armor } = seal.library;
const KNOWN = new Set(["expect", "payload", "identity", "passphrase", "armored", "file key", "comment", "compressed"]);
const counts = { success: 0, refused: 0, hybrid: 0, words: 0, compressed: 0, veer: 0 };

/** A vector's lines of `key: value`, and its file. */
function parse(bytes) {
  const end = Buffer.from(bytes).indexOf("\n\n");
  const lines = Buffer.from(bytes.subarray(0, end)).toString("utf8").split("\n");
  const vector = { identity: [], passphrase: [], fields: new Set(), file: new Uint8Array(bytes.subarray(end + 2)) };
  for (const line of lines) {
    const [key, value] = [line.slice(0, line.indexOf(": ")), line.slice(line.indexOf(": ") + 2)];
    vector.fields.add(key);
    if (Array.isArray(vector[key])) vector[key].push(value);
    else vector[key] = value;
  }
  if (vector.compressed === "zlib") vector.file = new Uint8Array(inflateSync(vector.file));
  return vector;
}

const digest = (bytes) => createHash("sha256").update(bytes).digest("hex");

async function libraryAgrees(vector) {
  const age = new Decrypter();
  for (const identity of vector.identity) age.addIdentity(identity);
  for (const words of vector.passphrase) age.addPassphrase(words);
  let file = vector.file;
  if (vector.armored) {
    try {
      file = armor.decode(new TextDecoder().decode(file));
    } catch {
      return assert.equal(vector.expect, "armor failure");
    }
  }
  // Veer opens whole files: of one that fails nothing is released, so only a success has bytes
  if (vector.expect === "success") assert.equal(digest(await age.decrypt(file)), vector.payload);
  else await assert.rejects(age.decrypt(file), vector.comment);
}

/** Veer's `open` gives everything or nothing, and takes hybrid files alone. */
async function veerAgrees(vector, name) {
  const hybrid = vector.identity.length === 1 && vector.identity[0].startsWith("AGE-SECRET-KEY-PQ-1");
  const words = vector.passphrase.length === 1 && vector.identity.length === 0;
  if (vector.armored || !(hybrid || words)) return;
  const opening = hybrid
    ? seal.open(vector.file, vector.identity[0])
    : seal.openWithWords(vector.file, vector.passphrase[0]);
  counts.veer += 1;
  if (hybrid) counts.hybrid += 1;
  if (words) counts.words += 1;
  let code = null;
  try {
    const plain = await opening;
    assert.equal(vector.expect, "success", `${name} must not open`);
    assert.equal(digest(plain), vector.payload);
  } catch (error) {
    if (error.name !== "SealError") throw error;
    code = error.code;
  }
  // what is valid age and refused by Veer is so on purpose: other kinds of recipient beside ours
  if (vector.expect === "success" && code !== null) assert.equal(code, "mixed-recipients", name);
  if (vector.expect === "header failure") assert.ok(code === "damaged" || code === "mixed-recipients", `${name}: ${code}`);
  if (vector.expect === "HMAC failure" || vector.expect === "payload failure") {
    assert.ok(code === "damaged" || code === "mixed-recipients", `${name}: ${code}`);
  }
}

for (const [name, bytes] of Object.entries(vectors.default ?? vectors)) {
  if (!(bytes instanceof Uint8Array)) continue;
  test(`vector ${name}`, async () => {
    const vector = parse(bytes);
    assert.deepEqual([...vector.fields].filter((key) => !KNOWN.has(key)), [], "a field this test knows");
    counts[vector.expect === "success" ? "success" : "refused"] += 1;
    if (vector.compressed) counts.compressed += 1;
    await libraryAgrees(vector);
    await veerAgrees(vector, name);
  });
}

test("the vectors were there, hybrid and compressed ones too", () => {
  const { success, refused, hybrid, words, compressed, veer } = counts;
  console.log(
    `C2SP vectors: ${success + refused} pass (${success} open, ${refused} are refused; ${compressed} compressed); ` +
      `Veer's own opening agrees on ${veer} (${hybrid} hybrid, ${words} by words)`,
  );
  assert.ok(success + refused > 100 && hybrid > 5 && words > 5 && compressed > 0);
});
