/** Puts one quiet line in the page's live region. */
export function say(text: string): void {
  const slot = document.getElementById("flash");
  if (!slot || !text) return;
  const line = document.createElement("p");
  line.textContent = text;
  const flash = document.createElement("div");
  flash.className = "flash problem";
  flash.append(line);
  slot.replaceChildren(flash);
}
