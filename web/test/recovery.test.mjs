// The team's key: each pair of three opens it, one alone never, and a damaged share is found.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { seenKeys } from "./notes.mjs";

const { seal, recovery } = await load();
const ORG = "org-1";
const HOLDERS = ["hedwig", "ronald", "saida"];

const people = Object.fromEntries(
  await Promise.all([...HOLDERS, "bram"].map(async (id) => {
    const identity = await seal.makeIdentity(ORG, id, 1);
    return [id, { id, ...(await seal.keysOf(identity)), identity: identity.identity, signer: identity.seed, org: ORG }];
  })),
);
const holders = HOLDERS.map((id) => people[id]);
const made = await recovery.makeTeam(people.hedwig, 1, 2, holders);
const team = { org: ORG, generation: 1, threshold: 2, recipient: made.recipient };
const share = async (id) => ({
  holder: id,
  text: await seal.openText(made.shares.find((one) => one.holder === id).sealed, people[id].identity),
});
const shares = await Promise.all(HOLDERS.map(share));
const stopped = (code, ...who) => (error) =>
  error?.name === "RecoveryError" && error.code === code && assert.deepEqual(error.holders, who) === undefined;

/** A share of which one byte is another. */
function bent({ holder, text }) {
  const said = JSON.parse(text);
  const bytes = Buffer.from(said.share, "base64");
  bytes[3] ^= 1;
  return { holder, text: JSON.stringify({ ...said, share: bytes.toString("base64") }) };
}

test("each pair of three brings the key back, and all three too", async () => {
  for (const [a, b] of [[0, 1], [0, 2], [1, 2], [2, 0]]) {
    const { identity, corrupt } = await recovery.combineShares([shares[a], shares[b]], team);
    assert.equal(await seal.recipientOf(identity), made.recipient);
    assert.deepEqual(corrupt, []);
  }
  const { corrupt } = await recovery.combineShares(shares, team);
  assert.deepEqual(corrupt, []);
});

test("one share alone never does", async () => {
  for (const one of shares) {
    await assert.rejects(recovery.combineShares([one], team), stopped("too-few"));
    await assert.rejects(recovery.combineShares([one, one], team), (error) => error.name === "RecoveryError");
  }
});

test("a damaged share is found: named when one more came in, and never used in silence", async () => {
  await assert.rejects(
    recovery.combineShares([shares[0], bent(shares[1])], team),
    stopped("corrupt-unknown", "hedwig", "ronald"),
  );
  for (const bad of [0, 1, 2]) {
    const mixed = shares.map((one, at) => (at === bad ? bent(one) : one));
    const { identity, corrupt } = await recovery.combineShares(mixed, team);
    assert.equal(await seal.recipientOf(identity), made.recipient);
    assert.deepEqual(corrupt, [HOLDERS[bad]]);
  }
});

test("a share of another organisation, team, holder or no share at all is named at once", async () => {
  const said = JSON.parse(shares[1].text);
  for (const change of [{ org: "org-2" }, { generation: 2 }, { holder: "saida" }, { threshold: 3 }, { format: "x" }, { share: "?" }]) {
    const foul = { holder: "ronald", text: JSON.stringify({ ...said, ...change }) };
    await assert.rejects(recovery.combineShares([shares[0], foul], team), stopped("corrupt", "ronald"));
    const { corrupt } = await recovery.combineShares([...[shares[0], shares[2]], foul], team);
    assert.deepEqual(corrupt, ["ronald"]);
  }
  await assert.rejects(recovery.combineShares([shares[0], { holder: "ronald", text: "" }], team), stopped("corrupt", "ronald"));
});

test("the key is checked against the team's recipient, not only against itself", async () => {
  const other = await recovery.makeTeam(people.hedwig, 1, 2, holders);
  await assert.rejects(
    recovery.combineShares(shares, { ...team, recipient: other.recipient }),
    stopped("corrupt-unknown", ...HOLDERS),
  );
});

