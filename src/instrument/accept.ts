import { ToolError } from "../errors.ts";
import { atOffset, wasmError } from "../wasm/cursor.ts";
import type { Limits, WasmModule } from "../wasm/module.ts";
import { ABI_NAMESPACE, MANIFEST_SECTION } from "./abi.ts";
import { assertRoom } from "./engine-limits.ts";
import type { HardenOptions } from "./report.ts";
import { PAGE_BYTES } from "./rewrite/module.ts";

const MAX_FUEL = (1n << 63n) - 1n;
const MAX_DEPTH = 2 ** 31 - 1;

/**
 * Refuses what cannot be hardened, by name. Takes a module that V8 accepts.
 * Throws ToolError `harden/already-hardened`, `harden/reserved-import`, `harden/unsupported`, `wasm/too-many`,
 * `harden/memory`, `harden/fuel` or `harden/depth`.
 */
export function assertAcceptable(module: WasmModule, options: HardenOptions): void {
  assertNotHardened(module);
  assertSupported(module);
  assertRoom(module);
  assertLimits(module, options);
}

function assertNotHardened(module: WasmModule): void {
  const isOurs = (name: string): boolean => name === ABI_NAMESPACE || name.startsWith(`${ABI_NAMESPACE}.`);
  const exported = module.exports.find(({ name }) => isOurs(name));
  const section = module.customSections.find(({ name }) => name === MANIFEST_SECTION);
  const name = exported?.name ?? section?.name;
  const offset = exported?.offset ?? section?.contents.start;
  if (name !== undefined && offset !== undefined)
    throw new ToolError(
      "harden/already-hardened",
      `the module is hardened already: it has a '${name}' of its own ${atOffset(offset)}`,
      { hint: "harden the module as its compiler wrote it" },
    );
  const imported = module.imports.find((one) => isOurs(one.module));
  if (imported === undefined) return;
  throw new ToolError(
    "harden/reserved-import",
    `the module imports ${imported.module}.${imported.name}, and only hardening may import from '${imported.module}' ${atOffset(imported.offset)}`,
    { hint: `in Go, remove the line //go:wasmimport ${imported.module} ${imported.name}` },
  );
}

function assertSupported(module: WasmModule): void {
  const memories = [...module.memories, ...importedMemories(module)];
  const wide = memories.find(({ is64 }) => is64);
  if (wide !== undefined) throw wasmError("unsupported", "64-bit memories cannot be hardened", wide.offset);
  const second = memories[1];
  if (second !== undefined) {
    throw wasmError("unsupported", "modules with several memories cannot be hardened", second.offset);
  }
  const wideTable = module.tables.find(({ limits }) => limits.is64);
  if (wideTable !== undefined) {
    throw wasmError("unsupported", "64-bit tables cannot be hardened", wideTable.limits.offset);
  }
}

function importedMemories(module: WasmModule): readonly Limits[] {
  return module.imports.flatMap(({ type }) => (type.kind === "memory" ? [type.limits] : []));
}

function assertLimits(module: WasmModule, { fuelUnits, memoryBytes, stackDepth }: HardenOptions): void {
  if (fuelUnits < 0n || fuelUnits > MAX_FUEL) {
    throw new ToolError("harden/fuel", `fuel must be from 0 to ${MAX_FUEL}, not ${fuelUnits}`);
  }
  const isDepth = stackDepth === undefined || (Number.isInteger(stackDepth) && stackDepth > 0);
  if (!isDepth || (stackDepth ?? 1) > MAX_DEPTH) {
    throw new ToolError("harden/depth", `the call depth must be a whole number from 1 to ${MAX_DEPTH}`);
  }
  const hasExceptions = module.tags.length + module.importedCounts.tag > 0;
  if (stackDepth !== undefined && hasExceptions) {
    throw new ToolError("harden/depth", "a call depth cannot be counted in a module that throws exceptions", {
      hint: "leave --stack-depth out; the engine's own limit holds",
    });
  }
  const minimum = module.memories[0]?.minimum ?? 0;
  if (memoryBytes === undefined || minimum * PAGE_BYTES <= memoryBytes) return;
  throw new ToolError(
    "harden/memory",
    `the module starts with ${minimum * PAGE_BYTES} bytes of memory, the limit is ${memoryBytes}`,
    { hint: `allow at least --memory ${Math.ceil((minimum * PAGE_BYTES) / 2 ** 20)}MiB` },
  );
}
