// Keyboard on a form with data-keys: Ctrl+Enter (or Cmd+Enter) sends it from anywhere on the page,
// and a figure chooses the answer that carries it (data-key="1" on the radio or checkbox).

const TYPING = "input:not([type=radio], [type=checkbox], [type=button], [type=submit]), textarea, select";

function keyed(): HTMLFormElement | null {
  return document.querySelector<HTMLFormElement>("form[data-keys]");
}

function choose(form: HTMLFormElement, key: string): boolean {
  const answer = form.querySelector<HTMLInputElement>(`input[data-key="${CSS.escape(key)}"]:not(:disabled)`);
  if (!answer) return false;
  answer.focus();
  answer.click();
  return true;
}

/** Listens for the two shortcuts; plain typing in a field is never taken over. */
export function installKeys(): void {
  document.addEventListener("keydown", (event) => {
    const form = keyed();
    if (!form || event.altKey || event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      const button = form.querySelector<HTMLButtonElement>("button.primary:not([type=button])");
      form.requestSubmit(button ?? undefined);
      return;
    }
    if (event.ctrlKey || event.metaKey || !/^[0-9]$/.test(event.key)) return;
    if (event.target instanceof Element && event.target.matches(TYPING)) return;
    if (choose(form, event.key)) event.preventDefault();
  });
}
