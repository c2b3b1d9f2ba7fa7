/** Puts one quiet line in the page's live region. */
export function say(text: string): void {
  put(text, "flash problem");
}

/** Says that it goes on, when something takes long. */
export function wait(text: string): void {
  put(text, "flash waiting");
}

/** Takes that back, once there is an answer. */
export function unsay(): void {
  document.querySelector("#flash > .waiting")?.remove();
}

function put(text: string, kind: string): void {
  const slot = document.getElementById("flash");
  if (!slot || !text) return;
  const line = document.createElement("p");
  line.textContent = text;
  const flash = document.createElement("div");
  flash.className = kind;
  flash.append(line);
  slot.replaceChildren(flash);
}
