// Bytes as text and back, strictly: what is not exactly the form we write is refused.
import { base64 } from "@scure/base";
import { SealError } from "./error.js";

const utf8 = new TextEncoder();

/** UTF-8 bytes of a text. */
export function bytesOf(text: string): Uint8Array {
  return utf8.encode(text);
}

/** The text of UTF-8 bytes; anything else is `damaged`. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new SealError("damaged");
  }
}

/** Standard base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  return base64.encode(bytes);
}

/** Reads standard base64 with padding; any other spelling is `damaged`. */
export function fromBase64(text: string): Uint8Array {
  try {
    return base64.decode(text);
  } catch {
    throw new SealError("damaged");
  }
}

/** A JSON object as a dictionary of unknowns; anything else is `damaged`. */
export function objectOf(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SealError("damaged");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new SealError("damaged");
  }
  return value as Record<string, unknown>;
}
