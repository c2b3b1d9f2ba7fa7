// Whose keys I have seen: a key that changes is shown to me, and nothing is sealed to it before I
// have compared it. Sealed to myself and signed by me: the server can neither read nor write it, and
// an older list than this device saw is refused.
import { sha256 } from "@noble/hashes/sha2.js";
import { openText, sealText } from "../seal/age";
import { bytesOf, objectOf, toBase64 } from "../seal/bytes";
import { hold } from "../seal/error";
import { digestOf, figuresOf, type Keys } from "../seal/identity";
import { sign, verify } from "../seal/signature";
import { isNewest, unmark } from "./mark";
import type { Vault } from "./open";
import { put, Refused, state } from "./server";

/** What is kept of somebody's keys. */
interface Pin {
  readonly generation: number;
  readonly digest: string;
  readonly signer: string;
  readonly at: string;
  /** Whether I took these keys by a tap, with their figures before me; otherwise they were only seen. */
  readonly taken: boolean;
  /** The signers of this person that I saw before this one. */
  readonly earlier: readonly string[];
}

/** How somebody's keys stand: `same` when I took them, `seen` when they were only seen before. */
export type Standing = "same" | "seen" | "new" | "changed";

/** A list as the server keeps it. */
type Stored = { readonly revision: number; readonly body: string } | null;

type People = Record<string, Pin>;

const FORMAT = "veer-pins/1";

/** The keys that I have seen. */
export class Pins {
  private revision = 0;
  private people: People = {};
  /** One change at a time: two elements of a page share this list. */
  private last: Promise<void> = Promise.resolve();

  private constructor(private readonly vault: Vault) {}

  /** Reads what the server kept for me; what I did not sign is `bad-signature`, an older one `older-list`. */
  static async load(vault: Vault, stored: Stored): Promise<Pins> {
    const pins = new Pins(vault);
    await pins.take(stored);
    return pins;
  }

  /** Whether these are the keys I saw before. */
  check(person: string, keys: Keys): Standing {
    const pin = this.people[person];
    if (!pin) return "new";
    if (!isOf(pin, keys)) return "changed";
    return pin.taken ? "same" : "seen";
  }

  /** What I saw before of this person: the number of the vault, and the figures. */
  before(person: string): { readonly generation: number; readonly mark: string } | null {
    const pin = this.people[person];
    return pin ? { generation: pin.generation, mark: figuresOf(pin.digest) } : null;
  }

  /** The signers of this person that I saw before the present one. */
  earlier(person: string): readonly string[] {
    return this.people[person]?.earlier ?? [];
  }

  /** Remembers keys at first sight: enough to know them again, not to seal to them. */
  see(person: string, keys: Keys): Promise<void> {
    return this.change((people) => (people[person] ? people : { ...people, [person]: pinOf(keys, false) }));
  }

  /** Takes keys whose figures were shown to me; of the ones before, the signer stays. */
  accept(person: string, keys: Keys): Promise<void> {
    return this.change((people) => ({ ...people, [person]: pinOf(keys, true, people[person]) }));
  }

  private change(change: (people: People) => People): Promise<void> {
    const mine = this.last.then(() => this.write(change));
    this.last = mine.catch(() => undefined);
    return mine;
  }

  private async write(change: (people: People) => People): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      const people = change(this.people);
      if (people === this.people) return;
      const revision = this.revision + 1;
      const body = await writePins(this.vault, revision, people);
      try {
        await put("/vault/pins", { revision, body });
      } catch (reason) {
        // Another page was faster: take over what it saw, and add this.
        if (tries >= 4 || !(reason instanceof Refused) || reason.status !== 409) throw reason;
        await this.take((await state()).pins);
        continue;
      }
      await marked(this.vault, { revision, body });
      this.people = people;
      this.revision = revision;
      return;
    }
  }

  private async take(stored: Stored): Promise<void> {
    let newest = stored;
    // Another page may have written since this was fetched: only what is older now is too old.
    if (!(await marked(this.vault, newest))) {
      newest = (await state()).pins;
      hold(await marked(this.vault, newest), "older-list");
    }
    this.people = newest ? await readPins(this.vault, newest) : {};
    this.revision = newest?.revision ?? 0;
  }
}

/** Under what the device remembers a vault: a digest, as a shared computer need not know whose it is. */
const vaultName = ({ org, person, verifier }: Vault): string => digest(`${org}/${person}/${verifier}`);

const digest = (text: string): string => toBase64(sha256(bytesOf(text)));

/** Goes on with whatever list the server has: its owner knows that a backup was put back. */
export const goOnWithOlder = (vault: Vault): Promise<void> => unmark(vaultName(vault));

/** Whether a list is the newest that this device saw of this vault; it is marked as such. */
function marked(vault: Vault, stored: Stored): Promise<boolean> {
  return isNewest(vaultName(vault), { revision: stored?.revision ?? 0, digest: stored ? digest(stored.body) : "" });
}

function isOf(pin: Pin, keys: Keys): boolean {
  return pin.generation === keys.generation && pin.digest === digestOf(keys);
}

function pinOf(keys: Keys, taken: boolean, before?: Pin): Pin {
  const { generation, signer } = keys;
  const known = before ? [...before.earlier, before.signer] : [];
  const earlier = [...new Set(known)].filter((each) => each !== signer);
  return { generation, digest: digestOf(keys), signer, at: new Date().toISOString(), taken, earlier };
}

async function writePins(vault: Vault, revision: number, people: People): Promise<string> {
  const { org, person } = vault;
  const payload = JSON.stringify({ org, person, revision, people });
  const signature = sign(`${FORMAT}\n${payload}`, vault.signer);
  return sealText(JSON.stringify({ format: FORMAT, payload, signature }), [vault.recipient]);
}

async function readPins(vault: Vault, stored: NonNullable<Stored>): Promise<People> {
  const file = objectOf(await openText(stored.body, vault.identity));
  const { payload, signature } = file;
  hold(file["format"] === FORMAT && typeof payload === "string" && typeof signature === "string", "damaged");
  verify(`${FORMAT}\n${payload}`, signature, vault.verifier);
  const said = objectOf(payload);
  hold(said["org"] === vault.org && said["person"] === vault.person, "wrong-context");
  hold(said["revision"] === stored.revision, "wrong-context");
  const people = said["people"];
  hold(typeof people === "object" && people !== null, "damaged");
  return Object.fromEntries(Object.entries(people).map(([id, pin]) => [id, readPin(pin as Written)]));
}

/** A pin as it was written: lists of an earlier form hold the whole recipient, and no tap. */
type Written = Partial<Pin> & Keys;

function readPin(pin: Written): Pin {
  const { generation, signer, at = "", taken = false, earlier = [] } = pin;
  return { generation, digest: pin.digest ?? digestOf(pin), signer, at, taken, earlier };
}
