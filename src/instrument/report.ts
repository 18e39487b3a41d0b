import type { CodedRecords } from "../wasm/function-records.ts";
import type { LineMap } from "./compact/line-tables.ts";

export type EngineName = "binaryen" | "stream";

/** `standalone`: no added import. `hosted`: adds the sandglass.* imports of DESIGN section 5. */
export type AbiKind = "standalone" | "hosted";

export type FuelMode = "exact" | "cheap";

export interface HardenOptions {
  readonly engine: EngineName;
  readonly abi: AbiKind;
  /** Hosted only: asks the host when fuel is used up (ON_FUEL) before the guest stops. Absent: no. */
  readonly onFuel?: boolean;
  /** Initial value of sandglass.fuel. */
  readonly fuelUnits: bigint;
  /** "cheap": fuel is counted too high, never too low, in fewer places (docs/decisions/17-cheap-fuel.md). Absent: "exact". */
  readonly fuelMode?: FuelMode;
  /** Hard maximum written into the memory section, rounded down to pages; undefined leaves it as it is. */
  readonly memoryBytes: number | undefined;
  /** Depth limit of recursive functions; undefined injects nothing. */
  readonly stackDepth: number | undefined;
  /** Drop names, producers and build id. */
  readonly strip: boolean;
  /** false: the jumps of code that Go compiled stay as they are. They are threaded otherwise; fuel is the same. */
  readonly restructure?: boolean;
  /** Binaryen only: optimisation level after lowering. */
  readonly optimize: "O1" | "O2" | "O3" | "Os" | "Oz";
  /**
   * Go's tables of files and lines: "external" takes them out of the module and gives them in the map, "drop" forgets
   * them. Only with `compact`. Absent: "keep".
   */
  readonly lines?: "keep" | "external" | "drop";
  /** Store the same memory in fewer bytes; absent: no. */
  readonly compact?: boolean;
}

/** Go's tables that a start function writes. */
export interface Rebuilt {
  /** findfunctab: its address and how many of its buckets of 20 bytes; absent when it is stored. */
  readonly address?: number;
  readonly buckets?: number;
  /** The records of functions, stored in short form; absent when they stand as they are. */
  readonly records?: CodedRecords;
}

/** What storing the memory in fewer bytes came to: sizes, or why it was left alone. */
export type CompactReport =
  | { readonly skipped: string }
  | {
      readonly segments: { readonly before: number; readonly after: number };
      /** Of the data section. */
      readonly dataBytes: { readonly before: number; readonly after: number };
      /** What a start function writes; absent when there is none. */
      readonly rebuilt?: Rebuilt;
    };

/** How much of a module an optimiser has seen: the functions that loop or recur first, then others, up to a limit of bytes. */
export interface OptimizedReport {
  readonly functions: number;
  readonly of: number;
}

/** The JSON of `harden`. */
export interface HardenReport {
  readonly schemaVersion: 1;
  readonly input: { readonly bytes: number; readonly sha256: string };
  readonly output: { readonly bytes: number; readonly sha256: string };
  /** The engine that did it. */
  readonly engine: EngineName;
  /** Why it was not the engine that was asked for; absent when it was. */
  readonly fallback?: string;
  readonly costModel: "wasmtime-50";
  readonly abi: { readonly version: 1; readonly kind: AbiKind; readonly onFuel?: true };
  readonly sites: { readonly charges: number; readonly checks: number; readonly memoryGrow: number };
  readonly limits: {
    readonly fuel: string;
    readonly memoryPages: number | undefined;
    readonly stackDepth: number | undefined;
  };
  readonly removed: readonly { readonly section: string; readonly bytes: number }[];
  /** Of the engine binaryen at O1. */
  readonly optimized?: OptimizedReport;
  /** Binaryen's level where it was not O1. */
  readonly optimize?: HardenOptions["optimize"];
  /** Absent where Go's lines were kept. */
  readonly lines?: "external" | "drop";
  /** Absent where fuel is exact. */
  readonly fuelMode?: "cheap";
  /** Absent unless Go's jumps were left as they are. */
  readonly restructured?: false;
  /** Absent when it was not asked for. */
  readonly compacted?: CompactReport;
}

/** Side file: function index of the hardened module → what it is in Go. */
export interface FunctionMap {
  readonly schemaVersion: 1;
  /** Files and lines of a Go program that no longer holds them itself. */
  readonly goLines?: LineMap;
  readonly functions: readonly { readonly index: number; readonly name: string; readonly package: string }[];
}

export interface HardenResult {
  readonly wasm: Uint8Array;
  readonly report: HardenReport;
  readonly map: FunctionMap;
}

/** The JSON of `harden --verify`. */
export interface VerifyReport {
  readonly schemaVersion: 1;
  /** Whether the artifact is, byte for byte, what hardening the original gives. */
  readonly verdict: "same" | "different";
  readonly artifact: { readonly bytes: number; readonly sha256: string };
  readonly original: { readonly bytes: number; readonly sha256: string };
  /** What the artifact enforces when it is the same. */
  readonly limits: HardenReport["limits"];
  readonly differences: readonly VerifyDifference[];
}

/** A place in the artifact that is not as it should be. */
export interface VerifyDifference {
  readonly section: string;
  readonly offset: number;
  /** Of the code section; the name is empty where the original has none. */
  readonly function?: { readonly index: number; readonly name: string };
}

/** The JSON of `harden --verify` without an original. */
export interface ProofReport {
  readonly schemaVersion: 1;
  /** "stops": proved that it stops by itself. "unproved": there are objections. */
  readonly verdict: "stops" | "unproved";
  readonly artifact: { readonly bytes: number; readonly sha256: string };
  /** Read from the module itself. */
  readonly limits: {
    readonly fuel: string;
    /** Soft limit of the module's own; undefined without a memory. */
    readonly memoryPages: number | undefined;
    /** Maximum in the memory section, which engines enforce; undefined without. */
    readonly maximumPages: number | undefined;
  };
  /** The most instructions that one function and what it calls run on after fuel is used up. */
  readonly runsOnInstructions: number;
  readonly objections: readonly ProofObjection[];
  /** What a verdict of "stops" does not say. */
  readonly notProved: readonly string[];
}

/** Why it is not proved that an artifact stops. */
export interface ProofObjection {
  readonly what: string;
  readonly offset: number;
  readonly functionIndex?: number;
}
