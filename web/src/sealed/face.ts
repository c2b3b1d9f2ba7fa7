// What the parts of the notes ask of the element around them, and how a failure is told.
import { Unsent, type Trouble } from "./wire";

/** What the writing asks of the element around it. */
export interface Face {
  say(code: string, filled?: Record<string, string>): void;
  signedOut(is: boolean): void;
  saving(is: boolean): void;
  show(): void;
}

/** How something did not go through. */
export type Failure = { readonly why: Trouble; readonly code: string };

/** What a failure is, whatever was thrown. */
export function failure(reason: unknown): Failure {
  return reason instanceof Unsent ? reason : { why: "trouble", code: "" };
}
