// The open vault: who I am on this device, restored from page to page until it is locked (R003).
import { openText, recipientOf } from "../seal/age";
import { bytesOf, fromBase64, textOf } from "../seal/bytes";
import { hold, SealError } from "../seal/error";
import { checkKeys, readIdentity, writeIdentity, type Identity } from "../seal/identity";
import { signerOf } from "../seal/signature";
import { Pins } from "./pins";
import { Refused, state as askState, type State } from "./server";
import { forget, hear, isIdle, keep, kept, lockHere, tell, touched, type Row } from "./store";

/** My own secrets while the vault is open. They live in this page's memory and nowhere else. */
export interface Vault {
  readonly org: string;
  readonly person: string;
  readonly generation: number;
  /** `AGE-SECRET-KEY-PQ-1…` */
  readonly identity: string;
  readonly recipient: string;
  /** Seed of the Ed25519 signer, 32 bytes. */
  readonly signer: Uint8Array;
  /** Public key of the signer, base64. */
  readonly verifier: string;
}

let opened: Promise<Vault | null> | null = null;
let locks = 0; // what began before the last lock gives no vault any more
let found: Promise<Pins> | null = null;
const listeners = new Set<() => void>();

/** The open vault; `null` when it is locked, or when nobody is signed in. */
export async function current(): Promise<Vault | null> {
  const before = locks;
  const row = await kept().catch(() => null);
  if (!row) {
    if (opened) locked(); // it went without a word
    return null;
  }
  if (isIdle(row.at, Date.now())) {
    await lock();
    return null;
  }
  if (before !== locks) return null;
  opened ??= restore(row.row);
  const vault = await opened.catch((reason: unknown) => {
    opened = null;
    throw reason;
  });
  return before === locks ? vault : null;
}

/** Locks now: in this page, in the others, and on the server. */
export async function lock(): Promise<void> {
  [opened, found] = [null, null];
  locks += 1;
  await lockHere(); // every page hears it, this one too, when nothing lies there any more
}

/** This page forgets, whoever locked it. */
function locked(): void {
  opened = null;
  found = null;
  locks += 1;
  for (const act of listeners) act();
}

/** Calls `act` when the vault is locked, from wherever; clear there what was shown. */
export function onLock(act: () => void): void {
  listeners.add(act);
}

/** Says that somebody is at work, so that the vault stays open. */
export async function touch(): Promise<void> {
  await touched(Date.now());
}

/** Whose keys I have seen before. Throws when the vault is locked (`no-key`), or the list too old. */
export async function pins(): Promise<Pins> {
  const vault = await current();
  hold(vault !== null, "no-key");
  found ??= askState().then((state) => Pins.load(vault, state.pins));
  return found.catch((reason: unknown) => {
    found = null;
    throw reason;
  });
}

/**
 * Opens the vault with an identity file that a lock gave, and keeps it open between pages.
 *
 * The half is asked for now: one from before a lock is forgotten, and what is sealed under it would
 * be locked on the next page.
 */
export async function openWith(file: string): Promise<Vault> {
  const state = await askState();
  const identity = await readIdentity(file);
  const vault = await fit(identity, state);
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const key = await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveKey"]);
  bytes.fill(0);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const { org, person } = state;
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: named(org, person) },
    await under(key, state.half),
    bytesOf(writeIdentity(identity)) as Uint8Array<ArrayBuffer>,
  );
  await keep({ key, iv, sealed, org, person }, Date.now());
  opened = Promise.resolve(vault);
  found = null;
  await tell("opened");
  return vault;
}

/** Opens one lock with a hybrid identity (that of a passkey). */
export async function openLock(wrapped: string, identity: string): Promise<string> {
  return openText(wrapped, identity);
}

async function restore(row: Row): Promise<Vault | null> {
  let state: State;
  try {
    state = await askState();
  } catch (reason) {
    // The session ended: whoever comes next on this browser finds nothing.
    if (reason instanceof Refused && reason.status >= 400 && reason.status < 500) await drop();
    if (reason instanceof Refused && reason.status === 0) throw reason;
    return null;
  }
  try {
    hold(row.org === state.org && row.person === state.person, "wrong-context");
    const plain = await crypto.subtle
      .decrypt(
        { name: "AES-GCM", iv: row.iv, additionalData: named(row.org, row.person) },
        await under(row.key, state.half),
        row.sealed,
      )
      .catch(() => {
        throw new SealError("damaged");
      });
    return await fit(await readIdentity(textOf(new Uint8Array(plain))), state);
  } catch {
    await drop(); // another session's half, another person, or a vault that was replaced
    return null;
  }
}

async function drop(): Promise<void> {
  opened = null;
  found = null;
  await forget();
}

/** Holds an identity against what the server says is my vault: a swapped key is refused here. */
async function fit(mine: Identity, state: State): Promise<Vault> {
  const { vault } = state;
  hold(vault !== null && mine.org === state.org && mine.person === state.person, "wrong-context");
  hold(mine.generation === vault.generation, "wrong-context");
  const recipient = await recipientOf(mine.identity);
  const verifier = signerOf(mine.seed);
  hold(recipient === vault.recipient && verifier === vault.signer, "changed-key");
  checkKeys(mine.org, mine.person, vault);
  return {
    org: mine.org,
    person: mine.person,
    generation: mine.generation,
    identity: mine.identity,
    recipient,
    signer: mine.seed,
    verifier,
  };
}

async function under(key: CryptoKey, half: string): Promise<CryptoKey> {
  const salt = fromBase64(half) as Uint8Array<ArrayBuffer>;
  hold(salt.length === 32, "damaged");
  const info = bytesOf("veer-vault/1/open") as Uint8Array<ArrayBuffer>;
  return crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt, info },
    key,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

const named = (org: string, person: string): Uint8Array<ArrayBuffer> =>
  bytesOf(`veer-vault/1\n${org}\n${person}`) as Uint8Array<ArrayBuffer>;

// Another page locked, or the key in the header did: this page's memory forgets too.
if ("BroadcastChannel" in globalThis) {
  hear((word) => {
    if (word === "locked") locked();
  });
}
