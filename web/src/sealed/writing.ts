// Writing one note: saving, correcting, and what to do when that does not go through. Whatever fails,
// the words stay: on the sheet, or sealed on this device. Nothing is taken off the sheet but the words
// that were saved.
import type { Note, NoteBody, Slot } from "../seal/note";
import { isEmpty, isSame } from "./draft";
import { Drafting } from "./drafting";
import { failure, type Face, type Failure } from "./face";
import type { Form } from "./form";
import type { Fate } from "./outbox";
import type { Parts } from "./parts";
import type { Room } from "./room";
import { fresh, Sheet, type Place } from "./sheet";
import { showTwo } from "./two";

/** A note that was laid aside for a correction, and whether it lies sealed somewhere. */
interface Aside {
  readonly note: Note;
  readonly isLoose: boolean;
}

/** Words that could not be sealed when the vault closed, and where they stood. */
export interface Left {
  readonly place: Place;
  readonly body: NoteBody;
  readonly slot: Slot;
}

/** The writing in one room. It ends with the room; the form stays. */
export class Writing {
  private readonly sheet: Sheet;
  private readonly drafting: Drafting;
  private aside: Aside[] = [];
  private saving: Promise<void> | null = null;
  private ended = false;

  constructor(
    private readonly room: Room,
    form: Form,
    private readonly parts: Parts,
    private readonly face: Face,
  ) {
    this.sheet = new Sheet(form, parts, () => room.circle);
    this.drafting = new Drafting(room, this.sheet, parts, face);
    this.sheet.show();
  }

  /** Whether closing the page now would lose words. */
  get isLoose(): boolean {
    return this.drafting.isLoose || this.aside.some(({ isLoose }) => isLoose);
  }

  /** Somebody typed or ticked. */
  wrote(): void {
    this.drafting.wrote();
  }

  /** Seals what is being written as a draft, when it changed. */
  keepDraft(): Promise<void> {
    return this.drafting.keep();
  }

  /** Takes up the draft that was left. */
  restore(): Promise<void> {
    return this.drafting.restore();
  }

  /** Goes on with words that stood in the form when the vault closed and could not be kept. */
  resumeAt(place: Place): void {
    this.sheet.goOn(place);
  }

  /** Signs, seals and keeps the note. One at a time: who presses twice saves once. */
  async save(): Promise<void> {
    if (this.saving) return;
    const note = this.sheet.written();
    if (isEmpty(note.body)) return this.face.say("empty");
    await this.one(async () => void (await this.send(note)));
  }

  private async one(act: () => Promise<void>): Promise<void> {
    while (this.saving) await this.saving.catch(() => undefined);
    this.face.saving(true);
    this.saving = act().finally(() => {
      this.saving = null;
      this.face.saving(false);
    });
    await this.saving;
  }

  /** Sends a note; `was` are the words as they stood. Tells whether they are out of harm's way now. */
  private async send(note: Note, was: Note = note, again = false): Promise<boolean> {
    const { room, face } = this;
    this.drafting.rest();
    try {
      const key = await room.writingKey();
      await room.keeping.note(note, room.vault, key);
      await this.saved(note, was);
      return true;
    } catch (reason) {
      const failed = failure(reason);
      if (failed.why === "stale") return this.placeTaken(note, was, again);
      if (this.ended) return false; // the vault closed meanwhile: the words were sealed then
      if (failed.code === "no-room") face.say("no-room");
      else if (failed.why === "signed-out") await this.signedOut();
      else if (failed.why === "offline" || failed.why === "trouble") return this.waits(note, was, failed);
      else face.say(failed.why === "gone" || failed.why === "too-long" ? failed.why : "refused");
      return false;
    }
  }

  private async saved(note: Note, was: Note): Promise<void> {
    const goesOn = this.clear(was, after(note));
    await this.undraft(was.note);
    await this.room.refresh().catch(() => undefined);
    if (this.ended) return;
    this.face.show();
    this.face.say(goesOn ? "saved-on" : "saved");
    this.face.signedOut(false);
  }

  private async signedOut(): Promise<void> {
    await this.drafting.keep();
    this.face.signedOut(true);
    this.face.say("signed-out");
  }

  /** It could not be sent now: it waits on this device, if it lies there. */
  private async waits(note: Note, was: Note, { why }: Pick<Failure, "why">): Promise<boolean> {
    const { room } = this;
    const shelved = await room.shelved(note);
    if (this.ended) return shelved;
    if (!shelved) {
      this.drafting.begin({ isLoose: true }); // no key to seal a note to: at least the draft is kept
      await this.drafting.keep();
      return false;
    }
    this.clear(was, after(note));
    await this.undraft(was.note);
    await room.reread();
    if (this.ended) return true;
    this.face.show();
    this.face.say(why);
    return true;
  }

  /** This revision is there already: from here, with the answer lost, or from another window. */
  private async placeTaken(note: Note, was: Note, again: boolean): Promise<boolean> {
    const { room } = this;
    await room.refresh().catch(() => undefined);
    if (room.has(note)) {
      await room.unshelve(note);
      await this.saved(note, was);
      return true;
    }
    if (this.ended) return false;
    const taken = room.circle.notes.some((each) => each.note === note.note && each.revision >= note.revision);
    this.face.show();
    if (taken) {
      await this.twoVersions(note);
      return false;
    }
    // The circle has a newer key: seal to that one, once.
    if (!again) return this.send(note, was, true);
    this.face.say("refused");
    return false;
  }

