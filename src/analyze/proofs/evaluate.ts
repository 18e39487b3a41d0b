import { unquote } from "../../source/go-string.ts";
import {
  childIn,
  childrenOf,
  NO_NODE,
  type NodeId,
  operatorOf,
  textOf,
  withoutParentheses,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { constantAt } from "../flow/constants.ts";
import { integerShape, wrap } from "../flow/integers.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoSymbol, IndexedFile } from "../flow/symbols.ts";
import { typeFromNode, underlying } from "../flow/types.ts";
import { applied } from "./operators.ts";
import { convertedTo, elementAt, lengthOf, stored, type Value } from "./values.ts";

/** What an expression is evaluated with. */
export interface Scope {
  readonly facts: PackageFacts;
  readonly file: IndexedFile;
  /** Value of a variable, undefined when it is not known. */
  readonly read: (symbol: GoSymbol) => Value | undefined;
  /** Value of a field, given the selector. */
  readonly readField?: (selector: NodeId) => Value | undefined;
}

const MAX_DEPTH = 60;
const MAX_ELEMENTS = 4_096;

/** Value of the expression at `node`; undefined when it is not known, or when evaluating it panics. */
export function evaluate(scope: Scope, node: NodeId, depth = 0): Value | undefined {
  if (node === NO_NODE || depth > MAX_DEPTH) return undefined;
  const { facts, file } = scope;
  const { tree } = file.source;
  const inner = (child: NodeId): Value | undefined => evaluate(scope, child, depth + 1);
  switch (tree.kind[node]) {
    case Kind.Identifier: {
      const symbol = facts.index.symbols[file.symbolOf[node]!];
      return symbol === undefined ? undefined : (constantValue(scope, node) ?? scope.read(symbol));
    }
    case Kind.ParenthesizedExpression:
      return inner(withoutParentheses(tree, node));
    case Kind.UnaryExpression:
      return unary(operatorOf(tree, node), inner(childIn(tree, node, Field.Operand)));
    case Kind.BinaryExpression:
      return constantValue(scope, node) ?? binary(scope, node, inner);
    case Kind.CallExpression:
      return constantValue(scope, node) ?? called(scope, node, inner);
    case Kind.IndexExpression: {
      const over = inner(childIn(tree, node, Field.Operand));
      const index = inner(childIn(tree, node, Field.Index));
      return over === undefined || index?.kind !== "integer" ? undefined : elementAt(over, index.value);
    }
    case Kind.FloatLiteral: {
      const value = Number(textOf(tree, node).replaceAll("_", ""));
      return Number.isFinite(value) ? { kind: "float", value, bits: undefined } : undefined;
    }
    case Kind.InterpretedStringLiteral:
    case Kind.RawStringLiteral:
      return text(unquote(textOf(tree, node)));
    case Kind.CompositeLiteral:
      return literal(scope, node, inner);
    case Kind.SelectorExpression:
      return constantValue(scope, node) ?? scope.readField?.(node);
    default:
      return constantValue(scope, node);
  }
}

function constantValue({ facts, file }: Scope, node: NodeId): Value | undefined {
  const constant = constantAt(facts.fixed, file, node);
  if (constant === undefined) return undefined;
  const { value, type } = constant;
  if (typeof value === "boolean") return { kind: "boolean", value };
  return { kind: "integer", value, shape: type === undefined ? undefined : integerShape(type) };
}

function unary(operator: string, operand: Value | undefined): Value | undefined {
  if (operand?.kind === "boolean")
    return operator === "!" ? { ...operand, value: !operand.value } : undefined;
  if (operand?.kind === "float") {
    return operator === "-" ? { ...operand, value: -operand.value } : operator === "+" ? operand : undefined;
  }
  if (operand?.kind !== "integer") return undefined;
  const value =
    operator === "-"
      ? -operand.value
      : operator === "^"
        ? ~operand.value
        : operator === "+"
          ? operand.value
          : undefined;
  if (value === undefined) return undefined;
  return { ...operand, value: operand.shape === undefined ? value : wrap(value, operand.shape) };
}

function binary(scope: Scope, node: NodeId, inner: (child: NodeId) => Value | undefined): Value | undefined {
  const { tree } = scope.file.source;
  const operator = operatorOf(tree, node);
  const left = inner(childIn(tree, node, Field.Left));
  if (left?.kind === "boolean" && (operator === "&&" || operator === "||")) {
    return left.value === (operator === "||") ? left : inner(childIn(tree, node, Field.Right));
  }
  const right = left === undefined ? undefined : inner(childIn(tree, node, Field.Right));
  return left === undefined || right === undefined ? undefined : applied(operator, left, right);
}

/** `len(x)`, `min(…)`, `max(…)` and conversions between numbers. */
function called(scope: Scope, node: NodeId, inner: (child: NodeId) => Value | undefined): Value | undefined {
  const { facts, file } = scope;
  const { tree } = file.source;
  const callee = facts.oracle.calleeOf(file, node);
  const list = childIn(tree, node, Field.Arguments);
  const values = list === NO_NODE ? [] : childrenOf(tree, list);
  const [first] = values;
  if (first === undefined || values.length > 8) return undefined;
  if (callee.kind === "conversion") {
    const type = underlying(
      facts.index,
      typeFromNode(facts.index, file, childIn(tree, node, Field.Function)),
    );
    return values.length === 1 ? convertedTo(inner(first), type) : undefined;
  }
  if (callee.kind !== "builtin") return undefined;
  if (callee.name === "len") {
    const length = lengthOf(inner(first));
    return length === undefined
      ? undefined
      : { kind: "integer", value: BigInt(length), shape: integerShape("int") };
  }
  if (callee.name !== "min" && callee.name !== "max") return undefined;
  return values.map(inner).reduce((best, next) => {
    if (best?.kind !== "integer" || next?.kind !== "integer") return undefined;
    const takes = applied(callee.name === "min" ? "<" : ">", next, best);
    if (takes?.kind !== "boolean") return undefined;
    return { ...(takes.value ? next : best), shape: best.shape ?? next.shape };
  });
}

function text(value: string | undefined): Value | undefined {
  const isExact = value !== undefined && !value.includes("\uFFFD");
  return isExact ? { kind: "text", bytes: new TextEncoder().encode(value) } : undefined;
}

/** `[]T{…}` and `[n]T{…}` without keys, for `[n]T` only when every element is there. */
function literal(scope: Scope, node: NodeId, inner: (child: NodeId) => Value | undefined): Value | undefined {
  const { facts, file } = scope;
  const { tree } = file.source;
  const typeNode = childIn(tree, node, Field.Type);
  const type = underlying(facts.index, typeFromNode(facts.index, file, typeNode));
  const body = childIn(tree, node, Field.Body);
  if ((type.kind !== "slice" && type.kind !== "array") || body === NO_NODE) return undefined;
  const items = childrenOf(tree, body);
  if (items.length > MAX_ELEMENTS || items.some((item) => tree.kind[item] !== Kind.LiteralElement))
    return undefined;
  if (tree.kind[typeNode] === Kind.ArrayType) {
    const length = constantAt(facts.fixed, file, childIn(tree, typeNode, Field.Length))?.value;
    if (length !== BigInt(items.length)) return undefined;
  } else if (type.kind === "array" && tree.kind[typeNode] !== Kind.ImplicitLengthArrayType) return undefined;
  const element = underlying(facts.index, type.element);
  return { kind: "list", elements: items.map((item) => stored(inner(item + 1), element)) };
}
