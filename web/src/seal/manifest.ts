// The manifest beside an export: signs which files belong to it, so that `veer verify-export`
// proves their origin with public keys alone.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { objectOf } from "./bytes.js";
import { hold } from "./error.js";
import { sign, signerOf, verify } from "./signature.js";

const FORMAT = "veer-export/1";

/** One file of an export. */
export interface ExportedFile {
  readonly name: string;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

/** What an export is of, and what belongs to it. */
export interface Manifest {
  readonly org: string;
  readonly circle: string;
  readonly revision: number;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** The maker's public recipient: with the signer it makes the fingerprint that people compare. */
  readonly recipient?: string;
  readonly files: readonly ExportedFile[];
}

/** Name, digest and size of a file as a manifest lists it. */
export function exportedFile(name: string, content: Uint8Array): ExportedFile {
  return { name, sha256: bytesToHex(sha256(content)), bytes: content.length };
}

/** The text of a signed manifest. */
export function writeManifest(manifest: Manifest, seed: Uint8Array): string {
  const { org, circle, revision, at, recipient, files } = manifest;
  const rows = files.map(({ name, sha256: digest, bytes }) => ({ name, sha256: digest, bytes }));
  const payload = JSON.stringify({ org, circle, revision, at, recipient, files: rows });
  const signature = sign(`${FORMAT}\n${payload}`, seed);
  return JSON.stringify({ format: FORMAT, payload, signer: signerOf(seed), signature }, null, 2);
}

/** Reads a manifest whose signature fits; the caller judges the signer. */
export function readManifest(text: string): { manifest: Manifest; signer: string } {
  const { format, payload, signer, signature } = objectOf(text);
  hold(format === FORMAT && typeof payload === "string", "damaged");
  hold(typeof signer === "string" && typeof signature === "string", "damaged");
  verify(`${FORMAT}\n${payload}`, signature, signer);
  const told = objectOf(payload);
  hold(isManifest(told), "damaged");
  return { manifest: told, signer };
}

function isManifest(told: Record<string, unknown>): told is Record<string, unknown> & Manifest {
  return (
    ["org", "circle", "at"].every((field) => typeof told[field] === "string") &&
    Number.isSafeInteger(told["revision"]) &&
    ["string", "undefined"].includes(typeof told["recipient"]) &&
    Array.isArray(told["files"]) &&
    told["files"].every(isFile)
  );
}

function isFile(value: unknown): value is ExportedFile {
  if (typeof value !== "object" || value === null) return false;
  const { name, sha256: digest, bytes } = value as Record<string, unknown>;
  return (
    typeof name === "string" &&
    typeof digest === "string" &&
    /^[0-9a-f]{64}$/.test(digest) &&
    Number.isSafeInteger(bytes)
  );
}
