// Whose keys I have seen: a key that changes is shown to me, and nothing is sealed to it before I
// have compared it. Sealed to myself and signed by me: the server can neither read nor write it.
import { openText, sealText } from "../seal/age";
import { objectOf } from "../seal/bytes";
import { hold } from "../seal/error";
import type { Keys } from "../seal/identity";
import { sign, verify } from "../seal/signature";
import type { Vault } from "./open";
import { put, Refused, state } from "./server";

/** What I saw of somebody's keys, and when. */
export interface Pin extends Keys {
  readonly at: string;
}

type People = Record<string, Pin>;

const FORMAT = "veer-pins/1";

/** The keys that I have seen. */
export class Pins {
  private constructor(
    private readonly vault: Vault,
    private revision: number,
    private people: People,
  ) {}

  /** Reads what the server kept for me; what I did not sign is `bad-signature`. */
  static async load(vault: Vault, stored: { revision: number; body: string } | null): Promise<Pins> {
    if (!stored) return new Pins(vault, 0, {});
    return new Pins(vault, stored.revision, await readPins(vault, stored));
  }

  /** Whether these are the keys I saw before: `new` when I never saw any of this person. */
  check(person: string, keys: Keys): "same" | "new" | "changed" {
    const pin = this.people[person];
    if (!pin) return "new";
    const same =
      pin.generation === keys.generation && pin.recipient === keys.recipient && pin.signer === keys.signer;
    return same ? "same" : "changed";
  }

  /** What I saw before of this person. */
  seen(person: string): Pin | null {
    return this.people[person] ?? null;
  }

  /** Remembers these keys: at first sight, or after they were compared. */
  async accept(person: string, keys: Keys): Promise<void> {
    const { generation, recipient, signer } = keys;
    const pin: Pin = { generation, recipient, signer, at: new Date().toISOString() };
    for (let tries = 0; ; tries += 1) {
      const people = { ...this.people, [person]: pin };
      const revision = this.revision + 1;
      try {
        await put("/vault/pins", { revision, body: await writePins(this.vault, revision, people) });
        this.people = people;
        this.revision = revision;
        return;
      } catch (reason) {
        // Another page was faster: take over what it saw, and add this.
        if (tries >= 4 || !(reason instanceof Refused) || reason.status !== 409) throw reason;
        const newest = (await state()).pins;
        this.revision = newest?.revision ?? 0;
        this.people = newest ? await readPins(this.vault, newest) : {};
      }
    }
  }
}

async function writePins(vault: Vault, revision: number, people: People): Promise<string> {
  const { org, person } = vault;
  const payload = JSON.stringify({ org, person, revision, people });
  const signature = sign(`${FORMAT}\n${payload}`, vault.signer);
  return sealText(JSON.stringify({ format: FORMAT, payload, signature }), [vault.recipient]);
}

async function readPins(vault: Vault, stored: { revision: number; body: string }): Promise<People> {
  const file = objectOf(await openText(stored.body, vault.identity));
  const { payload, signature } = file;
  hold(file["format"] === FORMAT && typeof payload === "string" && typeof signature === "string", "damaged");
  verify(`${FORMAT}\n${payload}`, signature, vault.verifier);
  const said = objectOf(payload);
  hold(said["org"] === vault.org && said["person"] === vault.person, "wrong-context");
  hold(said["revision"] === stored.revision, "wrong-context");
  const people = said["people"];
  hold(typeof people === "object" && people !== null, "damaged");
  return { ...(people as People) };
}
