import { childIn, type NodeId, operatorOf } from "../../source/tree.ts";
import { Field } from "../../source/tree-kinds.ts";
import { constantAs } from "./convert-constant.ts";
import { type Constant, combined, compared, type Exact, exactInteger, isWhole } from "./exact.ts";
import * as T from "./go-type.ts";
import { type Context, notModelled, type Operand } from "./program.ts";

const COMPARISONS: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);
/** Of two untyped numbers the later kind wins. */
const RANKS: readonly T.RunType[] = [T.UNTYPED.int, T.UNTYPED.rune, T.UNTYPED.float];

/** Type and value of `left operator right`. */
export function binaryOperand(context: Context, node: NodeId): Operand {
  const { tree } = context.file.source;
  const operator = operatorOf(tree, node);
  const left = context.check(childIn(tree, node, Field.Left));
  const right = context.check(childIn(tree, node, Field.Right));
  if (operator === "<<" || operator === ">>") return shiftOperand(operator, left, right);
  if (COMPARISONS.has(operator)) return comparison(operator, left, right);
  const type = commonType(left, right);
  if (left.constant === undefined || right.constant === undefined) return { type };
  return { type, constant: folded(operator, left.constant, right.constant, type) };
}

/** The type in which two operands are combined or compared. */
export function commonType(left: Operand, right: Operand): T.RunType {
  const [a, b] = [left.type, right.type];
  if (a.kind === "untyped" && b.kind === "untyped") {
    return RANKS[Math.max(RANKS.indexOf(a), RANKS.indexOf(b))] ?? a;
  }
  if (a.kind === "untyped" || a.kind === "nil") return b;
  return b.kind !== "untyped" && b.kind !== "nil" && T.isInterface(b) && !T.isInterface(a) ? b : a;
}

function shiftOperand(operator: string, left: Operand, right: Operand): Operand {
  if (left.constant === undefined) return { type: left.type };
  // The type of a constant that is shifted by a variable comes from what the result is wanted for.
  if (right.constant === undefined) return { type: left.type.kind === "untyped" ? T.UNTYPED.int : left.type };
  const type = left.type === T.UNTYPED.float ? T.UNTYPED.int : left.type;
  return { type, constant: folded(operator, left.constant, right.constant, type) };
}

function comparison(operator: string, left: Operand, right: Operand): Operand {
  const { constant: a } = left;
  const { constant: b } = right;
  if (a === undefined || b === undefined) return { type: T.UNTYPED.bool };
  const order =
    typeof a === "object" && typeof b === "object" ? compared(a, b) : a === b ? 0 : a < b ? -1 : 1;
  return { type: T.UNTYPED.bool, constant: holds(operator, order) };
}

/** Whether an order (-1, 0, 1) satisfies a comparison. */
export function holds(operator: string, order: number): boolean {
  switch (operator) {
    case "==":
      return order === 0;
    case "!=":
      return order !== 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    default:
      return order >= 0;
  }
}

function folded(operator: string, a: Constant, b: Constant, type: T.RunType): Constant {
  if (typeof a === "boolean" && typeof b === "boolean") return operator === "&&" ? a && b : a || b;
  if (typeof a === "string" && typeof b === "string") {
    return a.length + b.length < 1_000_000 ? a + b : notModelled("a long constant");
  }
  if (typeof a !== "object" || typeof b !== "object") return notModelled("a constant");
  const whole = T.under(type).kind === "int" || type === T.UNTYPED.int || type === T.UNTYPED.rune;
  const value = combined(operator, a, b, whole) ?? notModelled("a constant");
  return type.kind === "untyped" ? value : constantAs(value, type);
}

/** Type and value of an operator with one operand. */
export function unaryOperand(context: Context, operator: string, node: NodeId): Operand {
  const { type, constant, isType } = context.check(node);
  switch (operator) {
    case "*": {
      if (isType === true) return { type: T.pointerTo(type), isType };
      const { element, kind } = T.under(type);
      return kind === "pointer" ? { type: element! } : notModelled("an indirection");
    }
    case "&":
      return { type: T.pointerTo(type) };
    case "<-": {
      const { element, kind } = T.under(type);
      return kind === "channel" ? { type: element! } : notModelled("a receive");
    }
  }
  if (constant === undefined) return { type };
  if (typeof constant === "boolean") return { type, constant: !constant };
  if (typeof constant !== "object") return notModelled("a constant");
  return { type, constant: negated(operator, constant, type) };
}

function negated(operator: string, value: Exact, type: T.RunType): Constant {
  if (operator === "+") return value;
  if (operator === "-") {
    const result = { top: -value.top, bottom: value.bottom };
    return type.kind === "untyped" ? result : constantAs(result, type);
  }
  if (!isWhole(value)) return notModelled("a constant");
  const { signed, bits } = T.under(type);
  return exactInteger(signed === false ? BigInt.asUintN(bits!, ~value.top) : ~value.top);
}
