// <veer-recovery>: a holder's part. The server wrote all the markup; this shows, fills and acts.
import { SealError } from "../seal/error";
import { fingerprint } from "../seal/identity";
import { teamKeys } from "../seal/team";
import { current, onLock, pins as openPins, touch, type Vault } from "../vault/open";
import type { Pins } from "../vault/pins";
import { read, Refused, send } from "../vault/server";
import { RecoveryError } from "./error";
import { gather, makeTeam, passShare, recover } from "./team";
import { holdersOf, knowTeam, receiverOf, sealTo, standing, type Party, type State, type WorkState } from "./wire";

class VeerRecovery extends HTMLElement {
  private vault: Vault | null = null;
  private pins: Pins | null = null;
  private state: State | null = null;

  connectedCallback(): void {
    this.addEventListener("click", (event) => {
      const button = (event.target as Element).closest<HTMLElement>("[data-do]");
      if (button) void this.act(button);
    });
    onLock(() => location.reload());
    void this.try(() => this.begin());
  }

  private async begin(): Promise<void> {
    this.vault = await current();
    this.show("locked", !this.vault);
    if (!this.vault) return;
    this.state = (await read("/recovery/state")) as State;
    this.pins = await openPins();
    await knowTeam(this.state, this.pins);
    if (this.state.team) fill(this, "[data-team-mark]", fingerprint(teamKeys(this.state.team)));
    this.show("team", this.state.team !== null);
    this.people(this.state, this.pins);
    this.show("make", true);
    for (const row of this.querySelectorAll<HTMLElement>("[data-recovery]")) this.row(row);
  }

  /** Everybody whose key is sealed to here, with the number to compare. */
  private people(state: State, pins: Pins): void {
    const list = this.querySelector("[data-people]");
    const model = this.querySelector<HTMLTemplateElement>("template[data-person]");
    if (!list || !model) return;
    list.replaceChildren();
    for (const party of state.people) {
      if (party.id === state.me) continue;
      const item = model.content.cloneNode(true) as DocumentFragment;
      const stands = standing(state.org, party, pins);
      fill(item, "[data-name]", party.name);
      fill(item, "[data-of]", ` (${party.name})`);
      fill(item, "[data-fingerprint]", party.keys ? fingerprint(party.keys) : "–");
      fill(item, "[data-pin]", this.say(stands));
      const accept = item.querySelector<HTMLButtonElement>("[data-accept]");
      const { keys } = party;
      if (accept && keys && stands !== "same") {
        accept.hidden = false;
        accept.addEventListener("click", () => {
          void this.try(async () => {
            await pins.accept(party.id, keys);
            this.people(state, pins);
            for (const row of this.querySelectorAll<HTMLElement>("[data-recovery]")) this.row(row);
          });
        });
      }
      list.append(item);
    }
    this.show("people", list.childElementCount > 0);
  }

  /** One request: its button, and the number of whoever is sealed to. */
  private row(row: HTMLElement): void {
    const button = row.querySelector<HTMLElement>("[data-do]");
    if (!button) return;
    button.hidden = false;
    const party = this.partyOf(row);
    const compare = row.querySelector<HTMLElement>("[data-compare]");
    if (!party?.keys || !compare || !this.pins || !this.state) return;
    fill(row, "[data-number]", fingerprint(party.keys));
    compare.hidden = standing(this.state.org, party, this.pins) === "same";
  }

  /** Who gets something sealed by this row's button. */
  private partyOf(row: HTMLElement): Party | undefined {
    const open = this.state?.open.find(({ id }) => id === row.dataset["recovery"]);
    const giving = row.querySelector("[data-do=give]");
    const id = giving ? open?.executor : open?.receiver;
    return this.state?.people.find((party) => party.id === id);
  }

  private act(button: HTMLElement): Promise<void> {
    return this.try(async () => {
      const { vault, state, pins } = this;
      if (!vault || !state || !pins) return;
      const place = button.closest<HTMLElement>("[data-recovery], [data-part]") ?? this;
      const compare = place.querySelector<HTMLElement>("[data-compare]");
      const compared = place.querySelector<HTMLInputElement>("[data-compared]");
      if (compare && !compare.hidden && !compared?.checked) throw new RecoveryError("compare-first");
      await touch();
      this.busy(true);
      const id = place.dataset["recovery"] ?? "";
      const damaged = await this.doIt(button.dataset["do"] ?? "", id, { vault, state, pins });
      if (damaged.length) {
        button.hidden = true;
        throw new RecoveryError("corrupt", damaged);
      }
      location.reload();
    });
  }

