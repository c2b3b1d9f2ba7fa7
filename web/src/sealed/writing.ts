// Writing one note: the draft that is sealed at each pause, saving, correcting, and what to do when
// that does not go through. Whatever fails, the words stay: in the form, or sealed on this device.
import type { Note, NoteBody, Slot } from "../seal/note";
import { isEmpty, join, newId, resume } from "./draft";
import type { Form } from "./form";
import type { Parts } from "./parts";
import type { Room } from "./room";
import { showTwo } from "./two";
import { Unsent, type Trouble } from "./wire";

/** Which note is being written: its id and the revision that it will be. */
export interface Place {
  readonly note: string;
  readonly revision: number;
}

/** How something did not go through. */
export type Failure = { readonly why: Trouble; readonly code: string };

/** What a failure is, whatever was thrown. */
export function failure(reason: unknown): Failure {
  return reason instanceof Unsent ? reason : { why: "trouble", code: "" };
}

/** What the writing asks of the element around it. */
export interface Face {
  say(code: string, filled?: Record<string, string>): void;
  signedOut(is: boolean): void;
  show(): void;
}

const PAUSE_MS = 800; // a draft is sealed this long after the last key

/** The writing in one room. It ends with the room; the form stays. */
export class Writing {
  private place: Place = { note: newId(), revision: 1 };
  private kept = ""; // the draft as it was last sealed, to seal only what changed
  private keptSlot: Slot | null = null;
  private pause = 0;

  constructor(
    private readonly room: Room,
    private readonly form: Form,
    private readonly parts: Parts,
    private readonly face: Face,
  ) {}

  /** Somebody typed or ticked. */
  wrote(): void {
    window.clearTimeout(this.pause);
    this.pause = window.setTimeout(() => void this.keepDraft(), PAUSE_MS);
    this.showActions();
  }

  /** Goes on with words that stood in the form when the vault closed and could not be kept. */
  resumeAt(place: Place): void {
    this.place = place;
    this.heading();
  }

  /** Seals what is being written as a draft, when it changed. */
  async keepDraft(): Promise<void> {
    window.clearTimeout(this.pause);
    const note = this.written();
    const print = printOf(note);
    if (print === this.kept || (isEmpty(note.body) && this.keptSlot === null)) return;
    if (isEmpty(note.body)) return this.dropDraft();
    const moved = this.keptSlot !== null && this.keptSlot !== note.slot ? this.keptSlot : null;
    this.kept = print;
    this.keptSlot = note.slot;
    try {
      await this.room.keeping.draft(note, this.room.vault.recipient);
      if (moved) await this.room.keeping.undraft(moved);
      this.face.say("draft", { time: this.parts.time(Date.now()) });
      this.face.signedOut(false);
    } catch (reason) {
      this.undrafted(failure(reason));
    }
  }

  private undrafted({ why, code }: Failure): void {
    if (why === "signed-out") this.face.signedOut(true);
    if (code === "no-room") this.face.say("no-room");
    else if (why === "signed-out" || why === "gone" || why === "too-long") this.face.say(why);
    else this.face.say("draft-here");
  }

  private async dropDraft(): Promise<void> {
    const slot = this.keptSlot;
    this.kept = "";
    this.keptSlot = null;
    if (slot) await this.room.keeping.undraft(slot);
    this.face.say("");
  }

  /** Takes up the draft that was left, newest first. */
  async restore(): Promise<void> {
    const { room, form } = this;
    if (!isEmpty(form.read())) return;
    const { drafts, damaged } = await room.keeping.drafts(room.circle.drafts, room.vault.identity);
    const newest = [...drafts].sort((a, b) => b.at - a.at)[0];
    const draft = newest && join(drafts.filter(({ note }) => note.slot === newest.note.slot));
    const waits = draft && room.waits(draft.note);
    const taken = draft && !waits ? resume(draft, room.threads, room.circle.me, newId) : null;
    if (taken) {
      const { note, revision, slot, body } = taken.note;
      this.place = { note, revision };
      form.slot = slot;
      form.write(body);
      this.keptSlot = slot;
      this.kept = printOf(this.written());
      this.heading();
      this.face.say("restored", { when: this.parts.when(taken.at) });
    } else if (draft && !waits) {
      await room.keeping.undraft(draft.note.slot); // what it says was kept
    } else if (damaged[0] !== undefined) {
      this.face.say("draft-damaged", { when: this.parts.when(damaged[0]) });
    }
    this.showActions();
  }

  /** Signs, seals and keeps the note. */
  async save(again = false): Promise<void> {
    const note = this.written();
    if (isEmpty(note.body)) return this.face.say("empty");
    window.clearTimeout(this.pause);
    try {
      const key = await this.room.writingKey();
      await this.room.keeping.note(note, this.room.vault, key);
      await this.done(note);
      this.face.say("saved");
      this.face.signedOut(false);
    } catch (reason) {
      await this.unsaved(note, failure(reason), again);
    }
  }

