// Sealing and opening: age v1 files to post-quantum hybrid recipients (mlkem768x25519). The one file
// that is not, the lock of a vault by words, stands in words.ts. Nothing else is made or opened.
import { Decrypter, Encrypter, generateHybridIdentity, identityToRecipient } from "age-encryption";
import { fromBase64, textOf, toBase64 } from "./bytes.js";
import { hold, SealError } from "./error.js";
import { headerOf } from "./header.js";

export { bytesOf, fromBase64, textOf, toBase64 } from "./bytes.js";

const HYBRID = "mlkem768x25519";
const IDENTITY = /^AGE-SECRET-KEY-PQ-1[02-9AC-HJ-NP-Z]+$/;
const RECIPIENT = /^age1pq1[02-9ac-hj-np-z]+$/;

/** A fresh hybrid identity, `AGE-SECRET-KEY-PQ-1…`. */
export function newIdentity(): Promise<string> {
  return generateHybridIdentity();
}

/** The public recipient of a hybrid identity, `age1pq1…`; `damaged` when it is not one. */
export async function recipientOf(identity: string): Promise<string> {
  hold(IDENTITY.test(identity), "damaged");
  try {
    return await identityToRecipient(identity);
  } catch {
    throw new SealError("damaged");
  }
}

/** Seals to one or more hybrid recipients; another kind of recipient is `mixed-recipients`. */
export async function seal(
  plaintext: string | Uint8Array,
  recipients: readonly string[],
): Promise<Uint8Array> {
  hold(recipients.length > 0, "no-key");
  const age = new Encrypter();
  for (const recipient of recipients) {
    hold(RECIPIENT.test(recipient), "mixed-recipients");
    try {
      age.addRecipient(recipient);
    } catch {
      throw new SealError("damaged");
    }
  }
  return age.encrypt(plaintext);
}

/**
 * Opens a file with one hybrid identity.
 *
 * Refuses before opening what is not sealed to hybrid recipients alone (`mixed-recipients`). A file
 * that no stanza opens for is `not-for-you`; what opens and is cut, changed or re-ordered is
 * `damaged`, and then no byte of it is returned.
 */
export async function open(file: Uint8Array, identity: string): Promise<Uint8Array> {
  hold(IDENTITY.test(identity), "no-key");
  for (const { args, body } of headerOf(file).stanzas) {
    hold(args[0] === HYBRID, "mixed-recipients");
    hold(args.length === 2 && body.length === 32, "damaged");
  }
  const age = new Decrypter();
  age.addIdentity(identity);
  return decrypt(age, file);
}

/** `seal`, as text that is stored and sent. */
export async function sealText(plaintext: string, recipients: readonly string[]): Promise<string> {
  return toBase64(await seal(plaintext, recipients));
}

/** `open`, from text as it is stored and sent; what is not UTF-8 inside is `damaged`. */
export async function openText(file: string, identity: string): Promise<string> {
  return textOf(await open(fromBase64(file), identity));
}

const NO_MATCH = "no identity matched any of the file's recipients";

async function decrypt(age: Decrypter, file: Uint8Array): Promise<Uint8Array> {
  try {
    return await age.decrypt(file);
  } catch (reason) {
    const unmatched = reason instanceof Error && reason.message === NO_MATCH;
    throw new SealError(unmatched ? "not-for-you" : "damaged");
  }
}
