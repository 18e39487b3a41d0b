import type { WasmModule } from "../../wasm/module.ts";
import { type ByteMap, createByteMap, type Owners, ownerIndex } from "../byte-map.ts";
import type { FunctionBytes } from "../functions.ts";
import { type Claims, claimAt, startClaims } from "./claims.ts";
import { claimData } from "./data.ts";
import { claimFiles } from "./files.ts";
import { claimFuncdata } from "./funcdata.ts";
import { claimFunctionValues } from "./function-values.ts";
import { gcProgramAt } from "./gc-program.ts";
import { layoutReason } from "./layout-error.ts";
import { spend } from "./memory.ts";
import { claimPadding } from "./padding.ts";
import { claimPclntab } from "./pclntab.ts";
import type { GoProgram } from "./program.ts";
import { codeReferences, type References } from "./references.ts";
import type { Range } from "./tables.ts";
import { claimTypes, type GoTypes } from "./types.ts";

export interface GoSource {
  readonly module: WasmModule;
  readonly program: GoProgram;
  readonly functions: readonly FunctionBytes[];
  readonly owners: Owners;
}

/**
 * Says what each byte of a Go program's data segments is and whose, from the metadata that the program itself needs.
 *
 * @returns a map of linear memory, or the reason why the metadata makes no sense
 */
export function attributeMemory(source: GoSource): ByteMap | { readonly reason: string } {
  try {
    const map = createByteMap(source.program.memory.image.length);
    claimAll(startClaims(source.program, map, source.owners), source);
    return map;
  } catch (error) {
    return { reason: layoutReason(error) };
  }
}

/** The order matters: what is known exactly claims its bytes before what is inferred. */
function claimAll(claims: Claims, { module, functions, owners }: GoSource): void {
  const { tables } = claims.program;
  claimPclntab(claims);
  claimFiles(claims);
  const code = codeReferences(module.bytes, functions, (described) => ownerIndex(owners, described.package), {
    start: tables.types.start,
    end: tables.data.end,
  });
  const types = claimTypes(claims, typeSeeds(claims, code));
  const functionValues = claimFunctionValues(claims);
  claimFuncdata(claims);
  for (const start of tables.gcPrograms) {
    claimAt(claims, gcProgramAt(claims.memory, start), "gc masks", claims.runtime);
  }
  const { start, count } = tables.textsectmap;
  claimAt(claims, { start, end: start + 24 * count }, "module data", claims.runtime);
  const stringsEnd = tables.generation === "go1.26" ? functionValues.start : tables.funcdata.start;
  claimData(claims, code, stringRange(types, tables.types, stringsEnd));
  claimPadding(claims);
}

/** Code names types to make values of them; interfaces in initialised variables point to them. */
function typeSeeds(claims: Claims, code: References): number[] {
  const { types, noptrdata, data } = claims.program.tables;
  const { view } = claims.memory;
  const seeds = [...code.addresses.filter((address) => address < types.end)];
  for (const { start, end } of [types, noptrdata, data]) {
    spend(claims.memory, (end - start) / 8);
    for (let at = Math.ceil(start / 8) * 8; at + 8 <= end; at += 8) {
      const value = view.getUint32(at, true);
      if (value >= types.start && value < types.end && view.getUint32(at + 4, true) === 0) seeds.push(value);
    }
  }
  return seeds;
}

/** Strings lie behind the last type descriptor: the linker sorts each kind by size, so that one is also the largest. */
function stringRange(types: GoTypes, rodata: Range, end: number): Range {
  let start = rodata.start;
  for (const { ranges } of types.values()) {
    for (const range of ranges) if (range.end <= end && range.end > start) start = range.end;
  }
  return { start, end: Math.max(start, end) };
}
