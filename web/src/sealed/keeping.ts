// Keeping what is written: sealed on this device first, then on the server, in one order.
import { openText } from "../seal/age";
import type { CircleKey } from "../seal/circle";
import { readDraft, writeDraft, writeNote, type Note, type Slot } from "../seal/note";
import type { Draft } from "./draft";
import { post, type Shelf, type Waiting } from "./outbox";
import type { Opener } from "./ring";
import { draftPath, notesPath, send, type Circle } from "./wire";

/** Where somebody's writing in one circle is kept. */
export class Keeping {
  /** Whatever is kept comes after what was kept before: a late draft never overtakes a note. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly shelf: Shelf,
    private readonly circle: Pick<Circle, "org" | "circle" | "me">,
  ) {}

  /** Seals a draft to its author. Needs no secret, so that it also works while the vault closes. */
  draft(note: Note, recipient: string): Promise<void> {
    return this.next(async () => {
      const body = await writeDraft(note, recipient);
      await post(this.shelf, {
        ...this.named("draft", note.slot),
        method: "PUT",
        path: draftPath(this.circle.circle, note.slot),
        body: { body },
      });
    });
  }

  /** Takes a draft away, here and there; what is not there any more is gone all the same. */
  undraft(slot: Slot): Promise<void> {
    return this.next(async () => {
      const { key } = this.named("draft", slot);
      for (const waiting of await this.shelf.all().catch(() => [])) {
        if (waiting.key === key) await this.shelf.drop(key, waiting.at).catch(() => undefined);
      }
      await send("DELETE", draftPath(this.circle.circle, slot)).catch(() => undefined);
    });
  }

  /** Signs and seals a note to the circle. */
  note(note: Note, vault: Opener, key: CircleKey): Promise<void> {
    return this.next(async () => {
      const body = await writeNote(note, vault.signer, key.recipient);
      const { note: id, revision, slot } = note;
      await post(this.shelf, {
        ...this.named("note", `${id}/${revision}`),
        method: "POST",
        path: notesPath(this.circle.circle),
        body: { note: id, revision, slot, generation: key.generation, body },
      });
    });
  }

  /** What of this circle waits on this device. */
  async waiting(): Promise<Waiting[]> {
    const all = await this.shelf.all().catch(() => []);
    return all.filter((each) => each.person === this.circle.me && each.circle === this.circle.circle);
  }

  /** Every draft of one's own that opens, from the server and from this device. */
  async drafts(stored: Circle["drafts"], identity: string): Promise<{ drafts: Draft[]; damaged: number[] }> {
    const found = stored.map(({ slot, body, at }) => ({ slot, body, at }));
    for (const { kind, body, at, path } of await this.waiting()) {
      const slot = path.split("/").at(-1) as Slot;
      if (kind === "draft") found.push({ slot, body: String(body["body"]), at });
    }
    const drafts: Draft[] = [];
    const damaged: number[] = [];
    for (const { slot, body, at } of found) {
      const { org, circle, me } = this.circle;
      try {
        drafts.push({ at, note: await readDraft(body, identity, { org, circle, slot, author: me }) });
      } catch {
        damaged.push(at);
      }
    }
    return { drafts, damaged };
  }

  /** One's own notes that wait here, opened with the circle's key; what does not open is left out. */
  async waitingNotes(keys: ReadonlyMap<number, CircleKey>): Promise<Note[]> {
    const notes: Note[] = [];
    for (const { kind, body } of await this.waiting()) {
      const key = keys.get(Number(body["generation"]));
      if (kind !== "note" || !key) continue;
      const note = await openText(String(body["body"]), key.identity)
        .then((text) => JSON.parse((JSON.parse(text) as { payload: string }).payload) as Note)
        .catch(() => null);
      if (note) notes.push(note);
    }
    return notes;
  }

  /** Waits for everything that is on its way. */
  settled(): Promise<void> {
    return this.last.then(
      () => undefined,
      () => undefined,
    );
  }

  private named(kind: "note" | "draft", rest: string): Pick<Waiting, "key" | "person" | "circle" | "kind" | "at"> {
    const { circle, me } = this.circle;
    return { key: `${me}/${circle}/${kind}/${rest}`, person: me, circle, kind, at: Date.now() };
  }

  private next<T>(act: () => Promise<T>): Promise<T> {
    const mine = this.last.then(act, act);
    this.last = mine.catch(() => undefined);
    return mine;
  }
}
