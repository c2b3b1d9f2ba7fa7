// A key that is not the one from before: shown, compared by telephone, taken by a tap (R003).
import type { Parts } from "./parts";
import type { Judged } from "./people";
import type { Reader } from "./wire";

/** Shows a card for everybody whose keys changed; the tap takes the keys of the card, and no others. */
export function showChanged(parts: Parts, changed: Judged["changed"], accept: (person: Reader) => void): void {
  const place = parts.find("changed");
  if (!place) return;
  const cards = changed.map(({ person, fingerprint }) => {
    const card = parts.card("changed");
    parts.fill(card, "title", parts.say("changed-key", { name: person.name }));
    parts.fill(card, "hint", parts.say("changed-key-hint", { name: person.name }));
    parts.fill(card, "fingerprint", fingerprint);
    card.querySelector("[data-do=accept]")?.addEventListener("click", () => accept(person));
    return card;
  });
  place.replaceChildren(...cards);
  place.hidden = changed.length === 0;
}
