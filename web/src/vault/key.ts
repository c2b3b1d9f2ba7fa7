// The one visible key in the header: shown while the vault is open, on every page. Also what locks
// by itself: idle time, signing out, the end of the session.
import { say } from "../say";
import { forget, hear, isIdle, kept, lockHere, tell, touched } from "./store";

const LOOK_EVERY_MS = 15_000;
const TOUCH_EVERY_MS = 20_000;

const button = (): HTMLButtonElement | null => document.querySelector("[data-vault-lock]");

let wasOpen = false;

function show(open: boolean): void {
  wasOpen = open;
  const key = button();
  if (key) key.hidden = !open;
}

/** Looks whether the vault is open, and locks it when nobody was there for too long. */
async function look(): Promise<void> {
  const open = await kept();
  if (open && isIdle(open.at, Date.now())) {
    await lockHere();
    show(false);
    return;
  }
  // It went without a word: by an older page, or by the browser itself.
  if (!open && wasOpen) await tell("locked");
  show(open !== null);
}

/** Wires the key, the idle lock and the sign-out of this page. */
export function installVaultKey(): void {
  if (!("indexedDB" in globalThis)) return;
  const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);

  // Whoever has to sign in has no session any more: nothing may stay open for who comes next.
  if (location.pathname === "/sign-in") quietly(forget());
  else quietly(look());
  setInterval(() => quietly(look()), LOOK_EVERY_MS);
  window.addEventListener("pageshow", (event) => event.persisted && quietly(look()));
  document.addEventListener("htmx:after:settle", () => {
    // A whole page that arrived as a swap brings no script: fetch it properly when it needs the vault.
    const waits = document.querySelector("veer-vault, veer-notes, veer-keys, veer-recovery, veer-sign-in");
    if (waits && !document.querySelector("script[data-worker]")) location.reload();
    quietly(look());
  });
  hear((word) => show(word === "opened"));

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const key = event.target.closest<HTMLButtonElement>("[data-vault-lock]");
    if (!key) return;
    quietly(
      lockHere().then(() => {
        say(key.dataset.said ?? "");
        if (document.activeElement === key) document.getElementById("main")?.focus();
        show(false);
      }),
    );
  });

  let last = 0;
  const touch = (): void => {
    const now = Date.now();
    if (now - last < TOUCH_EVERY_MS || button()?.hidden !== false) return;
    last = now;
    quietly(touched(now));
  };
  for (const sign of ["pointerdown", "keydown", "scroll"]) {
    document.addEventListener(sign, touch, { passive: true, capture: true });
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || new URL(form.getAttribute("action") ?? "", location.href).pathname !== "/sign-out") return;
    event.preventDefault(); // forget here first, also when the server cannot be reached
    void forget()
      .catch(() => undefined)
      .finally(() => form.submit());
  });
}
