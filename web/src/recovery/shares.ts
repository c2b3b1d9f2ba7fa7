// The shares of a team's key: splitting, and putting together with a check.
//
// The library gives wrong bytes without a word when a share is wrong. So nothing that it returns is
// used before it was shown to be the identity of the team's known recipient.
import { combine, split } from "shamir-secret-sharing";
import { recipientOf } from "../seal/age.js";
import { bytesOf, fromBase64, objectOf, textOf, toBase64 } from "../seal/bytes.js";
import { RecoveryError } from "./error.js";

const FORMAT = "veer-share/1";

/** Which key of which organisation, and how many shares open it. */
export interface Team {
  readonly org: string;
  readonly generation: number;
  readonly threshold: number;
  readonly recipient: string;
}

/** One holder's share, as text; it is only ever stored sealed. */
export interface Share {
  readonly holder: string;
  readonly text: string;
}

/** Splits the identity of a team: one share for each holder. */
export async function splitIdentity(
  identity: string,
  team: Omit<Team, "recipient">,
  holders: readonly string[],
): Promise<Share[]> {
  const secret = bytesOf(identity);
  const shares = await split(secret, holders.length, team.threshold);
  secret.fill(0);
  return holders.map((holder, at) => ({
    holder,
    text: JSON.stringify({
      format: FORMAT,
      org: team.org,
      generation: team.generation,
      holder,
      threshold: team.threshold,
      share: toBase64(shares[at] ?? new Uint8Array()),
    }),
  }));
}

/** The bytes of a share, if it is one of this team and this holder; otherwise nothing. */
function readShare({ holder, text }: Share, team: Team): Uint8Array | null {
  try {
    const said = objectOf(text);
    const here =
      said["format"] === FORMAT &&
      said["org"] === team.org &&
      said["generation"] === team.generation &&
      said["holder"] === holder &&
      said["threshold"] === team.threshold &&
      typeof said["share"] === "string";
    return here ? fromBase64(said["share"] as string) : null;
  } catch {
    return null;
  }
}

/** What came of putting shares together. */
export interface Combined {
  /** The team's identity, shown to be that of its recipient. */
  readonly identity: string;
  /** Whose shares are damaged; the others sufficed. */
  readonly corrupt: readonly string[];
}

/**
 * Puts shares together and holds the result against the team's recipient.
 *
 * With more shares than needed a damaged one is found and named, by trying the others; with exactly
 * as many it is only known that one is damaged (`corrupt-unknown`).
 */
export async function combineShares(shares: readonly Share[], team: Team): Promise<Combined> {
  const good: { holder: string; bytes: Uint8Array }[] = [];
  const corrupt: string[] = [];
  for (const share of shares) {
    const bytes = readShare(share, team);
    if (bytes) good.push({ holder: share.holder, bytes });
    else corrupt.push(share.holder);
  }
  if (shares.length < team.threshold) throw new RecoveryError("too-few");
  for (const some of choose(good, team.threshold)) {
    const identity = await attempt(some, team);
    if (identity === null) continue;
    // Each of the others must do as well in the place of one of these.
    const [, ...rest] = some;
    for (const other of good.filter((share) => !some.includes(share))) {
      if ((await attempt([other, ...rest], team)) === null) corrupt.push(other.holder);
    }
    return { identity, corrupt };
  }
  if (corrupt.length) throw new RecoveryError("corrupt", corrupt);
  throw new RecoveryError("corrupt-unknown", good.map(({ holder }) => holder));
}

/** The identity that these shares make, or nothing when it is not the team's. */
async function attempt(
  shares: readonly { bytes: Uint8Array }[],
  team: Team,
): Promise<string | null> {
  try {
    const bytes = await combine(shares.map((share) => share.bytes));
    const identity = textOf(bytes);
    bytes.fill(0);
    return (await recipientOf(identity)) === team.recipient ? identity : null;
  } catch {
    return null; // bytes that are no identity, or shares that do not fit together
  }
}

/** Every way to take `count` of `items`, in their order. */
function* choose<T>(items: readonly T[], count: number, from = 0): Generator<T[]> {
  if (count === 0) {
    yield [];
    return;
  }
  for (let at = from; at <= items.length - count; at += 1) {
    for (const rest of choose(items, count - 1, at + 1)) yield [items[at] as T, ...rest];
  }
}
