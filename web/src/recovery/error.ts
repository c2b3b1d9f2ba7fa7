// What can be wrong with a recovery. The words for people are `recovery-say-<code>` in Fluent.

/** Why a recovery stops. */
export type RecoveryCode =
  | "corrupt" // a share is damaged, and it is known whose
  | "corrupt-unknown" // one of the shares is damaged; one share more would show which
  | "too-few" // not enough shares
  | "compare-first"; // the numbers were not compared

/** A recovery that stops; `holders` are those whose share is damaged. */
export class RecoveryError extends Error {
  readonly code: RecoveryCode;
  readonly holders: readonly string[];

  constructor(code: RecoveryCode, holders: readonly string[] = []) {
    super(`recovery: ${code}`);
    this.name = "RecoveryError";
    this.code = code;
    this.holders = holders;
  }
}
