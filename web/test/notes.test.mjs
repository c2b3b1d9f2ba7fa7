// The sealed notes without a page: what is shown, what is refused, what is never lost.
import assert from "node:assert/strict";
import test, { before } from "node:test";
import "fake-indexeddb/auto";
import { circleOf, loadNotes, person, seenKeys } from "./notes.mjs";

let notes;
let sanne;
let daan;
before(async () => {
  notes = await loadNotes();
  [sanne, daan] = [await person(notes, "o", "sanne"), await person(notes, "o", "daan")];
});

const BODY = { text: "hij sliep slecht", topics: ["resilience"], signs: [] };

/** A circle of the two with a key of Sanne's and the notes that are asked for. */
async function filled(name, make = []) {
  const bare = circleOf(name, "sanne", [sanne, daan]);
  const seen = seenKeys({ daan: daan.keys });
  const judged = await notes.judge(bare, seen, sanne.vault);
  const { key, body } = await notes.nextRing(bare, { keys: new Map(), refused: new Map() }, sanne.vault, judged);
  const keys = [{ ...body, made_by: "sanne", made_at: 1 }];
  const mine = body.wraps.filter(({ holder }) => holder === "sanne").map(({ wrapped }) => ({ generation: 1, wrapped }));
  const stored = [];
  for (const [index, each] of make.entries()) {
    const place = { org: "o", circle: name, note: `n${index}`, revision: 1, slot: "talk-1", author: "sanne", ...each.place };
    const by = each.by ?? sanne;
    const sealed = await notes.writeNote({ ...place, at: "2026-01-01T00:00:00Z", body: each.body ?? BODY }, by.vault.signer, key.recipient);
    const { note, revision, slot, author } = place;
    stored.push({ note, revision, slot, author, generation: 1, body: sealed, at: index });
  }
  const circle = circleOf(name, "sanne", [sanne, daan], { keys, wraps: mine, notes: stored });
  const ring = await notes.openRing(circle, sanne.vault);
  return { circle, judged, ring, key, wraps: body.wraps };
}

const why = async ({ circle, ring, judged }) => (await notes.readAll(circle, ring, judged)).map(({ versions }) => versions[0].why ?? "shown");

test("a note is written, corrected and read with its older words", async () => {
  const { circle, ring, judged } = await filled("c", [
    {},
    { place: { note: "n0", revision: 2 }, body: { ...BODY, text: "hij slaapt beter" } },
  ]);
  const [thread, ...others] = await notes.readAll(circle, ring, judged);
  assert.equal(others.length, 0);
  assert.deepEqual(thread.versions.map(({ revision, note }) => [revision, note.body.text]), [[2, "hij slaapt beter"], [1, "hij sliep slecht"]]);
});

test("the colleague who reads along opens the same key and sees the same", async () => {
  const { circle, wraps } = await filled("c", [{}]);
  const theirs = { ...circle, me: "daan", wraps: wraps.filter(({ holder }) => holder === "daan").map(({ wrapped }) => ({ generation: 1, wrapped })) };
  const judged = await notes.judge(theirs, seenKeys(), daan.vault);
  const ring = await notes.openRing(theirs, daan.vault);
  const [thread] = await notes.readAll(theirs, ring, judged);
  assert.equal(thread.versions[0].note.body.text, BODY.text);
});

