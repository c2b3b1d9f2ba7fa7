// The keys that somebody waits for: what the server tells, and what this device can do about it.
import { openChain, sealPrevious, wrapCircleKey, type Chain } from "../seal/circle";
import { hold } from "../seal/error";
import { fingerprint, type Keys } from "../seal/identity";
import { checkTeam, TEAM, teamKeys } from "../seal/team";
import { isBound, judge, type Judged, type SeenKeys } from "../sealed/people";
import { isTheirs, nextRing, type Opener } from "../sealed/ring";
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
  | { readonly kind: "team"; readonly id: typeof TEAM; readonly name: ""; readonly keys: Keys; readonly mark: string }
  | { readonly kind: "no-vault"; readonly id: string; readonly name: string };

/** What was seen before of somebody, for the two numbers to compare. */
export interface Seen extends SeenKeys {
  before(person: string): { readonly generation: number; readonly mark: string } | null;
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
  if (id === TEAM) return team(task, judged, seen);
  const person = task.people.find((other) => other.id === id && other.member);
  if (!person) return null;
  const { name, keys } = person;
  if (!keys) return { kind: "no-vault", id, name };
  const mark = fingerprint(keys);
  if ([...judged.trusted, ...judged.fresh].some((known) => known.id === id && known.recipient === keys.recipient)) {
    return { kind: "known", id, name, keys, mark };
  }
  const before = seen.before(id);
  // Keys that nobody bound to this person are no keys of theirs.
  if (!before || !judged.changed.some((changed) => changed.person.id === id)) return null;
  return { kind: "changed", id, name, keys, mark, before: before.mark };
}

/** The team, when its key is the one I took before, or a newer one that its maker signed. */
function team(task: Task, judged: Judged, seen: Seen): Waiter | null {
  const { team: told, org } = task;
  if (!told || !task.recoverable) return null;
  const keys = teamKeys(told);
  const mark = fingerprint(keys);
  const waits = { kind: "team", id: TEAM, name: "", keys, mark } as const;
  if (["same", "seen"].includes(seen.check(TEAM, keys))) return waits;
  const before = seen.before(TEAM);
  if (before && before.generation >= told.generation) return null;
  const maker = task.people.find(({ id, keys: own }) => id === told.made_by && own && isBound(org, id, own));
  if (!maker?.keys || judged.changed.some(({ person }) => person.id === maker.id)) return null;
  try {
    checkTeam(org, told, maker.keys.signer);
    return waits;
  } catch {
    return null;
  }
}

/**
 * Wraps what somebody waits for to the keys that were on the screen, and to no others.
 *
 * The tap takes these keys: they count from now on, also for keys that are made later.
 */
export async function give({ task, ring }: Work, to: Waiter, seen: Seen): Promise<number> {
  if (to.kind === "changed" || to.kind === "no-vault") return 0;
  const stands = seen.check(to.id, to.keys);
  hold(stands !== "changed" || to.kind === "team", "changed-key"); // meanwhile, on another page
  if (stands !== "same") await seen.accept(to.id, to.keys);
  const vault = to.kind === "team" ? task.team?.generation : to.keys.generation;
  const wraps = [];
  for (const { generation, holder } of task.wanted) {
    const key = ring.keys.get(generation);
    if (holder !== to.id || !key) continue;
    wraps.push({ generation, holder, vault, wrapped: await wrapCircleKey(key, to.keys.recipient) });
  }
  if (wraps.length > 0) await send("POST", path(task, "wraps"), { wraps });
  return wraps.length;
}

/** Replaces the key after somebody left: a new one, for those whose keys I took before. */
export async function renew({ task, ring, judged }: Work, vault: Opener): Promise<void> {
  const { body } = await nextRing(task as unknown as Circle, ring, vault, judged);
  await send("POST", keysPath(task.circle), body);
}

/** Puts each key into the one after it, where I hold both, may trust it, and nobody did so yet. */
export async function link({ task, ring, judged }: Work): Promise<void> {
  for (const generation of task.links) {
    const [before, key] = [ring.keys.get(generation - 1), ring.keys.get(generation)];
    if (!before || !key || !isTheirs(task, judged, generation)) continue;
    await send("POST", path(task, "previous"), { generation, previous: await sealPrevious(before, key) });
  }
}

const path = (task: Task, what: string): string => `/sealed/${encodeURIComponent(task.circle)}/${what}`;

export type { Reader };
