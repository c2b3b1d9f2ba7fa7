// Keeping what is written: sealed on this device first, then on the server, in one order.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { openText } from "../seal/age";
import type { CircleKey } from "../seal/circle";
import { hold } from "../seal/error";
import { readDraft, writeDraft, writeNote, type Note, type Slot } from "../seal/note";
import { newId, type Draft } from "./draft";
import { flush, post, type Fate, type Shelf, type Waiting } from "./outbox";
import type { Opener } from "./ring";
import { draftPath, notesPath, send, Unsent, type Circle, type StoredDraft } from "./wire";

/** A draft that was found, and where it lies: under a name on the server, or on this device's shelf. */
export interface Found extends Draft {
  readonly from: { readonly name: string; readonly mark: string } | { readonly key: string; readonly at: number };
}

/** The mark of a sealed file, by which server and page name it. */
export const markOf = (body: string): string => bytesToHex(sha256(new TextEncoder().encode(body)));

/** Where somebody's writing in one circle is kept. */
export class Keeping {
  /** Whatever is kept comes after what was kept before: a late draft never overtakes a note. */
  private last: Promise<unknown> = Promise.resolve();
  /** Of each note the draft that this page put or read last: the only one that it goes over. */
  private readonly known = new Map<string, string>();
  /** Every draft that this page sent, also when the answer was lost. */
  private readonly sent = new Set<string>();
  /** Two pages do not take each other's place on the shelf. */
  private readonly page = newId();

  constructor(
    private readonly shelf: Shelf,
    private readonly circle: Pick<Circle, "org" | "circle" | "me">,
  ) {}

  /** Seals a draft to its author. Needs no secret, so that it also works while the vault closes. */
  draft(note: Note, recipient: string, shelved?: () => void): Promise<void> {
    return this.next(async () => {
      const body = await writeDraft(note, recipient);
      const mark = markOf(body);
      const over = this.known.get(note.note) ?? null;
      this.sent.add(mark);
      const waiting: Waiting = {
        ...this.named("draft", `${note.note}/${this.page}`),
        method: "PUT",
        path: draftPath(this.circle.circle, note.note),
        body: { slot: note.slot, over, body },
      };
      await post(this.shelf, waiting, shelved);
      this.known.set(note.note, mark);
    });
  }

  /** Takes away the draft of a note that was saved or left; one that this page does not know stays. */
  undraft(note: string): Promise<void> {
    return this.next(async () => {
      const { key } = this.named("draft", `${note}/${this.page}`);
      for (const waiting of await this.shelf.all().catch(() => [])) {
        if (waiting.key === key) await this.shelf.drop(key, waiting.at).catch(() => undefined);
      }
      const mark = this.known.get(note);
      this.known.delete(note);
      if (mark !== undefined) await this.remove(note, mark);
    });
  }

  /** Takes away a draft that was found, when what it says is kept elsewhere. */
  drop({ from }: Found): Promise<void> {
    return this.next(async () => {
      if ("key" in from) await this.shelf.drop(from.key, from.at).catch(() => undefined);
      else await this.remove(from.name, from.mark);
    });
  }

  /** Notes that this page read the draft that stands, and goes on from it. */
  read({ note, from }: Found): void {
    if ("name" in from && from.name === note.note) this.known.set(note.note, from.mark);
  }

  /**
   * Reads the draft that stands in the way of one's own; `null` when it is of this page itself.
   *
   * One that does not open is gone over as well: nothing can be read from it any more.
   */
  async newer(stored: StoredDraft, identity: string): Promise<Draft | null> {
    const mark = markOf(stored.body);
    this.known.set(stored.note, mark);
    if (this.sent.has(mark)) return null;
    const { at, slot, body } = stored;
    const note = await this.open(body, slot, stored.note, identity).catch(() => null);
    return note && { at, note };
  }

