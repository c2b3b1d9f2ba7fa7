// Giving keys: to whom it was shown, and to nobody else; what changed or was made up gets nothing.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { person, seenKeys } from "./notes.mjs";

const MODULES = ["keys/task", "seal/circle", "seal/identity", "seal/signature", "seal/team"];
const from = (path) => `export * from ${JSON.stringify(fileURLToPath(new URL(`../src/${path}.ts`, import.meta.url)))};`;

async function load() {
  const folder = await mkdtemp(join(tmpdir(), "veer-keys-"));
  const outfile = join(folder, "keys.mjs");
  try {
    await build({
      stdin: { contents: MODULES.map(from).join("\n"), resolveDir: fileURLToPath(new URL("..", import.meta.url)) },
      bundle: true, format: "esm", target: ["es2022"], logLevel: "warning", outfile,
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const keys = await load();
const ORG = "org-1";
const name = { org: ORG, circle: "case-1" };
const anna = await person(keys, ORG, "anna");
const bram = await person(keys, ORG, "bram");
const eve = await person(keys, ORG, "eve");
// eve's keys, bound to the name of bram: what a server could hand out in his place
const posing = await person(keys, ORG, "bram", 2);
const first = await keys.makeCircleKey(name, 1, anna.vault.signer, null);
const second = await keys.makeCircleKey(name, 2, bram.vault.signer, null);
const row = ({ generation, recipient, previous, proof }, made_by) => ({ generation, recipient, previous, proof, made_by, made_at: 0 });

const seen = (start = {}) => seenKeys(start, keys);

async function task(more = {}) {
  return {
    ...name, kind: "case", me: "anna", label: "Daan", renew: false, rotation_due: false, recoverable: false,
    people: [anna, bram].map(({ id, keys: own }) => ({ id, name: id, part: "supporter", member: id === "bram", keys: own, earlier: [] })),
    keys: [row(first, "anna")],
    wraps: [{ generation: 1, wrapped: await keys.wrapCircleKey(first.key, anna.keys.recipient) }],
    wanted: [{ generation: 1, holder: "bram" }], links: [], team: null, ...more,
  };
}

/** What a script sent while `act` ran. */
async function sent(act) {
  const calls = [];
  const before = globalThis.fetch;
  globalThis.fetch = async (path, init) => {
    calls.push({ path, ...init, body: JSON.parse(init.body) });
    return new Response(null, { status: 204 });
  };
  try {
    await act();
  } finally {
    globalThis.fetch = before;
  }
  return calls;
}

const swapped = (own) => [
  { id: "anna", name: "anna", part: "former", member: false, keys: anna.keys, earlier: [] },
  { id: "bram", name: "bram", part: "supporter", member: true, keys: own, earlier: [] },
];

test("a key is given to the keys that were shown, and opens there", async () => {
  const known = seen();
  const work = await keys.open(await task(), anna.vault, known);
  const [waiter] = keys.waiters(work, known);
  assert.equal(waiter.kind, "known");
  assert.equal(waiter.mark, keys.fingerprint(bram.keys));
  assert.equal(known.check("bram", bram.keys), "seen", "nothing is taken before the tap");
  const [call] = await sent(() => keys.give(work, waiter, known));
  assert.equal(known.check("bram", bram.keys), "same");
  assert.equal(call.path, "/sealed/case-1/wraps");
  const [wrap] = call.body.wraps;
  assert.equal(wrap.vault, bram.keys.generation, "the server refuses it when that vault was replaced");
  const opened = await keys.unwrapCircleKey(wrap.wrapped, bram.vault.identity, name, row(first));
  assert.equal(opened.identity, first.key.identity);
});

test("a substituted recipient is shown as a changed key, and nothing is wrapped to it", async () => {
  const known = seen({ bram: bram.keys });
  const work = await keys.open(await task({ people: swapped(posing.keys) }), anna.vault, known);
  const [waiter] = keys.waiters(work, known);
  assert.equal(waiter.kind, "changed");
  assert.deepEqual([waiter.before, waiter.mark], [keys.fingerprint(bram.keys), keys.fingerprint(posing.keys)]);
  assert.deepEqual(await sent(() => keys.give(work, waiter, known)), []);
  const renewed = await sent(() => keys.renew(work, anna.vault));
  assert.deepEqual(renewed[0].body.wraps.map(({ holder }) => holder), ["anna"]);
  // After comparing by telephone they count.
  await known.accept("bram", posing.keys);
  const again = await keys.open(await task({ people: swapped(posing.keys) }), anna.vault, known);
  assert.equal(keys.waiters(again, known)[0].kind, "known");
});

test("keys that nobody bound to the person are not offered at all", async () => {
  for (const own of [eve.keys, { ...bram.keys, recipient: eve.keys.recipient }, { ...bram.keys, proof: "" }]) {
    const known = seen();
    const work = await keys.open(await task({ people: swapped(own) }), anna.vault, known);
    assert.deepEqual(keys.waiters(work, known), []);
    assert.equal(known.before("bram"), null);
  }
});

test("who waits outside the circle, or for a key that I have not, is not offered", async () => {
  const known = seen();
  const people = swapped(bram.keys).map((each) => ({ ...each, member: false }));
  const outside = await keys.open(await task({ people }), anna.vault, known);
  assert.deepEqual(keys.waiters(outside, known), []);
  const wanted = [{ generation: 2, holder: "bram" }];
  const other = await keys.open(await task({ keys: [row(first, "anna"), row(second, "bram")], wanted }), anna.vault, known);
  assert.deepEqual(keys.waiters(other, known), []);
});

test("who has no vault yet is named, and gets nothing", async () => {
  const known = seen();
  const work = await keys.open(await task({ people: swapped(null) }), anna.vault, known);
  const [waiter] = keys.waiters(work, known);
  assert.equal(waiter.kind, "no-vault");
  assert.deepEqual(await sent(() => keys.give(work, waiter, known)), []);
});

test("who was never tapped for gets no key by a renewal, however often they were seen", async () => {
  const known = seen();
  for (let visit = 0; visit < 2; visit += 1) {
    const work = await keys.open(await task({ renew: true }), anna.vault, known);
    const [call] = await sent(() => keys.renew(work, anna.vault));
    assert.deepEqual(call.body.wraps.map(({ holder }) => holder), ["anna"]);
  }
});

test("what could not be remembered is not given", async () => {
  const known = { ...seen(), accept: async () => Promise.reject(new Error("full")) };
  const work = await keys.open(await task(), anna.vault, known);
  const [waiter] = keys.waiters(work, known);
  assert.deepEqual(await sent(() => assert.rejects(keys.give(work, waiter, known))), []);
});

test("a card from before somebody's keys changed gives nothing", async () => {
  const known = seen();
  const work = await keys.open(await task(), anna.vault, known);
  const [waiter] = keys.waiters(work, known);
  await known.accept("bram", posing.keys);
  const refused = () => assert.rejects(keys.give(work, waiter, known), (error) => error.code === "changed-key");
  assert.deepEqual(await sent(refused), []);
});

test("a key that the server made itself, by somebody it names, gets nothing of what came before", async () => {
  const posed = await keys.makeCircleKey(name, 2, eve.vault.signer, null);
  const wraps = await Promise.all([first, posed].map(async ({ generation, key }) => ({ generation, wrapped: await keys.wrapCircleKey(key, anna.keys.recipient) })));
  for (const member of [false, true]) {
    const known = seen({ bram: bram.keys });
    const people = [...(await task()).people, { id: "eve", name: "eve", part: "former", member, keys: eve.keys, earlier: [] }];
    for (let visit = 0; visit < 2; visit += 1) {
      const told = await task({ people, keys: [row(first, "anna"), row(posed, "eve")], wraps, wanted: [], links: [2] });
      const work = await keys.open(told, anna.vault, known);
      assert.ok(work.ring.keys.get(2), "it opens, and is not believed");
      assert.deepEqual(await sent(() => keys.link(work)), []);
    }
  }
});

test("the key before goes into the next only when a member made that one", async () => {
  const wraps = [
    { generation: 1, wrapped: await keys.wrapCircleKey(first.key, bram.keys.recipient) },
    { generation: 2, wrapped: await keys.wrapCircleKey(second.key, bram.keys.recipient) },
  ];
  const linked = async (proofOf) => {
    const rows = [row(first, "anna"), row(proofOf, "bram")];
    const work = await keys.open(await task({ me: "bram", keys: rows, wraps, wanted: [], links: [2] }), bram.vault, seen());
    return sent(() => keys.link(work));
  };
  // Bram made the second key himself.
  const [call] = await linked(second);
  assert.equal(call.path, "/sealed/case-1/previous");
  const opened = await keys.unwrapCircleKey(call.body.previous, second.key.identity, name, row(first));
  assert.equal(opened.identity, first.key.identity);
  assert.deepEqual(await linked({ ...second, proof: first.proof }), []);
});

test("the team's key counts when its maker signed it and the colleague agreed", async () => {
  const proof = keys.sign(`veer-team/1\n${ORG}\n1\n${eve.keys.recipient}`, bram.vault.signer);
  const team = { generation: 1, recipient: eve.keys.recipient, made_by: "bram", proof };
  const wanted = [{ generation: 1, holder: "team" }];
  const known = seen();
  const waiting = async (more) => {
    const work = await keys.open(await task({ wanted, team, recoverable: true, ...more }), anna.vault, known);
    return [work, keys.waiters(work, known)];
  };
  const kinds = async (more) => (await waiting(more))[1].map(({ kind }) => kind);
  const other = (generation) => ({ team: { ...team, generation, recipient: bram.keys.recipient } });
  assert.deepEqual(await kinds({ recoverable: false }), []);
  assert.deepEqual(await kinds(other(1)), []);
  const [work, [waiter]] = await waiting({});
  assert.equal(waiter.mark, keys.fingerprint(keys.teamKeys(team)), "the figures that holders see too, whoever made it");
  await sent(() => keys.give(work, waiter, known));
  // Taken once it counts, also when its maker has another vault since; another key of that number does not.
  const people = swapped(posing.keys);
  assert.deepEqual(await kinds({ people }), ["team"]);
  assert.deepEqual(await kinds(other(1)), []);
  const earlier = (await task()).people.map((each) => (each.id === "bram" ? { ...each, keys: eve.keys, earlier: [{ generation: 1, signer: bram.keys.signer }] } : each));
  const second = { ...team, generation: 2, proof: keys.sign(`veer-team/1\n${ORG}\n2\n${eve.keys.recipient}`, bram.vault.signer) };
  assert.deepEqual(await kinds({ team: second }), ["team"], "a newer one by its maker is shown");
  assert.deepEqual(await kinds({ team: second, people: earlier }), [], "an earlier signer proves no key");
});
