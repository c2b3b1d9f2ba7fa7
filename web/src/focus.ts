// Where the reader is after a page or a block arrives: at the errors, else where the page asks.

function place(root: ParentNode): boolean {
  const spot =
    root.querySelector<HTMLElement>(".error-summary") ?? root.querySelector<HTMLElement>("[data-autofocus]");
  if (!spot) return false;
  if (!spot.matches("a[href], button, input, select, textarea, summary")) spot.tabIndex = -1;
  spot.focus({ preventScroll: !spot.matches(".error-summary") });
  return true;
}

/** Places focus on load, and after each swap that brought errors, a request for focus or a page. */
export function installFocus(): void {
  place(document);
  document.addEventListener("htmx:after:settle", (event) => {
    const target = event.target;
    if (!(target instanceof Element)) return;
    if (!place(target) && target === document.body) {
      const heading = target.querySelector<HTMLElement>("h1");
      if (heading) {
        heading.tabIndex = -1;
        heading.focus({ preventScroll: true });
      }
    }
  });
}
