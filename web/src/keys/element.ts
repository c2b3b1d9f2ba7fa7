// <veer-keys>: who waits for a key that only this device can give. Nothing is given without a tap,
// and nothing at all to keys that changed until they were compared (R003).
import { current, onLock, pins, touch } from "../vault/open";
import { send, Unsent } from "../sealed/wire";
import { give, link, open, renew, waiters, type Task, type Waiter, type Work } from "./task";

type Word = "given" | "accepted" | "offline" | "signed-out" | "stale" | "trouble";

class VeerKeys extends HTMLElement {
  connectedCallback(): void {
    onLock(() => void this.show());
    void this.show();
  }

  /** Looks what there is to do and shows it; renewing a key needs nobody's tap. */
  private async show(): Promise<void> {
    try {
      const tasks = (await send("GET", "/sealed/tasks")) as Task[];
      const vault = tasks.length > 0 ? await current() : null;
      this.place("locked").hidden = tasks.length === 0 || vault !== null;
      this.place("list").replaceChildren();
      if (vault) {
        const seen = await pins();
        const works = [];
        for (const task of tasks) {
          const work = await open(task, vault, seen);
          if (task.renew) await renew(work, vault).catch(passing);
          await link(work).catch(passing);
          works.push(work);
        }
        const lines = works.flatMap((work) => waiters(work, seen).map((waiter) => this.line(work, waiter)));
        this.place("list").replaceChildren(...lines);
        if (works.some(({ task }) => task.renew)) this.dispatchEvent(new Event("veer-keys-renewed", { bubbles: true }));
      }
    } catch (reason) {
      // Signed out or no network: whatever waits, waits; the page says so itself.
      if (!(reason instanceof Unsent)) throw reason;
    }
    this.hidden = this.place("locked").hidden && this.place("list").childElementCount === 0 && this.said() === "";
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
        await give(work, waiter);
      }
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

function fill(line: HTMLElement, name: string, text: string): void {
  for (const place of line.querySelectorAll(`[data-fill="${name}"]`)) place.textContent = text;
}

/** Somebody else was first, or it can wait until the next page. */
function passing(reason: unknown): void {
  if (!(reason instanceof Unsent)) throw reason;
}

function wordOf(reason: unknown): Word {
  if (!(reason instanceof Unsent)) return "trouble";
  if (reason.why === "offline" || reason.why === "signed-out" || reason.why === "stale") return reason.why;
  return "trouble";
}

customElements.define("veer-keys", VeerKeys);