test("what does not verify is told and not shown", async () => {
  const good = await filled("c", [{}, {}]);
  const other = await filled("d", [{}]);
  const tampered = (change) => why({ ...good, circle: { ...good.circle, notes: [change(good.circle.notes[0])] } });
  const raw = (body) => Buffer.from(body, "base64");
  const spoiled = (at) => (note) => {
    const bytes = raw(note.body);
    bytes[at < 0 ? bytes.length + at : at] ^= 1;
    return { ...note, body: bytes.toString("base64") };
  };
  assert.deepEqual(await tampered((note) => note), ["shown"]);
  assert.deepEqual(await tampered((note) => ({ ...note, body: raw(note.body).subarray(0, -20).toString("base64") })), ["damaged"]);
  assert.deepEqual(await tampered(spoiled(-1)), ["damaged"]);
  assert.deepEqual(await tampered((note) => ({ ...note, body: "no base64 !" })), ["damaged"]);
  assert.deepEqual(await tampered((note) => ({ ...note, body: good.circle.notes[1].body })), ["wrong-context"], "another note of this case");
  assert.deepEqual(await tampered((note) => ({ ...note, body: other.circle.notes[0].body })), ["not-for-you"], "another case's");
  assert.deepEqual(await tampered((note) => ({ ...note, revision: 2 })), ["wrong-context"]);
  assert.deepEqual(await tampered((note) => ({ ...note, slot: "talk-2" })), ["wrong-context"]);
  assert.deepEqual(await tampered((note) => ({ ...note, author: "daan" })), ["wrong-author"]);
  assert.deepEqual(await tampered((note) => ({ ...note, generation: 2 })), ["no-key"]);
  const moved = await filled("d", [{ place: { circle: "c" } }]);
  assert.deepEqual(await why(moved), ["wrong-context"], "sealed to this case, written for another");
});

test("a note signed by somebody else than it says is not shown", async () => {
  assert.deepEqual(await why(await filled("c", [{ by: daan }])), ["wrong-author"]);
});

test("a changed key shows nothing of that person, and gets nothing, until it is accepted", async () => {
  const { circle, ring } = await filled("c", [{ place: { author: "daan" }, by: daan }, {}]);
  const impostor = await person(notes, "o", "daan");
  const seen = seenKeys({ daan: daan.keys });
  const swapped = { ...circle, people: circle.people.map((each) => (each.id === "daan" ? { ...each, keys: impostor.keys } : each)) };
  const judged = await notes.judge(swapped, seen, sanne.vault);
  assert.deepEqual(judged.changed.map(({ person: each }) => each.id), ["daan"]);
  assert.match(judged.changed[0].fingerprint, /^\d{4}( \d{4}){4}$/);
  assert.deepEqual((await why({ circle: swapped, ring, judged })).sort(), ["changed-key", "shown"]);
  const next = await notes.nextRing(swapped, ring, sanne.vault, judged);
  assert.deepEqual(next.body.wraps.map(({ holder }) => holder), ["sanne"]);
  await seen.accept("daan", impostor.keys);
  const again = await notes.nextRing(swapped, ring, sanne.vault, await notes.judge(swapped, seen, sanne.vault));
  const vaults = again.body.wraps.map(({ holder, vault }) => [holder, vault]).sort();
  assert.deepEqual(vaults, [["daan", impostor.keys.generation], ["sanne", sanne.vault.generation]]);
});

test("keys that their owner did not bind are not pinned and get nothing", async () => {
  const seen = seenKeys();
  const forged = { ...daan.keys, recipient: sanne.keys.recipient };
  const circle = circleOf("c", "sanne", [sanne, { id: "daan", keys: forged }]);
  const judged = await notes.judge(circle, seen, sanne.vault);
  assert.deepEqual([seen.people.size, judged.trusted.length], [0, 0]);
});

test("a key of somebody seen for the first time is neither written to nor given one, until it is taken", async () => {
  const { circle, ring } = await filled("c");
  const theirs = await notes.makeCircleKey(circle, 2, daan.vault.signer, ring.keys.get(1));
  const { generation, recipient, previous, proof } = theirs;
  const made = { generation, recipient, previous, proof, made_by: "daan", made_at: 2 };
  const wraps = [...circle.wraps, { generation: 2, wrapped: await notes.wrapCircleKey(theirs.key, sanne.vault.recipient) }];
  const turned = { ...circle, keys: [...circle.keys, made], wraps };
  const both = await notes.openRing(turned, sanne.vault);
  const seen = seenKeys();
  for (const visit of ["first", "second"]) {
    const judged = await notes.judge(turned, seen, sanne.vault);
    assert.deepEqual([judged.trusted, judged.fresh.map(({ id }) => id)], [[], ["daan"]], `the ${visit} sight is no tap`);
    assert.equal(notes.keyToWrite(turned, both, judged), null);
    const next = await notes.nextRing(turned, both, sanne.vault, judged);
    assert.deepEqual(next.body.wraps.map(({ holder }) => holder), ["sanne"]);
  }
  await seen.accept("daan", daan.keys);
  const judged = await notes.judge(turned, seen, sanne.vault);
  assert.equal(notes.keyToWrite(turned, both, judged).generation, 2);
  const next = await notes.nextRing(turned, both, sanne.vault, judged);
  assert.deepEqual(next.body.wraps.map(({ holder }) => holder).sort(), ["daan", "sanne"]);
});

