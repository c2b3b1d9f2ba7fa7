// <veer-keys>: who waits for a key that only this device can give. Nothing is given without a tap,
// and nothing at all to keys that changed until they were compared (R003).
import { SealError } from "../seal/error";
import { current, onLock, pins, touch, type Vault } from "../vault/open";
import { Refused } from "../vault/server";
import { send, Unsent } from "../sealed/wire";
import { give, link, open, renew, waiters, type Task, type Waiter, type Work } from "./task";

type Word = "given" | "accepted" | "offline" | "signed-out" | "stale" | "trouble" | "older-list";

class VeerKeys extends HTMLElement {
  connectedCallback(): void {
    onLock(() => void this.show());
    void this.show();
  }

  /** Looks what there is to do and shows it; renewing a key needs nobody's tap. */
  private async show(): Promise<void> {
    try {
      const tasks = (await send("GET", here())) as Task[];
      const vault = tasks.length > 0 ? await current() : null;
      const isAwaited = tasks.some(({ renew: due, wanted }) => due || wanted.length > 0);
      this.place("locked").hidden = !isAwaited || vault !== null;
      this.place("list").replaceChildren();
      if (vault) await this.work(tasks, vault);
    } catch (reason) {
      // Signed out or no network: whatever waits, waits; the page says so itself.
      if (!isPassing(reason)) this.say(wordOf(reason));
    }
    this.hidden = this.place("locked").hidden && this.place("list").childElementCount === 0 && this.said() === "";
  }

  /** Does what needs no tap, and shows the rest; one circle in trouble hides no other. */
  private async work(tasks: readonly Task[], vault: Vault): Promise<void> {
    const seen = await pins();
    for (const task of tasks) {
      try {
        const work = await open(task, vault, seen);
        for (const act of [() => (task.renew ? renew(work, vault) : undefined), () => link(work)]) {
          await act()?.catch(passing);
        }
        this.place("list").append(...waiters(work, seen).map((waiter) => this.line(work, waiter)));
      } catch (reason) {
        this.say(wordOf(reason));
      }
    }
    if (tasks.some(({ renew: due }) => due)) this.changed();
  }

  /** What is closed elsewhere on this page may open now. */
  private changed(): void {
    this.dispatchEvent(new Event("veer-keys-renewed", { bubbles: true }));
  }

  private line(work: Work, waiter: Waiter): HTMLElement {
    const line = this.template(waiter.kind);
    fill(line, "label", work.task.label);
    fill(line, "name", waiter.name);
    if (waiter.kind === "no-vault") return line;
    fill(line, "mark", waiter.mark);
    if (waiter.kind === "changed") fill(line, "before", waiter.before);
    line.querySelector("button")?.addEventListener("click", (event) => {
      void this.act(event.currentTarget as HTMLButtonElement, work, waiter);
    });
    return line;
  }

  private async act(button: HTMLButtonElement, work: Work, waiter: Waiter): Promise<void> {
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    let word: Word = "given";
    try {
      await touch();
      if (waiter.kind === "changed") {
        await (await pins()).accept(waiter.id, waiter.keys);
        word = "accepted";
      } else {
        await give(work, waiter, await pins());
      }
      this.changed();
    } catch (reason) {
      word = wordOf(reason);
    }
    this.say(word);
    button.removeAttribute("aria-disabled");
    await this.show();
    // What had the focus may be gone: what happened is read out, and Tab goes on from here.
    if (!button.isConnected) this.place("said").focus();
  }

  private place(name: string): HTMLElement {
    const found = this.querySelector<HTMLElement>(`[data-part="${name}"]`);
    if (!found) throw new Error(`veer-keys has no ${name}`);
    return found;
  }

  private template(kind: string): HTMLElement {
    const found = this.querySelector<HTMLTemplateElement>(`template[data-kind="${kind}"]`);
    const line = found?.content.firstElementChild?.cloneNode(true);
    if (!(line instanceof HTMLElement)) throw new Error(`veer-keys has no ${kind}`);
    return line;
  }

  private say(word: Word): void {
    const text = this.querySelector<HTMLTemplateElement>(`template[data-say="${word}"]`);
    this.place("said").textContent = text?.content.textContent?.trim() ?? "";
  }

  private said(): string {
    return this.place("said").textContent ?? "";
  }
}

/** One's own notes on one's own pages, others' at work: what was asked stands in the access log. */
const here = (): string => (/^\/me(\/|$)/.test(location.pathname) ? "/sealed/tasks/own" : "/sealed/tasks");

function fill(line: HTMLElement, name: string, text: string): void {
  for (const place of line.querySelectorAll(`[data-fill="${name}"]`)) place.textContent = text;
}

/** Somebody else was first, or it can wait until the next page. */
function passing(reason: unknown): void {
  if (!isPassing(reason)) throw reason;
}

function isPassing(reason: unknown): boolean {
  return reason instanceof Unsent || (reason instanceof Refused && (reason.status === 0 || reason.status === 401));
}

function wordOf(reason: unknown): Word {
  if (reason instanceof SealError) return reason.code === "older-list" ? "older-list" : "trouble";
  if (reason instanceof Refused && reason.status === 0) return "offline";
  if (reason instanceof Refused && reason.status === 401) return "signed-out";
  if (!(reason instanceof Unsent)) return "trouble";
  if (reason.why === "offline" || reason.why === "signed-out" || reason.why === "stale") return reason.why;
  return "trouble";
}

customElements.define("veer-keys", VeerKeys);
