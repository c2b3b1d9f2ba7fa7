// What the server says about a circle, and what it is sent: public keys and closed age files, as JSON.
import type { ProvenKeys } from "../seal/identity";
import type { Slot } from "../seal/note";

/** Somebody who reads a circle's notes, or once did. */
export interface Reader {
  readonly id: string;
  readonly name: string;
  readonly part: "supporter" | "colleague" | "former" | "interviewer";
  readonly member: boolean;
  readonly keys: ProvenKeys | null;
  readonly earlier: readonly { readonly generation: number; readonly signer: string }[];
}

/** One revision of a note as the server keeps it. */
export interface StoredNote {
  readonly note: string;
  readonly revision: number;
  readonly slot: Slot;
  readonly generation: number;
  readonly author: string;
  readonly body: string;
  readonly at: number;
}

/** What one is writing, as the server keeps it. */
export interface StoredDraft {
  /** The note that it will become; for one from before drafts went by note, the code of its slot. */
  readonly note: string;
  readonly slot: Slot;
  readonly body: string;
  readonly at: number;
}

/** One generation of the circle's key. */
export interface StoredKey {
  readonly generation: number;
  readonly recipient: string;
  readonly previous: string | null;
  readonly made_by: string;
  readonly proof: string;
  readonly made_at: number;
}

/** `GET /sealed/{circle}`. */
export interface Circle {
  readonly org: string;
  readonly circle: string;
  readonly kind: "case" | "annual";
  readonly me: string;
  readonly pseudonym: string;
  readonly revision: number;
  readonly may_write: boolean;
  readonly rotation_due: boolean;
  readonly recoverable: boolean;
  readonly people: readonly Reader[];
  readonly keys: readonly StoredKey[];
  readonly wraps: readonly { readonly generation: number; readonly wrapped: string }[];
  readonly notes: readonly StoredNote[];
  readonly drafts: readonly StoredDraft[];
  readonly team: { readonly generation: number; readonly recipient: string; readonly made_by: string; readonly proof: string } | null;
}

/** Why something could not be sent or fetched. */
export type Trouble = "offline" | "signed-out" | "gone" | "stale" | "too-long" | "trouble" | "refused";

/** An answer that is not the one hoped for. */
export class Unsent extends Error {
  readonly why: Trouble;
  /** The server's own code, when it has one. */
  readonly code: string;

  constructor(why: Trouble, code = "") {
    super(`sealed: ${why}`);
    this.name = "Unsent";
    this.why = why;
    this.code = code;
  }
}

/** Whether it may be sent again later as it is. */
export const canWait = (why: Trouble): boolean =>
  why === "offline" || why === "trouble" || why === "signed-out";

/** What an answer's status means for whoever writes. */
export function troubleOf(status: number): Trouble {
  if (status === 0) return "offline";
  if (status === 401) return "signed-out";
  if (status === 404 || status === 410) return "gone";
  if (status === 409) return "stale";
  if (status === 413) return "too-long";
  if (status === 408 || status === 429 || status >= 500) return "trouble";
  return "refused";
}

/**
 * Sends JSON to an address of ours and returns the JSON that it answers.
 *
 * `person` is whose vault sealed it: when somebody else signed in by now, the server refuses it.
 */
export async function send(method: string, path: string, body?: unknown, person?: string): Promise<unknown> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (person !== undefined) headers["veer-person"] = person;
  const init: RequestInit = {
    method,
    headers,
    credentials: "same-origin",
    cache: "no-store",
    redirect: "manual", // a way to the sign-in page is no answer
  };
  if (body !== undefined) {
    headers["content-type"] = "application/json";
    init.body = JSON.stringify(body);
    init.keepalive = init.body.length < 60_000; // also when the page is left; browsers stop at 64 KiB
  }
  let answer: Response;
  try {
    answer = await fetch(path, init);
  } catch {
    throw new Unsent("offline");
  }
  if (answer.type === "opaqueredirect") throw new Unsent("signed-out");
  const kind = answer.headers.get("content-type") ?? "";
  const said: unknown = kind.includes("json") ? await answer.json().catch(() => null) : null;
  if (answer.ok) return said;
  const code = (said as { code?: unknown } | null)?.code;
  throw new Unsent(troubleOf(answer.status), typeof code === "string" ? code : "");
}

const at = (circle: string, rest = ""): string => `/sealed/${encodeURIComponent(circle)}${rest}`;

/** Everything about a circle that the reader may have. */
export async function fetchCircle(circle: string): Promise<Circle> {
  return (await send("GET", at(circle))) as Circle;
}

/** Where notes, drafts and keys of a circle go. */
export const notesPath = (circle: string): string => at(circle, "/notes");
export const keysPath = (circle: string): string => at(circle, "/keys");
export const draftPath = (circle: string, note: string): string => at(circle, `/drafts/${encodeURIComponent(note)}`);
