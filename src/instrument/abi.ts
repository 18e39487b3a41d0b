/** Version of the contract between a hardened module and its host (the value of the export `sandglass.abi`). */
export const ABI_VERSION = 1;

/** Prefix of all that hardening adds to a module's exports, and the module name of what it imports. */
export const ABI_NAMESPACE = "sandglass";

/** Exported globals. Memory ones are there only when the module has a memory, Go's only in the hosted ABI. */
export const AbiExport = {
  /** const i32: ABI_VERSION. */
  abi: "sandglass.abi",
  /** mut i64: remaining fuel; the host may set it; below 0 after a stop. */
  fuel: "sandglass.fuel",
  /** mut i32: why the module trapped (`StopCode`). */
  stop: "sandglass.stop",
  /** mut i32, unsigned: growing beyond so many pages gives -1. */
  memoryLimitPages: "sandglass.memory_limit_pages",
  /** mut i32: how often growing gave -1. */
  memoryDenied: "sandglass.memory_denied",
  /** mut i32: the stack pointer of the running goroutine. */
  goStackPointer: "sandglass.go_sp",
  /** mut i64: address of the running goroutine's g. */
  goCurrentG: "sandglass.go_g",
} as const;

/** Imported by the hosted ABI: on_grow(delta i32, pages i32) -> i32, 0 allows; `pages` is the size before growing. */
export const ON_GROW = "on_grow";

/**
 * Imported by the hosted ABI with `onFuel`: on_fuel(function i32, pc_b i32), called when a check finds too little fuel. The
 * host may set sandglass.fuel to 0 or more, and the guest goes on; else it stops, as it does in the standalone ABI.
 * `function` is an index of the module that was hardened, -1 where memory or a table grows or a length is charged;
 * `pc_b` the value of Go's PC_B for the code, 0 in code that is not Go's or whose jumps were not threaded.
 */
export const ON_FUEL = "on_fuel";

/** Values of `sandglass.stop`. */
export const StopCode = { none: 0, fuel: 1, memory: 2, memoryRate: 3, callDepth: 4 } as const;

/** Name of the custom section that holds the manifest as JSON. */
export const MANIFEST_SECTION = "sandglass";
