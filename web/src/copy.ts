// <button type="button" data-copy="#link" data-done="Copied">Copy</button> copies that element's
// text or value and says so on the button, which screen readers hear.

/** Wires every copy button, present and future. */
export function installCopy(): void {
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const button = event.target.closest<HTMLButtonElement>("button[data-copy]");
    const source = button && document.querySelector<HTMLElement>(button.dataset.copy ?? "");
    if (!button || !source) return;
    const text = source instanceof HTMLInputElement || source instanceof HTMLTextAreaElement ? source.value : (source.textContent ?? "");
    void navigator.clipboard.writeText(text.trim()).then(() => {
      const before = button.textContent;
      button.setAttribute("aria-live", "polite");
      button.textContent = button.dataset.done ?? before;
      setTimeout(() => (button.textContent = before), 4_000);
    });
  });
}
