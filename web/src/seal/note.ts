// A note: signed by its author over everything that says where it belongs, then sealed to the
// circle. age binds none of that by itself, so a note moved elsewhere opens and is refused (R003).
import { openText, sealText } from "./age.js";
import { objectOf } from "./bytes.js";
import { hold } from "./error.js";
import { sign, signerOf, verify } from "./signature.js";

const FORMAT = "veer-note/1";

/** At which moment of the path a note belongs. */
export type Slot = "contact" | "talk-1" | "talk-2" | "talk-3" | "other" | "annual";

/** A signal that was talked about (R081): how long and how often, in the codes of the page. */
export interface Sign {
  readonly sign: string;
  readonly long: string;
  readonly often: string;
}

/** What was written. */
export interface NoteBody {
  readonly text: string;
  readonly topics: readonly string[];
  readonly signs: readonly Sign[];
}

/** Where a note belongs; the server says the same, and it must be equal. */
export interface NoteContext {
  readonly org: string;
  readonly circle: string;
  readonly note: string;
  readonly revision: number;
  readonly slot: Slot;
  readonly author: string;
}

/** A note as its author signed it. `at` is the author's own clock, ISO 8601 UTC. */
export interface Note extends NoteContext {
  readonly at: string;
  readonly body: NoteBody;
}

/** Signs a note and seals it to the circle's recipient; base64. */
export async function writeNote(note: Note, seed: Uint8Array, recipient: string): Promise<string> {
  const payload = payloadOf(note);
  const signature = sign(`${FORMAT}\n${payload}`, seed);
  const file = { format: FORMAT, payload, signer: signerOf(seed), signature };
  return sealText(JSON.stringify(file), [recipient]);
}

/**
 * Opens a note and returns it only when everything holds.
 *
 * `signers` are the public keys that the reader has pinned for the author. In this order: it opens,
 * it says the context that the server said (`wrong-context`), it is signed by a pinned key of the
 * author (`wrong-author`), the signature fits (`bad-signature`).
 */
export async function readNote(
  file: string,
  identity: string,
  expected: NoteContext,
  signers: readonly string[],
): Promise<Note> {
  const { format, payload, signer, signature } = objectOf(await openText(file, identity));
  hold(format === FORMAT, "damaged");
  hold(typeof payload === "string" && typeof signer === "string", "damaged");
  hold(typeof signature === "string", "damaged");
  const note = noteOf(payload, expected);
  hold(signers.includes(signer), "wrong-author");
  verify(`${FORMAT}\n${payload}`, signature, signer);
  return note;
}

/** Seals a note that is being written to its author alone; unsigned. */
export function writeDraft(note: Note, recipient: string): Promise<string> {
  return sealText(payloadOf(note), [recipient]);
}

/** Opens a draft of one's own; its place must be the expected one. */
export async function readDraft(
  file: string,
  identity: string,
  expected: Pick<NoteContext, "org" | "circle" | "slot" | "author">,
): Promise<Note> {
  return noteOf(await openText(file, identity), expected);
}

function payloadOf(note: Note): string {
  const { org, circle, note: id, revision, slot, author, at, body } = note;
  const { text, topics, signs } = body;
  const marks = signs.map(({ sign: name, long, often }) => ({ sign: name, long, often }));
  return JSON.stringify({
    org, circle, note: id, revision, slot, author, at,
    body: { text, topics, signs: marks },
  });
}

function noteOf(payload: string, expected: Partial<NoteContext>): Note {
  const told = objectOf(payload);
  for (const [field, value] of Object.entries(expected)) {
    hold(told[field] === value, field === "author" ? "wrong-author" : "wrong-context");
  }
  hold(isNote(told), "damaged");
  return told;
}

// What is neither the text nor told by the server too stands bare on pages and in exports: its form
// leaves no room for a line of somebody's own.
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;
const CODE = /^[a-z0-9-]{0,40}$/;
const isCode = (value: unknown): value is string => typeof value === "string" && CODE.test(value);

function isNote(told: Record<string, unknown>): told is Record<string, unknown> & Note {
  const texts = ["org", "circle", "note", "slot", "author", "at"] as const;
  if (!texts.every((field) => typeof told[field] === "string")) return false;
  if (!MOMENT.test(String(told["at"]))) return false;
  if (!Number.isSafeInteger(told["revision"])) return false;
  const body = told["body"];
  if (typeof body !== "object" || body === null) return false;
  const { text, topics, signs } = body as Record<string, unknown>;
  return (
    typeof text === "string" &&
    Array.isArray(topics) &&
    topics.every(isCode) &&
    Array.isArray(signs) &&
    signs.every(isSign)
  );
}

function isSign(value: unknown): value is Sign {
  if (typeof value !== "object" || value === null) return false;
  const { sign: name, long, often } = value as Record<string, unknown>;
  return [name, long, often].every(isCode);
}