test("a key that somebody outside the circle made is not written to, however well they are known", async () => {
  const { circle, ring } = await filled("c");
  const theirs = await notes.makeCircleKey(circle, 2, daan.vault.signer, ring.keys.get(1));
  const { generation, recipient, previous, proof } = theirs;
  const people = circle.people.map((each) => (each.id === "daan" ? { ...each, part: "former", member: false } : each));
  const keys = [...circle.keys, { generation, recipient, previous, proof, made_by: "daan", made_at: 2 }];
  const wraps = [...circle.wraps, { generation: 2, wrapped: await notes.wrapCircleKey(theirs.key, sanne.vault.recipient) }];
  const told = { ...circle, people, keys, wraps };
  const judged = await notes.judge(told, seenKeys({ daan: daan.keys }), sanne.vault);
  assert.equal(notes.keyToWrite(told, await notes.openRing(told, sanne.vault), judged), null);
  assert.deepEqual([judged.trusted, judged.fresh], [[], []]);
});

test("keys that could not be remembered count for nothing", async () => {
  const seen = { ...seenKeys(), see: async () => Promise.reject(new Error("full")) };
  const judged = await notes.judge(circleOf("c", "sanne", [sanne, daan]), seen, sanne.vault);
  assert.deepEqual([judged.trusted, judged.fresh, judged.signersOf("daan"), judged.makerOf("daan")], [[], [], [], null]);
});

test("a note by a signer that only the server names, also as my own, is shown as not verified", async () => {
  const forger = await person(notes, "o", "forger");
  for (const author of ["daan", "sanne"]) {
    const { circle, ring } = await filled("c", [{ by: forger, place: { author } }]);
    const earlier = [{ generation: 0, signer: forger.keys.signer }];
    const told = { ...circle, people: circle.people.map((each) => (each.id === author ? { ...each, earlier } : each)) };
    const judged = await notes.judge(told, seenKeys({ daan: daan.keys }), sanne.vault);
    assert.ok(!judged.signersOf(author).includes(forger.keys.signer));
    const [{ versions: [shown] }] = await notes.readAll(told, ring, judged);
    assert.deepEqual([shown.unverified, shown.note.body.text], [true, BODY.text]);
    const file = notes.markdown(told, await notes.readAll(told, ring, judged), WORDS);
    assert.ok(file.includes("niet te controleren") && !file.includes("echt van"), file);
  }
});

test("what somebody wrote with the keys that I saw before they changed stays verified", async () => {
  const { circle, ring } = await filled("c", [{ by: daan, place: { author: "daan" } }]);
  const renewed = await person(notes, "o", "daan", 2);
  const seen = seenKeys({ daan: daan.keys });
  await seen.accept("daan", renewed.keys);
  const told = { ...circle, people: circle.people.map((each) => (each.id === "daan" ? { ...each, keys: renewed.keys } : each)) };
  const judged = await notes.judge(told, seen, sanne.vault);
  const [{ versions: [shown] }] = await notes.readAll(told, ring, judged);
  assert.deepEqual([shown.unverified, shown.note.body.text], [undefined, BODY.text]);
  assert.equal(judged.makerOf("daan"), renewed.keys.signer, "and makes no key");
});

