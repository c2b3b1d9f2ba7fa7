// <veer-vault data-site data-next>: the page on which a vault is made, opened and kept.
// The server wrote all its parts; this shows one at a time.
import { fromBase64 } from "../seal/bytes";
import { SealError } from "../seal/error";
import { fingerprint } from "../seal/identity";
import { right, wait, wrong } from "./backoff";
import { fillWays } from "./list";
import { current, onLock, pins } from "./open";
import { canUse } from "./passkey";
import { goOnWithOlder } from "./pins";
import { saidOf, textOf } from "./say";
import { Refused, state as askState, type State } from "./server";
import { clearStuck, fillStuck } from "./stuck";
import * as ways from "./ways";
import { WordsError } from "./worker";

type Part = "make" | "words" | "confirm" | "unlock" | "open";

class VeerVault extends HTMLElement {
  private mine: State | null = null;
  /** Words on screen or being confirmed; they leave this page when it is left. */
  private words: string[] = [];
  private asked: [number, number] = [0, 1];
  private passkey: ways.InHand | null = null;
  private renewing = false;
  private busy = false;

  connectedCallback(): void {
    this.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-do]") : null;
      if (button) void this.act(button);
    });
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.target instanceof HTMLElement)) return;
      if (!event.target.matches("input, textarea")) return;
      event.preventDefault();
      event.target.closest("[data-state]")?.querySelector<HTMLElement>("[data-enter]")?.click();
    });
    window.addEventListener("pagehide", () => this.forgetWords());
    onLock(() => {
      clearStuck(this);
      void this.look().catch(() => undefined);
    });
    void this.run(() => this.look());
  }

  private get site(): string {
    return this.dataset["site"] ?? "";
  }

  private one<T extends HTMLElement>(selector: string): T | null {
    return this.querySelector<T>(selector);
  }

  /** Shows what fits: make, unlock or keep. */
  private async look(): Promise<void> {
    this.mine = await askState();
    const passkeys = canUse(this.site);
    for (const part of this.querySelectorAll<HTMLElement>("[data-passkey]")) part.hidden = !passkeys;
    if (!this.mine.vault) {
      this.one('[data-do="make-words"]')?.classList.toggle("primary", !passkeys);
      return this.show("make");
    }
    const vault = await current();
    if (vault) {
      fillWays(this, this.mine);
      await fillStuck(this, vault);
      if (!(await current())) return clearStuck(this);
      const finger = this.one("[data-finger]");
      if (finger) finger.textContent = fingerprint({ recipient: vault.recipient, signer: vault.verifier });
      const older = this.one('[data-part="older"]');
      if (older) older.hidden = !(await isOlder());
      return this.show("open");
    }
    const opens = passkeys && this.mine.locks.some((lock) => lock.credential !== null);
    for (const part of this.querySelectorAll<HTMLElement>('[data-state="unlock"] [data-passkey]')) part.hidden = !opens;
    this.one('[data-do="open-words"]')?.classList.toggle("primary", !opens);
    this.show("unlock");
  }

  private show(part: Part): void {
    for (const each of this.querySelectorAll<HTMLElement>("[data-state]")) each.hidden = each.dataset["state"] !== part;
    const heading = this.one(`[data-state="${part}"] h2[tabindex]`);
    heading?.focus();
  }

  private async act(button: HTMLElement): Promise<void> {
    const does: Record<string, () => Promise<void>> = {
      "make-passkey": () => this.make(true),
      "make-words": () => this.make(false),
      written: () => this.confirm(),
      again: async () => this.showWords(),
      cancel: () => this.cancel(),
      confirm: () => this.confirmed(),
      "open-passkey": async () => {
        await ways.openByPasskey(this.site, this.need());
        await this.opened();
      },
      "open-words": () => this.openByWords(),
      "add-passkey": () => this.addPasskey(),
      "new-words": () => this.newWords(true),
      remove: async () => {
        await ways.removePasskey(button.dataset["passkeyId"] ?? "");
        await this.look();
      },
      download: async () => this.download(),
      older: async () => {
        const vault = await current();
        if (vault) await goOnWithOlder(vault);
        await this.look();
      },
      over: async () => {
        this.renewing = false;
        this.one('[data-do="make-words"]')?.classList.toggle("primary", !canUse(this.site));
        this.show("make");
        this.one('[data-state="make"] button:not([hidden])')?.focus();
      },
    };
    const act = does[button.dataset["do"] ?? ""];
    if (act) await this.run(act, button);
  }

  /** Does one thing at a time, and says what went wrong. */
  private async run(act: () => Promise<void>, button?: HTMLElement): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    button?.setAttribute("aria-disabled", "true");
    this.problem("");
    this.said("");
    try {
      await act();
    } catch (reason) {
      this.problem(textOf(this, saidOf(reason)));
      if (reason instanceof Refused && reason.status === 401) location.assign("/sign-in");
    } finally {
      this.progress(null);
      button?.removeAttribute("aria-disabled");
      this.busy = false;
    }
  }

  private async make(withPasskey: boolean): Promise<void> {
    this.passkey = null;
    if (withPasskey) this.passkey = await ways.newPasskey(this.site, ways.deviceName(), this.need());
    await this.newWords(false);
  }

  private async newWords(renewing: boolean): Promise<void> {
    this.renewing = renewing;
    this.words = (await ways.newWords()).split(" ");
    this.showWords();
  }

  private showWords(): void {
    const items = this.words.map((word) => {
      const item = document.createElement("li");
      item.textContent = word;
      return item;
    });
    this.one("[data-words]")?.replaceChildren(...items);
    this.show("words");
  }

  private async confirm(): Promise<void> {
    const [first = 0, step = 0] = crypto.getRandomValues(new Uint32Array(2));
    const count = this.words.length;
    const a = first % count;
    const b = (a + 1 + (step % (count - 1))) % count;
    this.asked = [Math.min(a, b), Math.max(a, b)];
    this.one("[data-words]")?.replaceChildren();
    for (const [slot, at] of [["a", this.asked[0]], ["b", this.asked[1]]] as const) {
      const number = this.one(`[data-number="${slot}"]`);
      if (number) number.textContent = String(at + 1);
      this.typed(slot).value = "";
    }
    this.show("confirm");
  }

  private typed(slot: string): HTMLInputElement {
    const field = this.one<HTMLInputElement>(`[data-word="${slot}"]`);
    if (!field) throw new Error("a field is missing");
    return field;
  }

  private async confirmed(): Promise<void> {
    const fits = (slot: string, at: number): boolean =>
      this.typed(slot).value.trim().toLowerCase() === this.words[at];
    if (!fits("a", this.asked[0]) || !fits("b", this.asked[1])) throw new WordsError("not-the-words");
    const words = this.words.join(" ");
    const progress = (part: number): void => this.progress(part);
    this.progress(0);
    if (this.renewing) {
      const vault = await current();
      if (!vault) return this.look();
      await ways.replaceWords(vault, this.need(), words, progress);
    } else {
      await ways.makeVault(this.need(), words, this.passkey, progress);
    }
    const renewed = this.renewing;
    this.forgetWords();
    await this.look();
    if (renewed) this.said(textOf(this, { code: "done-words", about: "" }));
  }

  private async cancel(): Promise<void> {
    this.forgetWords();
    await this.look();
  }

  private async openByWords(): Promise<void> {
    const field = this.one<HTMLTextAreaElement>("[data-typed]");
    const seconds = wait(Date.now());
    if (seconds > 0) throw new WordsError("wait", String(seconds));
    try {
      await ways.openByWords(this.need(), field?.value ?? "", (part) => this.progress(part));
    } catch (reason) {
      if (!(reason instanceof WordsError) || reason.code !== "wrong-words") throw reason;
      wrong(Date.now());
      const pause = wait(Date.now());
      throw pause > 0 ? new WordsError("wait", String(pause)) : reason;
    }
    right();
    if (field) field.value = "";
    await this.opened();
  }

  private async opened(): Promise<void> {
    const next = this.dataset["next"] ?? "";
    if (next !== "") location.assign(next);
    else await this.look();
  }

  private async addPasskey(): Promise<void> {
    const vault = await current();
    if (!vault) return this.look();
    const mine = await askState();
    const passkey = await ways.newPasskey(this.site, ways.deviceName(), mine).finally(() => this.look());
    await ways.addPasskey(vault, passkey);
    await this.look();
  }

  private download(): void {
    const lock = this.need().locks.find((each) => each.method === "words");
    const file = new Blob([fromBase64(lock?.wrapped ?? "") as Uint8Array<ArrayBuffer>], { type: "application/octet-stream" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = "veer-vault-words.age";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  private need(): State {
    if (!this.mine) throw new Refused("offline", 0);
    return this.mine;
  }

  private forgetWords(): void {
    this.words = [];
    this.passkey = null;
    this.one("[data-words]")?.replaceChildren();
    for (const field of this.querySelectorAll<HTMLInputElement>("[data-word], [data-typed]")) field.value = "";
  }

  private problem(text: string): void {
    const slot = this.one('[data-slot="problem"]');
    const line = this.one('[data-slot="problem-text"]');
    if (!slot || !line) return;
    line.textContent = text;
    slot.hidden = text === "";
    if (text !== "") slot.focus();
  }

  private said(text: string): void {
    const slot = this.one('[data-slot="said"]');
    if (!slot) return;
    slot.textContent = text;
    slot.hidden = text === "";
  }

  private progress(part: number | null): void {
    const slot = this.one('[data-slot="work"]');
    const bar = this.one<HTMLProgressElement>("progress");
    if (slot) slot.hidden = part === null;
    if (bar) bar.value = part ?? 0;
  }
}

/** Whether the list of seen keys is older than this device remembers. */
const isOlder = (): Promise<boolean> =>
  pins().then(
    () => false,
    (reason: unknown) => reason instanceof SealError && reason.code === "older-list",
  );

customElements.define("veer-vault", VeerVault);
