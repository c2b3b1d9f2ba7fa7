// The key of a circle: the few people who may read the notes of a case or of a yearly talk. Each
// generation is a fresh identity; a newer one carries the one before it, sealed to itself.
import { newIdentity, openText, recipientOf, sealText } from "./age.js";
import { objectOf } from "./bytes.js";
import { hold, SealError } from "./error.js";
import { sign, verify } from "./signature.js";

const FORMAT = "veer-circle-key/1";

/** Which circle, in which organisation. */
export interface CircleName {
  readonly org: string;
  readonly circle: string;
}

/** One generation of a circle's key, opened. */
export interface CircleKey extends CircleName {
  readonly generation: number;
  readonly identity: string;
  readonly recipient: string;
}

/** One generation as the server tells it. */
export interface CircleKeyRow {
  readonly generation: number;
  readonly recipient: string;
  readonly previous: string | null;
  readonly proof: string;
}

/** What the server keeps of a new generation, beside the wraps. */
export type NewCircleKey = CircleKeyRow & { readonly key: CircleKey };

/** Makes a generation. `before` is the key of the generation before it, when it is held. */
export async function makeCircleKey(
  name: CircleName,
  generation: number,
  seed: Uint8Array,
  before: CircleKey | null,
): Promise<NewCircleKey> {
  const identity = await newIdentity();
  const recipient = await recipientOf(identity);
  const key = { org: name.org, circle: name.circle, generation, identity, recipient };
  const previous = before === null ? null : await sealPrevious(before, key);
  const proof = sign(bound(name, generation, recipient), seed);
  return { generation, recipient, previous, proof, key };
}

/** Throws `bad-signature` unless the signer made this generation's key. */
export function checkCircleKey(
  name: CircleName,
  row: Pick<CircleKeyRow, "generation" | "recipient" | "proof">,
  signer: string,
): void {
  verify(bound(name, row.generation, row.recipient), row.proof, signer);
}

function bound(name: CircleName, generation: number, recipient: string): string {
  return `veer-circle/1\n${name.org}\n${name.circle}\n${generation}\n${recipient}`;
}

/** Wraps a key for one holder: a file that only their vault opens. */
export function wrapCircleKey(key: CircleKey, holderRecipient: string): Promise<string> {
  const { org, circle, generation, identity } = key;
  const text = JSON.stringify({ format: FORMAT, org, circle, generation, identity });
  return sealText(text, [holderRecipient]);
}

/** The key of generation g-1, sealed to generation g. */
export async function sealPrevious(before: CircleKey, key: CircleKey): Promise<string> {
  const follows =
    before.org === key.org &&
    before.circle === key.circle &&
    before.generation + 1 === key.generation;
  hold(follows, "wrong-context");
  return wrapCircleKey(before, key.recipient);
}

/**
 * Opens a wrapped key, and holds it against what the server said it is.
 *
 * The recipient must be the one of `row`: a server that hands out another key than the one notes
 * are sealed to is found here.
 */
export async function unwrapCircleKey(
  wrapped: string,
  identity: string,
  name: CircleName,
  row: Pick<CircleKeyRow, "generation" | "recipient">,
): Promise<CircleKey> {
  const told = objectOf(await openText(wrapped, identity));
  hold(told["format"] === FORMAT && typeof told["identity"] === "string", "damaged");
  const here =
    told["org"] === name.org &&
    told["circle"] === name.circle &&
    told["generation"] === row.generation;
  hold(here, "wrong-context");
  const recipient = await recipientOf(told["identity"]);
  hold(recipient === row.recipient, "wrong-context");
  const { org, circle } = name;
  return { org, circle, generation: row.generation, identity: told["identity"], recipient };
}

/** What could be opened of a circle's keys, and what could not and why. */
export interface Chain {
  readonly keys: ReadonlyMap<number, CircleKey>;
  readonly refused: ReadonlyMap<number, SealError>;
}

/**
 * Opens every generation that is within reach: the own wraps, and from each the generations before.
 *
 * A generation that does not open is left out and told; it never hides the others.
 */
export async function openChain(
  name: CircleName,
  rows: readonly CircleKeyRow[],
  wraps: readonly { readonly generation: number; readonly wrapped: string }[],
  identity: string,
): Promise<Chain> {
  const keys = new Map<number, CircleKey>();
  const refused = new Map<number, SealError>();
  const newestFirst = [...rows].sort((a, b) => b.generation - a.generation);
  for (const row of newestFirst) {
    const after = newestFirst.find((other) => other.generation === row.generation + 1);
    const holder = keys.get(row.generation + 1);
    const ways: [string, string][] = wraps
      .filter((wrap) => wrap.generation === row.generation)
      .map((wrap) => [wrap.wrapped, identity]);
    if (after?.previous && holder) ways.push([after.previous, holder.identity]);
    for (const [wrapped, opener] of ways) {
      try {
        keys.set(row.generation, await unwrapCircleKey(wrapped, opener, name, row));
        refused.delete(row.generation);
        break;
      } catch (reason) {
        if (!(reason instanceof SealError)) throw reason;
        refused.set(row.generation, reason);
      }
    }
  }
  return { keys, refused };
}
