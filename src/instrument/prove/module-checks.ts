import { ByteCursor } from "../../wasm/cursor.ts";
import { SectionId, ValueType, type WasmModule } from "../../wasm/module.ts";
import { Op } from "../../wasm/opcodes.ts";
import { ABI_NAMESPACE, ABI_VERSION, AbiExport, StopCode } from "../abi.ts";
import type { ProofObjection } from "../report.ts";
import { ADDED_IMPORTS } from "../rewrite/additions.ts";
import { MAX_TABLE_ELEMENTS } from "../rewrite/module.ts";
import type { KnownFunctions } from "./known-functions.ts";

const { i32, i64 } = ValueType;

/** Exports of the ABI, with what they have to be. */
const ABI: readonly { readonly name: string; readonly type: number; readonly mutable: boolean }[] = [
  { name: AbiExport.abi, type: i32, mutable: false },
  { name: AbiExport.fuel, type: i64, mutable: true },
  { name: AbiExport.stop, type: i32, mutable: true },
  { name: AbiExport.memoryLimitPages, type: i32, mutable: true },
  { name: AbiExport.memoryDenied, type: i32, mutable: true },
];
/** Globals of the guest that the hosted ABI shows. */
const GO: readonly string[] = [AbiExport.goStackPointer, AbiExport.goCurrentG];

/** What the globals of the ABI begin with. */
export interface InitialValues {
  readonly fuel: bigint;
  readonly memoryLimitPages: number | undefined;
}

/** Index of the global that an export of the ABI names; undefined where it is missing or something else. */
export function abiGlobal(module: WasmModule, name: string): number | undefined {
  const found = module.exports.filter((one) => one.name === name && one.kind === "global");
  const index = found[0]?.index;
  return index !== undefined && index >= module.importedCounts.global ? index : undefined;
}

/** Checks exports, imports and the first values of the ABI. */
export function checkAbi(module: WasmModule, known: KnownFunctions): readonly ProofObjection[] {
  const objections: ProofObjection[] = [];
  const at = (id: number): number => module.sections.find((one) => one.id === id)?.offset ?? 8;
  const object = (what: string, offset: number): unknown => objections.push({ what, offset });
  const hasMemory = module.memories.length + module.importedCounts.memory > 0;
  const indices = new Set<number>();
  for (const { name, type, mutable } of ABI) {
    const isMissingRightly =
      !hasMemory && (name === AbiExport.memoryLimitPages || name === AbiExport.memoryDenied);
    const index = abiGlobal(module, name);
    if (index === undefined) {
      if (!isMissingRightly)
        object(`the export ${name} is missing or no global of the module's own`, at(SectionId.export));
      continue;
    }
    const global = module.globals[index - module.importedCounts.global]!;
    if (global.type !== type || global.mutable !== mutable)
      object(`the export ${name} has another type`, at(SectionId.global));
    if (indices.has(index)) object(`the export ${name} is another one as well`, at(SectionId.export));
    indices.add(index);
  }
  const hidden = new Set([...indices, ...(known.tableDelta === undefined ? [] : [known.tableDelta])]);
  for (const { name, kind, index, offset } of module.exports) {
    const isAbi = ABI.some((one) => one.name === name);
    if (kind === "global" && hidden.has(index) && !isAbi)
      object(`the export ${name} gives a counter away`, offset);
    if (kind === "function" && (known.added.has(index) || index === known.rebuild))
      object(`the export ${name} gives a function of the counters away`, offset);
    const isGo = GO.includes(name) && kind === "global" && !hidden.has(index);
    const isOurs = name === ABI_NAMESPACE || name.startsWith(`${ABI_NAMESPACE}.`);
    if (isOurs && !isAbi && !isGo) object(`the export ${name} is none of the ABI`, offset);
  }
  for (const one of module.imports) {
    if (one.module !== ABI_NAMESPACE && !one.module.startsWith(`${ABI_NAMESPACE}.`)) continue;
    const type = one.type.kind === "function" ? module.types[one.type.typeIndex] : undefined;
    const isOurs = ADDED_IMPORTS.some(
      ({ name, parameters, results }) =>
        name === one.name &&
        type?.parameters.join() === parameters.join() &&
        type?.results.join() === results.join(),
    );
    if (one.module !== ABI_NAMESPACE || !isOurs)
      object(`the import ${one.module}.${one.name} is none of the ABI`, one.offset);
  }
  const abi = abiGlobal(module, AbiExport.abi);
  if (abi !== undefined && constantOf(module, abi) !== BigInt(ABI_VERSION))
    object(`the ABI is not version ${ABI_VERSION}`, at(SectionId.global));
  const stop = abiGlobal(module, AbiExport.stop);
  if (stop !== undefined && constantOf(module, stop) !== BigInt(StopCode.none))
    object("the module begins as if it had been stopped", at(SectionId.global));
  for (const { limits } of known.tableDelta === undefined ? [] : module.tables) {
    const most = Math.max(limits.minimum, MAX_TABLE_ELEMENTS);
    if (limits.maximum === undefined || limits.maximum > most)
      object("a table may grow without a limit", limits.offset);
  }
  for (const { functions, range } of module.elements) {
    if (functions.some((index) => index !== undefined && (known.added.has(index) || index === known.rebuild)))
      object("a table gives a function of the counters away", range.start);
  }
  return objections;
}

/** What the module starts with, read from its globals and not from its manifest. */
export function initialValues(module: WasmModule): InitialValues {
  const fuel = abiGlobal(module, AbiExport.fuel);
  const limit = abiGlobal(module, AbiExport.memoryLimitPages);
  const pages = limit === undefined ? undefined : constantOf(module, limit);
  return {
    fuel: fuel === undefined ? 0n : (constantOf(module, fuel) ?? 0n),
    memoryLimitPages: pages === undefined ? undefined : Number(BigInt.asUintN(32, pages)),
  };
}

/** The value of a global whose initial expression is one constant. */
export function constantOf(
  { bytes, globals, importedCounts }: WasmModule,
  index: number,
): bigint | undefined {
  const initial = globals[index - importedCounts.global]?.initial;
  if (initial === undefined) return undefined;
  const cursor = new ByteCursor(bytes, initial.start, initial.end);
  const opcode = cursor.byte("a constant");
  if (opcode !== Op.i32Const && opcode !== Op.i64Const) return undefined;
  const value = cursor.s64("a constant");
  return cursor.byte("an end") === Op.end ? value : undefined;
}
