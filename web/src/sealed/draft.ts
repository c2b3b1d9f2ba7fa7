// What is being written: when it counts as something, and how two drafts become one without loss.
import type { Note, NoteBody } from "../seal/note";
import type { Thread } from "./read";

/** Whether there is anything in it. */
export function isEmpty(body: NoteBody): boolean {
  return body.text.trim() === "" && body.topics.length === 0 && body.signs.length === 0;
}

/** Whether two bodies say the same. */
export function isSame(a: NoteBody, b: NoteBody): boolean {
  return JSON.stringify([a.text, a.topics, a.signs]) === JSON.stringify([b.text, b.topics, b.signs]);
}

/** A draft with the moment it was sealed. */
export interface Draft {
  readonly note: Note;
  readonly at: number;
}

/** Drafts by the note that they will become; the note that was written last comes first. */
export function byNote<D extends Draft>(drafts: readonly D[]): D[][] {
  const groups = new Map<string, D[]>();
  for (const draft of [...drafts].sort((a, b) => b.at - a.at)) {
    groups.set(draft.note.note, [...(groups.get(draft.note.note) ?? []), draft]);
  }
  return [...groups.values()];
}

/** What separates two texts that were written apart. */
export const SEAM = "\n\n* * *\n\n";

/** Brings drafts of one note together: the newest counts, and no text of another is lost. */
export function join(drafts: readonly Draft[]): Draft | null {
  const [newest, ...older] = [...drafts].sort((a, b) => b.at - a.at);
  if (!newest) return null;
  let { text } = newest.note.body;
  for (const { note } of older) {
    const other = note.body.text.trim();
    if (text.includes(other)) continue;
    text = other.includes(text.trim()) ? note.body.text : text + SEAM + other; // what went on wins
  }
  return { at: newest.at, note: { ...newest.note, body: { ...newest.note.body, text } } };
}

/**
 * The draft as it should be taken up: `null` when what it says was kept already.
 *
 * When its revision was taken meanwhile by other words, it becomes the one after: nothing is lost
 * and nothing is overwritten. When its note is somebody else's or gone, it becomes a new note.
 */
export function resume(draft: Draft, threads: readonly Thread[], me: string, newId: () => string): Draft | null {
  if (isEmpty(draft.note.body)) return null;
  const { note: id, revision } = draft.note;
  const thread = threads.find((each) => each.note === id);
  const [newest] = thread?.versions ?? [];
  if (!newest) return { ...draft, note: revision === 1 ? draft.note : { ...draft.note, note: newId(), revision: 1 } };
  const kept = thread?.versions.some(({ note }) => note && isSame(note.body, draft.note.body));
  if (kept) return null;
  const { slot } = newest;
  const next = newest.author === me ? { note: id, revision: newest.revision + 1, slot } : { note: newId(), revision: 1 };
  return { ...draft, note: { ...draft.note, ...next } };
}

/** A fresh id (UUIDv7), as the server makes them. */
export function newId(now: number = Date.now(), random: Uint8Array = crypto.getRandomValues(new Uint8Array(10))): string {
  const time = now.toString(16).padStart(12, "0").slice(-12);
  const [a = 0, b = 0, c = 0, ...rest] = random;
  const hex = (byte: number): string => byte.toString(16).padStart(2, "0");
  const version = hex(0x70 | (a & 0x0f)) + hex(b);
  const variant = hex(0x80 | (c & 0x3f)) + hex(rest[0] ?? 0);
  return [time.slice(0, 8), time.slice(8), version, variant, rest.slice(1, 7).map(hex).join("")].join("-");
}
