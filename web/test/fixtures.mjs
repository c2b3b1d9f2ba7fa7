// Prints files as the browser makes them, for readers in other languages (server/tests/independent.rs).
import { loadSeal } from "./seal.mjs";

const seal = await loadSeal();
const anna = await seal.makeIdentity("org-1", "anna", 1);
const keys = await seal.keysOf(anna);
const identityFile = seal.writeIdentity(anna);
const words = "anchor basket cycle delta elder fabric garden hollow";
const passkeyIdentity = seal.identityFromPrf(new Uint8Array(32).fill(9));
const name = { org: "org-1", circle: "case-1" };
const circle = await seal.makeCircleKey(name, 1, anna.seed, null);
const note = {
  ...name, note: "n1", revision: 1, slot: "talk-1", author: "anna", at: "2026-08-19T21:04:00Z",
  body: { text: "what was said", topics: [], signs: [] },
};
const sizes = [];
for (const length of [0, 1, 65_536, 65_537, 140_000]) {
  const file = await seal.seal(new Uint8Array(length).fill(7), [keys.recipient]);
  sizes.push({ length, file: seal.toBase64(file) });
}
const exported = await seal.seal("# notes", [keys.recipient]);
console.log(
  JSON.stringify({
    identity: anna.identity,
    recipient: keys.recipient,
    identityFile,
    keys,
    fingerprint: seal.fingerprint(keys),
    words,
    lockByWords: seal.toBase64(await seal.sealWithWords(identityFile, words, 12)),
    passkeyIdentity,
    lockByPasskey: seal.toBase64(await seal.seal(identityFile, [await seal.recipientOf(passkeyIdentity)])),
    wrap: await seal.wrapCircleKey(circle.key, keys.recipient),
    note: await seal.writeNote(note, anna.seed, circle.recipient),
    sizes,
    manifest: seal.writeManifest(
      { ...name, revision: 2, at: "2026-08-19T21:04:00Z", recipient: keys.recipient, files: [seal.exportedFile("veer-x.age", exported)] },
      anna.seed,
    ),
  }),
);
