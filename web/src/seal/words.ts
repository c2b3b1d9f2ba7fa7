// The lock by words: an age passphrase file (C2SP age v1, scrypt), written out on primitives. The
// worker that makes and opens it needs nothing else of age, and a phone would have to load the whole
// library a second time. Held against the published vectors like the rest.
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { scrypt } from "@noble/hashes/scrypt.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, randomBytes } from "@noble/hashes/utils.js";
import { base64nopad } from "@scure/base";
import { bytesOf } from "./bytes.js";
import { hold, SealError } from "./error.js";
import { headerOf } from "./header.js";

/** log2 of the scrypt work of a lock made here; what is read may ask at most one more. */
export const WORK_FACTOR = 17;
const WORK_LIMIT = 18;
const LABEL = "age-encryption.org/v1/scrypt";
const CHUNK = 64 * 1024;
const TAG = 16;

/** Makes the lock by words: a passphrase file. Slow on purpose (scrypt): call it in a Worker. */
export async function sealWithWords(
  plaintext: string | Uint8Array,
  words: string,
  workFactor: number = WORK_FACTOR,
): Promise<Uint8Array> {
  const plain = typeof plaintext === "string" ? bytesOf(plaintext) : plaintext;
  const [fileKey, salt, nonce] = [randomBytes(16), randomBytes(16), randomBytes(16)];
  const body = chacha20poly1305(stretched(words, salt, workFactor), new Uint8Array(12)).encrypt(fileKey);
  const stanza = `-> scrypt ${base64nopad.encode(salt)} ${workFactor}\n${base64nopad.encode(body)}\n`;
  const signed = bytesOf(`age-encryption.org/v1\n${stanza}---`);
  const mac = bytesOf(` ${base64nopad.encode(macOf(fileKey, signed))}\n`);
  const parts = [signed, mac, nonce];
  const key = payloadKey(fileKey, nonce);
  for (let at = 0, n = 0; at < plain.length || n === 0; at += CHUNK, n += 1) {
    const last = at + CHUNK >= plain.length;
    parts.push(chacha20poly1305(key, counter(n, last)).encrypt(plain.subarray(at, at + CHUNK)));
  }
  return concatBytes(...parts);
}

/**
 * Opens the lock by words; words that do not open it are `wrong-words`.
 *
 * A lock that asks more work than ours do is `damaged`: a server could otherwise keep a device busy
 * for hours.
 */
export async function openWithWords(file: Uint8Array, words: string): Promise<Uint8Array> {
  const { stanzas, mac, signed, payload } = headerOf(file);
  const [stanza, ...others] = stanzas;
  hold(stanza?.args[0] === "scrypt" && others.length === 0, "mixed-recipients");
  const [, salt = "", factor = ""] = stanza.args;
  hold(stanza.args.length === 3 && stanza.body.length === 32, "damaged");
  hold(/^[1-9][0-9]?$/.test(factor) && Number(factor) <= WORK_LIMIT, "damaged");
  const key = stretched(words, saltOf(salt), Number(factor));
  const fileKey = unsealed(key, new Uint8Array(12), stanza.body, "wrong-words");
  const fits = macOf(fileKey, signed).reduce((sum, byte, at) => sum | (byte ^ (mac[at] ?? 0)), 0) === 0;
  hold(fits && payload.length >= 16 + TAG, "damaged");
  return chunks(payloadKey(fileKey, payload.subarray(0, 16)), payload.subarray(16));
}

function chunks(key: Uint8Array, sealed: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0, n = 0; at < sealed.length; at += CHUNK + TAG, n += 1) {
    const last = at + CHUNK + TAG >= sealed.length;
    const part = unsealed(key, counter(n, last), sealed.subarray(at, at + CHUNK + TAG), "damaged");
    hold(part.length > 0 || n === 0, "damaged"); // only an empty file ends in an empty chunk
    parts.push(part);
  }
  return concatBytes(...parts);
}

function unsealed(
  key: Uint8Array,
  nonce: Uint8Array,
  sealed: Uint8Array,
  otherwise: "wrong-words" | "damaged",
): Uint8Array {
  try {
    return chacha20poly1305(key, nonce).decrypt(sealed);
  } catch {
    throw new SealError(otherwise);
  }
}

function stretched(words: string, salt: Uint8Array, workFactor: number): Uint8Array {
  const work = { N: 2 ** workFactor, r: 8, p: 1, dkLen: 32 };
  return scrypt(words, concatBytes(bytesOf(LABEL), salt), work);
}

function saltOf(text: string): Uint8Array {
  let salt = new Uint8Array(0);
  try {
    salt = Uint8Array.from(base64nopad.decode(text));
  } catch {
    // no salt at all
  }
  hold(salt.length === 16, "damaged");
  return salt;
}

function macOf(fileKey: Uint8Array, signed: Uint8Array): Uint8Array {
  return hmac(sha256, hkdf(sha256, fileKey, undefined, bytesOf("header"), 32), signed);
}

function payloadKey(fileKey: Uint8Array, nonce: Uint8Array): Uint8Array {
  return hkdf(sha256, fileKey, nonce, bytesOf("payload"), 32);
}

/** The nonce of a chunk: its number, and a mark on the last. */
function counter(n: number, last: boolean): Uint8Array {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setUint32(7, n);
  nonce[11] = last ? 1 : 0;
  return nonce;
}
