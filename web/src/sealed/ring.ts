// The keys of a circle in the hand of one member: opened, and made anew when that is due.
import {
  checkCircleKey,
  makeCircleKey,
  openChain,
  wrapCircleKey,
  type Chain,
  type CircleKey,
} from "../seal/circle";
import type { Judged } from "./people";
import { keysPath, send, type Circle } from "./wire";

/** What of a vault the notes need; never handed on. */
export interface Opener {
  readonly person: string;
  readonly generation: number;
  readonly identity: string;
  readonly recipient: string;
  readonly signer: Uint8Array;
  readonly verifier: string;
}

/** Opens every generation within reach. */
export function openRing(circle: Circle, vault: Opener): Promise<Chain> {
  return openChain(circle, circle.keys, circle.wraps, vault.identity);
}

const newestOf = (circle: Circle): number =>
  circle.keys.reduce((newest, { generation }) => Math.max(newest, generation), 0);

/**
 * The key to seal to now; `null` when a new generation is due first.
 *
 * A key counts only when I made it, or a member whose keys I took before: one that the server made
 * up, and handed to everybody, would let it read along.
 */
export function keyToWrite(circle: Circle, ring: Chain, judged: Judged): CircleKey | null {
  const newest = newestOf(circle);
  if (circle.rotation_due || !isTheirs(circle, judged, newest)) return null;
  return ring.keys.get(newest) ?? null;
}

/** Whether I made this generation, or a member whose keys I took before. */
export function isTheirs(
  circle: Pick<Circle, "org" | "circle" | "keys">,
  judged: Judged,
  generation: number,
): boolean {
  const row = circle.keys.find((each) => each.generation === generation);
  const maker = row ? judged.makerOf(row.made_by) : null;
  if (!row || maker === null) return false;
  try {
    checkCircleKey(circle, row, maker);
    return true;
  } catch {
    return false;
  }
}

/** What goes to `POST /sealed/{circle}/keys`, and the key itself, which stays here. */
export interface NewRing {
  readonly key: CircleKey;
  readonly body: {
    readonly generation: number;
    readonly recipient: string;
    readonly previous: string | null;
    readonly proof: string;
    readonly wraps: readonly { readonly holder: string; readonly vault: number; readonly wrapped: string }[];
  };
}

/**
 * Makes the next generation for me and everybody whose keys I took before.
 *
 * Not for who is seen for the first time and not for the team: `web/src/keys` gives it to them by
 * a tap, after checking who made the team's key.
 */
export async function nextRing(
  circle: Circle,
  ring: Chain,
  vault: Opener,
  judged: Judged,
): Promise<NewRing> {
  const newest = newestOf(circle);
  const before = ring.keys.get(newest) ?? null;
  const made = await makeCircleKey(circle, newest + 1, vault.signer, before);
  const holders = new Map(judged.trusted.map(({ id, recipient }) => [id, recipient]));
  holders.set(vault.person, vault.recipient); // mine is the one in my hand, whatever the server says
  const wraps = [];
  for (const [holder, recipient] of holders) {
    // The server refuses what is sealed to a vault that was replaced since this page was told.
    const theirs = circle.people.find(({ id }) => id === holder)?.keys?.generation ?? 0;
    const which = holder === vault.person ? vault.generation : theirs;
    wraps.push({ holder, vault: which, wrapped: await wrapCircleKey(made.key, recipient) });
  }
  const { generation, recipient, previous, proof, key } = made;
  return { key, body: { generation, recipient, previous, proof, wraps } };
}

/** Makes the next generation and hands it to the server; `Unsent("stale")` when another was first. */
export async function turnRing(
  circle: Circle,
  ring: Chain,
  vault: Opener,
  judged: Judged,
): Promise<CircleKey> {
  const { key, body } = await nextRing(circle, ring, vault, judged);
  await send("POST", keysPath(circle.circle), body);
  return key;
}
