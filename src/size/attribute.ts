import type { WasmModule } from "../wasm/module.ts";
import { type ByteMap, createByteMap, createOwners, type Owners } from "./byte-map.ts";
import { claimContainer } from "./container.ts";
import { type FunctionBytes, listFunctions } from "./functions.ts";
import { attributeMemory } from "./go/attribute.ts";
import { type GoProgram, namesFromProgram, readGoProgram } from "./go/program.ts";
import { projectToFile } from "./go/project.ts";
import { namesFromModule } from "./names.ts";
import type { GoMetadata } from "./report.ts";

/** Who owns what in a module: its functions with names and packages, and a map of the whole file. */
export interface Attribution {
  readonly functions: readonly FunctionBytes[];
  readonly owners: Owners;
  readonly map: ByteMap;
  readonly goMetadata: GoMetadata;
}

/** Attributes every byte: by Go's own metadata where it is readable, by the name section elsewhere. */
export function attribute(module: WasmModule): Attribution {
  const layout = readGoProgram(module);
  if (layout.status !== "known") return attributeByNames(module, layout);
  const attributed = attributeGo(module, layout.program);
  return "reason" in attributed ? attributeByNames(module, { status: "unknown", ...attributed }) : attributed;
}

function attributeGo(module: WasmModule, program: GoProgram): Attribution | { readonly reason: string } {
  const owners = createOwners();
  const fromProgram = namesFromProgram(program);
  const fromModule = namesFromModule(module);
  // A function that Go does not know was added later, by an instrumenter for instance.
  const functions = listFunctions(module, (index) => fromProgram(index) ?? fromModule(index));
  const memory = attributeMemory({ module, program, functions, owners });
  if ("reason" in memory) return memory;
  const map = createByteMap(module.bytes.length);
  projectToFile(map, memory, program.segments);
  claimContainer(map, { module, functions, owners });
  return { functions, owners, map, goMetadata: { status: "known", layout: program.tables.generation } };
}

function attributeByNames(module: WasmModule, goMetadata: GoMetadata): Attribution {
  const owners = createOwners();
  const functions = listFunctions(module, namesFromModule(module));
  const map = createByteMap(module.bytes.length);
  claimContainer(map, { module, functions, owners });
  return { functions, owners, map, goMetadata };
}
