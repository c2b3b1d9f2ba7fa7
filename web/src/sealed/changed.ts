// A key that is not the one from before: shown, compared by telephone, taken by a tap (R003).
import type { Parts } from "./parts";
import type { Judged } from "./people";

/** Shows a card for everybody whose keys changed. */
export function showChanged(parts: Parts, changed: Judged["changed"]): void {
  const place = parts.find("changed");
  if (!place) return;
  const cards = changed.map(({ person, fingerprint }) => {
    const card = parts.card("changed");
    parts.fill(card, "title", parts.say("changed-key", { name: person.name }));
    parts.fill(card, "hint", parts.say("changed-key-hint", { name: person.name }));
    parts.fill(card, "fingerprint", fingerprint);
    card.querySelector("[data-do=accept]")?.setAttribute("data-person", person.id);
    return card;
  });
  place.replaceChildren(...cards);
  place.hidden = changed.length === 0;
}
