import type { Platform } from "../src/platform/platform.ts";
import type { Policy } from "../src/policy/policy.ts";

/** One option of a command, as data: the parser, the help and the docs read this. */
export interface Option {
  readonly name: string;
  /** Placeholder of the value ("FILE", "10G"); undefined makes it a switch. */
  readonly value?: string;
  /** Allowed values, when they are few. */
  readonly choices?: readonly string[];
  readonly repeatable?: boolean;
  /** The value is a file that cannot be standard output (`-`), where something else goes. */
  readonly isNamedFile?: boolean;
  readonly short?: string;
  readonly summary: string;
  /** Shown as the default; the code that reads the option applies it. */
  readonly default?: string;
  readonly group: OptionGroup;
}

export type OptionGroup = "Mode" | "Limits" | "Capabilities" | "Output" | "Build" | "Common";

export interface Example {
  readonly command: string;
  readonly means: string;
}

/** A command: a table and a `run` that returns an exit code. It never exits the process and never uses console. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly description: string;
  readonly options: readonly Option[];
  readonly examples: readonly Example[];
  readonly exitCodes: readonly (readonly [code: string, meaning: string])[];
  /** Words after the first positional that are not our options belong to the guest. */
  readonly passesArguments?: boolean;
  readonly run: (invocation: Invocation, io: Io) => Promise<number>;
}

/** The words of one call, already checked against the command's table. */
export interface Invocation {
  readonly positionals: readonly string[];
  /** Words for the guest. */
  readonly guestArguments: readonly string[];
  readonly switches: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** All that a command may touch: streams, terminal facts, the platform. Tests give their own. */
export interface Io {
  /** Rejects with the reason of `signal` when that is aborted and nobody reads. */
  readonly writeOut: (data: string | Uint8Array) => Promise<void>;
  readonly writeError: (data: string | Uint8Array) => Promise<void>;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly color: { readonly stdout: boolean; readonly stderr: boolean };
  readonly isTerminal: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean };
  readonly width: number;
  /** Shows a line on stderr while it lasts (terminals only, after 300 ms); returns what ends it. */
  readonly progress: (text: string) => () => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: Platform;
  readonly version: string;
  /** Aborted by Ctrl-C, SIGTERM and SIGHUP, with the signal's name as the reason, and with READER_LEFT. */
  readonly signal: AbortSignal;
  /** Until what it returns is called, signals end the process at once: for work that blocks and holds nothing. */
  readonly letSignalsKill: () => () => void;
}

/** The reason of an abort because nobody reads standard output any more. */
export const READER_LEFT = "reader-left";

export interface Settings {
  readonly policy: Policy;
}

/** The last value given for an option; later words win, as users of shells expect. */
export function optionValue(invocation: Invocation, name: string): string | undefined {
  return invocation.values.get(name)?.at(-1);
}
