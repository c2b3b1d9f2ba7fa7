// Everything that is open while the vault is: keys, people, notes. Dropped as a whole at lock.
import type { Chain, CircleKey } from "../seal/circle";
import type { Note } from "../seal/note";
import { isSame } from "./draft";
import { browserShelf, type Fate, type Shelf, type Waiting } from "./outbox";
import { Keeping } from "./keeping";
import { judge, type Judged, type SeenKeys } from "./people";
import { readAll, type Opened, type Thread } from "./read";
import { keyToWrite, openRing, turnRing, type Opener } from "./ring";
import { fetchCircle, Unsent, type Circle } from "./wire";

/** A circle, opened. */
export class Room {
  threads: readonly Thread[] = [];
  waiting: readonly Note[] = [];
  private readonly opened: Opened = new Map();
  private turning: Promise<CircleKey> | null = null; // one new generation, however many wait for it
  private settled = false; // whether what was refused before this page opened was looked at

  private constructor(
    readonly vault: Opener,
    readonly seen: SeenKeys,
    readonly shelf: Shelf,
    public circle: Circle,
    public judged: Judged,
    public ring: Chain,
    readonly keeping: Keeping,
  ) {}

  /** Fetches and opens everything. Throws `Unsent` when it cannot be fetched. */
  static async enter(circle: string, vault: Opener, seen: SeenKeys, shelf: Shelf = browserShelf()): Promise<Room> {
    const told = await fetchCircle(circle);
    if (told.me !== vault.person) throw new Unsent("signed-out"); // somebody else signed in meanwhile
    const [judged, ring] = [await judge(told, seen, vault), await openRing(told, vault)];
    const room = new Room(vault, seen, shelf, told, judged, ring, new Keeping(shelf, told));
    await room.read();
    return room;
  }

  /** Fetches and opens again; what was opened before is not opened twice. */
  async refresh(): Promise<void> {
    const told = await fetchCircle(this.circle.circle);
    if (told.me !== this.vault.person) throw new Unsent("signed-out");
    // All at once: a circle whose key is not in the ring yet would look like one that needs a new key.
    const [judged, ring] = [await judge(told, this.seen, this.vault), await openRing(told, this.vault)];
    [this.circle, this.judged, this.ring] = [told, judged, ring];
    await this.read();
  }

  /** The key to seal a note to; makes the next generation when that is due. */
  writingKey(): Promise<CircleKey> {
    this.turning ??= this.findKey().finally(() => (this.turning = null));
    return this.turning;
  }

  private async findKey(): Promise<CircleKey> {
    for (let tries = 0; ; tries += 1) {
      const key = keyToWrite(this.circle, this.ring, this.judged);
      if (key) return key;
      try {
        await turnRing(this.circle, this.ring, this.vault, this.judged);
      } catch (reason) {
        // Another member was first: theirs is the key.
        if (!(reason instanceof Unsent) || reason.why !== "stale" || tries > 1) throw reason;
      }
      await this.refresh();
    }
  }

  /** Sends what waits on this device, of this circle and of others. */
  async flush(): Promise<Fate[]> {
    // Who reads their own notes sends nothing of their work from there: the access log would have
    // the two side by side.
    const fates = this.circle.may_write ? await this.keeping.flush() : [];
    if (fates.some(({ why }) => why === "sent" || why === "stale")) await this.refresh();
    else await this.read();
    const stale = this.settled
      ? fates.filter(({ why }) => why === "stale").map(({ waiting }) => waiting)
      : (await this.keeping.waiting()).filter(({ why }) => why === "stale");
    this.settled = true;
    for (const waiting of stale) await this.settle(waiting);
    return fates;
  }

  /** Whether these words of this note are kept already. */
  has(note: Note): boolean {
    const thread = this.threads.find((each) => each.note === note.note);
    return thread?.versions.some((version) => version.note && isSame(version.note.body, note.body)) ?? false;
  }

  /** Whether these words of this note wait on this device. */
  waits(note: Note): boolean {
    return this.waiting.some((each) => each.note === note.note && isSame(each.body, note.body));
  }

  /** Whether this revision waits on this device. */
  async shelved({ note, revision }: Note): Promise<boolean> {
    const waiting = await this.keeping.waiting();
    return waiting.some(({ body }) => body["note"] === note && body["revision"] === revision);
  }

  /** Looks again at what waits on this device. */
  reread(): Promise<void> {
    return this.read();
  }

  name(person: string): string {
    return this.circle.people.find((each) => each.id === person)?.name ?? person;
  }

  /** The names of those who read along. */
  readers(): string[] {
    return this.circle.people.filter((each) => each.member && each.id !== this.circle.me).map((each) => each.name);
  }

  /** A note that waited and was refused: its answer was lost, or the circle has a newer key. */
  private async settle(waiting: Waiting): Promise<void> {
    if (waiting.circle !== this.circle.circle || waiting.kind !== "note") return;
    const { note, revision, body } = waiting.body;
    const there = this.circle.notes.find((each) => each.note === note && each.revision === revision);
    const ended = this.shelf.drop.bind(this.shelf, waiting.key, waiting.at);
    if (there?.body === body) await ended().catch(() => undefined);
    else if (!there) await this.sealAnew(String(note), Number(revision));
    await this.read();
  }

  private async sealAnew(id: string, revision: number): Promise<void> {
    const waiting = await this.keeping.waitingNotes(this.ring.keys);
    const note = waiting.find((each) => each.note === id && each.revision === revision);
    if (!note) return;
    await this.keeping.note(note, this.vault, await this.writingKey()).catch(() => undefined);
    await this.refresh();
  }

  private async read(): Promise<void> {
    this.threads = await readAll(this.circle, this.ring, this.judged, this.opened);
    const waiting = await this.keeping.waitingNotes(this.ring.keys);
    const kept = new Set(this.circle.notes.map(({ note, revision }) => `${note}/${revision}`));
    this.waiting = waiting.filter(({ note, revision }) => !kept.has(`${note}/${revision}`));
  }

  /** One's own waiting note whose place was taken by other words, and those words. */
  async collision(): Promise<Note | null> {
    const kept = new Set(this.circle.notes.map(({ note, revision }) => `${note}/${revision}`));
    const waiting = await this.keeping.waitingNotes(this.ring.keys);
    return waiting.find(({ note, revision }) => kept.has(`${note}/${revision}`)) ?? null;
  }

  /** Takes a waiting note off the shelf: its words went on in another way. */
  async unshelve({ note, revision }: Note): Promise<void> {
    for (const each of await this.keeping.waiting()) {
      const same = each.kind === "note" && each.body["note"] === note && each.body["revision"] === revision;
      if (same) await this.shelf.drop(each.key, each.at).catch(() => undefined);
    }
  }
}
