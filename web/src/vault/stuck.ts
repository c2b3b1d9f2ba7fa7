// What waits on this device and cannot go: read it, take it along, or throw it away (R003).
import { readDraft, type Note, type Slot } from "../seal/note";
import { fromBase64 } from "../seal/bytes";
import { browserShelf, type Shelf, type Waiting } from "../sealed/outbox";
import type { Vault } from "./open";

/** The copy of it that its author can open, whatever became of the circle. */
export function ownCopy({ kind, own, body }: Waiting): string | null {
  return own ?? (kind === "draft" ? String(body["body"]) : null);
}

/** What was refused of what this person wrote, the oldest first. */
export async function refused(shelf: Shelf, person: string): Promise<Waiting[]> {
  const all = await shelf.all().catch(() => []);
  return all.filter((each) => each.person === person && each.why).sort((a, b) => a.at - b.at);
}

/** Its words, opened with one's own vault; `null` when they do not open. */
export async function wordsOf(waiting: Waiting, vault: Pick<Vault, "org" | "person" | "identity">): Promise<Note | null> {
  const copy = ownCopy(waiting);
  const slot = (waiting.body["slot"] ?? waiting.path.split("/").at(-1)) as Slot;
  const place = { org: vault.org, circle: waiting.circle, slot, author: vault.person };
  return copy === null ? null : readDraft(copy, vault.identity, place).catch(() => null);
}

/** Fills the part of the page; it stays out of sight while nothing is stuck. */
export async function fillStuck(root: HTMLElement, vault: Vault, shelf: Shelf = browserShelf()): Promise<void> {
  const part = root.querySelector<HTMLElement>("[data-stuck]");
  const template = root.querySelector<HTMLTemplateElement>("template[data-stuck-card]");
  if (!part || !template) return;
  const cards = [];
  for (const waiting of await refused(shelf, vault.person)) {
    const card = cardOf(template, waiting, await wordsOf(waiting, vault));
    const drop = async (): Promise<void> => {
      await shelf.drop(waiting.key, waiting.at);
      await fillStuck(root, vault, shelf);
      root.querySelector<HTMLElement>("[data-stuck]:not([hidden]) h2, [data-state=open] a.button")?.focus();
    };
    card.querySelector("[data-part=drop]")?.addEventListener("click", () => void drop().catch(() => undefined));
    cards.push(card);
  }
  part.querySelector("[data-list]")?.replaceChildren(...cards);
  part.hidden = cards.length === 0;
}

/** Takes the words off the page. */
export function clearStuck(root: HTMLElement): void {
  root.querySelector("[data-stuck] [data-list]")?.replaceChildren();
}

function cardOf(template: HTMLTemplateElement, waiting: Waiting, note: Note | null): DocumentFragment {
  const card = document.importNode(template.content, true);
  const part = (name: string): HTMLElement | null => card.querySelector(`[data-part="${name}"]`);
  const fill = (name: string, text: string): void => part(name)?.replaceChildren(text);
  const lang = document.documentElement.lang === "en" ? "en-GB" : "nl-NL";
  fill("when", new Date(waiting.at).toLocaleString(lang, { dateStyle: "long", timeStyle: "short" }));
  for (const why of card.querySelectorAll<HTMLElement>("[data-why]")) why.hidden = why.dataset["why"] !== waiting.why;
  fill("text", note?.body.text ?? "");
  for (const each of card.querySelectorAll<HTMLElement>("[data-opens]")) each.hidden = (each.dataset["opens"] === "yes") !== (note !== null);
  const copy = ownCopy(waiting) ?? String(waiting.body["body"]);
  part("file")?.addEventListener("click", () => download(copy));
  return card;
}

/** As it lies here: sealed to one's own vault. */
function download(copy: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([fromBase64(copy) as Uint8Array<ArrayBuffer>], { type: "application/octet-stream" }));
  link.download = "veer-note.age";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
