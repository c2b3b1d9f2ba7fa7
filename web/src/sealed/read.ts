// From closed files to what may be shown. A note that does not verify is told, never shown (R003).
import type { Chain } from "../seal/circle";
import { SealError, type SealCode } from "../seal/error";
import { readNote, type Note, type Slot } from "../seal/note";
import type { Judged } from "./people";
import type { Circle, StoredNote } from "./wire";

/** One revision: opened and verified, or the reason why not. */
export type Version = {
  readonly revision: number;
  readonly slot: Slot;
  readonly author: string;
  readonly at: number;
} & (
  | { readonly note: Note; readonly unverified?: true; readonly why?: never }
  | { readonly note?: never; readonly unverified?: never; readonly why: SealCode }
);

/** A note with everything it ever was, the newest first. */
export interface Thread {
  readonly note: string;
  readonly versions: readonly [Version, ...Version[]];
}

/** What was opened before in this page, by its closed file and place, so that a reload is quick. */
export type Opened = Map<string, Note>;

/** Opens every note; the newest first, by the moment of its first revision. */
export async function readAll(
  circle: Circle,
  ring: Chain,
  judged: Judged,
  opened: Opened = new Map(),
): Promise<Thread[]> {
  const threads = new Map<string, Version[]>();
  for (const stored of circle.notes) {
    const version = await readOne(circle, stored, ring, judged, opened);
    const thread = threads.get(stored.note);
    if (thread) thread.push(version);
    else threads.set(stored.note, [version]);
  }
  const all: Thread[] = [];
  for (const [note, versions] of threads) {
    const [newest, ...older] = versions.sort((a, b) => b.revision - a.revision);
    if (newest) all.push({ note, versions: [newest, ...older] });
  }
  const began = (thread: Thread): number => thread.versions.at(-1)?.at ?? 0;
  return all.sort((a, b) => began(b) - began(a));
}

async function readOne(
  circle: Circle,
  stored: StoredNote,
  ring: Chain,
  judged: Judged,
  opened: Opened,
): Promise<Version> {
  const { revision, slot, author, at } = stored;
  const place = { revision, slot, author, at };
  const changed = judged.changed.some(({ person }) => person.id === author);
  if (changed) return { ...place, why: "changed-key" };
  const { org, circle: name } = circle;
  const expected = { org, circle: name, note: stored.note, revision, slot, author };
  const signers = judged.signersOf(author);
  const known = JSON.stringify([expected, signers, stored.body]);
  try {
    const key = ring.keys.get(stored.generation);
    if (!key) throw ring.refused.get(stored.generation) ?? new SealError("no-key");
    const note = opened.get(known) ?? (await readNote(stored.body, key.identity, expected, signers));
    opened.set(known, note);
    return { ...place, note };
  } catch (reason) {
    const told = await onlyTold(circle, stored, ring, judged, reason);
    if (told) return { ...place, note: told, unverified: true };
    return { ...place, why: reason instanceof SealError ? reason.code : "damaged" };
  }
}

/** A note by a key that only the server says was the author's: it can be read, and proves nothing. */
async function onlyTold(
  { org, circle }: Circle,
  { note, revision, slot, author, generation, body }: StoredNote,
  ring: Chain,
  judged: Judged,
  reason: unknown,
): Promise<Note | null> {
  const key = ring.keys.get(generation);
  if (!key || !(reason instanceof SealError) || reason.code !== "wrong-author") return null;
  const expected = { org, circle, note, revision, slot, author };
  return readNote(body, key.identity, expected, judged.claimedOf(author)).catch(() => null);
}
