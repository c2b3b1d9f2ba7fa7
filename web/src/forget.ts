// <div data-forget> around boxes that are ticked for oneself: they are empty again as soon as the page
// is left, also when the browser keeps the page to come back to. Nothing reads them.

/** Unticks them when the page goes out of sight for good, and when it comes back. */
export function installForget(): void {
  const forget = (): void => {
    for (const box of document.querySelectorAll<HTMLInputElement>("[data-forget] input")) box.checked = false;
  };
  window.addEventListener("pagehide", forget);
  window.addEventListener("pageshow", forget);
}
