import {
  childIn,
  childrenIn,
  childrenOf,
  NO_NODE,
  type NodeId,
  operatorOf,
  textOf,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { TypeOracle } from "./oracle.ts";
import { signatureResults } from "./results.ts";
import type { GoFunction, IndexedFile } from "./symbols.ts";
import { type GoType, underlying, withoutPointer } from "./types.ts";

/** What is followed from hand to hand: values that several goroutines share on purpose. */
export type SharedKind = "channel" | "wait-group" | "context";

/** Which shared value a type is, or points to; undefined for every other type. */
export function sharedKind(oracle: TypeOracle, type: GoType): SharedKind | undefined {
  const base = withoutPointer(type);
  if (base.kind === "external") {
    if (base.path === "context" && base.name === "Context") return "context";
    return base.path === "sync" && base.name === "WaitGroup" ? "wait-group" : undefined;
  }
  return underlying(oracle.index, base).kind === "channel" ? "channel" : undefined;
}

/** Whether passing a value of the type passes a copy that has nothing to do with the original any more. */
export function isCopied(type: GoType): boolean {
  return type.kind === "external" && type.path === "sync";
}

/**
 * Name of the place that the expression at `node` stands for: a variable, a field of a struct type (one for all values
 * of the type), a result of a function, a fresh value. undefined when it holds nothing shared, or is no such
 * expression (an element of a slice or map, what a channel gives).
 */
export function slotAt(oracle: TypeOracle, file: IndexedFile, node: NodeId): string | undefined {
  const { tree } = file.source;
  switch (tree.kind[node]) {
    case Kind.Identifier: {
      const symbol = oracle.index.symbols[file.symbolOf[node]!];
      if (symbol?.kind !== "variable" && symbol?.kind !== "parameter") return undefined;
      return sharedKind(oracle, oracle.typeOfSymbol(symbol)) === undefined
        ? undefined
        : variableSlot(symbol.id);
    }
    case Kind.SelectorExpression:
      return fieldSlot(oracle, file, node);
    case Kind.CallExpression:
      return callSlot(oracle, file, node);
    case Kind.CompositeLiteral:
      return sharedKind(oracle, oracle.typeOf(file, node)) === "wait-group"
        ? freshSlot(oracle, file, node)
        : undefined;
    default:
      return undefined;
  }
}

/** The slot of a variable or parameter. */
export function variableSlot(symbolId: number): string {
  return `variable ${symbolId}`;
}

/** The slot of a field of a struct type of the package. */
export function slotOfField(typeSymbolId: number, name: string): string {
  return `field ${typeSymbolId}.${name}`;
}

/** The slot of everything that is called `name` and selected from something of unknown type. */
export function slotOfAnyField(name: string): string {
  return `any field ${name}`;
}

/** The slot of a result of a function. */
export function resultSlot(fn: GoFunction, position: number): string {
  return `result ${fn.id}.${position}`;
}

function freshSlot(oracle: TypeOracle, file: IndexedFile, node: NodeId): string {
  return `fresh ${oracle.index.files.indexOf(file)}.${node}`;
}

function fieldSlot(oracle: TypeOracle, file: IndexedFile, node: NodeId): string | undefined {
  const { tree } = file.source;
  const operand = childIn(tree, node, Field.Operand);
  const field = childIn(tree, node, Field.Field);
  if (operand === NO_NODE || field === NO_NODE) return undefined;
  const name = textOf(tree, field);
  const type = withoutPointer(oracle.typeOf(file, operand));
  if (type.kind === "named" && ownsField(oracle, type, name)) {
    const isShared = sharedKind(oracle, oracle.typeOf(file, node)) !== undefined;
    return isShared ? slotOfField(type.symbol.id, name) : undefined;
  }
  const symbol = oracle.index.symbols[file.symbolOf[operand]!];
  return symbol?.kind === "package" ? undefined : slotOfAnyField(name);
}

function ownsField(oracle: TypeOracle, type: GoType, name: string): boolean {
  const struct = underlying(oracle.index, type);
  if (struct.kind !== "struct") return false;
  const { tree } = struct.file.source;
  const list = childrenOf(tree, struct.node).find((child) => tree.kind[child] === Kind.FieldDeclarationList);
  return (list === undefined ? [] : childrenOf(tree, list)).some((declaration) =>
    childrenIn(tree, declaration, Field.Name).some((own) => textOf(tree, own) === name),
  );
}

function callSlot(oracle: TypeOracle, file: IndexedFile, node: NodeId): string | undefined {
  const callee = oracle.calleeOf(file, node);
  if (callee.kind === "builtin") {
    const isFresh = callee.name === "make" || callee.name === "new";
    return isFresh && sharedKind(oracle, oracle.typeOf(file, node)) !== undefined
      ? freshSlot(oracle, file, node)
      : undefined;
  }
  if (callee.kind === "library" && callee.path === "context")
    return contextSlot(oracle, file, node, callee.name);
  if (callee.kind !== "function") return undefined;
  const results = signatureResults(oracle, callee.fn.file, callee.fn.node);
  const isShared = results.length === 1 && sharedKind(oracle, results[0]!) !== undefined;
  return isShared ? resultSlot(callee.fn, 0) : undefined;
}

/** A context that nothing can cancel, or one that is done when the one that it is made from is. */
function contextSlot(oracle: TypeOracle, file: IndexedFile, node: NodeId, name: string): string | undefined {
  if (name === "Background" || name === "TODO") return freshSlot(oracle, file, node);
  const { tree } = file.source;
  const list = name === "WithValue" ? childIn(tree, node, Field.Arguments) : NO_NODE;
  const parent = list === NO_NODE ? undefined : childrenOf(tree, list)[0];
  return parent === undefined ? undefined : slotAt(oracle, file, innermost(file, parent));
}

/** The expression around `node` that is still the same value: without parentheses, `&` and `*`. */
export function outermost(file: IndexedFile, node: NodeId): NodeId {
  const { tree } = file.source;
  let at = node;
  for (;;) {
    const outer = tree.parent[at]!;
    if (outer === NO_NODE) return at;
    const operator = operatorOf(tree, outer);
    const isSame =
      tree.kind[outer] === Kind.ParenthesizedExpression ||
      (tree.kind[outer] === Kind.UnaryExpression && (operator === "&" || operator === "*"));
    if (!isSame) return at;
    at = outer;
  }
}

/** The expression inside parentheses, `&` and `*`. */
export function innermost(file: IndexedFile, node: NodeId): NodeId {
  const { tree } = file.source;
  let at = node;
  for (;;) {
    const operator = operatorOf(tree, at);
    if (tree.kind[at] === Kind.ParenthesizedExpression) at = childrenOf(tree, at)[0] ?? NO_NODE;
    else if (tree.kind[at] === Kind.UnaryExpression && (operator === "&" || operator === "*")) {
      at = childIn(tree, at, Field.Operand);
    } else return at;
    if (at === NO_NODE) return at;
  }
}

/** Parameters of a function by position; undefined for those without a name. */
export function parametersOf(fn: GoFunction): readonly (NodeId | undefined)[] {
  const { tree } = fn.file.source;
  const list = childIn(tree, fn.node, Field.Parameters);
  return (list === NO_NODE ? [] : childrenOf(tree, list)).flatMap((declaration) => {
    const names = childrenIn(tree, declaration, Field.Name);
    return names.length === 0 ? [undefined] : names;
  });
}

/** Named results of a function by position. */
export function namedResultsOf(fn: GoFunction): readonly NodeId[] {
  const { tree } = fn.file.source;
  const list = childIn(tree, fn.node, Field.Result);
  if (list === NO_NODE || tree.kind[list] !== Kind.ParameterList) return [];
  return childrenOf(tree, list).flatMap((declaration) => childrenIn(tree, declaration, Field.Name));
}