test("a share opens for its holder alone, and the proof names its maker", async () => {
  await assert.rejects(seal.openText(made.shares[0].sealed, people.ronald.identity), (e) => e.code === "not-for-you");
  recovery.checkTeam(ORG, made, seal.signerOf(people.hedwig.signer));
  assert.throws(() => recovery.checkTeam("org-2", made, seal.signerOf(people.hedwig.signer)), (e) => e.code === "bad-signature");
});

test("a recovery gives the case's keys, and the used shares open nothing that is left", async () => {
  const key = await seal.makeCircleKey({ org: ORG, circle: "case-1" }, 1, people.bram.signer, null);
  const foreign = await seal.makeCircleKey({ org: ORG, circle: "case-2" }, 3, people.bram.signer, null);
  const wraps = await Promise.all([key, foreign].map(async (made_) => ({
    circle: made_.key.circle,
    generation: made_.generation,
    recipient: made_.recipient,
    wrapped: await seal.wrapCircleKey(made_.key, made.recipient),
  })));
  const executor = people.hedwig;
  const contributions = await Promise.all(["hedwig", "ronald"].map(async (id) => ({
    holder: id,
    sealed: await recovery.passShare(made.shares.find((one) => one.holder === id).sealed, people[id].identity, executor.recipient),
  })));
  // An appointment waits under number 2: the server names the number after it.
  const work = { team, next: 3, circle: "case-1", receiver: people.bram.recipient, holders, contributions, wraps };
  await assert.rejects(recovery.recover(executor, { ...work, next: 1 }), (error) => error.code === "wrong-context");
  const outcome = await recovery.recover(executor, work);
  assert.equal(outcome.team.generation, 3);
  assert.deepEqual(outcome.given.map(({ circle, generation }) => [circle, generation]), [["case-1", 1]]);
  const back = await seal.unwrapCircleKey(outcome.given[0].wrapped, people.bram.identity, { org: ORG, circle: "case-1" }, key);
  assert.equal(back.identity, key.key.identity);

  // The old shares still make the old key, and that key opens none of the new wraps.
  const old = (await recovery.combineShares(shares, team)).identity;
  for (const wrap of outcome.wraps) {
    await assert.rejects(seal.openText(wrap.wrapped, old), (error) => error.code === "not-for-you");
  }
  // The new shares do, two of them.
  const next = { org: ORG, generation: 3, threshold: 2, recipient: outcome.team.recipient };
  assert.notEqual(next.recipient, team.recipient);
  const fresh = await Promise.all(["ronald", "saida"].map(async (id) => ({
    holder: id,
    text: await seal.openText(outcome.team.shares.find((one) => one.holder === id).sealed, people[id].identity),
  })));
  const { identity } = await recovery.combineShares(fresh, next);
  const opened = await seal.unwrapCircleKey(outcome.wraps[1].wrapped, identity, { org: ORG, circle: "case-2" }, foreign);
  assert.equal(opened.identity, foreign.key.identity);
  // An old share among the new ones is not taken for one of them.
  await assert.rejects(recovery.combineShares([fresh[0], shares[2]], next), stopped("corrupt", "saida"));
});

test("a wrap of another case, or another key than the server said, stops it", async () => {
  const key = await seal.makeCircleKey({ org: ORG, circle: "case-1" }, 1, people.bram.signer, null);
  const other = await seal.makeCircleKey({ org: ORG, circle: "case-2" }, 1, people.bram.signer, null);
  const wrapped = await seal.wrapCircleKey(other.key, made.recipient);
  const contributions = await Promise.all(["hedwig", "saida"].map(async (id) => ({
    holder: id,
    sealed: await recovery.passShare(made.shares.find((one) => one.holder === id).sealed, people[id].identity, people.hedwig.recipient),
  })));
  const wraps = [{ circle: "case-1", generation: 1, recipient: key.recipient, wrapped }];
  const work = { team, next: 2, circle: "case-1", receiver: people.bram.recipient, holders, contributions, wraps };
  await assert.rejects(recovery.recover(people.hedwig, work), (error) => error.code === "wrong-context");
  // Beside a whole one it is left out, and stops nobody.
  const whole = { circle: "case-1", generation: 2, recipient: other.recipient, wrapped };
  const junk = { circle: "case-3", generation: 1, recipient: key.recipient, wrapped: made.shares[0].sealed };
  const good = { circle: "case-2", generation: 1, recipient: other.recipient, wrapped };
  const outcome = await recovery.recover(people.hedwig, { ...work, circle: "case-2", wraps: [junk, whole, good] });
  assert.deepEqual(outcome.wraps.map(({ circle }) => circle), ["case-2"]);
});

