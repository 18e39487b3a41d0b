import type { ReportDenial } from "./denials.ts";
import { Errno, Fault } from "./errno.ts";
import type { WasiFunctions, WasiHost } from "./host.ts";

type Call = WasiFunctions[string];

export interface EdgeOptions {
  readonly host: WasiHost;
  readonly report: ReportDenial;
}

/** These answer a denial in their own way, without which Go's runtime would not start, or cannot be denied. */
const NEVER_STUBBED: ReadonlySet<string> = new Set(["proc_exit", "sched_yield"]);
const DENIED_BY_THEMSELVES: ReadonlySet<string> = new Set([
  "args_get",
  "args_sizes_get",
  "environ_get",
  "environ_sizes_get",
  "fd_prestat_get",
  "fd_prestat_dir_name",
]);

/**
 * Wraps a call as the guest gets it: a Fault becomes its errno, and what a flag would have allowed is reported; an import that the policy
 * stubs answers ENOTCAPABLE and is counted. A denied import should not have been linked at all, and answers likewise.
 */
export function edge(name: string, call: Call, { host, report }: EdgeOptions): Call {
  const rule = host.rules.get(name)?.rule;
  const isDenied = rule === "deny" && !DENIED_BY_THEMSELVES.has(name);
  if ((rule === "stub" || isDenied) && !NEVER_STUBBED.has(name)) {
    return () => {
      host.onDenied(name, `imports.wasi_snapshot_preview1.${name}`);
      return Errno.ENOTCAPABLE;
    };
  }
  // It throws nothing that is to be caught here, and each catch on the way of an exception takes some microseconds.
  if (name === "proc_exit") return call;
  // Named parameters, as a rest parameter would make an array of every call; path_open takes most of them, nine.
  return (a, b, c, d, e, f, g, h, i) => {
    try {
      return call(a, b, c, d, e, f, g, h, i);
    } catch (error) {
      return errnoOf(error, name, { host, report });
    }
  };
}

/** Rethrows GuestExit, GuestStop, an exhausted stack (a trap like any other), and our own defects. */
function errnoOf(error: unknown, name: string, { host, report }: EdgeOptions): number {
  if (error instanceof Fault) {
    if (error.denied === undefined) return error.errno;
    report(name, error.denied);
    return error.errno === Errno.ENOENT ? host.unmounted : error.errno;
  }
  if (error instanceof RangeError && !error.message.includes("call stack")) return Errno.ENOMEM;
  throw error;
}
