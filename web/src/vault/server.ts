// What the vault says to the server and hears from it: public keys and closed age files, as JSON.
import type { ProvenKeys } from "../seal/identity";

/** One way to open the vault. */
export interface Lock {
  readonly id: string;
  readonly method: "words" | "passkey";
  readonly label: string;
  readonly credential: string | null;
  readonly wrapped: string;
  readonly made_at: number;
}

/** A passkey that signs in; it opens the vault when a lock belongs to it. */
export interface KnownPasskey {
  readonly id: string;
  readonly label: string;
  readonly credential: string;
  readonly made_at: number;
  readonly used_at: number | null;
}

/** What the server knows of my vault. */
export interface State {
  readonly org: string;
  readonly person: string;
  readonly half: string;
  readonly vault: ProvenKeys | null;
  readonly locks: readonly Lock[];
  readonly passkeys: readonly KnownPasskey[];
  readonly pins: { readonly revision: number; readonly body: string } | null;
}

/** A lock on its way to the server. */
export interface NewLock {
  readonly method: "words" | "passkey";
  readonly wrapped: string;
  readonly passkey?: string;
}

/** An answer that is not what was asked for; `code` is the server's, or `offline`. */
export class Refused extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number) {
    super(`refused: ${code}`);
    this.name = "Refused";
    this.code = code;
    this.status = status;
  }
}

async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
  const headers: Record<string, string> = { accept: "application/json" };
  const init: RequestInit = { method, headers, credentials: "same-origin", cache: "no-store", redirect: "error" };
  if (body !== undefined) {
    headers["content-type"] = "application/json";
    init.body = JSON.stringify(body);
  }
  let answer: Response;
  try {
    answer = await fetch(path, init);
  } catch {
    throw new Refused("offline", 0);
  }
  const kind = answer.headers.get("content-type") ?? "";
  const said: unknown = kind.includes("json") ? await answer.json().catch(() => null) : null;
  if (answer.ok) return said;
  const code = (said as { code?: unknown } | null)?.code;
  throw new Refused(typeof code === "string" ? code : "internal", answer.status);
}

/** Asks for JSON at an address of ours. */
export const read = (path: string): Promise<unknown> => ask("GET", path);

/** Sends JSON to an address of ours. */
export const send = (path: string, body: unknown = {}): Promise<unknown> => ask("POST", path, body);

/** Puts JSON at an address of ours. */
export const put = (path: string, body: unknown): Promise<unknown> => ask("PUT", path, body);

/** The state of my vault. */
export const state = async (): Promise<State> => (await read("/vault/state")) as State;
