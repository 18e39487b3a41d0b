import { childIn, type NodeId, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { GoSymbol, IndexedFile } from "../flow/symbols.ts";
import type { Program } from "./program.ts";

/** What `pkg.Name` means when the library of that path is there as source: a function, type, variable or constant. */
export function librarySymbol(program: Program, path: string, name: string): GoSymbol | undefined {
  return /^[A-Z]/.test(name) ? program.index.libraries.get(path)?.get(name) : undefined;
}

/** The same for a selector in a file; undefined when it is none of a library. */
export function selectedSymbol(program: Program, file: IndexedFile, selector: NodeId): GoSymbol | undefined {
  const { tree } = file.source;
  if (tree.kind[selector] !== Kind.SelectorExpression) return undefined;
  const home = program.index.symbols[file.symbolOf[childIn(tree, selector, Field.Operand)]!];
  if (home?.kind !== "package") return undefined;
  return librarySymbol(program, home.path, textOf(tree, childIn(tree, selector, Field.Field)));
}
