/** Closes the crisis card on Escape and on a tap beside it; it opens without a script. */
export function installCrisisCard(): void {
  const open = (): HTMLDetailsElement | null => document.querySelector("details.crisis[open]");
  document.addEventListener("keydown", (event) => {
    const card = event.key === "Escape" ? open() : null;
    if (!card) return;
    card.open = false;
    card.querySelector("summary")?.focus();
  });
  document.addEventListener("click", (event) => {
    const card = open();
    if (card && event.target instanceof Node && !card.contains(event.target)) card.open = false;
  });
}