  /** Does one thing, and tells whose shares turned out to be damaged. */
  private async doIt(what: string, id: string, here: Here): Promise<readonly string[]> {
    const { vault, state, pins } = here;
    const path = `/recovery/${encodeURIComponent(id)}`;
    if (what === "make" && state.appointed) {
      const { generation, threshold, holders } = state.appointed;
      const sealed = await this.holders(state.people.filter(({ id }) => holders.includes(id)), here);
      await send("/recovery/make", await makeTeam(vault, generation, threshold, sealed));
    } else if (what === "take" && state.share) {
      const sealed = await passShare(state.share, vault.identity, vault.recipient);
      await send(`${path}/take`);
      await send(`${path}/give`, { executor: state.me, sealed });
    } else if (what === "give" && state.share) {
      const executor = state.open.find((one) => one.id === id)?.executor;
      const party = state.people.find((one) => one.id === executor);
      if (!party) throw new Refused("stale", 409);
      const to = await sealTo(state.org, party, pins);
      const sealed = await passShare(state.share, vault.identity, to.recipient);
      await send(`${path}/give`, { executor: party.id, sealed });
    } else if (what === "finish") {
      return this.finish(id, path, here);
    } else if (what === "rehearse") {
      const work = (await read(`${path}/work`)) as WorkState;
      const { corrupt } = await gather(work.contributions, vault.identity, teamOf(work));
      if (corrupt.length) return corrupt;
      await send(`${path}/rehearsed`);
    }
    return [];
  }

  private async finish(id: string, path: string, here: Here): Promise<readonly string[]> {
    const { vault, state, pins } = here;
    const work = (await read(`${path}/work`)) as WorkState;
    // The recipient is the one that this device knows, not only the one that this answer names.
    if (!state.team || work.recipient !== state.team.recipient) throw new SealError("changed-key");
    if (!work.circle) throw new Refused("stale", 409);
    const holders = await this.holders(holdersOf(state, work, pins), here);
    const shown = state.open.find((one) => one.id === id)?.receiver;
    const receiver = await sealTo(state.org, receiverOf(state, shown, work), pins);
    const outcome = await recover(vault, {
      team: teamOf(work),
      next: work.next,
      circle: work.circle,
      receiver: receiver.recipient,
      holders,
      contributions: work.contributions,
      wraps: work.wraps,
    });
    const { given, team, wraps, corrupt } = outcome;
    await send(`${path}/done`, { given, vault: receiver.vault, team, wraps });
    return corrupt;
  }

  /** Who gets a share: the others by their pinned keys, oneself by one's own vault. */
  private async holders(parties: readonly Party[], { vault, state, pins }: Here) {
    const found = [];
    for (const party of parties) {
      if (party.id === state.me) found.push({ id: party.id, recipient: vault.recipient });
      else found.push(await sealTo(state.org, party, pins));
    }
    return found;
  }

  private async try(act: () => Promise<void>): Promise<void> {
    try {
      this.show("problem", false);
      await act();
    } catch (reason) {
      this.busy(false);
      this.problem(reason);
    }
  }

  private problem(reason: unknown): void {
    const code = codeOf(reason);
    const holders = reason instanceof RecoveryError ? reason.holders : [];
    const names = holders.map((id) => this.state?.people.find((one) => one.id === id)?.name ?? id);
    const words = [this.say(code), names.join(", ")].filter(Boolean).join(" ");
    fill(this, "[data-problem]", words);
    this.show("problem", true);
    this.querySelector<HTMLElement>("[data-part=problem]")?.focus();
  }

  private busy(on: boolean): void {
    this.show("busy", on);
    for (const button of this.querySelectorAll<HTMLButtonElement>("[data-do]")) button.disabled = on;
  }

  private show(name: string, shown: boolean): void {
    const part = this.querySelector<HTMLElement>(`[data-part="${name}"]`);
    if (part) part.hidden = !shown;
  }

  private say(code: string): string {
    const words = this.querySelector<HTMLTemplateElement>(`template[data-say="${code}"]`);
    return words?.content.textContent?.trim() ?? "";
  }
}

interface Here {
  readonly vault: Vault;
  readonly state: State;
  readonly pins: Pins;
}

function teamOf({ org, generation, threshold, recipient }: WorkState) {
  return { org, generation, threshold, recipient };
}

function codeOf(reason: unknown): string {
  if (reason instanceof RecoveryError) return reason.code;
  if (reason instanceof SealError) return ["changed-key", "older-list"].includes(reason.code) ? reason.code : "damaged";
  if (reason instanceof Refused && reason.status === 0) return "offline";
  return "stale";
}

function fill(place: ParentNode, where: string, words: string): void {
  const found = place.querySelector(where);
  if (found) found.textContent = words;
}

customElements.define("veer-recovery", VeerRecovery);