  /** Shows both versions when a note's place was taken by other words; nothing of either is lost. */
  async twoVersions(written: Note | null = null): Promise<void> {
    const { room } = this;
    const mine = written ?? (await room.collision());
    const head = () => room.threads.find((each) => each.note === mine?.note)?.versions[0];
    const newest = head();
    if (this.ended || !mine || !newest) return;
    // The revision after theirs; a note of somebody else is left alone.
    const next = (): Note => {
      const { author, revision, slot } = head() ?? newest;
      const own = author === room.circle.me;
      const place = own ? { note: mine.note, revision: revision + 1, slot } : fresh();
      return { ...mine, ...place, at: new Date().toISOString() };
    };
    const settled = async (): Promise<void> => {
      await room.unshelve(mine);
      await this.twoVersions(); // another that waited may have met the same
    };
    this.face.say("");
    showTwo(this.parts, newest, mine, {
      keepMine: () =>
        this.one(async () => {
          if (await this.send(next(), mine)) await settled();
        }),
      keepTheirs: () =>
        this.one(async () => {
          this.clear(mine, next());
          await this.undraft(mine.note);
          await settled();
          await room.refresh().catch(() => undefined);
          if (!this.ended) this.face.show();
        }),
    });
  }

  /** What waited was sent, or met something newer. */
  async sent(fates: readonly Fate[]): Promise<void> {
    for (const { waiting, why } of fates) {
      if (waiting.circle !== this.room.circle.circle) continue;
      const note = this.sheet.written();
      const { kind, body, path } = waiting;
      if (kind === "draft" && why === "stale") {
        const isThis = path.endsWith(`/${note.note}`);
        if (isThis) await this.drafting.joinNewer(note);
      } else if (kind === "note" && why === "sent" && body["note"] === note.note && body["revision"] === note.revision) {
        // What stands on the sheet was sent; if somebody typed on, that is the next revision.
        const was = this.room.has(note) ? note : { ...note, body: { ...note.body, text: "" } };
        this.clear(was, after(note));
        await this.undraft(note.note);
      }
    }
  }

  /** Opens a note of one's own to say it better; the earlier words stay, and so does a note in hand. */
  async correct(id: string): Promise<void> {
    const [newest] = this.room.threads.find((each) => each.note === id)?.versions ?? [];
    if (!newest?.note) return;
    if (this.sheet.place.note !== id) {
      await this.drafting.keep();
      if (this.ended) return;
      const note = this.sheet.written();
      if (!isEmpty(note.body) && !this.room.has(note)) this.aside.push({ note, isLoose: this.drafting.isLoose });
      const before = this.aside.find((each) => each.note.note === id);
      this.aside = this.aside.filter((each) => each !== before);
      this.sheet.lay(before?.note ?? { ...newest.note, revision: newest.revision + 1, slot: newest.slot });
      this.drafting.begin(before);
    }
    this.sheet.focus();
  }

  /** Leaves it, and takes its draft away; what was laid aside for it comes back. */
  async leave(): Promise<void> {
    const { note } = this.sheet.written();
    this.blank();
    await this.room.keeping.undraft(note);
    if (!this.ended) this.face.say("discarded");
  }

  /** The vault closes: empties the form at once and seals what stood in it. Tells what became of it. */
  async close(): Promise<{ had: boolean; lost: Left | null }> {
    const note = this.sheet.written();
    const { place } = this.sheet;
    const { isLoose } = this.drafting;
    const loose = this.aside.filter(({ isLoose }) => isLoose);
    this.ended = true;
    this.drafting.end();
    this.aside = [];
    this.sheet.blank();
    for (const each of loose) await this.sealed(each.note);
    if (isEmpty(note.body) || this.room.has(note)) return { had: false, lost: null };
    const lies = !isLoose || (await this.sealed(note));
    return { had: true, lost: lies ? null : { place, body: note.body, slot: note.slot } };
  }

  /** Seals a draft; tells, as soon as it is known, whether it lies somewhere, here or there. */
  private sealed(note: Note): Promise<boolean> {
    const { keeping, vault } = this.room;
    return new Promise((resolve) => {
      const kept = (): void => resolve(true);
      keeping.draft(note, vault.recipient, kept).then(kept, () => resolve(false));
    });
  }

  /** Takes off the sheet the words that were kept; tells whether others of the same note stay on it. */
  private clear(was: Note, next: Place & { readonly slot: Slot }): boolean {
    if (this.ended) return false;
    const held = this.sheet.holds(was);
    const { note, revision, slot } = next;
    if (held === "same") this.blank();
    if (held === "other-words") {
      this.sheet.goOn({ note, revision }, slot);
      this.drafting.begin({ isLoose: true });
      this.drafting.wrote();
    }
    this.aside = this.aside.flatMap((each) => {
      if (each.note.note !== was.note) return [each];
      return isSame(each.note.body, was.body) ? [] : [{ ...each, note: { ...each.note, note, revision, slot } }];
    });
    return held === "other-words";
  }

  /** Takes the draft of a note away, unless other words of it stand somewhere here. */
  private async undraft(note: string): Promise<void> {
    const isHere = this.sheet.place.note === note || this.aside.some((each) => each.note.note === note);
    if (!this.ended && !isHere) await this.room.keeping.undraft(note);
  }

  /** An empty sheet, or what was laid aside. */
  private blank(): void {
    this.drafting.rest();
    this.sheet.blank();
    const back = this.aside.pop();
    if (back) this.sheet.lay(back.note);
    this.drafting.begin(back);
  }
}

/** The revision after a note. */
const after = ({ note, revision, slot }: Note): Place & { readonly slot: Slot } => ({ note, revision: revision + 1, slot });
