// <veer-sign-in data-site data-next> on the sign-in page: one touch signs in and opens the vault.
import { identityFromPrf } from "../seal/passkey";
import { openLock, openWith } from "./open";
import { canUse, get } from "./passkey";
import { Refused, send, state } from "./server";

/** What the server asks of a passkey, with the key under which it keeps the question. */
interface Question {
  readonly question: string;
  readonly options: { publicKey: Record<string, unknown> };
}

class SignIn extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector("button");
    if (!button || !canUse(this.dataset["site"] ?? "")) return;
    this.hidden = false;
    button.addEventListener("click", () => {
      button.setAttribute("aria-disabled", "true");
      this.say("");
      this.signIn()
        .catch((reason: unknown) => this.say(codeOf(reason)))
        .finally(() => button.removeAttribute("aria-disabled"));
    });
  }

  private async signIn(): Promise<void> {
    const asked = (await send("/passkey/sign-in/begin")) as Question;
    const given = await get(asked.options);
    await send("/passkey/sign-in/finish", { question: asked.question, answer: given.answer });
    // Signed in. That the vault opens too is a gift: when it does not, /vault asks for it.
    if (given.secret) await this.open(given.credential, given.secret).catch(() => undefined);
    location.assign(this.dataset["next"] || "/");
  }

  private async open(credential: string, secret: Uint8Array): Promise<void> {
    const mine = await state();
    const lock = mine.locks.find((each) => each.credential === credential);
    if (lock) await openWith(await openLock(lock.wrapped, identityFromPrf(secret)));
  }

  private say(code: string): void {
    const slot = this.querySelector<HTMLElement>("[data-slot]");
    const known = [...this.querySelectorAll<HTMLTemplateElement>("template[data-say]")];
    const text = known.find((each) => each.dataset["say"] === code) ?? known.find((each) => each.dataset["say"] === "failed");
    if (!slot) return;
    slot.hidden = code === "";
    slot.textContent = code === "" ? "" : (text?.content.textContent ?? "");
  }
}

function codeOf(reason: unknown): string {
  if (reason instanceof Refused) return reason.code;
  return reason instanceof DOMException && reason.name === "NotAllowedError" ? "cancelled" : "failed";
}

customElements.define("veer-sign-in", SignIn);
