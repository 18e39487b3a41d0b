import type { ImportRule } from "../../policy/policy.ts";
import type { FileSystem } from "../fs/file-system.ts";
import type { Errno } from "./errno.ts";

/**
 * Thrown by proc_exit and by nothing else; it unwinds the guest and never enters it. Not an Error on purpose: nobody needs
 * the stack of an exit, and taking it costs a tenth of a short run.
 */
export class GuestExit {
  readonly exitCode: number;
  constructor(exitCode: number) {
    this.exitCode = exitCode;
  }
}

/** Thrown by a host function when a limit ends the run (output flood, memory rate). */
export class GuestStop extends Error {
  readonly outcome: "output-limit" | "memory-rate";
  constructor(outcome: GuestStop["outcome"], message: string) {
    super(message);
    this.outcome = outcome;
  }
}

/** Clocks of the guest. Neither ever reports 0: Go's runtime treats 0 as a broken clock. */
export interface Clock {
  /** Writes the time in nanoseconds as a little-endian u64; clock ids as in WASI (0 realtime, 1 monotonic). */
  writeNowNs(clockId: 0 | 1, view: DataView, offset: number): void;
  nowNs(clockId: 0 | 1): bigint;
  readonly resolutionNs: bigint;
  /** Blocks for so long (Atomics.wait), or moves a virtual clock; output is flushed before by the caller. */
  sleepNs(durationNs: bigint): void;
}

/** Standard streams of the guest. Writing may block for back-pressure and may throw GuestStop. */
export interface Streams {
  /** Blocks until input, end of input (0), or the timeout (-1); undefined waits for ever. */
  readStdin(target: Uint8Array): number;
  /** Whether a read would not block, after waiting at most so long. */
  waitStdin(timeoutNs: bigint | undefined): boolean;
  write(stream: 1 | 2, bytes: Uint8Array): void;
  flush(): void;
}

/** Everything a guest can reach. Built by the Worker from the policy; holds no ambient authority. */
export interface WasiHost {
  readonly args: readonly string[];
  /** "NAME=value" each. */
  readonly environment: readonly string[];
  readonly clock: Clock;
  /** Fills the target with random (or seeded) bytes. */
  readonly random: (target: Uint8Array) => void;
  readonly streams: Streams;
  /** The standard streams that are terminals; a guest sees no more of them than that. */
  readonly terminals?: ReadonlySet<0 | 1 | 2> | undefined;
  readonly fileSystem: FileSystem;
  /** Rules for each import; `stub` imports answer ENOTCAPABLE and are counted through `onDenied`. */
  readonly rules: ReadonlyMap<string, ImportRule>;
  /** The answer for a path at which a mount could stand and none does. */
  readonly unmounted: typeof Errno.ENOENT | typeof Errno.ENOTCAPABLE;
  /** A call that the policy denied, with the flag that would allow it. */
  readonly onDenied: (importName: string, flag: string) => void;
}

/** The functions of wasi_snapshot_preview1. Each returns an errno, except proc_exit, which throws GuestExit. */
// biome-ignore lint/suspicious/noExplicitAny: wasm functions take any mix of number and bigint
export type WasiFunctions = Record<string, (...values: any[]) => number | undefined>;