test("a card takes the keys that stand on it, whatever is told by the time of the tap", () => {
  const taken = [];
  const button = { addEventListener: (_what, act) => (button.click = act) };
  const card = { querySelector: () => button };
  const parts = { find: () => ({ replaceChildren() {} }), card: () => card, fill() {}, say: (code) => code };
  const reader = { id: "daan", name: "Daan", keys: daan.keys };
  notes.showChanged(parts, [{ person: reader, fingerprint: "1" }], (who) => taken.push(who.keys));
  button.click();
  assert.deepEqual(taken, [daan.keys]);
});

test("a key that nobody of the circle made is not written to", async () => {
  const { circle, ring, judged } = await filled("c");
  assert.ok(notes.keyToWrite(circle, ring, judged));
  const [row] = circle.keys;
  assert.equal(notes.keyToWrite({ ...circle, keys: [{ ...row, made_by: "daan" }] }, ring, judged), null);
  assert.equal(notes.keyToWrite({ ...circle, keys: [{ ...row, made_by: "nobody" }] }, ring, judged), null);
  assert.equal(notes.keyToWrite({ ...circle, rotation_due: true }, ring, judged), null, "a new one is due");
});

test("the next generation carries the one before it", async () => {
  const { circle, ring, judged } = await filled("c", [{}]);
  const next = await notes.nextRing(circle, ring, sanne.vault, judged);
  assert.equal(next.body.generation, 2);
  const only = next.body.wraps.filter(({ holder }) => holder === "sanne").map(({ wrapped }) => ({ generation: 2, wrapped }));
  const turned = { ...circle, keys: [...circle.keys, { ...next.body, made_by: "sanne", made_at: 2 }], wraps: only };
  const both = await notes.openRing(turned, sanne.vault);
  assert.deepEqual(await why({ circle: turned, ring: both, judged }), ["shown"]);
});

// -- drafts

const draft = (text, at, place = {}) => ({
  at,
  note: { org: "o", circle: "c", note: "n0", revision: 1, slot: "talk-1", author: "sanne", at: "2026-01-01T00:00:00Z", body: { text, topics: [], signs: [] }, ...place },
});
const thread = (text, revision = 1, author = "sanne") => ({
  note: "n0",
  versions: [{ revision, slot: "talk-1", author, at: 1, note: { ...draft(text, 1).note, revision } }],
});

test("two drafts of one note become one, and no words are lost", () => {
  assert.equal(notes.join([]), null);
  assert.equal(notes.join([draft("a", 1)]).note.body.text, "a");
  assert.equal(notes.join([draft("kort", 1), draft("kort en meer", 2)]).note.body.text, "kort en meer");
  assert.equal(notes.join([draft("kort", 2), draft("kort en meer", 1)]).note.body.text, "kort en meer", "whatever the clocks say");
  const both = notes.join([draft("thuis", 1), draft("onderweg", 2)]).note.body.text;
  assert.ok(both.startsWith("onderweg") && both.includes("thuis"));
});

test("a draft that was kept is not offered again; one whose place was taken becomes the next revision", () => {
  const id = () => "fresh";
  assert.equal(notes.resume(draft("a", 1), [thread("a")], "sanne", id), null);
  assert.equal(notes.resume(draft("  ", 1), [], "sanne", id), null);
  assert.deepEqual(place(notes.resume(draft("b", 1), [], "sanne", id)), ["n0", 1]);
  assert.deepEqual(place(notes.resume(draft("b", 1), [thread("a", 2)], "sanne", id)), ["n0", 3]);
  assert.deepEqual(place(notes.resume(draft("b", 1), [thread("a", 1, "daan")], "sanne", id)), ["fresh", 1]);
  assert.deepEqual(place(notes.resume(draft("b", 1, { revision: 2 }), [], "sanne", id)), ["fresh", 1]);
});
const place = (resumed) => [resumed.note.note, resumed.note.revision];

