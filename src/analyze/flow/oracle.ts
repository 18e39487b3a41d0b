import type { NodeId } from "../../source/tree.ts";
import type { PackageIndex } from "./package-index.ts";
import type { GoFunction, GoSymbol, IndexedFile } from "./symbols.ts";
import type { GoType } from "./types.ts";

/** What a call calls. */
export type Callee =
  /** Exactly this function of the package. */
  | { readonly kind: "function"; readonly fn: GoFunction }
  /** A method of an unknown type: one of these of the package, or one that we do not see. */
  | { readonly kind: "methods"; readonly name: string; readonly candidates: readonly GoFunction[] }
  /** `path`.`name`; methods of imported types as `Type.Method`. */
  | { readonly kind: "library"; readonly path: string; readonly name: string }
  | { readonly kind: "builtin"; readonly name: string }
  | { readonly kind: "conversion" }
  | { readonly kind: "unknown" };

/**
 * What is known about types and calls. The only implementation reads the syntax; one that has the compiler's export
 * data could take its place. `depth` counts nested questions, and deep ones are answered with "unknown".
 */
export interface TypeOracle {
  readonly index: PackageIndex;
  typeOf(file: IndexedFile, node: NodeId, depth?: number): GoType;
  typeOfSymbol(symbol: GoSymbol, depth?: number): GoType;
  /** The one expression that a local variable ever holds, see `soleValue`. */
  soleValueOf(symbol: GoSymbol): NodeId | undefined;
  calleeOf(file: IndexedFile, call: NodeId, depth?: number): Callee;
}

/** Questions nested deeper than this are answered with "unknown". */
export const MAX_QUESTION_DEPTH = 48;
