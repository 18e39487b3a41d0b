import { NO_TAPE } from "./no-tape.ts";
import { recorder } from "./recorder.ts";
import { type ReplayLog, replayer } from "./replayer.ts";
import type { Tape } from "./tape.ts";

/** What a run does about recordings: writes one, follows one, or, mostly, neither. */
export type TapeKind =
  | { readonly kind: "none" }
  | { readonly kind: "record" }
  | ({ readonly kind: "replay" } & ReplayLog);

/** The tape of a run; `keep` takes the bytes of a log. */
export function openTape(tape: TapeKind, keep: (bytes: Uint8Array) => void): Tape {
  if (tape.kind === "record") return recorder(keep);
  return tape.kind === "replay" ? replayer(tape) : NO_TAPE;
}
