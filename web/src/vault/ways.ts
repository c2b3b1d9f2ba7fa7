// The ways into a vault: making it, its words, its passkeys. What is sent is closed or public.
import { recipientOf, sealText } from "../seal/age";
import { keysOf, makeIdentity, writeIdentity } from "../seal/identity";
import { identityFromPrf } from "../seal/passkey";
import { openLock, openWith, type Vault } from "./open";
import { create, unlock } from "./passkey";
import { send, type NewLock, type State } from "./server";
import { ask } from "./worker";

/** How far a slow step is, from 0 to 1. */
export type Progress = (part: number) => void;

/** A passkey in hand: the server's id of it, and its secret. */
export interface InHand {
  readonly id: string;
  readonly secret: Uint8Array;
}

/** A passkey that signs in but has no secret to open with, or none that was chosen. */
export class NoSecret extends Error {}

/** Makes a passkey on this device; one that is here already is used again. */
export async function newPasskey(site: string, label: string, mine: State): Promise<InHand> {
  const asked = (await send("/passkey/register/begin")) as {
    question: string;
    options: { publicKey: Record<string, unknown> };
  };
  try {
    const made = await create(asked.options);
    const { question } = asked;
    const { id } = (await send("/passkey/register/finish", { question, label, answer: made.answer })) as { id: string };
    // Some devices give the secret only when asked a second time.
    const secret = made.secret ?? (await unlock(site, [made.credential])).secret;
    if (!secret) throw new NoSecret();
    return { id, secret };
  } catch (reason) {
    if (!(reason instanceof DOMException) || reason.name !== "InvalidStateError") throw reason;
    return knownPasskey(site, mine);
  }
}

/** A passkey that I made before. */
export async function knownPasskey(site: string, mine: State): Promise<InHand> {
  const given = await unlock(site, mine.passkeys.map((known) => known.credential));
  const known = mine.passkeys.find((each) => each.credential === given.credential);
  if (!known || !given.secret) throw new NoSecret();
  return { id: known.id, secret: given.secret };
}

/** Words that nobody has seen yet. */
export const newWords = (): Promise<string> => ask({ do: "words" });

/** Makes the vault, with its words and perhaps a passkey, and opens it. */
export async function makeVault(
  mine: State,
  words: string,
  passkey: InHand | null,
  progress: Progress,
): Promise<Vault> {
  const generation = (mine.vault?.generation ?? 0) + 1;
  const identity = await makeIdentity(mine.org, mine.person, generation);
  const file = writeIdentity(identity);
  const locks: NewLock[] = [await wordsLock(file, words, progress)];
  if (passkey) locks.push(await passkeyLock(file, passkey));
  await send("/vault/make", { ...(await keysOf(identity)), locks });
  return openWith(file);
}

/** New words in place of the old ones; the vault and everything in it stay. */
export async function replaceWords(vault: Vault, mine: State, words: string, progress: Progress): Promise<void> {
  const replaces = mine.locks.filter((lock) => lock.method === "words").map((lock) => lock.id);
  const lock = await wordsLock(fileOf(vault), words, progress);
  await send("/vault/locks", { ...lock, generation: vault.generation, replaces });
}

/** Lets a passkey open the vault. */
export async function addPasskey(vault: Vault, passkey: InHand): Promise<void> {
  const lock = await passkeyLock(fileOf(vault), passkey);
  await send("/vault/locks", { ...lock, generation: vault.generation });
}

/** Removes a passkey of a lost device: it neither signs in nor opens. */
export const removePasskey = (id: string): Promise<unknown> => send(`/passkey/${encodeURIComponent(id)}/remove`);

/** Opens with one of my passkeys. */
export async function openByPasskey(site: string, mine: State): Promise<Vault> {
  const locks = mine.locks.filter((lock) => lock.credential !== null);
  const given = await unlock(site, locks.map((lock) => lock.credential ?? ""));
  const lock = locks.find((each) => each.credential === given.credential);
  if (!lock || !given.secret) throw new NoSecret();
  return openWith(await openLock(lock.wrapped, identityFromPrf(given.secret)));
}

/** Opens with words; they go to the worker and nowhere else. */
export async function openByWords(mine: State, words: string, progress: Progress): Promise<Vault> {
  const lock = mine.locks.find((each) => each.method === "words");
  return openWith(await ask({ do: "open", file: lock?.wrapped ?? "", words }, progress));
}

async function wordsLock(plain: string, words: string, progress: Progress): Promise<NewLock> {
  return { method: "words", wrapped: await ask({ do: "seal", plain, words }, progress) };
}

async function passkeyLock(plain: string, { id, secret }: InHand): Promise<NewLock> {
  const recipient = await recipientOf(identityFromPrf(secret));
  return { method: "passkey", passkey: id, wrapped: await sealText(plain, [recipient]) };
}

function fileOf({ org, person, generation, identity, signer: seed }: Vault): string {
  return writeIdentity({ org, person, generation, identity, seed });
}

/** What this device calls itself, for the list of passkeys. */
export function deviceName(agent: string = navigator.userAgent): string {
  const kinds = ["iPhone", "iPad", "Android", "Windows", "Macintosh", "CrOS", "Linux"];
  const browsers = ["Firefox", "Edg", "Chrome", "Safari"];
  const names: Record<string, string> = { Macintosh: "Mac", CrOS: "Chromebook", Edg: "Edge" };
  const found = [kinds, browsers].map((list) => list.find((name) => agent.includes(name)));
  return found.flatMap((name) => (name ? [names[name] ?? name] : [])).join(", ");
}