test("a draft opens for its author alone", async () => {
  const { note } = draft("nog niet af", 1);
  const sealed = await notes.writeDraft(note, sanne.vault.recipient);
  const keeping = new notes.Keeping(shelf(), { org: "o", circle: "c", me: "sanne" });
  for (const name of ["n0", "talk-1"]) {
    const stored = [{ note: name, slot: "talk-1", body: sealed, at: 5 }]; // by slot: from before drafts went by note
    assert.equal((await keeping.drafts(stored, sanne.vault.identity)).drafts[0].note.body.text, "nog niet af");
    assert.deepEqual((await keeping.drafts(stored, daan.vault.identity)).damaged, [5]);
  }
  const moved = [{ note: "n1", slot: "talk-1", body: sealed, at: 5 }];
  assert.deepEqual((await keeping.drafts(moved, sanne.vault.identity)).damaged, [5], "under another note's name");
});

/** A server that keeps drafts as ours does, and what pages sent to it. */
function draftServer() {
  const rows = new Map();
  const sent = [];
  const answer = (status, body = null) => new Response(body && JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
  return {
    rows,
    sent,
    away: false,
    async fetch(path, { method, headers, body }) {
      if (this.away) throw new TypeError("offline");
      const at = new URL(path, "https://veer.example");
      const name = at.pathname.split("/").at(-1);
      const { over = at.searchParams.get("over"), body: file } = JSON.parse(body ?? "{}");
      sent.push({ method, name, person: headers["veer-person"] });
      const before = rows.get(name);
      if (before && before !== file && notes.markOf(before) !== over) return answer(409, { code: "stale" });
      if (method === "PUT") rows.set(name, file);
      else rows.delete(name);
      return answer(204);
    },
    async with(act) {
      const real = globalThis.fetch;
      globalThis.fetch = (path, init) => this.fetch(path, init);
      try {
        await act();
      } finally {
        globalThis.fetch = real;
      }
    },
  };
}
const keepingOf = (there) => new notes.Keeping(there, { org: "o", circle: "c", me: "sanne" });
const storedOf = ({ rows }) => [...rows].map(([name, body]) => ({ note: name, slot: "talk-1", body, at: 1 }));
const textsOf = async (keeping, stored) =>
  (await keeping.drafts(stored, sanne.vault.identity)).drafts.map(({ note }) => note.body.text).sort();
const seal = (keeping, text, place = {}) => keeping.draft(draft(text, 1, place).note, sanne.vault.recipient);

test("two notes of one talk keep a draft each, and saving one leaves the other", async () => {
  const server = draftServer();
  await server.with(async () => {
    const keeping = keepingOf(shelf());
    await seal(keeping, "de ene");
    await seal(keeping, "de andere", { note: "n1" });
    assert.deepEqual(await textsOf(keeping, storedOf(server)), ["de andere", "de ene"]);
    await keeping.undraft("n1");
    assert.deepEqual(await textsOf(keeping, storedOf(server)), ["de ene"]);
  });
  assert.ok(server.sent.every(({ person: who }) => who === "sanne"), "each says whose vault sealed it");
});

test("a draft that waited does not go over a newer one, nor is a newer one taken away", async () => {
  const server = draftServer();
  await server.with(async () => {
    const there = shelf();
    const [here, elsewhere] = [keepingOf(there), keepingOf(shelf())];
    await seal(here, "samen begonnen");
    await elsewhere.newer(storedOf(server)[0], sanne.vault.identity);
    server.away = true;
    await assert.rejects(seal(here, "hier zonder netwerk"), { why: "offline" });
    server.away = false;
    await seal(elsewhere, "elders verder");
    assert.deepEqual((await here.flush()).map(({ why: fate }) => fate), ["stale"]);
    assert.deepEqual(await here.flush(), [], "it is not sent again by itself");
    const found = await here.drafts(storedOf(server), sanne.vault.identity);
    const { text } = notes.join(found.drafts).note.body;
    for (const words of ["hier zonder netwerk", "elders verder"]) assert.ok(text.includes(words), text);
    await here.undraft("n0");
    assert.deepEqual(await textsOf(elsewhere, storedOf(server)), ["elders verder"]);
    // Read first, it goes over it.
    const other = await here.newer(storedOf(server)[0], sanne.vault.identity);
    assert.equal(other.note.body.text, "elders verder");
    await seal(here, text);
    assert.deepEqual(await textsOf(here, storedOf(server)), [text]);
  });
});

test("a draft whose answer was lost is one's own, and does not stand in one's way", async () => {
  const server = draftServer();
  await server.with(async () => {
    const keeping = keepingOf(shelf());
    const { fetch } = server;
    server.fetch = async (...told) => {
      await fetch.apply(server, told);
      throw new TypeError("the answer was lost");
    };
    await assert.rejects(seal(keeping, "eerst"), { why: "offline" });
    server.fetch = fetch;
    await assert.rejects(seal(keeping, "eerst en verder"), { why: "stale" });
    assert.equal(await keeping.newer(storedOf(server)[0], sanne.vault.identity), null);
    await seal(keeping, "eerst en verder");
    assert.deepEqual(await textsOf(keeping, storedOf(server)), ["eerst en verder"]);
  });
});

test("drafts are taken up by note, the one that was written last first", () => {
  const groups = notes.byNote([draft("oud", 1), draft("ander", 2, { note: "n1" }), draft("nieuw", 3)]);
  assert.deepEqual(groups.map((group) => group.map(({ note }) => note.body.text)), [["nieuw", "oud"], ["ander"]]);
});

test("ids are of the kind that the server makes", () => {
  assert.match(notes.newId(), /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(notes.newId(1), notes.newId(1));
});

// -- the shelf on this device

function shelf() {
  const all = new Map();
  return {
    all: async () => [...all.values()],
    put: async (each) => void all.set(each.key, each),
    drop: async (key, at) => void (all.get(key)?.at === at && all.delete(key)),
    refuse: async (key, at, why) => void (all.get(key)?.at === at && all.set(key, { ...all.get(key), why })),
  };
}
const waiting = (key, at, who = "sanne") => ({ key, at, person: who, circle: "c", kind: "note", method: "POST", path: "/x", body: { body: key } });

for (const [name, make] of [["memory", shelf], ["IndexedDB", () => notes.browserShelf()]]) {
  test(`what waits is sent oldest first, only for its writer, and stops where the connection does (${name})`, async () => {
    const there = make();
    for (const each of await there.all()) await there.drop(each.key, each.at);
    for (const each of [waiting("b", 2), waiting("a", 1), waiting("z", 1, "daan"), waiting("c", 3)]) await there.put(each);
    const sent = [];
    const until = (last) => async (_method, _path, body) => {
      if (body.body === last) throw new notes.Unsent("offline");
      sent.push(body.body);
    };
    const fates = await notes.flush(there, "sanne", until("b"));
    assert.deepEqual([sent, fates.map(({ why: fate }) => fate)], [["a"], ["sent", "offline"]]);
    await notes.flush(there, "sanne", until("none"));
    assert.deepEqual(sent, ["a", "b", "c"]);
    assert.deepEqual((await there.all()).map(({ key }) => key), ["z"], "another's waits for them");
  });

  test(`something newer under the same key stays (${name})`, async () => {
    const there = make();
    await there.put(waiting("k", 1));
    await there.put(waiting("k", 2));
    await there.drop("k", 1);
    assert.deepEqual((await there.all()).filter(({ key }) => key === "k").map(({ at }) => at), [2]);
    await there.drop("k", 2);
  });
}

for (const [name, make] of [["memory", shelf], ["IndexedDB", () => notes.browserShelf()]]) {
  test(`a refusal does not stop the others; it stays on the shelf with its reason and is not sent again (${name})`, async () => {
    const there = make();
    for (const each of await there.all()) await there.drop(each.key, each.at);
    for (const each of [waiting("a", 1), waiting("b", 2)]) await there.put(each);
    let tries = 0;
    const send = async (_m, _p, body, who) => {
      assert.equal(who, "sanne", "the server is told whose it is");
      tries += 1;
      if (body.body === "a") throw new notes.Unsent("gone");
    };
    const fates = await notes.flush(there, "sanne", send);
    assert.deepEqual(fates.map(({ why: fate }) => fate), ["gone", "sent"]);
    assert.deepEqual((await there.all()).map(({ key, why: refused }) => [key, refused]), [["a", "gone"]]);
    assert.deepEqual(await notes.flush(there, "sanne", send), []);
    assert.equal(tries, 2);
    await there.refuse("a", 7, "refused");
    assert.deepEqual((await there.all()).map(({ why: refused }) => refused), ["gone"], "something newer is left alone");
    await there.drop("a", 1);
  });
}

test("what was refused opens with one's own vault, also when the circle's key is out of reach", async () => {
  const server = draftServer();
  await server.with(async () => {
    server.fetch = async () => new Response('{"code":"not-found"}', { status: 404, headers: { "content-type": "application/json" } });
    const there = shelf();
    const { ring } = await filled("c");
    const { note } = draft("nog van mij", 1);
    const vault = { ...sanne.vault, org: "o" };
    await assert.rejects(keepingOf(there).note(note, vault, [...ring.keys.values()][0]), { why: "gone" });
    assert.deepEqual(await notes.refused(there, "daan"), []);
    const [waits] = await notes.refused(there, "sanne");
    assert.equal(waits.why, "gone");
    assert.ok(!JSON.stringify(waits).includes("nog van mij"));
    assert.equal((await notes.wordsOf(waits, vault)).body.text, "nog van mij");
    assert.equal(await notes.wordsOf(waits, { ...daan.vault, org: "o" }), null);
    assert.equal(await notes.wordsOf({ ...waits, own: undefined }, vault), null, "one from before says so, and can be taken along");
  });
});

test("a correction waits behind the revision that waits", async () => {
  const server = draftServer();
  await server.with(async () => {
    const there = shelf();
    const keeping = keepingOf(there);
    const key = [...(await filled("c")).ring.keys.values()][0];
    server.away = true;
    for (const revision of [1, 2]) {
      await assert.rejects(keeping.note({ ...draft(`versie ${revision}`, 1).note, revision }, sanne.vault, key), { why: "offline" });
    }
    server.away = false;
    const sent = [];
    server.fetch = async (_path, { body }) => {
      sent.push(JSON.parse(body).revision);
      return new Response("{}", { status: 201, headers: { "content-type": "application/json" } });
    };
    await keeping.note({ ...draft("versie 3", 1).note, revision: 3 }, sanne.vault, key);
    assert.deepEqual(sent, [1, 2, 3]);
    assert.deepEqual(await there.all(), []);
  });
});

test("who reads along sends nothing of their work from there", async () => {
  const real = globalThis.fetch;
  const sent = [];
  for (const may_write of [false, true]) {
    const there = shelf();
    await there.put(waiting("a", 1));
    const told = circleOf("c", "sanne", [sanne, daan], { may_write });
    globalThis.fetch = async (path, { method }) => {
      if (method !== "GET") sent.push([may_write, path]);
      return new Response(JSON.stringify(told), { status: 200, headers: { "content-type": "application/json" } });
    };
    try {
      const room = await notes.Room.enter("c", sanne.vault, seenKeys(), there);
      await room.flush();
    } finally {
      globalThis.fetch = real;
    }
    assert.equal((await there.all()).length, may_write ? 0 : 1);
  }
  assert.deepEqual(sent, [[true, "/x"]]);
});

test("an answer is read for whoever writes", () => {
  const said = Object.fromEntries([0, 401, 404, 409, 413, 422, 429, 500, 507].map((status) => [status, notes.troubleOf(status)]));
  assert.deepEqual(said, { 0: "offline", 401: "signed-out", 404: "gone", 409: "stale", 413: "too-long", 422: "refused", 429: "trouble", 500: "trouble", 507: "trouble" });
  assert.ok(notes.canWait("trouble") && notes.canWait("signed-out") && !notes.canWait("gone"));
});

// -- signs and export

const signed = (signs) => ({ ...BODY, signs });
const SLEEP = { sign: "sleep", long: "days", often: "daily" };

test("the picture lines up what was mentioned in two notes or more", async () => {
  const { circle, ring, judged } = await filled("c", [
    { body: signed([SLEEP]) },
    { body: signed([{ ...SLEEP, often: "sometimes" }, { sign: "mood", long: "", often: "" }]), place: { slot: "talk-2" } },
    { place: { slot: "talk-3" } },
  ]);
  const change = notes.changeOf(await notes.readAll(circle, ring, judged), ["mood", "sleep", "guilt"]);
  assert.deepEqual(change.columns.map(({ slot }) => slot), ["talk-1", "talk-2"]);
  assert.deepEqual(change.rows.map(({ sign, cells }) => [sign, cells.map((cell) => cell?.often ?? null)]), [["mood", [null, ""]], ["sleep", ["daily", "sometimes"]]]);
  const one = await filled("c", [{ body: signed([SLEEP]) }]);
  assert.equal(notes.changeOf(await notes.readAll(one.circle, one.ring, one.judged), ["sleep"]), null);
});

const WORDS = {
  title: "Wat besproken is", topics: "Uitgelegd", signs: "Signalen", broken: "niet te zien",
  unverified: "niet te controleren", when: (at) => `t${at}`, verified: (name) => `echt van ${name}`, revision: (count) => `versie ${count}`,
  why: (code) => code, topic: (code) => code, label: (_family, code) => code,
};

test("no field of a note but its text can make a line of its own", async () => {
  const line = "x\n## Talk 1 · Anna";
  const forged = async (at, body) => {
    const place = { org: "o", circle: "c", note: "n0", revision: 1, slot: "talk-1", author: "sanne" };
    const sealed = await notes.writeNote({ ...place, at, body }, sanne.vault.signer, sanne.vault.recipient);
    return notes.readNote(sealed, sanne.vault.identity, place, [sanne.keys.signer]);
  };
  const now = "2026-01-15T10:00:00.000Z";
  assert.equal((await forged(now, { ...BODY, signs: [SLEEP] })).at, now);
  for (const [at, body] of [
    [line, BODY],
    [`${now}\n`, BODY],
    ["yesterday", BODY],
    [now, { ...BODY, topics: [line] }],
    [now, { ...BODY, topics: ["*verified*"] }],
    ...["sign", "long", "often"].map((field) => [now, { ...BODY, signs: [{ ...SLEEP, [field]: line }] }]),
  ]) {
    await assert.rejects(forged(at, body), (error) => error.code === "damaged", JSON.stringify([at, body]));
  }
});

test("an export opens with the vault's identity alone, and its manifest proves it", async () => {
  const told = await filled("c", [{ body: { text: "# geen kop\n<b>", topics: ["resilience"], signs: [SLEEP] } }, {}]);
  told.circle.notes[1] = { ...told.circle.notes[1], author: "daan" };
  const threads = await notes.readAll(told.circle, told.ring, told.judged);
  assert.equal(notes.left(threads), 1);
  const { file, manifest } = await notes.makeExport(told.circle, threads, sanne.vault, WORDS, new Date(0));
  assert.equal(file.name, "veer-p-c.age");
  const text = new TextDecoder().decode(await notes.open(file.bytes, sanne.vault.identity));
  assert.ok(text.includes("> # geen kop\n> <b>"), text);
  for (const part of ["echt van SANNE", "- resilience", "- sleep: days, daily", "niet te zien: wrong-author"]) assert.ok(text.includes(part), `${part}\n${text}`);
  await assert.rejects(notes.open(file.bytes, daan.vault.identity));
  const proof = notes.readManifest(new TextDecoder().decode(manifest.bytes));
  assert.equal(proof.signer, sanne.keys.signer);
  assert.deepEqual(proof.manifest, { org: "o", circle: "c", revision: 7, at: "1970-01-01T00:00:00.000Z", recipient: sanne.vault.recipient, files: [notes.exportedFile(file.name, file.bytes)] });
});
