// What keeps a vault open between two pages: one row in IndexedDB. This module is small, as every
// page carries it; it never sees a key.
//
// The row holds a key that no script can read out, and the identity file sealed under that key
// together with a half that only the server has. At lock the row goes and the server forgets its
// half: what the disk still holds opens nothing.

import { within } from "./database";

/** Ten minutes without a touch lock the vault. */
export const IDLE_MS = 10 * 60_000;

/** What lies in the browser while the vault is open. */
export interface Row {
  readonly key: CryptoKey;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly sealed: ArrayBuffer;
  readonly org: string;
  readonly person: string;
}

const OPEN = { database: "veer-vault", store: "open" };
const ROW = "vault";
const AT = "at";

// Set the moment somebody locks: whoever leaves the page at once breaks off what the database has yet to do.
const LOCK_WANTED = "veer-lock";

/** Keeps an open vault. */
export async function keep(row: Row, now: number): Promise<void> {
  localStorage.removeItem(LOCK_WANTED);
  await within(OPEN, "readwrite", (store) => {
    store.put(now, AT);
    return store.put(row, ROW);
  });
}

/** The open vault and when it was last touched; `null` when there is none, or a lock was broken off. */
export async function kept(): Promise<{ row: Row; at: number } | null> {
  if (localStorage.getItem(LOCK_WANTED)) await lockHere();
  const row = await within<Row | undefined>(OPEN, "readonly", (store) => store.get(ROW));
  if (!row) return null;
  const at = await within<number | undefined>(OPEN, "readonly", (store) => store.get(AT));
  return { row, at: at ?? 0 };
}

/** Whether a touch at `at` is too long ago; a clock set back counts as too long. */
export function isIdle(at: number, now: number): boolean {
  return now - at >= IDLE_MS || now < at - 60_000;
}

/** Notes that somebody is at work; does nothing when the vault is locked. */
export async function touched(now: number): Promise<void> {
  await within(OPEN, "readwrite", (store) => {
    // In one transaction: a lock that comes between would be followed by a touch.
    const row = store.count(ROW);
    row.onsuccess = () => row.result > 0 && store.put(now, AT);
    return row;
  });
}

/** Forgets the vault in this browser, and has every open page of it forget too. */
export async function forget(): Promise<void> {
  localStorage.setItem(LOCK_WANTED, "yes");
  await within(OPEN, "readwrite", (store) => store.clear());
  localStorage.removeItem(LOCK_WANTED);
  await tell("locked");
}

/** What pages of one browser tell each other. */
export type Word = "opened" | "locked";

const CHANNEL = "veer-vault";

/**
 * Tells every open page of Veer in this browser, this one included.
 *
 * Resolves when this page has heard it: whoever listens longer hears it first.
 */
export async function tell(word: Word): Promise<void> {
  const [says, hears] = [new BroadcastChannel(CHANNEL), new BroadcastChannel(CHANNEL)];
  await new Promise<void>((resolve) => {
    hears.addEventListener("message", () => resolve());
    says.postMessage(word);
  });
  says.close();
  hears.close();
}

/** Hears what another page or another script of this page tells. */
export function hear(act: (word: Word) => void): void {
  new BroadcastChannel(CHANNEL).addEventListener("message", (event: MessageEvent<Word>) => act(event.data));
}

/** Locks: here, in the other pages, and on the server, which forgets its half also when this page is left. */
export async function lockHere(): Promise<void> {
  const here = forget();
  // Away or signed out is fine: without the row nothing opens, and the half goes with the session.
  const there = fetch("/vault/lock", { method: "POST", headers: { accept: "application/json" }, keepalive: true }).catch(
    () => undefined,
  );
  await here;
  await there;
}
