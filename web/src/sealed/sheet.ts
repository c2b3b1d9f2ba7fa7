// The sheet on which one writes: the form, and which note its words will be.
import type { Note } from "../seal/note";
import { isEmpty, isSame, newId } from "./draft";
import type { Form } from "./form";
import type { Parts } from "./parts";
import type { Circle } from "./wire";

/** Which note is being written: its id and the revision that it will be. */
export interface Place {
  readonly note: string;
  readonly revision: number;
}

/** A place that nothing was written at yet. */
export const fresh = (): Place => ({ note: newId(), revision: 1 });

/** What a sheet has to do with a note: the same words, other words of that note, or another note. */
export type Holds = "same" | "other-words" | "another";

/** The sheet of one page. */
export class Sheet {
  private at: Place = fresh();

  constructor(
    private readonly form: Form,
    private readonly parts: Parts,
    private readonly circle: () => Pick<Circle, "org" | "circle" | "me">,
  ) {}

  get place(): Place {
    return this.at;
  }

  get isEmpty(): boolean {
    return isEmpty(this.form.read());
  }

  /** The note as it stands on the sheet. */
  written(): Note {
    const { org, circle, me: author } = this.circle();
    const at = new Date().toISOString();
    return { org, circle, ...this.at, slot: this.form.slot, author, at, body: this.form.read() };
  }

  /** What it has to do with a note, whatever revision it is at. */
  holds(note: Note): Holds {
    if (this.at.note !== note.note) return "another";
    return this.isEmpty || isSame(this.form.read(), note.body) ? "same" : "other-words";
  }

  /** Lays a note on it. */
  lay({ note, revision, slot, body }: Note): void {
    this.at = { note, revision };
    this.form.slot = slot;
    this.form.write(body);
    this.show();
  }

  /** Goes on with the words that stand on it as this revision; a correction stays where its note is. */
  goOn(place: Place, slot: Note["slot"] = this.form.slot): void {
    this.at = place;
    this.form.slot = slot;
    this.show();
  }

  /** Takes everything off it. */
  blank(): void {
    this.form.clear();
    this.at = fresh();
    this.show();
  }

  focus(): void {
    this.form.focus();
  }

  /** Shows what kind of writing this is, and what can be done with it. */
  show(): void {
    const corrects = this.at.revision > 1;
    const heading = this.parts.find("heading");
    if (heading) heading.textContent = this.parts.say(corrects ? "correct" : "write");
    this.parts.show("correcting", corrects);
    this.form.fix(corrects);
    this.parts.show("stop", corrects);
    this.parts.show("discard", !corrects && !this.isEmpty);
  }
}
