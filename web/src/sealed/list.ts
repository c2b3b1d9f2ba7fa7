// The earlier talks beside the present one: verified notes, and what could not be shown and why.
import type { Note, NoteBody } from "../seal/note";
import { changeOf, draw, fill, inWords, type Words } from "./change";
import type { Parts } from "./parts";
import type { Thread, Version } from "./read";

/** What the list needs to know of the circle. */
export interface Around {
  readonly me: string;
  readonly mayWrite: boolean;
  name(person: string): string;
}

/** Shows everything there is; `waiting` are one's own notes that are still on this device. */
export function showList(
  parts: Parts,
  threads: readonly Thread[],
  waiting: readonly Note[],
  around: Around,
): void {
  const cards = [
    ...waiting.map((note) => waitingCard(parts, note)),
    ...threads.map((thread) => threadCard(parts, thread, around)),
  ];
  parts.find("list")?.replaceChildren(...cards);
  parts.show("none", cards.length === 0);
  parts.show("export", threads.length > 0);
  showChange(parts, threads);
}

/** Takes everything off the page. */
export function clearList(parts: Parts): void {
  for (const name of ["list", "picture", "two", "changed"]) parts.find(name)?.replaceChildren();
  for (const name of ["picture", "two", "changed", "none", "export", "files", "partly"]) parts.show(name, false);
}

function threadCard(parts: Parts, thread: Thread, around: Around): DocumentFragment {
  const [newest, ...older] = thread.versions;
  const card = versionCard(parts, newest, around);
  if (newest.note && !newest.unverified && newest.author === around.me && around.mayWrite) {
    parts.show("actions", true, card);
    card.querySelector<HTMLElement>("[data-do=correct]")?.setAttribute("data-note", thread.note);
  }
  if (newest.note && newest.revision > 1) {
    parts.fill(card, "corrected", parts.say("corrected", { count: String(newest.revision) }));
  }
  if (older.length > 0) {
    parts.show("versions", true, card);
    parts.fill(card, "versions", ...older.map((version) => versionCard(parts, version, around)));
  }
  return card;
}

function versionCard(parts: Parts, version: Version, around: Around): DocumentFragment {
  const slot = parts.label("slot", version.slot);
  if (!version.note) {
    const card = parts.card("broken");
    parts.fill(card, "of", parts.say("broken-of", { slot, when: parts.when(version.at) }));
    parts.fill(card, "why", parts.say(`error-${version.why}`));
    return card;
  }
  const mine = version.author === around.me;
  const by = { name: around.name(version.author), when: parts.when(version.at) };
  const card = noteCard(parts, version.note, parts.say(mine ? "by-you" : "by", by));
  parts.show(version.unverified ? "unverified" : "verified", true, card);
  return card;
}

function waitingCard(parts: Parts, note: Note): DocumentFragment {
  const card = noteCard(parts, note, parts.say("by-you", { when: parts.when(Date.parse(note.at)) }));
  parts.show("waiting", true, card);
  return card;
}

function noteCard(parts: Parts, note: Note, by: string): DocumentFragment {
  const card = parts.card("note");
  parts.fill(card, "slot", parts.label("slot", note.slot));
  parts.fill(card, "by", by);
  const words = parts.fill(card, "text", note.body.text.trim());
  if (words) words.hidden = note.body.text.trim() === "";
  showTicks(parts, card, note.body);
  return card;
}

function showTicks(parts: Parts, card: ParentNode, body: NoteBody): void {
  const items = (lines: string[]): HTMLElement[] =>
    lines.map((line) => {
      const item = document.createElement("li");
      item.textContent = line;
      return item;
    });
  if (body.topics.length > 0) {
    parts.show("topics", true, card);
    parts.fill(card, "topics", ...items(body.topics.map((code) => parts.label("topic", code))));
  }
  if (body.signs.length > 0) {
    const words = { label: (family: string, code: string) => parts.label(family, code) };
    const line = (sign: (typeof body.signs)[number]): string => {
      const more = inWords(sign, words);
      return parts.label("sign", sign.sign) + (more && `: ${more}`);
    };
    parts.show("signs", true, card);
    parts.fill(card, "signs", ...items(body.signs.map(line)));
  }
}

/** The picture of how signs changed, when two notes or more kept some. */
function showChange(parts: Parts, threads: readonly Thread[]): void {
  const figure = parts.find("picture");
  const signs = [...new Set(threads.flatMap(({ versions: [{ note }] }) => note?.body.signs.map((each) => each.sign) ?? []))];
  const change = changeOf(threads, signs);
  if (!figure) return;
  figure.hidden = change === null;
  if (!change) return void figure.replaceChildren();
  const words: Words = {
    title: parts.say("picture-of"),
    sign: parts.say("picture-sign"),
    present: parts.say("there"),
    absent: parts.say("not-there"),
    label: (family, code) => parts.label(family, code),
  };
  const content = parts.card("picture");
  parts.fill(content, "drawing", draw(change, words));
  const table = content.querySelector<HTMLTableElement>("[data-fill=table]");
  if (table) fill(table, change, words);
  figure.replaceChildren(content);
}
