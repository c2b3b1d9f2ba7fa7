// Vault words: eight words of 2,048, 88 bits. They are made on this device and go nowhere.
import { wordlist } from "@scure/bip39/wordlists/english.js";

/** How many words open a vault. */
export const COUNT = 8;

/** Makes the words. The list has 2^11 words, so that a masked random number is an even choice. */
export function newWords(): string {
  const numbers = crypto.getRandomValues(new Uint16Array(COUNT));
  return [...numbers].map((number) => wordlist[number & 2047] ?? "").join(" ");
}

/** What somebody typed, as it was made: lower case, one space, no commas or numbers from a card. */
export function tidyWords(typed: string): string {
  return (typed.normalize("NFKC").toLowerCase().match(/[a-z]+/g) ?? []).join(" ");
}

/** What is wrong with typed words before they are tried: too few, or one that is not on the list. */
export function wrongWith(typed: string): { count: number } | { unknown: string } | null {
  const words = tidyWords(typed).split(" ").filter(Boolean);
  const unknown = words.find((word) => !wordlist.includes(word));
  if (unknown !== undefined) return { unknown };
  return words.length === COUNT ? null : { count: words.length };
}
