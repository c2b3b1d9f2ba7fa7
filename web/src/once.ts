// A form is sent once. Its button keeps its place and its focus, and says that it is busy.

import { say, unsay, wait } from "./say";

const sent = new Map<HTMLFormElement, HTMLElement | null>();
const SAY_AFTER_MS = 2_000;
const GIVE_BACK_AFTER_MS = 20_000; // a download, or a connection that died without a word

function release(form: HTMLFormElement): void {
  sent.get(form)?.removeAttribute("aria-disabled");
  form.removeAttribute("aria-busy");
  sent.delete(form);
  if (sent.size === 0) unsay();
}

/** Guards every form that posts; the first submit passes, the next ones wait for its answer. */
export function installOnce(): void {
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
      if (!navigator.onLine && !form.matches("[hx-post]")) {
        // The browser would leave for a page of its own, and what was filled in would be gone.
        event.preventDefault();
        event.stopImmediatePropagation();
        say(document.body.dataset.offline ?? "");
        return;
      }
      if (sent.has(form)) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      sent.set(form, event.submitter);
      form.setAttribute("aria-busy", "true");
      event.submitter?.setAttribute("aria-disabled", "true");
      setTimeout(() => sent.has(form) && wait(document.body.dataset.waiting ?? ""), SAY_AFTER_MS);
      setTimeout(() => release(form), GIVE_BACK_AFTER_MS);
    },
    { capture: true },
  );
  window.addEventListener("pageshow", () => [...sent.keys()].forEach(release));
  document.addEventListener("htmx:finally:request", (event) => {
    const source = event.target;
    if (source instanceof Element) {
      const form = source.closest("form");
      if (form) release(form);
    }
    for (const form of [...sent.keys()]) if (!form.isConnected) release(form);
  });
}
