// What the server tells a holder's browser, and the keys of people in it, checked before use.
import { checkKeys, type ProvenKeys } from "../seal/identity";
import { hold, SealError } from "../seal/error";
import type { Pins } from "../vault/pins";
import { checkTeam, TEAM, teamKeys } from "../seal/team";
import { RecoveryError } from "./error";
import type { Holder, SealedShare, TeamWrap } from "./team";

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
  readonly next: number;
  readonly recipient: string;
  readonly threshold: number;
  readonly holders: readonly Party[];
  readonly receiver: Party | null;
  readonly contributions: readonly SealedShare[];
  readonly wraps: readonly TeamWrap[];
}

/** How somebody's keys stand: their own proof holds, and they are as compared before or not. */
export function standing(org: string, party: Party, pins: Pins): "same" | "new" | "changed" | "no-vault" {
  if (!party.keys) return "no-vault";
  checkKeys(org, party.id, party.keys);
  const stands = pins.check(party.id, party.keys);
  return stands === "seen" ? "new" : stands; // only seen is not compared yet
}

/** Takes somebody's keys to seal to, after they were compared: never changed ones. */
export async function sealTo(org: string, party: Party, pins: Pins): Promise<Holder & { readonly vault: number }> {
  const stands = standing(org, party, pins);
  hold(stands !== "changed", "changed-key");
  hold(party.keys !== null, "no-key");
  if (stands === "new") await pins.accept(party.id, party.keys);
  return { id: party.id, recipient: party.keys.recipient, vault: party.keys.generation };
}

/**
 * The holders of the team, to whom a new key is divided.
 *
 * They are the ones that this page showed, and the work must name the same: a further holder would
 * be one share more for whoever added them. `compare-first` names those not compared on this device.
 */
export function holdersOf({ org, me, team, people }: State, work: WorkState, pins: Pins): Party[] {
  const named = [...(team?.holders ?? [])].sort();
  const told = work.holders.map(({ id }) => id).sort();
  hold(JSON.stringify(named) === JSON.stringify(told), "wrong-context");
  const parties = people.filter(({ id }) => named.includes(id));
  hold(parties.length === named.length, "wrong-context");
  const others = parties.filter(({ id }) => id !== me);
  const strange = others.filter((party) => standing(org, party, pins) !== "same");
  if (strange.length > 0) throw new RecoveryError("compare-first", strange.map(({ id }) => id));
  return parties;
}

/** Who gets the key: the one that this page showed, as the work names them too. */
export function receiverOf({ people }: State, shown: string | null | undefined, work: WorkState): Party {
  const party = people.find(({ id }) => id === shown);
  hold(party !== undefined && work.receiver?.id === shown, "wrong-context");
  return party;
}

/**
 * Holds the team's recipient against its maker's signature, and against what this device saw before.
 *
 * The maker may have a new vault since: then the recipient must be the one that was seen.
 */
export async function knowTeam(state: State, pins: Pins): Promise<void> {
  const { team, org, people } = state;
  if (!team) return;
  const keys = teamKeys(team);
  if (["same", "seen"].includes(pins.check(TEAM, keys))) return;
  const before = pins.before(TEAM);
  hold(before === null || before.generation < team.generation, "changed-key");
  const maker = people.find(({ id }) => id === team.made_by);
  if (!maker?.keys) throw new SealError("bad-signature");
  checkKeys(org, maker.id, maker.keys);
  checkTeam(org, team, maker.keys.signer);
  await pins.accept(TEAM, keys);
}
