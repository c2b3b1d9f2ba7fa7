// What the page of the vault says: the server wrote the words, a code chooses among them.
import { SealError } from "../seal/error";
import { Refused } from "./server";
import { NoSecret } from "./ways";
import { WordsError } from "./worker";

/** A code with what it is about. */
export interface Said {
  readonly code: string;
  readonly about: string;
}

/** The code of whatever went wrong. */
export function saidOf(reason: unknown): Said {
  const said = (code: string, about = ""): Said => ({ code, about });
  if (reason instanceof WordsError) return said(reason.code, reason.about);
  if (reason instanceof SealError || reason instanceof Refused) return said(reason.code);
  if (reason instanceof NoSecret) return said("no-secret");
  if (reason instanceof DOMException) {
    if (["NotAllowedError", "AbortError"].includes(reason.name)) return said("cancelled");
    if (["SecurityError", "NotSupportedError"].includes(reason.name)) return said("passkey");
  }
  return said("internal");
}

/** The text of a code, from the templates that the server wrote into `root`. */
export function textOf(root: HTMLElement, { code, about }: Said): string {
  const texts = [...root.querySelectorAll<HTMLTemplateElement>("template[data-say]")];
  const find = (wanted: string): string | undefined =>
    texts.find((each) => each.dataset["say"] === wanted)?.content.textContent ?? undefined;
  return (find(code) ?? find("internal") ?? "").replace("%s", about);
}
