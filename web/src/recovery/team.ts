// The team's key: making it, and what follows when it was used. No DOM, no network.
import { newIdentity, openText, recipientOf, sealText } from "../seal/age.js";
import { unwrapCircleKey, wrapCircleKey } from "../seal/circle.js";
import { hold, SealError } from "../seal/error.js";
import { sign } from "../seal/signature.js";
import { boundTeam } from "../seal/team.js";
import { RecoveryError } from "./error.js";
import { combineShares, splitIdentity, type Combined, type Share, type Team } from "./shares.js";

/** Who makes a team's key: the open vault of a holder, as far as it is needed. */
export interface Maker {
  readonly org: string;
  readonly identity: string;
  readonly signer: Uint8Array;
}

/** A holder and what is sealed to them. */
export interface Holder {
  readonly id: string;
  readonly recipient: string;
}

/** A share, sealed to who holds it. */
export interface SealedShare {
  readonly holder: string;
  readonly sealed: string;
}

/** A team's key as the server gets it; its identity stays in this page. */
export interface MadeTeam {
  readonly generation: number;
  readonly recipient: string;
  readonly proof: string;
  readonly shares: readonly SealedShare[];
}

/** A circle's key, sealed to the team, with its public half. */
export interface TeamWrap {
  readonly circle: string;
  readonly generation: number;
  readonly recipient: string;
  readonly wrapped: string;
}

/** A circle's key, sealed anew. */
export type NewWrap = Omit<TeamWrap, "recipient">;

/** Makes a key for a team and divides it at once. */
export async function makeTeam(
  maker: Maker,
  generation: number,
  threshold: number,
  holders: readonly Holder[],
): Promise<MadeTeam> {
  const identity = await newIdentity();
  const recipient = await recipientOf(identity);
  const ids = holders.map(({ id }) => id);
  const shares = await splitIdentity(identity, { org: maker.org, generation, threshold }, ids);
  return {
    generation,
    recipient,
    proof: sign(boundTeam(maker.org, generation, recipient), maker.signer),
    shares: await Promise.all(
      shares.map(async ({ holder, text }, at) => ({
        holder,
        sealed: await sealText(text, [holders[at]?.recipient ?? ""]),
      })),
    ),
  };
}

/** Opens one's own share and seals it to the holder who puts the shares together. */
export async function passShare(sealed: string, identity: string, executor: string): Promise<string> {
  return sealText(await openText(sealed, identity), [executor]);
}

/** Opens the shares that came in and puts them together. One that does not open is damaged. */
export async function gather(
  contributions: readonly SealedShare[],
  identity: string,
  team: Team,
): Promise<Combined> {
  const shares: Share[] = [];
  for (const { holder, sealed } of contributions) {
    const text = await openText(sealed, identity).catch(() => "");
    shares.push({ holder, text });
  }
  return combineShares(shares, team);
}

/** What a recovery needs to be finished. */
export interface Work {
  readonly team: Team;
  /** The number of the key that takes over, as the server counts. */
  readonly next: number;
  readonly circle: string;
  readonly receiver: string;
  readonly holders: readonly Holder[];
  readonly contributions: readonly SealedShare[];
  readonly wraps: readonly TeamWrap[];
}

/** What is brought back to the server. */
export interface Outcome {
  readonly given: readonly NewWrap[];
  readonly team: MadeTeam;
  readonly wraps: readonly NewWrap[];
  readonly corrupt: readonly string[];
}

/**
 * Brings a case's keys back to its supporter, and makes the used shares useless in the same step:
 * a new key for the team, and every consented case sealed to that one.
 */
export async function recover(maker: Maker, work: Work): Promise<Outcome> {
  const { org } = maker;
  const { identity, corrupt } = await gather(work.contributions, maker.identity, work.team);
  hold(work.next > work.team.generation, "wrong-context"); // devices take only a newer key
  const team = await makeTeam(maker, work.next, work.team.threshold, work.holders);
  const given: NewWrap[] = [];
  const wraps: NewWrap[] = [];
  let refused: unknown = new RecoveryError("too-few");
  for (const wrap of work.wraps) {
    const own = wrap.circle === work.circle;
    try {
      const key = await unwrapCircleKey(wrap.wrapped, identity, { org, circle: wrap.circle }, wrap);
      const anew = async (recipient: string): Promise<NewWrap> => ({
        circle: wrap.circle,
        generation: wrap.generation,
        wrapped: await wrapCircleKey(key, recipient),
      });
      wraps.push(await anew(team.recipient));
      if (own) given.push(await anew(work.receiver));
    } catch (reason) {
      // One that does not open is left out: its case's members seal it anew. It stops nobody else.
      if (!(reason instanceof SealError)) throw reason;
      if (own) refused = reason;
    }
  }
  if (!given.length) throw refused;
  return { given, team, wraps, corrupt };
}
