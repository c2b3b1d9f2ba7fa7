// The controls in which a note is written. They have no name and stand in no form; what is read
// from them leaves this page only sealed.
import type { NoteBody, Sign, Slot } from "../seal/note";
import type { Parts } from "./parts";

/** The writing half of `<veer-notes>`. */
export class Form {
  private readonly text: HTMLTextAreaElement;
  private readonly slots: HTMLSelectElement;

  private constructor(
    private readonly parts: Parts,
    private readonly root: HTMLElement,
    text: HTMLTextAreaElement,
    slots: HTMLSelectElement,
  ) {
    this.text = text;
    this.slots = slots;
    root.addEventListener("change", () => this.unfold());
    this.unfold();
  }

  /** The form, where this element has one. */
  static in(parts: Parts): Form | null {
    const root = parts.find("write");
    const text = parts.find<HTMLTextAreaElement>("text");
    const slots = parts.find<HTMLSelectElement>("slot");
    return root && text && slots ? new Form(parts, root, text, slots) : null;
  }

  get slot(): Slot {
    return this.slots.value as Slot;
  }

  set slot(slot: Slot) {
    this.slots.value = slot;
    this.unfold();
  }

  /** A correction stays where its note is. */
  fix(fixed: boolean): void {
    this.slots.disabled = fixed;
  }

  /** What stands in it. Signs count only when they are to be kept: otherwise they are forgotten (R081). */
  read(): NoteBody {
    const topics = [...this.root.querySelectorAll<HTMLInputElement>("[data-topic]:checked")];
    const keeps = this.parts.find<HTMLInputElement>("keep-signs", this.root)?.checked ?? false;
    return {
      text: this.text.value,
      topics: topics.map((box) => box.dataset["topic"] ?? ""),
      signs: keeps ? this.signs() : [],
    };
  }

  /** Puts a body in it; who is typing goes on typing where they were. */
  write(body: NoteBody): void {
    const { selectionStart, selectionEnd } = this.text;
    this.clear();
    this.text.value = body.text;
    if (document.activeElement === this.text) this.text.setSelectionRange(selectionStart, selectionEnd);
    for (const box of this.root.querySelectorAll<HTMLInputElement>("[data-topic]")) {
      box.checked = body.topics.includes(box.dataset["topic"] ?? "");
    }
    for (const { row, there, long, often } of this.rows()) {
      const sign = body.signs.find((each) => each.sign === row.dataset["sign"]);
      there.checked = sign !== undefined;
      long.value = sign?.long ?? "";
      often.value = sign?.often ?? "";
    }
    const keeps = this.parts.find<HTMLInputElement>("keep-signs", this.root);
    if (keeps) keeps.checked = body.signs.length > 0;
    this.unfold();
  }

  /** Empties it; nothing of what stood in it stays in the page. */
  clear(): void {
    this.text.value = "";
    for (const box of this.root.querySelectorAll<HTMLInputElement>("input[type=checkbox]")) box.checked = false;
    for (const { long, often } of this.rows()) [long.value, often.value] = ["", ""];
    this.unfold();
  }

  focus(): void {
    this.text.focus();
  }

  private signs(): Sign[] {
    return this.rows()
      .filter(({ there }) => there.checked)
      .map(({ row, long, often }) => ({ sign: row.dataset["sign"] ?? "", long: long.value, often: often.value }));
  }

  private rows(): { row: HTMLElement; there: HTMLInputElement; long: HTMLSelectElement; often: HTMLSelectElement }[] {
    return [...this.root.querySelectorAll<HTMLElement>("[data-sign]")].flatMap((row) => {
      const there = this.parts.find<HTMLInputElement>("there", row);
      const long = this.parts.find<HTMLSelectElement>("long", row);
      const often = this.parts.find<HTMLSelectElement>("often", row);
      return there && long && often ? [{ row, there, long, often }] : [];
    });
  }

  /** Shows the guide of the slot, and how long and how often for what is ticked. */
  private unfold(): void {
    for (const list of this.root.querySelectorAll<HTMLElement>("[data-guide]")) {
      list.hidden = list.dataset["guide"] !== this.slots.value;
    }
    for (const { row, there } of this.rows()) this.parts.show("more", there.checked, row);
  }
}
