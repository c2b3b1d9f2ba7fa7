// Two windows wrote the same note: both versions, and the choice.
import type { Note } from "../seal/note";
import type { Parts } from "./parts";
import type { Version } from "./read";

/** Shows both; each choice runs once and takes the card away. */
export function showTwo(
  parts: Parts,
  theirs: Version,
  mine: Note,
  choices: { readonly keepMine: () => Promise<void>; readonly keepTheirs: () => Promise<void> },
): void {
  const place = parts.find("two");
  if (!place) return;
  const card = parts.card("two");
  parts.fill(card, "theirs", theirs.note?.body.text ?? parts.say(`error-${theirs.why}`));
  parts.fill(card, "mine", mine.body.text);
  const choose = (name: string, act: () => Promise<void>): void => {
    card.querySelector(`[data-do=${name}]`)?.addEventListener("click", () => {
      place.replaceChildren();
      place.hidden = true;
      void act();
    }, { once: true });
  };
  choose("keep-mine", choices.keepMine);
  choose("keep-theirs", choices.keepTheirs);
  place.replaceChildren(card);
  place.hidden = false;
  place.querySelector<HTMLElement>("h4")?.focus();
}
