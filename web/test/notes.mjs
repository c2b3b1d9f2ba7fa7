// The pure parts of the sealed notes, bundled as the pages bundle them, for tests in node.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const from = (path) => `export * from ${JSON.stringify(fileURLToPath(new URL(`../src/${path}.ts`, import.meta.url)))};`;
const MODULES = [
  ...["change", "changed", "draft", "export", "keeping", "outbox", "people", "read", "ring", "room", "wire"].map((name) => `sealed/${name}`),
  "vault/stuck",
  ...["age", "circle", "error", "identity", "manifest", "note", "signature"].map((name) => `seal/${name}`),
];

/** Bundles `web/src/sealed` with what it stands on, and loads it. */
export async function loadNotes() {
  const folder = await mkdtemp(join(tmpdir(), "veer-notes-"));
  const outfile = join(folder, "notes.mjs");
  try {
    await build({
      stdin: { contents: MODULES.map(from).join("\n"), resolveDir: fileURLToPath(new URL("..", import.meta.url)) },
      bundle: true,
      format: "esm",
      target: ["es2022"],
      logLevel: "warning",
      outfile,
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A person with an open vault. */
export async function person(notes, org, id, generation = 1) {
  const identity = await notes.makeIdentity(org, id, generation);
  const keys = await notes.keysOf(identity);
  const vault = { person: id, generation, identity: identity.identity, recipient: keys.recipient, signer: identity.seed, verifier: keys.signer };
  return { id, keys, vault };
}

/** Keys seen before, in memory; those of `start` were taken by a tap. */
export function seenKeys(start = {}, notes = null) {
  const pin = (keys, taken, earlier = []) => ({ keys, taken, earlier });
  const people = new Map(Object.entries(start).map(([id, keys]) => [id, pin(keys, true)]));
  const same = (a, b) => a.generation === b.generation && a.recipient === b.recipient && a.signer === b.signer;
  const check = (id, keys) => {
    const known = people.get(id);
    if (!known) return "new";
    if (!same(known.keys, keys)) return "changed";
    return known.taken ? "same" : "seen";
  };
  return {
    people,
    check,
    see: async (id, keys) => void (people.has(id) || people.set(id, pin(keys, false))),
    accept: async (id, keys) => {
      const before = people.get(id);
      people.set(id, pin(keys, true, before ? [...before.earlier, before.keys.signer] : []));
    },
    earlier: (id) => people.get(id)?.earlier ?? [],
    before: (id) => {
      const known = people.get(id);
      return known ? { generation: known.keys.generation, mark: notes.fingerprint(known.keys) } : null;
    },
  };
}

/** A circle as the server tells it, for one reader. */
export function circleOf(name, me, people, more = {}) {
  return {
    org: "o", circle: name, kind: "case", me, pseudonym: `p-${name}`, revision: 7, may_write: true,
    rotation_due: false, recoverable: false, keys: [], wraps: [], notes: [], drafts: [], team: null,
    people: people.map(({ id, keys }) => ({ id, name: id.toUpperCase(), part: "supporter", member: true, keys, earlier: [] })),
    ...more,
  };
}
