// Ed25519 signatures (RFC 8032, strict: the same bytes verify here and on the server, or in neither).
import { ed25519 } from "@noble/curves/ed25519.js";
import { bytesOf, fromBase64, toBase64 } from "./bytes.js";
import { SealError } from "./error.js";

/** A fresh seed: the secret 32 bytes of a signer. */
export function newSeed(): Uint8Array {
  return ed25519.utils.randomSecretKey();
}

/** The public key of a seed, base64. */
export function signerOf(seed: Uint8Array): string {
  return toBase64(ed25519.getPublicKey(seed));
}

/** Signs a text; base64. */
export function sign(text: string, seed: Uint8Array): string {
  return toBase64(ed25519.sign(bytesOf(text), seed));
}

/** Throws `bad-signature` unless the signature is that of the signer over the text. */
export function verify(text: string, signature: string, signer: string): void {
  let good = false;
  try {
    good = ed25519.verify(fromBase64(signature), bytesOf(text), fromBase64(signer), {
      zip215: false,
    });
  } catch {
    // malformed is as bad as false
  }
  if (!good) throw new SealError("bad-signature");
}
