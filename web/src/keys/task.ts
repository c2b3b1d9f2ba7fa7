// The keys that somebody waits for: what the server tells, and what this device can do about it.
import { checkCircleKey, openChain, sealPrevious, wrapCircleKey, type Chain } from "../seal/circle";
import { fingerprint, type Keys } from "../seal/identity";
import { verify } from "../seal/signature";
import { judge, type Judged, type SeenKeys } from "../sealed/people";
import { nextRing, type Opener } from "../sealed/ring";
import { keysPath, send, type Circle, type Reader } from "../sealed/wire";

/** `GET /sealed/tasks`: one circle whose key I hold and somebody else needs. */
export type Task = Omit<Circle, "notes" | "drafts"> & {
  readonly label: string;
  /** Whether I am to replace the key first. */
  readonly renew: boolean;
  readonly wanted: readonly { readonly generation: number; readonly holder: string }[];
  /** Keys into which I could put the one before. */
  readonly links: readonly number[];
};

/** A task with its keys opened and its people judged. */
export interface Work {
  readonly task: Task;
  readonly ring: Chain;
  readonly judged: Judged;
}

/** Somebody who waits for keys, as the person at the screen must see them. */
export type Waiter =
  | { readonly kind: "known"; readonly id: string; readonly name: string; readonly keys: Keys; readonly mark: string }
  | { readonly kind: "changed"; readonly id: string; readonly name: string; readonly keys: Keys; readonly mark: string; readonly before: string }
  | { readonly kind: "team"; readonly id: "team"; readonly name: ""; readonly recipient: string; readonly mark: string }
  | { readonly kind: "no-vault"; readonly id: string; readonly name: string };

/** What was seen before of somebody, for the two numbers to compare. */
export interface Seen extends SeenKeys {
  seen(person: string): Keys | null;
}

/** Opens a task: my own keys of it, and whose keys count. */
export async function open(task: Task, vault: Opener, seen: Seen): Promise<Work> {
  const judged = await judge(task as unknown as Circle, seen, vault);
  return { task, judged, ring: await openChain(task, task.keys, task.wraps, vault.identity) };
}

/** Everybody who waits and whom I could give something. */
export function waiters({ task, judged, ring }: Work, seen: Seen): Waiter[] {
  const ids = new Set(task.wanted.filter(({ generation }) => ring.keys.has(generation)).map(({ holder }) => holder));
  return [...ids].map((id) => waiter(id, task, judged, seen)).filter((found) => found !== null);
}

function waiter(id: string, task: Task, judged: Judged, seen: Seen): Waiter | null {
  if (id === "team") return team(task, judged);
  const person = task.people.find((other) => other.id === id && other.member);
  if (!person) return null;
  const { name, keys } = person;
  if (!keys) return { kind: "no-vault", id, name };
  const mark = fingerprint(keys);
  if (judged.trusted.some((known) => known.id === id && known.recipient === keys.recipient)) {
    return { kind: "known", id, name, keys, mark };
  }
  const before = seen.seen(id);
  // Keys that nobody bound to this person are no keys of theirs.
  if (!before || !judged.changed.some((changed) => changed.person.id === id)) return null;
  return { kind: "changed", id, name, keys, mark, before: fingerprint(before) };
}

function team(task: Task, judged: Judged): Waiter | null {
  const { team, org } = task;
  if (!team || !task.recoverable) return null;
  const bound = `veer-team/1\n${org}\n${team.generation}\n${team.recipient}`;
  const signer = judged.signersOf(team.made_by).find((each) => {
    try {
      verify(bound, team.proof, each);
      return true;
    } catch {
      return false;
    }
  });
  if (signer === undefined) return null;
  const mark = fingerprint({ recipient: team.recipient, signer });
  return { kind: "team", id: "team", name: "", recipient: team.recipient, mark };
}

/** Wraps what somebody waits for to the keys that were on the screen, and to no others. */
export async function give({ task, ring }: Work, to: Waiter): Promise<number> {
  if (to.kind === "changed" || to.kind === "no-vault") return 0;
  const recipient = to.kind === "team" ? to.recipient : to.keys.recipient;
  const wraps = [];
  for (const { generation, holder } of task.wanted) {
    const key = ring.keys.get(generation);
    if (holder !== to.id || !key) continue;
    wraps.push({ generation, holder, wrapped: await wrapCircleKey(key, recipient) });
  }
  if (wraps.length > 0) await send("POST", path(task, "wraps"), { wraps });
  return wraps.length;
}

/** Replaces the key after somebody left: a new one, for those whose keys are known. */
export async function renew({ task, ring, judged }: Work, vault: Opener): Promise<void> {
  const { body } = await nextRing(task as unknown as Circle, ring, vault, judged);
  await send("POST", keysPath(task.circle), body);
}

/** Puts each key into the one after it, where I hold both and nobody did so yet. */
export async function link({ task, ring, judged }: Work): Promise<void> {
  for (const generation of task.links) {
    const [before, key] = [ring.keys.get(generation - 1), ring.keys.get(generation)];
    if (!before || !key || !isTheirs(task, judged, generation)) continue;
    await send("POST", path(task, "previous"), { generation, previous: await sealPrevious(before, key) });
  }
}

/** Whether somebody of the circle made this key: one that the server made up gets nothing. */
function isTheirs(task: Task, judged: Judged, generation: number): boolean {
  const row = task.keys.find((each) => each.generation === generation);
  if (!row) return false;
  return judged.signersOf(row.made_by).some((signer) => {
    try {
      checkCircleKey(task, row, signer);
      return true;
    } catch {
      return false;
    }
  });
}

const path = (task: Task, what: string): string => `/sealed/${encodeURIComponent(task.circle)}/${what}`;

export type { Reader };