  private async unsaved(note: Note, { why, code }: Failure, again: boolean): Promise<void> {
    if (why === "stale") return this.placeTaken(note, again);
    if (code === "no-room") return this.face.say("no-room");
    if (why === "signed-out") {
      await this.keepDraft();
      this.face.signedOut(true);
      return this.face.say(why);
    }
    if (why === "offline" || why === "trouble") {
      const shelved = await this.room.shelved(note);
      if (!shelved) {
        this.kept = ""; // there was no key to seal a note to: at least the draft is kept
        return this.keepDraft();
      }
      await this.room.keeping.undraft(note.slot);
      await this.room.reread();
      this.blank();
      this.face.show();
      return this.face.say(why);
    }
    this.face.say(why === "gone" || why === "too-long" ? why : "refused");
  }

  /** This revision is there already: from here, with the answer lost, or from another window. */
  private async placeTaken(note: Note, again: boolean): Promise<void> {
    const { room } = this;
    await room.refresh().catch(() => undefined);
    if (room.has(note)) {
      await room.unshelve(note);
      await this.done(note);
      return this.face.say("saved");
    }
    const taken = room.circle.notes.some((each) => each.note === note.note && each.revision >= note.revision);
    this.face.show();
    if (taken) return this.twoVersions(note);
    // The circle has a newer key: seal to that one, once.
    await room.unshelve(note);
    if (again) this.face.say("refused");
    else await this.save(true);
  }

  /** Shows both versions when a note's place was taken by other words; nothing of either is lost. */
  async twoVersions(written: Note | null = null): Promise<void> {
    const { room, form } = this;
    const mine = written ?? (await room.collision());
    const newest = mine && room.threads.find((each) => each.note === mine.note)?.versions[0];
    if (!mine || !newest) return;
    this.face.say("");
    showTwo(this.parts, newest, mine, {
      keepMine: async () => {
        await room.unshelve(mine);
        const next = newest.author === room.circle.me;
        this.place = next ? { note: mine.note, revision: newest.revision + 1 } : { note: newId(), revision: 1 };
        form.slot = next ? newest.slot : mine.slot;
        form.write(mine.body);
        await this.save();
      },
      keepTheirs: async () => {
        await room.unshelve(mine);
        await this.done(mine);
      },
    });
  }

  /** What waited was sent: if it is what stands in the form, the form is done. */
  async sent(): Promise<void> {
    const note = this.written();
    if (this.room.has(note)) await this.done(note);
  }

  /** Opens a note of one's own to say it better; the earlier words stay. */
  async correct(id: string): Promise<void> {
    await this.keepDraft();
    const [newest] = this.room.threads.find((each) => each.note === id)?.versions ?? [];
    if (!newest?.note) return;
    this.place = { note: id, revision: newest.revision + 1 };
    this.form.slot = newest.slot;
    this.form.write(newest.note.body);
    this.keptSlot = null;
    this.kept = printOf(this.written()); // nothing to keep until it is changed
    this.heading();
    this.showActions();
    this.form.focus();
  }

  /** Leaves it, and takes its draft away. */
  async leave(): Promise<void> {
    const { slot } = this.written();
    this.blank();
    await this.room.keeping.undraft(slot);
    this.face.say("discarded");
  }

  /** The vault closes: empties the form at once and seals what stood in it. Tells what became of it. */
  async close(): Promise<{ had: boolean; lost: { place: Place; body: NoteBody; slot: Slot } | null }> {
    const note = this.written();
    const { place } = this;
    this.blank();
    if (isEmpty(note.body)) return { had: false, lost: null };
    const lost = await this.room.keeping.draft(note, this.room.vault.recipient).then(
      () => false,
      (reason: unknown) => {
        const { why, code } = failure(reason);
        return code === "no-room" || why === "too-long" || why === "refused";
      },
    );
    return { had: true, lost: lost ? { place, body: note.body, slot: note.slot } : null };
  }

  /** The note as it stands in the form. */
  private written(): Note {
    const { org, circle, me: author } = this.room.circle;
    const at = new Date().toISOString();
    return { org, circle, ...this.place, slot: this.form.slot, author, at, body: this.form.read() };
  }

  private async done(note: Note): Promise<void> {
    this.blank();
    await this.room.keeping.undraft(note.slot);
    await this.room.refresh().catch(() => undefined);
    this.face.show();
  }

  private blank(): void {
    window.clearTimeout(this.pause);
    this.form.clear();
    this.place = { note: newId(), revision: 1 };
    this.kept = "";
    this.keptSlot = null;
    this.heading();
    this.showActions();
  }

  private heading(): void {
    const corrects = this.place.revision > 1;
    const heading = this.parts.find("heading");
    if (heading) heading.textContent = this.parts.say(corrects ? "correct" : "write");
    this.parts.show("correcting", corrects);
    this.form.fix(corrects);
  }

  private showActions(): void {
    const corrects = this.place.revision > 1;
    this.parts.show("stop", corrects);
    this.parts.show("discard", !corrects && !isEmpty(this.form.read()));
  }
}

const printOf = ({ note, revision, slot, body }: Note): string => JSON.stringify([note, revision, slot, body]);
