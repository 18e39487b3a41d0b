/** What an import of the guest may do. Meaning of each value: DESIGN section 6 and docs/policy.md. */
export type ImportRule =
  | { readonly rule: "allow" }
  | { readonly rule: "deny" }
  /** Linked, answers ENOTCAPABLE when called; calls are counted and reported. */
  | { readonly rule: "stub" }
  /** Clock: fixed start that advances with sleep and fuel. Random: seeded stream. */
  | { readonly rule: "deterministic" }
  /** `args` and `env`: exactly these values or names. */
  | { readonly rule: "values"; readonly values: readonly string[] }
  /** `path_open`: these guest paths only. */
  | { readonly rule: "paths"; readonly paths: readonly string[]; readonly mode: "ro" | "rw" };

/** A host directory or file that the guest may see. */
export interface Mount {
  readonly hostPath: string;
  readonly guestPath: string;
  readonly mode: "ro" | "rw";
}

export interface EnvironmentGrant {
  readonly name: string;
  /** undefined: the value of the host's own environment. */
  readonly value: string | undefined;
}

export interface Limits {
  readonly fuelUnits: bigint;
  readonly memoryBytes: number;
  readonly memoryRateBytesPerSecond: number;
  readonly memoryRateAction: "alarm" | "pause" | "kill";
  readonly timeoutMs: number;
  readonly stdoutLimitBytes: number;
  /** What it may write to host folders, and hold in files in memory; undefined: 1 GiB and 64 MiB. */
  readonly diskBytes?: number | undefined;
  /** Wasm call depth of recursive functions; undefined: only the engine's own limit. */
  readonly stackDepth: number | undefined;
}

export interface Capabilities {
  readonly mounts: readonly Mount[];
  readonly environment: readonly EnvironmentGrant[];
  readonly clock: "real" | "fixed";
  readonly random: { readonly kind: "real" } | { readonly kind: "seeded"; readonly seed: bigint };
}

export interface Schedule {
  readonly sliceMs: number;
  readonly boostedSliceMs: number;
}

export type PresetName = "default" | "playground" | "go-minimal";

/** Where a value of the policy came from, so that a refusal can name the line. */
export interface PolicyOrigin {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The effective policy: preset, then file, then flags. Plain data; nothing here touches a host. */
export interface Policy {
  readonly preset: PresetName;
  /** Path of the policy file, undefined when there is none. A policy file makes sock_* a hard refusal. */
  readonly file: string | undefined;
  /** By import name of wasi_snapshot_preview1. An import not named here is allowed only by the preset's default. */
  readonly imports: ReadonlyMap<string, ImportRule>;
  /** What happens to an import that `imports` does not name. */
  readonly otherImports: "allow" | "deny";
  readonly limits: Limits;
  readonly capabilities: Capabilities;
  readonly schedule: Schedule;
  /** Go import paths that the source may use; undefined: everything but the forbidden ones. */
  readonly allowedGoImports: readonly string[] | undefined;
  /** Go import paths reported by the rule forbidden-import, beyond its own list. */
  readonly deniedGoImports: readonly string[];
  /** Module paths beside the standard library that the build may take from vendor or the module cache. */
  readonly modules: readonly string[];
  /** Severity or "off" by rule id. */
  readonly rules: ReadonlyMap<string, "error" | "warning" | "info" | "off">;
  /** Whether `run` and `preflight` honour //sandglass:ignore. */
  readonly honourSuppressions: boolean;
  /** Dotted key (`imports.wasi_snapshot_preview1.path_open`) → place in the file. */
  readonly origins: ReadonlyMap<string, PolicyOrigin>;
}
