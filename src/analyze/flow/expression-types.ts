import {
  childIn,
  childrenOf,
  NO_NODE,
  type NodeId,
  onlyChild,
  operatorOf,
  textOf,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { fieldType } from "./fields.ts";
import type { TypeOracle } from "./oracle.ts";
import { resultTypes } from "./results.ts";
import type { IndexedFile } from "./symbols.ts";
import { basicType, type GoType, typeFromNode, UNKNOWN_TYPE, underlying } from "./types.ts";

const LITERALS: ReadonlyMap<number, GoType> = new Map([
  [Kind.IntLiteral, basicType("untyped int")],
  [Kind.RuneLiteral, basicType("untyped rune")],
  [Kind.FloatLiteral, basicType("untyped float")],
  [Kind.ImaginaryLiteral, basicType("untyped complex")],
  [Kind.InterpretedStringLiteral, basicType("untyped string")],
  [Kind.RawStringLiteral, basicType("untyped string")],
  [Kind.True, basicType("untyped bool")],
  [Kind.False, basicType("untyped bool")],
  [Kind.Iota, basicType("untyped int")],
]);
const COMPARISONS: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">=", "&&", "||"]);

/** Type of the expression at `node`; `unknown` whenever the source of the package does not tell. */
export function expressionType(oracle: TypeOracle, file: IndexedFile, node: NodeId, depth: number): GoType {
  if (node === NO_NODE) return UNKNOWN_TYPE;
  const { tree } = file.source;
  const kind = tree.kind[node]!;
  const literal = LITERALS.get(kind);
  if (literal !== undefined) return literal;
  switch (kind) {
    case Kind.Identifier:
      return identifierType(oracle, file, node, depth);
    case Kind.ParenthesizedExpression:
      return oracle.typeOf(file, onlyChild(tree, node), depth + 1);
    case Kind.UnaryExpression:
      return unaryType(oracle, file, node, depth);
    case Kind.BinaryExpression:
      return binaryType(oracle, file, node, depth);
    case Kind.CallExpression:
      return callType(oracle, file, node, depth);
    case Kind.SelectorExpression:
      return selectorType(oracle, file, node, depth);
    case Kind.IndexExpression:
      return elementOf(oracle, oracle.typeOf(file, childIn(tree, node, Field.Operand), depth + 1));
    case Kind.SliceExpression:
      return slicedType(oracle, oracle.typeOf(file, childIn(tree, node, Field.Operand), depth + 1));
    case Kind.TypeAssertionExpression:
    case Kind.TypeConversionExpression:
    case Kind.CompositeLiteral:
      return typeFromNode(oracle.index, file, childIn(tree, node, Field.Type));
    case Kind.FuncLiteral:
      return { kind: "function", file, node };
    default:
      return UNKNOWN_TYPE;
  }
}

function identifierType(oracle: TypeOracle, file: IndexedFile, node: NodeId, depth: number): GoType {
  const symbol = oracle.index.symbols[file.symbolOf[node]!];
  if (symbol === undefined) return UNKNOWN_TYPE;
  if (symbol.kind === "function") return { kind: "function", file: symbol.file!, node: symbol.declaration };
  const isValue = symbol.kind === "variable" || symbol.kind === "parameter" || symbol.kind === "constant";
  return isValue ? oracle.typeOfSymbol(symbol, depth + 1) : UNKNOWN_TYPE;
}

function unaryType(oracle: TypeOracle, file: IndexedFile, node: NodeId, depth: number): GoType {
  const { tree } = file.source;
  const operand = oracle.typeOf(file, childIn(tree, node, Field.Operand), depth + 1);
  switch (operatorOf(tree, node)) {
    case "&":
      return { kind: "pointer", element: operand };
    case "*": {
      const behind = underlying(oracle.index, operand);
      return behind.kind === "pointer" ? behind.element : UNKNOWN_TYPE;
    }
    case "<-": {
      const behind = underlying(oracle.index, operand);
      return behind.kind === "channel" ? behind.element : UNKNOWN_TYPE;
    }
    case "!":
      return operand.kind === "unknown" ? basicType("bool") : operand;
    default:
      return operand;
  }
}

/** Walks down the left side in a loop: sums of thousands of terms are real. */
function binaryType(oracle: TypeOracle, file: IndexedFile, node: NodeId, depth: number): GoType {
  const { tree } = file.source;
  let right: GoType | undefined;
  let at = node;
  for (; tree.kind[at] === Kind.BinaryExpression; at = childIn(tree, at, Field.Left)) {
    const operator = operatorOf(tree, at);
    if (COMPARISONS.has(operator)) return basicType("untyped bool");
    if (operator === "<<" || operator === ">>") right = undefined;
    else right ??= typedOnly(oracle.typeOf(file, childIn(tree, at, Field.Right), depth + 1));
    if (right !== undefined) return right;
  }
  return oracle.typeOf(file, at, depth + 1);
}

function typedOnly(type: GoType): GoType | undefined {
  const untyped = type.kind === "basic" && type.name.startsWith("untyped ");
  return untyped || type.kind === "unknown" ? undefined : type;
}

function callType(oracle: TypeOracle, file: IndexedFile, node: NodeId, depth: number): GoType {
  const { tree } = file.source;
  const callee = oracle.calleeOf(file, node, depth + 1);
  if (callee.kind === "conversion")
    return typeFromNode(oracle.index, file, childIn(tree, node, Field.Function));
  if (callee.kind !== "builtin") {
    const results = resultTypes(oracle, file, node, depth);
    return results.length === 1 ? results[0]! : UNKNOWN_TYPE;
  }
  const argument = firstArgument(file, node);
  switch (callee.name) {
    case "len":
    case "cap":
    case "copy":
      return basicType("int");
    case "append":
    case "min":
    case "max":
      return oracle.typeOf(file, argument, depth + 1);
    case "make":
      return typeFromNode(oracle.index, file, argument);
    case "new":
      return { kind: "pointer", element: typeFromNode(oracle.index, file, argument) };
    default:
      return UNKNOWN_TYPE;
  }
}

function firstArgument(file: IndexedFile, call: NodeId): NodeId {
  const { tree } = file.source;
  const list = childIn(tree, call, Field.Arguments);
  return list === NO_NODE ? NO_NODE : (childrenOf(tree, list)[0] ?? NO_NODE);
}

function selectorType(oracle: TypeOracle, file: IndexedFile, node: NodeId, depth: number): GoType {
  const { tree } = file.source;
  const operand = childIn(tree, node, Field.Operand);
  const name = childIn(tree, node, Field.Field);
  if (name === NO_NODE) return UNKNOWN_TYPE;
  return fieldType(oracle.index, oracle.typeOf(file, operand, depth + 1), textOf(tree, name));
}

function elementOf(oracle: TypeOracle, type: GoType): GoType {
  const container = underlying(oracle.index, type);
  switch (container.kind) {
    case "slice":
    case "array":
    case "map":
      return container.element;
    case "basic":
      return container.name.endsWith("string") ? basicType("byte") : UNKNOWN_TYPE;
    case "pointer":
      return container.element.kind === "array" ? container.element.element : UNKNOWN_TYPE;
    default:
      return UNKNOWN_TYPE;
  }
}

function slicedType(oracle: TypeOracle, type: GoType): GoType {
  const container = underlying(oracle.index, type);
  return container.kind === "array" ? { kind: "slice", element: container.element } : type;
}
