/** A place in a file that the user gave. Lines and columns count from 1; columns are UTF-16 code units. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

export interface ToolErrorDetails {
  /** What the user can do about it, as a full clause without a full stop. */
  readonly hint?: string;
  readonly place?: Place;
  readonly cause?: unknown;
}

/**
 * A mistake of the user or of his environment: shown as one message with place and remedy, exit code 2, no stack.
 * `code` is stable and reads `area/what` (`policy/unknown-key`). Everything else that is thrown is our bug.
 */
export class ToolError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly place: Place | undefined;

  constructor(code: string, message: string, details: ToolErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "ToolError";
    this.code = code;
    this.hint = details.hint;
    this.place = details.place;
  }
}
