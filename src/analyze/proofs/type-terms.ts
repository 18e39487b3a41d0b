import {
  childIn,
  childrenIn,
  childrenOf,
  NO_NODE,
  type NodeId,
  operatorOf,
  textOf,
  withoutParentheses,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { initialValue } from "../flow/accesses.ts";
import type { PackageIndex } from "../flow/package-index.ts";
import type { GoFunction, GoSymbol, IndexedFile } from "../flow/symbols.ts";

/** A type with type parameters in it: one of them, or something made of other types. */
export type TypeTerm =
  | { readonly kind: "parameter"; readonly id: number }
  | { readonly kind: "made"; readonly of: string; readonly parts: readonly TypeTerm[] };

const OPAQUE: TypeTerm = { kind: "made", of: "?", parts: [] };
const MAX_DEPTH = 20;

/** The type that the node spells. */
export function termOfType(index: PackageIndex, file: IndexedFile, node: NodeId, depth = 0): TypeTerm {
  if (node === NO_NODE || depth > MAX_DEPTH) return OPAQUE;
  const { tree } = file.source;
  const kind = tree.kind[node]!;
  if (kind === Kind.TypeIdentifier || kind === Kind.Identifier) {
    const symbol = index.symbols[file.symbolOf[node]!];
    if (symbol?.kind === "type-parameter") return { kind: "parameter", id: symbol.id };
    return { kind: "made", of: textOf(tree, node), parts: [] };
  }
  const isName = kind === Kind.GenericType;
  const name = isName ? childIn(tree, node, Field.Type) : NO_NODE;
  const children = childrenOf(tree, node).filter((child) => child !== name);
  const parts = children.flatMap((child) => {
    const list = tree.kind[child] === Kind.TypeArguments || tree.kind[child] === Kind.TypeElem;
    const inside = list ? childrenOf(tree, child) : [child];
    return inside.map((one) => termOfType(index, file, one, depth + 1));
  });
  const [only] = parts;
  if ((kind === Kind.ParenthesizedType || kind === Kind.TypeElem) && only !== undefined) return only;
  return { kind: "made", of: isName ? textOf(tree, name) : `kind ${kind}`, parts };
}

/** The type of an expression, as far as its spelling and the declarations of its variables tell. */
export function termOfExpression(index: PackageIndex, file: IndexedFile, given: NodeId, depth = 0): TypeTerm {
  const { tree } = file.source;
  const node = withoutParentheses(tree, given);
  if (node === NO_NODE || depth > MAX_DEPTH) return OPAQUE;
  switch (tree.kind[node]) {
    case Kind.Identifier:
      return termOfVariable(index, index.symbols[file.symbolOf[node]!], depth);
    case Kind.CompositeLiteral:
    case Kind.TypeConversionExpression:
      return termOfType(index, file, childIn(tree, node, Field.Type));
    case Kind.UnaryExpression: {
      const operand = termOfExpression(index, file, childIn(tree, node, Field.Operand), depth + 1);
      return operatorOf(tree, node) === "&"
        ? { kind: "made", of: `kind ${Kind.PointerType}`, parts: [operand] }
        : OPAQUE;
    }
    case Kind.CallExpression: {
      const callee = childIn(tree, node, Field.Function);
      const first = childrenOf(tree, childIn(tree, node, Field.Arguments))[0];
      const name = callee === NO_NODE ? "" : textOf(tree, callee);
      if (first === undefined || (name !== "make" && name !== "new")) return OPAQUE;
      const type = termOfType(index, file, first);
      return name === "make" ? type : { kind: "made", of: `kind ${Kind.PointerType}`, parts: [type] };
    }
    default:
      return OPAQUE;
  }
}

function termOfVariable(index: PackageIndex, symbol: GoSymbol | undefined, depth: number): TypeTerm {
  if (symbol?.file === undefined) return OPAQUE;
  const { tree } = symbol.file.source;
  const kind = tree.kind[symbol.declaration];
  const isTyped = kind === Kind.ParameterDeclaration || kind === Kind.VarSpec;
  const type = isTyped ? childIn(tree, symbol.declaration, Field.Type) : NO_NODE;
  if (type !== NO_NODE) return termOfType(index, symbol.file, type);
  const value = initialValue(symbol);
  return value === undefined ? OPAQUE : termOfExpression(index, symbol.file, value, depth + 1);
}

/** Ids of the type parameters that a function, method or type declares; those of methods name the type's own anew. */
export function typeParametersOf(file: IndexedFile, node: NodeId): number[] {
  const { tree } = file.source;
  const list = childIn(tree, node, Field.TypeParameters);
  if (list === NO_NODE) return [];
  return childrenOf(tree, list).flatMap((declaration) =>
    childrenIn(tree, declaration, Field.Name).map((name) => file.symbolOf[name]!),
  );
}

/** Ids of the type parameters in the receiver of a method. */
export function receiverParametersOf(index: PackageIndex, fn: GoFunction): number[] {
  const { tree } = fn.file.source;
  const list = childIn(tree, fn.node, Field.Receiver);
  const found: number[] = [];
  for (let node = list; list !== NO_NODE && node < tree.after[list]!; node++) {
    const symbol =
      tree.kind[node] === Kind.TypeIdentifier ? index.symbols[fn.file.symbolOf[node]!] : undefined;
    if (symbol?.kind === "type-parameter") found.push(symbol.id);
  }
  return found;
}

/** What each type parameter in `pattern` stands for when `pattern` is `term`. */
export function bindingsOf(
  pattern: TypeTerm,
  term: TypeTerm,
): readonly (readonly [id: number, term: TypeTerm])[] {
  if (pattern.kind === "parameter") return [[pattern.id, term]];
  if (term.kind !== "made" || term.of !== pattern.of || term.parts.length !== pattern.parts.length) return [];
  return pattern.parts.flatMap((part, at) => bindingsOf(part, term.parts[at]!));
}

/** Type parameters in a term, each with whether it is inside something bigger. */
export function parametersIn(
  term: TypeTerm,
  isInside = false,
): readonly { readonly id: number; readonly isInside: boolean }[] {
  if (term.kind === "parameter") return [{ id: term.id, isInside }];
  return term.parts.flatMap((part) => parametersIn(part, true));
}
