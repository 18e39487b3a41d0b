import { childIn, NO_NODE, type NodeId, textOf, withoutParentheses } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { fieldType, methodOf } from "./fields.ts";
import type { Callee, TypeOracle } from "./oracle.ts";
import type { GoFunction, GoSymbol, IndexedFile } from "./symbols.ts";
import { type GoType, typeFromNode, underlying, withoutPointer } from "./types.ts";

const UNKNOWN: Callee = { kind: "unknown" };
const CONVERSION: Callee = { kind: "conversion" };

/**
 * What the call at `call` calls. The grammar cannot tell `f[int](x)` and `handlers[i](x)` from conversions, so nodes of
 * kind TypeConversionExpression come here too.
 */
export function calleeOfCall(oracle: TypeOracle, file: IndexedFile, call: NodeId, depth: number): Callee {
  const { tree } = file.source;
  if (tree.kind[call] === Kind.TypeConversionExpression) return calleeOfConversion(oracle, file, call);
  const fn = withoutParentheses(tree, childIn(tree, call, Field.Function));
  if (fn === NO_NODE) return UNKNOWN;
  switch (tree.kind[fn]) {
    case Kind.Identifier:
      return calleeOfName(oracle, file, fn);
    case Kind.SelectorExpression:
      return calleeOfSelector(oracle, file, fn, depth);
    case Kind.FuncLiteral:
      return functionAt(file, fn);
    case Kind.IndexExpression: {
      const operand = childIn(tree, fn, Field.Operand);
      const callee = tree.kind[operand] === Kind.Identifier ? calleeOfName(oracle, file, operand) : UNKNOWN;
      return callee.kind === "function" && callee.fn.kind === "function" ? callee : UNKNOWN;
    }
    default:
      return UNKNOWN;
  }
}

function functionAt(file: IndexedFile, node: NodeId): Callee {
  const fn = file.functionAt.get(node);
  return fn === undefined ? UNKNOWN : { kind: "function", fn };
}

function calleeOfName(oracle: TypeOracle, file: IndexedFile, node: NodeId): Callee {
  const symbol = oracle.index.symbols[file.symbolOf[node]!];
  if (symbol === undefined) return UNKNOWN;
  switch (symbol.kind) {
    case "builtin":
      return { kind: "builtin", name: symbol.name };
    case "type":
    case "type-parameter":
      return CONVERSION;
    case "function":
      return functionAt(symbol.file!, symbol.declaration);
    case "variable":
      return calleeOfVariable(oracle, symbol);
    default:
      return UNKNOWN;
  }
}

/** A variable that only ever holds one literal, or one function of the package, calls that. */
function calleeOfVariable(oracle: TypeOracle, symbol: GoSymbol): Callee {
  const value = oracle.soleValueOf(symbol);
  if (value === undefined || symbol.file === undefined) return UNKNOWN;
  const { tree } = symbol.file.source;
  const held = withoutParentheses(tree, value);
  if (tree.kind[held] === Kind.FuncLiteral) return functionAt(symbol.file, held);
  const named =
    tree.kind[held] === Kind.Identifier ? oracle.index.symbols[symbol.file.symbolOf[held]!] : undefined;
  return named?.kind === "function" ? functionAt(named.file!, named.declaration) : UNKNOWN;
}

function calleeOfConversion(oracle: TypeOracle, file: IndexedFile, node: NodeId): Callee {
  const { tree } = file.source;
  const type = childIn(tree, node, Field.Type);
  if (type === NO_NODE || tree.kind[type] !== Kind.GenericType) return CONVERSION;
  const base = childIn(tree, type, Field.Type);
  if (base === NO_NODE) return UNKNOWN;
  if (tree.kind[base] === Kind.TypeIdentifier) {
    const callee = calleeOfName(oracle, file, base);
    return callee.kind === "function" && callee.fn.kind !== "function" ? UNKNOWN : callee;
  }
  const named = typeFromNode(oracle.index, file, base);
  return named.kind === "external" ? { kind: "library", path: named.path, name: named.name } : UNKNOWN;
}

function calleeOfSelector(oracle: TypeOracle, file: IndexedFile, fn: NodeId, depth: number): Callee {
  const { tree } = file.source;
  const operand = withoutParentheses(tree, childIn(tree, fn, Field.Operand));
  const field = childIn(tree, fn, Field.Field);
  if (operand === NO_NODE || field === NO_NODE) return UNKNOWN;
  const name = textOf(tree, field);
  const symbol =
    tree.kind[operand] === Kind.Identifier ? oracle.index.symbols[file.symbolOf[operand]!] : undefined;
  if (symbol?.kind === "package") return { kind: "library", path: symbol.path, name };
  const isType = symbol?.kind === "type";
  const type = isType ? typeFromNode(oracle.index, file, operand) : oracle.typeOf(file, operand, depth + 1);
  return methodCallee(oracle, type, name);
}

/** The method `name` of a value of `type`. */
export function methodCallee(oracle: TypeOracle, type: GoType, name: string): Callee {
  const method = methodOf(oracle.index, type, name);
  if (method !== undefined) return { kind: "function", fn: method };
  const base = withoutPointer(type);
  if (base.kind === "external") return { kind: "library", path: base.path, name: `${base.name}.${name}` };
  if (base.kind === "basic" && base.name === "error")
    return { kind: "methods", name, candidates: byName(oracle, name) };
  const behind = underlying(oracle.index, base);
  if (
    behind.kind === "unknown" ||
    behind.kind === "interface" ||
    fieldType(oracle.index, base, name).kind === "unknown"
  ) {
    return { kind: "methods", name, candidates: byName(oracle, name) };
  }
  return UNKNOWN;
}

/** A name that more methods share tells nothing: the call then may run anything. */
const MAX_CANDIDATES = 64;

function byName(oracle: TypeOracle, name: string): readonly GoFunction[] {
  const candidates = oracle.index.methodsByName.get(name) ?? [];
  return candidates.length > MAX_CANDIDATES ? [] : candidates;
}
