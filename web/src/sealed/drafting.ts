// The draft: what stands on the sheet is sealed at each pause, and taken up again where it was left.
import type { Note } from "../seal/note";
import { byNote, isEmpty, join, newId, resume } from "./draft";
import type { Parts } from "./parts";
import type { Room } from "./room";
import type { Sheet } from "./sheet";
import { failure, type Face, type Failure } from "./face";

const PAUSE_MS = 800; // a draft is sealed this long after the last key
const TRIES = 3; // as often as another page may be first

/** The drafts of one room. */
export class Drafting {
  private kept = ""; // the words as they last lay sealed somewhere: there is nothing to do for them
  private trying = "";
  private under: Promise<void> = Promise.resolve(); // the trying itself
  private pause = 0;
  private ended = false;

  constructor(
    private readonly room: Room,
    private readonly sheet: Sheet,
    private readonly parts: Parts,
    private readonly face: Face,
  ) {}

  /** Whether words stand on the sheet that are sealed nowhere: closing the page would lose them. */
  get isLoose(): boolean {
    const note = this.sheet.written();
    return !isEmpty(note.body) && printOf(note) !== this.kept;
  }

  /** Somebody typed or ticked. */
  wrote(): void {
    window.clearTimeout(this.pause);
    this.pause = window.setTimeout(() => void this.keep(), PAUSE_MS);
    this.sheet.show();
  }

  /** Waits with the draft: a save, or nothing, comes in its place. */
  rest(): void {
    window.clearTimeout(this.pause);
  }

  /** What stands on the sheet needs no draft until it changes; or, if it `isLoose`, it does. */
  begin({ isLoose = false } = {}): void {
    this.rest();
    this.kept = isLoose || this.sheet.isEmpty ? "" : printOf(this.sheet.written());
  }

  /** The vault closes: nothing happens on the sheet any more. */
  end(): void {
    this.ended = true;
    this.rest();
  }

  /** Seals what is being written as a draft, when it changed. */
  async keep(tries = TRIES): Promise<void> {
    this.rest();
    const note = this.sheet.written();
    const print = printOf(note);
    if (this.ended || print === this.kept) return;
    if (isEmpty(note.body)) return this.empty(note);
    if (print !== this.trying) this.under = this.seal(note, print, tries);
    return this.under;
  }

  private async seal(note: Note, print: string, tries: number): Promise<void> {
    this.trying = print;
    const kept = (): void => void (this.kept = print);
    try {
      await this.room.keeping.draft(note, this.room.vault.recipient, kept);
      kept();
      this.trying = "";
      if (!this.isAt(note)) return;
      this.face.say("draft", { time: this.parts.time(Date.now()) });
      this.face.signedOut(false);
    } catch (reason) {
      this.trying = "";
      const failed = failure(reason);
      if (failed.why === "stale" && tries > 0) await this.joinNewer(note, tries);
      else if (this.isAt(note)) this.unkept(failed);
    }
  }

  private unkept({ why, code }: Failure): void {
    if (why === "signed-out") this.face.signedOut(true);
    if (code === "no-room") this.face.say("no-room");
    else if (why === "signed-out" || why === "gone" || why === "too-long") this.face.say(why);
    else this.face.say("draft-here");
  }

  /** Everything was taken off the sheet by hand: the draft goes too. */
  private async empty({ note }: Note): Promise<void> {
    if (this.kept === "") return;
    this.kept = "";
    await this.room.keeping.undraft(note);
    this.face.say("");
  }

  /** Another page kept other words of this note: they are read first, and nothing of either is lost. */
  async joinNewer({ note: id }: Note, tries = TRIES): Promise<void> {
    const { room, sheet } = this;
    try {
      await room.refresh();
      if (this.ended || sheet.place.note !== id) return; // it lies on the shelf until it is taken up
      const stored = room.circle.drafts.find(({ note }) => note === id);
      const other = stored ? await room.keeping.newer(stored, room.vault.identity) : null;
      const mine = sheet.written();
      if (this.ended || mine.note !== id) return;
      const both = other && join([{ at: Infinity, note: mine }, other]);
      if (both && both.note.body.text !== mine.body.text) {
        sheet.lay(both.note);
        this.face.say("joined");
      }
      this.kept = "";
    } catch (reason) {
      return this.unkept(failure(reason));
    }
    return this.keep(tries - 1);
  }

  /** Takes up the draft that was left, the one that was written last first. */
  async restore(): Promise<void> {
    const { room, sheet } = this;
    if (!sheet.isEmpty) return this.keep(); // words that could not be sealed when the vault closed
    const { keeping, vault } = room;
    const { drafts, damaged } = await keeping.drafts(room.circle.drafts, vault.identity);
    for (const group of byNote(drafts)) {
      const draft = join(group);
      if (!draft || room.waits(draft.note)) continue;
      const taken = resume(draft, room.threads, room.circle.me, newId);
      if (this.ended || !sheet.isEmpty) return;
      if (!taken) {
        for (const each of group) await keeping.drop(each); // what it says was kept
        continue;
      }
      group.forEach((each) => keeping.read(each));
      sheet.lay(taken.note);
      const goesOn = ({ from }: (typeof group)[number]): boolean => "name" in from && from.name === taken.note.note;
      const lies = group.length === 1 && group.every(goesOn) && taken.note.revision === draft.note.revision;
      this.begin({ isLoose: !lies });
      await this.keep();
      if (!this.isLoose) for (const each of group) if (!goesOn(each)) await keeping.drop(each);
      if (this.ended) return;
      return this.face.say("restored", { when: this.parts.when(taken.at) });
    }
    if (damaged[0] !== undefined) this.face.say("draft-damaged", { when: this.parts.when(damaged[0]) });
    sheet.show();
  }

  private isAt({ note }: Note): boolean {
    return !this.ended && this.sheet.place.note === note;
  }
}

const printOf = ({ note, revision, slot, body }: Note): string => JSON.stringify([note, revision, slot, body]);
