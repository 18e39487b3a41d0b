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

/** Values of `sandglass.stop`. */
export const StopCode = { none: 0, fuel: 1, memory: 2, memoryRate: 3, callDepth: 4 } as const;

/** Name of the custom section that holds the manifest as JSON. */
export const MANIFEST_SECTION = "sandglass";
