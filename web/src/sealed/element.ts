// <veer-notes>: what was said, written and read on this device only (R003, R081, R091, R093).
import { SealError } from "../seal/error";
import { state as vaultState } from "../vault/server";
import { current, onLock, pins, touch, type Vault } from "../vault/open";
import { showChanged } from "./changed";
import { offerExport } from "./exporting";
import { failure, type Face } from "./face";
import { Form } from "./form";
import { clearList, showList } from "./list";
import { Parts } from "./parts";
import { Room } from "./room";
import type { Opener } from "./ring";
import { Unsent, type Reader } from "./wire";
import { Writing, type Left } from "./writing";

const RETRY_MS = 30_000;
const TOUCH_MS = 15_000;

class VeerNotes extends HTMLElement implements Face {
  private parts!: Parts;
  private form: Form | null = null;
  private room: Room | null = null;
  private writing: Writing | null = null;
  private left: Left | null = null; // words that could not be sealed at lock: they stay in the form
  private touched = 0;
  private busy = false;
  private locks = 0; // what began before the last lock ends without showing anything
  private sealing = false;

  connectedCallback(): void {
    if (this.parts) return;
    this.parts = new Parts(this);
    this.form = Form.in(this.parts);
    this.addEventListener("click", (event) => void this.clicked(event));
    this.addEventListener("input", () => this.wrote());
    this.addEventListener("change", () => this.wrote());
    this.addEventListener("focusout", () => void this.writing?.keepDraft());
    document.addEventListener("visibilitychange", () => void this.seen());
    window.addEventListener("online", () => void this.sendOn());
    window.addEventListener("pagehide", () => void this.writing?.keepDraft());
    window.addEventListener("beforeunload", (event) => this.leaving(event));
    window.addEventListener("pageshow", (event) => void (event.persisted && this.back()));
    document.addEventListener("veer-keys-renewed", () => void this.renewed());
    window.setInterval(() => void this.sendOn(true), RETRY_MS);
    onLock(() => void this.closed());
    void this.start();
  }

  /** Opens the notes, or shows what stands in the way. */
  private async start(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.turn("loading");
    const { locks } = this;
    const isOpen = (): boolean => this.locks === locks;
    try {
      const vault = await current();
      const known = vault !== null || (await hasVault());
      if (!isOpen()) this.turn("locked");
      else if (vault) await this.open(opener(vault), isOpen);
      else this.turn(known ? "locked" : "new-vault");
    } catch (reason) {
      this.turn(isOpen() ? "failed" : "locked");
      if (isOpen() && reason instanceof SealError) this.refused(reason);
      this.signedOut(failure(reason).why === "signed-out");
    } finally {
      this.busy = false;
    }
  }

  /** Opens the room. A lock may come at every step: then nothing of it is shown any more. */
  private async open(vault: Opener, isOpen: () => boolean): Promise<void> {
    const room = await Room.enter(this.getAttribute("circle") ?? "", vault, await pins());
    if (!isOpen() || !(await current())) return this.turn("locked");
    if (!isOpen()) return;
    this.room = room;
    const { form } = this;
    const writes = form !== null && room.circle.may_write;
    this.writing = writes ? new Writing(room, form, this.parts, this) : null;
    this.parts.show("write", writes);
    if (this.left) this.writing?.resumeAt(this.left.place);
    this.left = null;
    this.turn("room");
    this.show();
    const fates = await room.flush().catch(() => []);
    if (isOpen()) await this.writing?.restore();
    if (isOpen() && fates.some(({ why }) => why === "sent")) this.say("sent");
    if (isOpen()) await this.ready(room);
    if (!isOpen()) return;
    this.show();
    await this.writing?.twoVersions();
    await this.stuck();
    if (isOpen()) this.dataset["ready"] = "";
  }

  /** Tells that something was refused for good, with the way to where it can be read and taken along. */
  private async stuck(): Promise<void> {
    if (this.room) this.parts.show("stuck", await this.room.keeping.isStuck());
  }

  /** Makes the circle's key when there is none, so that writing also works without a connection. */
  private async ready(room: Room): Promise<void> {
    if (!this.writing) return;
    await room.writingKey().catch((reason: unknown) => {
      if (!(reason instanceof Unsent)) throw reason;
    });
    const { keys } = room.ring;
    if (this.room !== room) return;
    if (room.circle.keys.some(({ generation }) => !keys.has(generation))) this.tell("no-key");
  }

  /** Shows what the room holds now. */
  show(): void {
    const { room } = this;
    if (!room) return;
    const { me } = room.circle;
    showList(this.parts, room.threads, room.waiting, { me, mayWrite: this.writing !== null, name: (id) => room.name(id) });
    showChanged(this.parts, room.judged.changed, (person) => void this.accept(person));
    const name = room.readers().join(", ");
    const who = this.parts.find("who");
    if (who) who.textContent = name ? this.parts.say("who-sees-with", { name }) : this.parts.say("who-sees-alone");
  }

  private wrote(): void {
    if (!this.room) return;
    if (Date.now() - this.touched > TOUCH_MS) {
      this.touched = Date.now();
      void touch().catch(() => undefined);
    }
    this.writing?.wrote();
  }

