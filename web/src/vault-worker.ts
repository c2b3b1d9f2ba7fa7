// Beside the page: what is slow on purpose (scrypt), and the list of words. The page stays free, and
// the words are in no request: this worker has nothing to send them with but its answers to the page.
import { fromBase64, textOf, toBase64 } from "./seal/bytes";
import { SealError } from "./seal/error";
import { openWithWords, sealWithWords, WORK_FACTOR } from "./seal/words";
import { newWords, tidyWords, wrongWith } from "./vault/words";

/** What the page asks. */
export type Asked =
  | { readonly do: "words" }
  | { readonly do: "seal"; readonly plain: string; readonly words: string }
  | { readonly do: "open"; readonly file: string; readonly words: string };

/** What the page hears: first how long it may take, then the end. */
export type Heard =
  | { readonly takes: number }
  | { readonly done: string }
  | { readonly failed: string; readonly about?: string };

const say = (heard: Heard): void => (self as unknown as { postMessage(heard: Heard): void }).postMessage(heard);

/** How long the real work takes on this device, from a 32nd of it. */
async function estimate(): Promise<number> {
  const from = performance.now();
  await sealWithWords("", "-", WORK_FACTOR - 5);
  return (performance.now() - from) * 32;
}

async function answer(asked: Asked): Promise<Heard> {
  if (asked.do === "words") return { done: newWords() };
  const wrong = wrongWith(asked.words);
  if (wrong) {
    return "unknown" in wrong
      ? { failed: "unknown-word", about: wrong.unknown }
      : { failed: "count", about: String(wrong.count) };
  }
  const words = tidyWords(asked.words);
  say({ takes: await estimate() });
  if (asked.do === "seal") return { done: toBase64(await sealWithWords(asked.plain, words)) };
  return { done: textOf(await openWithWords(fromBase64(asked.file), words)) };
}

self.addEventListener("message", (event: MessageEvent<Asked>) => {
  answer(event.data).then(say, (reason: unknown) =>
    say({ failed: reason instanceof SealError ? reason.code : "internal" }),
  );
});
