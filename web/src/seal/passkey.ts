// What a passkey gives (the WebAuthn PRF extension), made into a hybrid identity that opens a lock.
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bech32 } from "@scure/base";
import { bytesOf } from "./bytes.js";
import { hold } from "./error.js";

const LABEL = "veer-vault/1";

/** What is asked of the passkey: the same for every vault, so that nothing must be known before. */
export function prfInput(): Uint8Array {
  return sha256(bytesOf(LABEL));
}

/** The identity that the 32 bytes of a passkey make; the same bytes always make the same one. */
export function identityFromPrf(output: Uint8Array): string {
  hold(output.length === 32, "no-key");
  const key = hkdf(sha256, output, undefined, bytesOf(`${LABEL}/passkey`), 32);
  return bech32.encodeFromBytes("AGE-SECRET-KEY-PQ-", key).toUpperCase();
}