  private async clicked(event: Event): Promise<void> {
    const button = (event.target as Element).closest<HTMLElement>("[data-do]");
    switch (button?.dataset["do"]) {
      case "retry":
        return this.start();
      case "save":
        return this.writing?.save();
      case "correct":
        return this.writing?.correct(button.dataset["note"] ?? "");
      case "stop":
      case "discard":
        return this.writing?.leave();
      case "export":
        return this.room ? offerExport(this.parts, this.room) : undefined;
      default:
        this.unfold(event);
    }
  }

  /** The way to a referral on this page opens what it leads to. */
  private unfold(event: Event): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>(".sealed-ways a[href]");
    const fold = link?.hash ? document.querySelector<HTMLDetailsElement>(`details${link.hash}`) : null;
    if (fold) fold.open = true;
  }

  /** Takes the keys of the card, whatever the server says by now. */
  private async accept({ id, keys }: Reader): Promise<void> {
    const { room } = this;
    if (!room || !keys) return;
    try {
      await room.seen.accept(id, keys);
      await room.refresh();
    } catch (reason) {
      this.refused(reason);
    }
    this.show();
  }

  /** Sends what waits, when there is a connection again. */
  private async sendOn(quiet = false): Promise<void> {
    const { room } = this;
    await this.writing?.keepDraft(); // one that could not be kept before
    if (!room || (quiet && !(await room.keeping.isDue()))) return;
    const fates = await room.flush().catch(() => []);
    if (this.room !== room || fates.length === 0) return;
    await this.writing?.sent(fates);
    this.show();
    if (fates.every(({ why }) => why === "sent")) this.say("sent");
    this.signedOut(fates.some(({ why }) => why === "signed-out"));
    if (fates.some(({ why }) => why === "stale")) await this.writing?.twoVersions();
    await this.stuck();
  }

  /** The page is being left: words that are sealed nowhere yet are not lost in silence. */
  private leaving(event: BeforeUnloadEvent): void {
    void this.writing?.keepDraft();
    if (this.sealing || this.left || this.writing?.isLoose) event.preventDefault();
  }

  /** A key was renewed or given on this page: what was closed may open now. */
  private async renewed(): Promise<void> {
    await this.room?.refresh().catch(() => undefined);
    this.show();
  }

  private async seen(): Promise<void> {
    if (document.visibilityState === "hidden") return this.writing?.keepDraft();
    if (this.room) return this.sendOn(true);
    if (await current().catch(() => null)) await this.start();
  }

  /** The page came back from the browser's memory: the vault may have been locked meanwhile. */
  private async back(): Promise<void> {
    if (this.room && !(await current().catch(() => null))) await this.closed();
  }

  /** The vault closed: nothing of what was said stays in the page; what was being written is sealed. */
  private async closed(): Promise<void> {
    const { writing, form } = this;
    this.locks += 1;
    if (!this.room) return this.dataset["face"] === "loading" ? this.turn("locked") : undefined;
    this.room = null;
    this.writing = null;
    this.parts.show("room", false);
    clearList(this.parts);
    this.sealing = true;
    const { had, lost } = (await writing?.close()) ?? { had: false, lost: null };
    this.sealing = false;
    this.turn("locked");
    if (lost && form) {
      this.left = lost;
      form.slot = lost.slot;
      form.write(lost.body);
      this.parts.show("room", true);
    }
    this.say("");
    if (had) this.tell(lost ? "closed-unkept" : "closed");
  }

  /** One save at a time: the button says so, and keeps the focus. */
  saving(is: boolean): void {
    const button = this.querySelector("[data-do=save]");
    if (is) button?.setAttribute("aria-disabled", "true");
    else button?.removeAttribute("aria-disabled");
  }

  /** Says that the session ended, with a way to sign in beside the words that stay. */
  signedOut(is: boolean): void {
    this.parts.show("again", is);
  }

  /** Says something beside the button, where the eye is; in reading, above the list. */
  say(code: string, filled: Record<string, string> = {}): void {
    const line = this.parts.find("kept") ?? this.parts.find("say");
    if (line) line.textContent = code ? this.parts.say(`say-${code}`, filled) : "";
    this.dataset["said"] = code;
  }

  /** Says why something sealed, or the list of seen keys, was refused. */
  private refused(reason: unknown): void {
    const line = this.parts.find("say");
    const why = reason instanceof SealError ? `error-${reason.code}` : "say-not-now";
    if (line) line.textContent = this.parts.say(why);
  }

  private tell(code: string): void {
    const line = this.parts.find("say");
    if (line) line.textContent = this.parts.say(`say-${code}`);
  }

  /** Turns the element to one of its faces. */
  private turn(face: "loading" | "locked" | "new-vault" | "failed" | "room"): void {
    for (const name of ["locked", "new-vault", "failed"]) this.parts.show(name, face === name);
    if (face === "room") this.parts.show("room", true);
    this.dataset["face"] = face;
    if (face !== "room") delete this.dataset["ready"];
    const line = this.parts.find("say");
    if (line) line.textContent = face === "loading" ? this.parts.say("loading") : "";
  }
}

async function hasVault(): Promise<boolean> {
  const told = await vaultState().catch(() => null);
  return told === null || told.vault !== null;
}

function opener({ person, generation, identity, recipient, signer, verifier }: Vault): Opener {
  return { person, generation, identity, recipient, signer, verifier };
}

if (!customElements.get("veer-notes")) customElements.define("veer-notes", VeerNotes);
