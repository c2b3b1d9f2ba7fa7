// Whose keys count: pinned at first sight; a key that changed shows nothing and gets nothing (R003).
import { checkKeys, fingerprint, type Keys } from "../seal/identity";
import type { Opener } from "./ring";
import type { Circle, Reader } from "./wire";

/** Where the seen keys are kept: `vault/pins.ts`, or a map in a test. */
export interface SeenKeys {
  check(person: string, keys: Keys): "same" | "new" | "changed";
  accept(person: string, keys: Keys): Promise<void>;
}

/** The people of a circle, judged. */
export interface Judged {
  /** The public keys under which somebody's notes are accepted. */
  signersOf(person: string): readonly string[];
  /** To whom a key may be wrapped. */
  readonly trusted: readonly { readonly id: string; readonly recipient: string }[];
  /** Whose keys changed, with what to compare by telephone. */
  readonly changed: readonly { readonly person: Reader; readonly fingerprint: string }[];
}

/**
 * Holds everybody's keys against what was seen before, and pins what is new.
 *
 * The server may name earlier signers of a person, for their older notes. Only generations before
 * the pinned one count: who is pinned at generation 1 has no earlier signer, whatever it says.
 */
export async function judge(
  circle: Circle,
  seen: SeenKeys,
  vault: Pick<Opener, "person" | "generation" | "verifier">,
): Promise<Judged> {
  const signers = new Map<string, readonly string[]>();
  const trusted: { id: string; recipient: string }[] = [];
  const changed: { person: Reader; fingerprint: string }[] = [];
  for (const person of circle.people) {
    const { keys, id } = person;
    if (id === vault.person) {
      // my own key is the one in my hand, whatever the server says
      signers.set(id, [vault.verifier, ...before(person, vault.generation)]);
      continue;
    }
    if (!keys || !isBound(circle.org, id, keys)) continue;
    const verdict = seen.check(id, keys);
    if (verdict === "changed") {
      changed.push({ person, fingerprint: fingerprint(keys) });
      continue;
    }
    if (verdict === "new") await seen.accept(id, keys).catch(() => undefined); // pinned next time
    signers.set(id, [keys.signer, ...before(person, keys.generation)]);
    if (person.member) trusted.push({ id, recipient: keys.recipient });
  }
  return { signersOf: (person) => signers.get(person) ?? [], trusted, changed };
}

function before(person: Reader, generation: number): string[] {
  return person.earlier.filter((each) => each.generation < generation).map((each) => each.signer);
}

function isBound(org: string, person: string, keys: Parameters<typeof checkKeys>[2]): boolean {
  try {
    checkKeys(org, person, keys);
    return true;
  } catch {
    return false;
  }
}
