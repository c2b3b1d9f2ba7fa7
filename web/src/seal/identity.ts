// The identity of a person: what a vault keeps. Written as a valid age identity file, so that any
// age tool with hybrid support opens an export with it (R003).
import { sha256 } from "@noble/hashes/sha2.js";
import { newIdentity, recipientOf } from "./age.js";
import { bytesOf, fromBase64, toBase64 } from "./bytes.js";
import { hold } from "./error.js";
import { newSeed, sign, signerOf, verify } from "./signature.js";

/** The secrets of one person, and whose they are. */
export interface Identity {
  readonly org: string;
  readonly person: string;
  readonly generation: number;
  /** `AGE-SECRET-KEY-PQ-1…` */
  readonly identity: string;
  /** Seed of the Ed25519 signer, 32 bytes. */
  readonly seed: Uint8Array;
}

/** The public keys of one generation of a vault. */
export interface Keys {
  readonly generation: number;
  readonly recipient: string;
  readonly signer: string;
}

/** Public keys with the proof that whoever holds the signer bound them to a person. */
export interface ProvenKeys extends Keys {
  readonly proof: string;
}

/** A fresh identity for a person. */
export async function makeIdentity(
  org: string,
  person: string,
  generation: number,
): Promise<Identity> {
  return { org, person, generation, identity: await newIdentity(), seed: newSeed() };
}

/** The text of the identity file, as it stands inside each lock. */
export function writeIdentity(mine: Identity): string {
  return [
    "# veer-vault/1",
    `# org: ${mine.org}`,
    `# person: ${mine.person}`,
    `# generation: ${mine.generation}`,
    `# signing-seed: ${toBase64(mine.seed)}`,
    mine.identity,
    "",
  ].join("\n");
}

const FILE =
  /^# veer-vault\/1\n# org: (\S+)\n# person: (\S+)\n# generation: ([1-9]\d{0,8})\n# signing-seed: (\S+)\n(AGE-SECRET-KEY-PQ-1\S+)\n$/;

/** Reads an identity file; `damaged` when it is not one. */
export async function readIdentity(text: string): Promise<Identity> {
  const found = FILE.exec(text);
  hold(found !== null, "damaged");
  const [, org = "", person = "", generation = "", seed = "", identity = ""] = found;
  const bytes = fromBase64(seed);
  hold(bytes.length === 32, "damaged");
  await recipientOf(identity); // its checksum counts too
  return { org, person, generation: Number(generation), identity, seed: bytes };
}

/** The public keys of an identity, with their proof, as the server keeps them. */
export async function keysOf(mine: Identity): Promise<ProvenKeys> {
  const recipient = await recipientOf(mine.identity);
  const signer = signerOf(mine.seed);
  const { org, person, generation } = mine;
  const proof = sign(bound(org, person, { generation, recipient, signer }), mine.seed);
  return { generation, recipient, signer, proof };
}

/** Throws `bad-signature` unless the keys were bound to this person by their own signer. */
export function checkKeys(org: string, person: string, keys: ProvenKeys): void {
  verify(bound(org, person, keys), keys.proof, keys.signer);
}

function bound(org: string, person: string, keys: Keys): string {
  return `veer-vault/1\n${org}\n${person}\n${keys.generation}\n${keys.recipient}\n${keys.signer}`;
}

/** What is kept of public keys to know them again: base64 of 32 bytes. */
export function digestOf({ recipient, signer }: Pick<Keys, "recipient" | "signer">): string {
  return toBase64(sha256(bytesOf(`${recipient}\n${signer}`)));
}

/** What two people compare by telephone: `1234 5678 9012 3456 7890`. */
export function fingerprint(keys: Pick<Keys, "recipient" | "signer">): string {
  return figuresOf(digestOf(keys));
}

/** The same figures, of the digest alone. */
export function figuresOf(digest: string): string {
  let number = 0n;
  for (const byte of fromBase64(digest).subarray(0, 16)) number = (number << 8n) | BigInt(byte);
  const digits = (number % 10n ** 20n).toString().padStart(20, "0");
  return (digits.match(/\d{4}/g) ?? []).join(" ");
}
