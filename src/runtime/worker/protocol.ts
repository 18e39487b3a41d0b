import type { Limits } from "../../policy/policy.ts";
import type { Changes } from "../fs/changes.ts";
import type { MountSource } from "../fs/file-system.ts";
import type { TapeKind } from "../recording/open-tape.ts";
import type { GuestStop } from "../wasi/host.ts";
import type { SharedBuffers } from "./control.ts";
import type { RuleGroup } from "./rule-groups.ts";

/** Host → guest, once: everything that a run needs. Plain data, cloned into the thread. */
export interface StartMessage {
  readonly kind: "start";
  readonly module: WebAssembly.Module;
  readonly shared: SharedBuffers;
  readonly args: readonly string[];
  /** "NAME=value" each. */
  readonly environment: readonly string[];
  readonly clock: "real" | "fixed";
  /** The standard streams that are terminals. */
  readonly terminals: ReadonlySet<0 | 1 | 2>;
  /** undefined: real random bytes. */
  readonly randomSeed: bigint | undefined;
  readonly rules: readonly RuleGroup[];
  readonly mounts: readonly MountSource[];
  readonly builtByGo: boolean;
  /** Modules that export functions of the caller's, by URL, and the capabilities that are granted of them. */
  readonly hostModules: readonly string[];
  readonly hostCapabilities: readonly string[];
  readonly limits: Limits;
  readonly tape: TapeKind;
  /** Whether to tell at the end what the guest changed in memory. */
  readonly tracksChanges: boolean;
  /** Whether to tell when output was written, for the events of a report. */
  readonly playback: boolean;
  /** Export to call before `_start`, with the limits set; undefined: none. */
  readonly startExport: string | undefined;
}

/**
 * Whether the thread has something to load or to list before the guest's code can run. It says `started` then; otherwise
 * the clock of the limits runs from the message on, which saves a wake-up of the host in every short run.
 */
export function needsPreparation({
  mounts,
  hostModules,
  tape,
}: Pick<StartMessage, "mounts" | "hostModules" | "tape">): boolean {
  return mounts.length > 0 || hostModules.length > 0 || tape.kind !== "none";
}

/** How the guest's code came to its end, as seen from inside the thread. */
export type GuestEnd =
  | { readonly how: "exit"; readonly exitCode: number }
  | { readonly how: "stop"; readonly outcome: GuestStop["outcome"]; readonly message: string }
  /** `functions`: indices of the wasm functions on the stack, innermost first. */
  | { readonly how: "trap"; readonly reason: string; readonly functions: readonly number[] }
  | { readonly how: "stack-overflow"; readonly functions: readonly number[] }
  /** The engine had no memory left for it. */
  | { readonly how: "engine-memory"; readonly message: string }
  /** A mistake of the user that only the thread could see, such as a folder that cannot be mounted. */
  | {
      readonly how: "tool-error";
      readonly code: string;
      readonly message: string;
      readonly hint: string | undefined;
    }
  /** A replay came to where the recorded run was ended from outside. */
  | { readonly how: "replay-end" }
  /** An exception that is none of these: a bug of ours. */
  | { readonly how: "fault"; readonly stack: string };

/** What the exported counters said at the end; undefined members are not exported. */
export interface MeterReading {
  readonly fuelRemaining: bigint | undefined;
  /** `sandglass.stop`: 0 none, 1 fuel, 2 memory, 3 memory rate, 4 call depth. */
  readonly stop: number;
  readonly memoryDenied: number | undefined;
}

/** First of its kind; how often it came is counted in the shared word `Word.notes + slot`. */
export type Note =
  | { readonly kind: "denied"; readonly slot: number; readonly import: string; readonly flag: string }
  | {
      readonly kind: "event";
      readonly slot: number;
      readonly event: string;
      readonly atFuel: bigint;
      readonly details: Readonly<Record<string, string | number | boolean>>;
    };

/** Guest → host. */
export type GuestMessage =
  /** The thread has loaded our code. */
  | { readonly kind: "ready" }
  /** The guest's code starts now: the clock of the limits runs. Only where `needsPreparation`. */
  | { readonly kind: "started" }
  /** Look into the output ring. */
  | { readonly kind: "output" }
  /** What the guest changed, once it has ended by itself or by a limit of its own. */
  | { readonly kind: "changes"; readonly changes: Changes }
  /** The guest waits for standard input, or made room for more. */
  | { readonly kind: "stdin" }
  | { readonly kind: "note"; readonly note: Note }
  | {
      readonly kind: "ended";
      readonly end: GuestEnd;
      readonly meter: MeterReading;
      readonly memoryPages: number;
      /** From the first of the guest's code to its end; 0 if it never ran. */
      readonly wallMs: number;
    };