const party = ({ id, generation, recipient, signer, proof }) => ({ id, name: id, keys: { generation, recipient, signer, proof } });
const bare = async (id) => {
  const identity = await seal.makeIdentity(ORG, id, 1);
  return party({ id, ...(await seal.keysOf(identity)) });
};

test("the new key is divided among the holders that the page showed and this device knows, and nobody else", async () => {
  const [hedwig, ronald, saida, bram, eve] = await Promise.all(["hedwig", "ronald", "saida", "bram", "eve"].map(bare));
  const names = [hedwig, ronald, saida].map(({ id }) => id);
  const state = { org: ORG, me: "hedwig", team: { holders: names }, people: [hedwig, ronald, saida, bram, eve] };
  const known = seenKeys({ ronald: ronald.keys, saida: saida.keys });
  const work = (...holders_) => ({ holders: holders_, receiver: bram });
  const ids = (found) => found.map(({ id }) => id);
  assert.deepEqual(ids(recovery.holdersOf(state, work(saida, hedwig, ronald), known)), names);
  const refused = (told, at = state) => assert.throws(() => recovery.holdersOf(at, told, known), (error) => error.code === "wrong-context");
  refused(work(hedwig, ronald, saida, eve));
  refused(work(hedwig, ronald));
  refused(work(hedwig, ronald, eve));
  // A server that names a further holder everywhere is stopped by whom this device knows.
  const more = { ...state, team: { holders: [...names, "eve"] } };
  assert.throws(() => recovery.holdersOf(more, work(hedwig, ronald, saida, eve), known), stopped("compare-first", "eve"));
  // Only seen, or seen with other keys, is not compared either.
  await known.see("eve", eve.keys);
  assert.throws(() => recovery.holdersOf(more, work(hedwig, ronald, saida, eve), known), stopped("compare-first", "eve"));
  const swapped = { ...state, people: [hedwig, ronald, await bare("saida"), bram] };
  assert.throws(() => recovery.holdersOf(swapped, work(hedwig, ronald, saida), known), stopped("compare-first", "saida"));
  // Whoever gets the key is the one whose figures stood on the page.
  assert.equal(recovery.receiverOf(state, "bram", { ...work(), receiver: await bare("bram") }), bram);
  for (const [shown, receiver] of [["bram", eve], ["bram", null], [null, bram], [undefined, null]]) {
    assert.throws(() => recovery.receiverOf(state, shown, { ...work(), receiver }), (error) => error.code === "wrong-context");
  }
});

async function load() {
  const folder = await mkdtemp(join(tmpdir(), "veer-recovery-"));
  const outfile = join(folder, "recovery.mjs");
  const at = (path) => JSON.stringify(fileURLToPath(new URL(`../src/${path}.ts`, import.meta.url)));
  const all = (paths) => paths.map((path) => `export * from ${at(path)};`).join("\n");
  try {
    await build({
      stdin: {
        contents: all([
          ...["age", "identity", "circle", "signature", "team"].map((name) => `seal/${name}`),
          ...["shares", "team", "wire"].map((name) => `recovery/${name}`),
        ]),
        resolveDir: fileURLToPath(new URL("..", import.meta.url)),
      },
      bundle: true,
      format: "esm",
      target: ["es2022", "chrome111"],
      logLevel: "warning",
      outfile,
    });
    const modules = await import(pathToFileURL(outfile).href);
    return { seal: modules, recovery: modules };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
