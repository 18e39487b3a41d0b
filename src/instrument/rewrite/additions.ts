import { type FunctionType, ValueType, type WasmModule } from "../../wasm/module.ts";
import { ON_FUEL, ON_GROW } from "../abi.ts";
import type { AbiKind, HardenOptions } from "../report.ts";
import { type AddedFunctionName, addedFunctions } from "./added-functions.ts";

/** A global that hardening adds, behind those of the module. */
export interface AddedGlobal {
  readonly type: number;
  readonly mutable: boolean;
  readonly initial: bigint;
}

/** Indices of the added globals. */
export interface GlobalIndices {
  readonly fuel: number;
  readonly stop: number;
  readonly memoryLimitPages: number;
  readonly memoryDenied: number;
  readonly depth: number;
  /** Delta of the table.grow that is going on. */
  readonly tableDelta: number;
  readonly abi: number;
}

export interface AddedFunction {
  readonly name: AddedFunctionName;
  readonly typeIndex: number;
  readonly body: readonly number[];
}

/** A function of the host's, in the module `sandglass`. */
export interface AddedImport extends FunctionType {
  readonly name: string;
}

const { i32 } = ValueType;
const ON_GROW_IMPORT: AddedImport = { name: ON_GROW, parameters: [i32, i32], results: [i32] };
const ON_FUEL_IMPORT: AddedImport = { name: ON_FUEL, parameters: [i32, i32], results: [] };

/** The imports that hardening may add. */
export const ADDED_IMPORTS: readonly AddedImport[] = [ON_GROW_IMPORT, ON_FUEL_IMPORT];

/** What is going to be added to one module. Types and functions are added when they are first asked for. */
export class Additions {
  readonly module: WasmModule;
  readonly abi: AbiKind;
  /** Functions that are imported from the host, behind the module's own imports. */
  readonly imports: readonly AddedImport[];
  /** Indices of these two; undefined without them. */
  readonly onGrow: number | undefined;
  readonly onFuel: number | undefined;
  readonly globals: GlobalIndices;
  readonly types: FunctionType[];
  readonly functions: AddedFunction[] = [];

  constructor(module: WasmModule, options: Pick<HardenOptions, "abi" | "onFuel">) {
    this.module = module;
    this.abi = options.abi;
    this.imports =
      options.abi !== "hosted"
        ? []
        : [
            ...(hasMemory(module) ? [ON_GROW_IMPORT] : []),
            ...(options.onFuel === true ? [ON_FUEL_IMPORT] : []),
          ];
    this.onGrow = this.importIndex(ON_GROW_IMPORT);
    this.onFuel = this.importIndex(ON_FUEL_IMPORT);
    this.types = [...module.types];
    const first = module.importedCounts.global + module.globals.length;
    this.globals = {
      fuel: first,
      stop: first + 1,
      memoryLimitPages: first + 2,
      memoryDenied: first + 3,
      depth: first + 4,
      tableDelta: first + 5,
      abi: first + 6,
    };
  }

  /** By how much the indices of defined functions rise. */
  get functionShift(): number {
    return this.imports.length;
  }

  /** New index of one of the module's functions. */
  shifted(functionIndex: number): number {
    return functionIndex < this.module.importedCounts.function
      ? functionIndex
      : functionIndex + this.functionShift;
  }

  /** Index of a function type, which is added when the module has none like it. */
  typeIndex(parameters: readonly number[], results: readonly number[]): number {
    const isSame = (type: FunctionType): boolean =>
      type.parameters.join() === parameters.join() && type.results.join() === results.join();
    const found = this.types.findIndex(isSame);
    if (found >= 0) return found;
    this.types.push({ parameters, results });
    return this.types.length - 1;
  }

  private importIndex(one: AddedImport): number | undefined {
    const position = this.imports.indexOf(one);
    return position < 0 ? undefined : this.module.importedCounts.function + position;
  }

  /** Index of an injected function in the new module. */
  functionIndex(name: AddedFunctionName): number {
    let position = this.functions.findIndex((added) => added.name === name);
    if (position < 0) {
      const { parameters, results, body } = addedFunctions[name](this);
      const typeIndex = this.typeIndex(parameters, results);
      position = this.functions.push({ name, typeIndex, body }) - 1;
    }
    const { importedCounts, functions } = this.module;
    return importedCounts.function + this.functionShift + functions.length + position;
  }
}

/** Whether the module defines or imports a memory. */
export function hasMemory(module: WasmModule): boolean {
  return module.memories.length + module.importedCounts.memory > 0;
}
