// The list of ways into the vault on its page: words and passkeys, each with its date.
import type { State } from "./server";
import { textOf } from "./say";

/** Fills the list; a passkey can be removed, the words only replaced. */
export function fillWays(root: HTMLElement, mine: State): void {
  const list = root.querySelector("[data-ways]");
  const row = root.querySelector<HTMLTemplateElement>("template[data-row]");
  if (!list || !row) return;
  const dates = new Intl.DateTimeFormat(document.documentElement.lang || "nl", { dateStyle: "long" });
  const day = (code: string, at: number): string => textOf(root, { code, about: dates.format(at) });
  const say = (code: string): string => textOf(root, { code, about: "" });
  const made = (name: string, when: string, passkey: string | null): Node => {
    const part = row.content.cloneNode(true) as DocumentFragment;
    const fill = (which: string, text: string): void => {
      const slot = part.querySelector(`[data-part="${which}"]`);
      if (slot) slot.textContent = text;
    };
    fill("name", name);
    fill("when", when);
    fill("which", `: ${name}`);
    const remove = part.querySelector<HTMLElement>('[data-part="remove"]');
    const button = part.querySelector<HTMLElement>('[data-do="remove"]');
    if (passkey === null) remove?.remove();
    else if (button) button.dataset["passkeyId"] = passkey;
    return part;
  };
  const words = mine.locks
    .filter((lock) => lock.method === "words")
    .map((lock) => made(say("row-words"), day("row-made", lock.made_at), null));
  const passkeys = mine.passkeys.map((known) => {
    const opens = mine.locks.some((lock) => lock.credential === known.credential);
    const when = [day("row-made", known.made_at)];
    if (known.used_at !== null) when.push(day("row-used", known.used_at));
    if (!opens) when.push(say("row-signs-in"));
    const name = known.label ? `${say("row-passkey")}, ${known.label}` : say("row-passkey");
    return made(name, when.join(", "), known.id);
  });
  list.replaceChildren(...passkeys, ...words);
}
