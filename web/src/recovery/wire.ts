// What the server tells a holder's browser, and the keys of people in it, checked before use.
import { checkKeys, type ProvenKeys } from "../seal/identity";
import { hold, SealError } from "../seal/error";
import type { Pins } from "../vault/pins";
import { checkTeam, type Holder, type SealedShare, type TeamWrap } from "./team";

export interface Party {
  readonly id: string;
  readonly name: string;
  readonly keys: ProvenKeys | null;
}

export interface TeamState {
  readonly generation: number;
  readonly recipient: string;
  readonly threshold: number;
  readonly made_by: string;
  readonly proof: string;
  readonly holders: readonly string[];
}

/** `GET /recovery/state` */
export interface State {
  readonly org: string;
  readonly me: string;
  readonly team: TeamState | null;
  readonly appointed: TeamState | null;
  readonly people: readonly Party[];
  readonly share: string | null;
  readonly open: readonly {
    readonly id: string;
    readonly kind: "recovery" | "rehearsal";
    readonly receiver: string | null;
    readonly executor: string | null;
    readonly state: string;
  }[];
}

/** `GET /recovery/{id}/work` */
export interface WorkState {
  readonly org: string;
  readonly kind: "recovery" | "rehearsal";
  readonly circle: string | null;
  readonly generation: number;
  readonly recipient: string;
  readonly threshold: number;
  readonly holders: readonly Party[];
  readonly receiver: Party | null;
  readonly contributions: readonly SealedShare[];
  readonly wraps: readonly TeamWrap[];
}

/** Under this name the team's recipient is pinned. */
const TEAM = "team";

/** How somebody's keys stand: their own proof holds, and they are as seen before or not. */
export function standing(org: string, party: Party, pins: Pins): "same" | "new" | "changed" | "no-vault" {
  if (!party.keys) return "no-vault";
  checkKeys(org, party.id, party.keys);
  return pins.check(party.id, party.keys);
}

/** Takes somebody's keys to seal to: never changed ones, and pins what is seen for the first time. */
export async function sealTo(org: string, party: Party, pins: Pins): Promise<Holder> {
  const stands = standing(org, party, pins);
  hold(stands !== "changed", "changed-key");
  hold(party.keys !== null, "no-key");
  if (stands === "new") await pins.accept(party.id, party.keys);
  return { id: party.id, recipient: party.keys.recipient };
}

/**
 * Holds the team's recipient against its maker's signature, and against what this device saw before.
 *
 * The maker may have a new vault since: then the recipient must be the one that was seen.
 */
export async function knowTeam(state: State, pins: Pins): Promise<void> {
  const { team, org, people } = state;
  if (!team) return;
  const keys = { generation: team.generation, recipient: team.recipient, signer: team.recipient };
  if (pins.check(TEAM, keys) === "same") return;
  const before = pins.seen(TEAM);
  hold(before === null || before.generation < team.generation, "changed-key");
  const maker = people.find(({ id }) => id === team.made_by)?.keys;
  if (!maker) throw new SealError("bad-signature");
  checkTeam(org, team, maker.signer);
  await pins.accept(TEAM, keys);
}
