// What can be wrong with something sealed. The words for people are `sealed-error-<code>` in Fluent.

/** Why a sealed thing is not shown. */
export type SealCode =
  | "damaged" // not an age file, cut off, or changed
  | "not-for-you" // whole as far as can be seen, but no key of this person opens it
  | "wrong-context" // opens, and belongs to another organisation, circle, note or revision
  | "wrong-author" // signed by somebody else than it says
  | "bad-signature" // the signature does not fit what is signed
  | "mixed-recipients" // not sealed to post-quantum hybrid recipients alone
  | "changed-key" // somebody's keys are not the ones that were seen before
  | "wrong-words" // the vault words do not open this lock
  | "older-list" // the list of keys that were seen is older than this device remembers, or gone
  | "no-key"; // no key of this circle is held

/** Something sealed that is refused; it carries a code, and never what was inside. */
export class SealError extends Error {
  readonly code: SealCode;

  constructor(code: SealCode) {
    super(`sealed: ${code}`);
    this.name = "SealError";
    this.code = code;
  }
}

/** Throws a `SealError` unless the condition holds. */
export function hold(condition: boolean, code: SealCode): asserts condition {
  if (!condition) throw new SealError(code);
}
