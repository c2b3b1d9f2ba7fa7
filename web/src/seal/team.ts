// The key of the recovery team, as others know it: who made it, and by which figures it is compared.
import type { Keys } from "./identity.js";
import { verify } from "./signature.js";

/** Under this name the team's key is pinned. */
export const TEAM = "team";

/** The public half of a team's key, with its maker's signature. */
export interface TeamKey {
  readonly generation: number;
  readonly recipient: string;
  readonly proof: string;
}

/** What the maker of a team's key signs. */
export const boundTeam = (org: string, generation: number, recipient: string): string =>
  `veer-team/1\n${org}\n${generation}\n${recipient}`;

/** Throws `bad-signature` unless this signer made the team's key. */
export function checkTeam(org: string, team: TeamKey, signer: string): void {
  verify(boundTeam(org, team.generation, team.recipient), team.proof, signer);
}

/** A team's key as it is pinned; its fingerprint is the same on every page, whoever made it. */
export function teamKeys({ generation, recipient }: Pick<TeamKey, "generation" | "recipient">): Keys {
  return { generation, recipient, signer: recipient };
}
