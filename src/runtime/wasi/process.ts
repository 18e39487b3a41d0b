import { Errno } from "./errno.ts";
import type { CallGroup } from "./guest.ts";
import { GuestExit } from "./host.ts";

const EXIT_CODE_MASK = 0xff;
/** A shell's exit code for a process that a signal ended is this and the signal's number. */
const SIGNAL_EXIT = 128;
const LAST_SIGNAL = 30;
/** `$signal`s whose default action is to do nothing or to continue: none, chld, cont, urg, winch. */
const HARMLESS_SIGNALS: ReadonlySet<number> = new Set([0, 16, 17, 22, 27]);

/**
 * Specification: preview 1 `proc_exit`, `proc_raise`, `sched_yield`. A guest that raises a signal gets its default action. Output is not
 * flushed: whoever hears of the end takes what is left.
 */
export const processCalls: CallGroup = () => ({
  proc_exit(code: number) {
    throw new GuestExit(code & EXIT_CODE_MASK);
  },
  proc_raise(signal: number) {
    const number = signal & 0xff;
    if (number > LAST_SIGNAL) return Errno.EINVAL;
    if (HARMLESS_SIGNALS.has(number)) return Errno.SUCCESS;
    throw new GuestExit(SIGNAL_EXIT + number);
  },
  sched_yield: () => Errno.SUCCESS,
});