  /** Signs and seals a note to the circle; on the shelf also to its author, who may lose that key. */
  note(note: Note, vault: Opener, key: CircleKey): Promise<void> {
    return this.next(async () => {
      const body = await writeNote(note, vault.signer, key.recipient);
      const own = await writeDraft(note, vault.recipient);
      const { note: id, revision, slot } = note;
      const waiting: Waiting = {
        ...this.named("note", `${id}/${revision}`),
        method: "POST",
        path: notesPath(this.circle.circle),
        body: { note: id, revision, slot, generation: key.generation, body },
        own,
      };
      const isBefore = ({ body: sent, why }: Waiting): boolean => sent["note"] === id && Number(sent["revision"]) < revision && !why;
      if (!(await this.waiting()).some(isBefore)) return post(this.shelf, waiting);
      await this.shelf.put(waiting); // behind the revision that still waits
      const fates = await this.sendAll();
      const { why } = fates.find((each) => each.waiting.key === waiting.key) ?? fates.at(-1) ?? { why: "trouble" };
      if (why !== "sent") throw new Unsent(why);
    });
  }

  /** Sends what waits on this device, of this circle and of others. */
  flush(): Promise<Fate[]> {
    return this.next(() => this.sendAll());
  }

  private async sendAll(): Promise<Fate[]> {
    const fates = await flush(this.shelf, this.circle.me);
    for (const { waiting, why } of fates) {
      const { kind, path, key, body } = waiting;
      const note = decodeURIComponent(path.split("/").at(-1) ?? "");
      const isMine = kind === "draft" && key === this.named("draft", `${note}/${this.page}`).key;
      if (isMine && why === "sent") this.known.set(note, markOf(String(body["body"])));
    }
    return fates;
  }

  /** What of this circle waits on this device. */
  async waiting(): Promise<Waiting[]> {
    return (await this.mine()).filter((each) => each.circle === this.circle.circle);
  }

  /** Whether anything waits that can be sent. */
  async isDue(): Promise<boolean> {
    return (await this.mine()).some(({ why }) => !why);
  }

  /** Whether anything was refused that this page cannot settle. */
  async isStuck(): Promise<boolean> {
    return (await this.mine()).some(({ why, circle }) => why && (why !== "stale" || circle !== this.circle.circle));
  }

  /** Every draft of one's own that opens, from the server and from this device. */
  async drafts(stored: Circle["drafts"], identity: string): Promise<{ drafts: Found[]; damaged: number[] }> {
    const found = stored.map(({ note, slot, body, at }) => {
      return { name: note, slot, body, at, from: { name: note, mark: markOf(body) } as Found["from"] };
    });
    for (const { kind, body, at, path, key } of await this.waiting()) {
      // One from before drafts went by note has its slot in the path, and none beside the file.
      const name = decodeURIComponent(path.split("/").at(-1) ?? "");
      const slot = String(body["slot"] ?? name) as Slot;
      if (kind === "draft") found.push({ name, slot, body: String(body["body"]), at, from: { key, at } });
    }
    const drafts: Found[] = [];
    const damaged: number[] = [];
    for (const { name, slot, body, at, from } of found) {
      try {
        drafts.push({ at, from, note: await this.open(body, slot, name, identity) });
      } catch {
        damaged.push(at);
      }
    }
    return { drafts, damaged };
  }

  /** One's own notes that wait here, opened with the circle's key; what does not open is left out. */
  async waitingNotes(keys: ReadonlyMap<number, CircleKey>): Promise<Note[]> {
    const notes: Note[] = [];
    for (const { kind, body, why } of await this.waiting()) {
      const key = keys.get(Number(body["generation"]));
      if (kind !== "note" || !key || (why && why !== "stale")) continue;
      const note = await openText(String(body["body"]), key.identity)
        .then((text) => JSON.parse((JSON.parse(text) as { payload: string }).payload) as Note)
        .catch(() => null);
      if (note) notes.push(note);
    }
    return notes;
  }

  private async open(body: string, slot: Slot, name: string, identity: string): Promise<Note> {
    const { org, circle, me } = this.circle;
    const note = await readDraft(body, identity, { org, circle, slot, author: me });
    hold(name === note.note || name === slot, "wrong-context");
    return note;
  }

  private async remove(name: string, mark: string): Promise<void> {
    const path = `${draftPath(this.circle.circle, name)}?over=${mark}`;
    await send("DELETE", path, undefined, this.circle.me).catch(() => undefined);
  }

  private async mine(): Promise<Waiting[]> {
    return (await this.shelf.all().catch(() => [])).filter((each) => each.person === this.circle.me);
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
