import type { FunctionType, WasmModule } from "../../wasm/module.ts";
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

/** What is going to be added to one module. Types and functions are added when they are first asked for. */
export class Additions {
  readonly module: WasmModule;
  readonly abi: AbiKind;
  /** By how much the indices of defined functions rise: the hosted ABI imports one function. */
  readonly functionShift: number;
  readonly globals: GlobalIndices;
  readonly types: FunctionType[];
  readonly functions: AddedFunction[] = [];

  constructor(module: WasmModule, options: Pick<HardenOptions, "abi">) {
    this.module = module;
    this.abi = options.abi;
    this.functionShift = options.abi === "hosted" && hasMemory(module) ? 1 : 0;
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

  /** Index of the import `on_grow`, which stands behind the module's own. */
  get onGrow(): number {
    return this.module.importedCounts.function;
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
