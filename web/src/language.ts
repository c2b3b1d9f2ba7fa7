/** Lets the language form come back to the page on screen, also after a swap changed its address. */
export function installLanguage(): void {
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || !form.matches(".lang")) return;
      const next = form.elements.namedItem("next");
      if (next instanceof HTMLInputElement) next.value = location.pathname + location.search;
    },
    { capture: true },
  );
}
