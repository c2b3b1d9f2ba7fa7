// Whose keys count, and for what (R003). At first sight somebody's notes can be read; their keys make
// and get a circle's key only after the reader took them by a tap; a key that changed does neither.
import { checkKeys, fingerprint, type Keys } from "../seal/identity";
import type { Opener } from "./ring";
import type { Circle, Reader } from "./wire";

/** Where the seen keys are kept: `vault/pins.ts`, or a map in a test. */
export interface SeenKeys {
  /** `same` are keys that the reader took by a tap, `seen` those that were only seen before. */
  check(person: string, keys: Keys): "same" | "seen" | "new" | "changed";
  see(person: string, keys: Keys): Promise<void>;
  accept(person: string, keys: Keys): Promise<void>;
  /** Signers of somebody that the reader saw before the present one. */
  earlier(person: string): readonly string[];
}

/** Somebody to whom a key can be wrapped. */
export interface Holder {
  readonly id: string;
  readonly recipient: string;
}

/** The people of a circle, judged. */
export interface Judged {
  /** The public keys under which somebody's notes are accepted. */
  signersOf(person: string): readonly string[];
  /** What the server alone says were keys of somebody: what they verify is shown as not verified. */
  claimedOf(person: string): readonly string[];
  /** The signer whose proof of a circle's key counts: mine, or that of a member whose keys I took. */
  makerOf(person: string): string | null;
  /** Members whose keys I took: a key may be wrapped to them. */
  readonly trusted: readonly Holder[];
  /** Members whose keys nobody tapped for yet: a key goes to them by a tap that shows their figures. */
  readonly fresh: readonly Holder[];
  /** Whose keys changed, with what to compare by telephone. */
  readonly changed: readonly { readonly person: Reader; readonly fingerprint: string }[];
}

/**
 * Holds everybody's keys against what was seen before, and remembers what is new.
 *
 * Only a member makes keys that count, and only by keys taken before this answer: the server names
 * who is in a circle, and could name somebody it made up. What could not be remembered counts for
 * nothing.
 */
export async function judge(
  circle: Circle,
  seen: SeenKeys,
  vault: Pick<Opener, "person" | "generation" | "verifier">,
): Promise<Judged> {
  const signers = new Map<string, readonly string[]>();
  const claimed = new Map<string, readonly string[]>();
  const makers = new Map<string, string>();
  const trusted: Holder[] = [];
  const fresh: Holder[] = [];
  const changed: { person: Reader; fingerprint: string }[] = [];
  for (const person of circle.people) {
    const { keys, id } = person;
    claimed.set(id, claims(person));
    if (id === vault.person) {
      // my own key is the one in my hand, whatever the server says
      signers.set(id, [vault.verifier, ...seen.earlier(id)]);
      makers.set(id, vault.verifier);
      continue;
    }
    if (!keys || !isBound(circle.org, id, keys)) continue;
    const stands = seen.check(id, keys);
    if (stands === "changed") {
      changed.push({ person, fingerprint: fingerprint(keys) });
      continue;
    }
    if (stands === "new" && !(await isRemembered(seen, id, keys))) continue;
    signers.set(id, [keys.signer, ...seen.earlier(id)]);
    if (!person.member) continue;
    (stands === "same" ? trusted : fresh).push({ id, recipient: keys.recipient });
    if (stands === "same") makers.set(id, keys.signer);
  }
  return {
    signersOf: (person) => signers.get(person) ?? [],
    claimedOf: (person) => claimed.get(person) ?? [],
    makerOf: (person) => makers.get(person) ?? null,
    trusted,
    fresh,
    changed,
  };
}

function claims({ keys, earlier }: Reader): string[] {
  return [...(keys ? [keys.signer] : []), ...earlier.map(({ signer }) => signer)];
}

async function isRemembered(seen: SeenKeys, person: string, keys: Keys): Promise<boolean> {
  try {
    await seen.see(person, keys);
    return true;
  } catch {
    return false;
  }
}

/** Whether the keys were bound to this person by their own signer. */
export function isBound(org: string, person: string, keys: Parameters<typeof checkKeys>[2]): boolean {
  try {
    checkKeys(org, person, keys);
    return true;
  } catch {
    return false;
  }
}
