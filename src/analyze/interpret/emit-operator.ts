import { childIn, type NodeId, operatorOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { sizeOf } from "./append.ts";
import { commonType, holds } from "./check-operator.ts";
import { defaultType } from "./convert-constant.ts";
import { emitAs } from "./emit-convert.ts";
import { emitShift } from "./emit-shift.ts";
import { type Emitter, emit, newLabel, place } from "./emitter.ts";
import * as T from "./go-type.ts";
import { arithmetic, type Integer, wrapped } from "./integer.ts";
import type { Machine } from "./machine.ts";
import { notModelled } from "./program.ts";
import { COMPARED, QUIET, REAL, type Reading, type Track } from "./track.ts";
import { isEqual, type Value } from "./value.ts";

const COMPARISONS: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);
let comparisonSites = 0;

/** Pushes `left operator right`. */
export function emitBinary(e: Emitter, node: NodeId, reading: Reading): void {
  const { tree } = e.file.source;
  const operator = operatorOf(tree, node);
  const [left, right] = [childIn(tree, node, Field.Left), childIn(tree, node, Field.Right)];
  if (operator === "&&" || operator === "||") {
    const end = newLabel();
    emitAs(e, left, T.BOOL);
    emit(e, (_, f) => {
      if (f.stack.at(-1) === (operator === "||")) f.pc = end.pc;
      else f.stack.pop();
    });
    emitAs(e, right, T.BOOL);
    place(e, end);
    return;
  }
  if (COMPARISONS.has(operator)) {
    emitComparison(e, operator, left, right);
    return;
  }
  if (operator === "<<" || operator === ">>") {
    const type = defaultType(e.check(left).type);
    emitAs(e, left, type, partOf(reading, operator));
    emitCount(e, right);
    emitShift(e, operator, type);
    return;
  }
  const type = defaultType(commonType(e.check(left), e.check(right)));
  if (isResidue(e, operator, right, type)) {
    emitAs(e, left, type, COMPARED);
    emitAs(e, right, type);
    emitResidue(e, operator, T.under(type));
    return;
  }
  const part = partOf(reading, operator);
  const waiting = part.kind === "real" ? trackThatWaits(e, left, right) : undefined;
  emitAs(e, left, type, waiting === undefined ? part : QUIET);
  emitAs(e, right, type, part);
  if (waiting !== undefined)
    emit(e, (m) => {
      waiting.readAt = m.steps;
    });
  emitArithmetic(e, operator, type);
}

/** The variable in `n * f(n-1)`, which has no say before the call comes back. */
function trackThatWaits(e: Emitter, left: NodeId, right: NodeId): Track | undefined {
  const { tree } = e.file.source;
  if (tree.kind[left] !== Kind.Identifier) return undefined;
  let calls = false;
  for (let node = right; node < tree.after[right]!; node++) calls ||= tree.kind[node] === Kind.CallExpression;
  const symbol = calls ? e.program.index.symbols[e.file.symbolOf[left]!] : undefined;
  return symbol === undefined ? undefined : e.variableOf(symbol)?.track;
}

/** `x % 8`, `x & 7`: all that counts of x is what is left of it. */
function isResidue(e: Emitter, operator: string, right: NodeId, type: T.RunType): boolean {
  const { constant } = e.check(right);
  if (operator !== "%" && operator !== "&") return false;
  return T.under(type).kind === "int" && typeof constant === "object" && constant.top > 0n;
}

/** Like emitArithmetic, and logs what was divided. */
function emitResidue(e: Emitter, operator: string, { bits, signed, ...type }: T.RunType): void {
  const site = comparisonSites++;
  const whole = { bits: bits!, signed: signed === true, ...type };
  emit(e, (m, f) => {
    const right = f.stack.pop() as Integer;
    const left = f.stack.pop() as Integer;
    m.log({ site, operator, left, right, result: true, bits: whole.bits, signed: whole.signed });
    f.stack.push(arithmetic(operator, left, right, whole)!);
  });
}

/** How the parts of an operation are read: what stays exact under adding goes on to be followed. */
export function partOf(reading: Reading, operator: string): Reading {
  if (operator === "+" || operator === "-") return reading;
  if (reading.kind === "flow") {
    // These cannot panic, so the operands have a part in nothing but the result.
    if ("*&|^".includes(operator) || operator === "&^") return { ...reading, isSum: false };
  }
  return reading.kind === "quiet" &&
    operator !== "/" &&
    operator !== "%" &&
    !operator.includes("<") &&
    !operator.includes(">")
    ? reading
    : REAL;
}

/** Pushes the count of a shift. */
export function emitCount(e: Emitter, node: NodeId): void {
  const { type, constant } = e.check(node);
  emitAs(e, node, constant !== undefined && type.kind === "untyped" ? T.INT : defaultType(type));
}

/** Takes two operands of `type` off the stack and pushes the result of an arithmetic operator. */
export function emitArithmetic(e: Emitter, operator: string, type: T.RunType): void {
  const step = operation(operator, type);
  emit(e, (m, f) => {
    const right = f.stack.pop()!;
    const left = f.stack.pop()!;
    const result = step(m, left, right);
    if (result !== undefined) f.stack.push(result);
  });
}

/** Longer texts are not followed. */
const MAX_TEXT = 4_000_000;

/** What an arithmetic operator does; undefined after a panic. */
export function operation(
  operator: string,
  type: T.RunType,
): (machine: Machine, left: Value, right: Value) => Value | undefined {
  const base = T.under(type);
  if (base.kind === "int") {
    if (operator === "+" && base.bits === 64 && base.signed === true) {
      return (_, a, b) => {
        const quick = typeof a === "number" && typeof b === "number" ? a + b : Number.NaN;
        return Number.isSafeInteger(quick) ? quick : arithmetic("+", a as Integer, b as Integer, base);
      };
    }
    return (m, a, b) =>
      arithmetic(operator, a as Integer, b as Integer, base) ?? m.panicText("integer divide by zero");
  }
  if (base.kind === "float") {
    const round = base.bits === 32 ? Math.fround : (value: number): number => value;
    return (_, a, b) => round(floatResult(operator, a as number, b as number));
  }
  if (base.kind === "string" && operator === "+") {
    return (m, a, b) => {
      const text = (a as string) + (b as string);
      if (text.length > MAX_TEXT) m.stop ??= { kind: "budget" };
      else m.takes(text.length >>> 6);
      return text;
    };
  }
  return notModelled("an operator");
}

function floatResult(operator: string, a: number, b: number): number {
  if (operator === "+") return a + b;
  if (operator === "-") return a - b;
  return operator === "*" ? a * b : a / b;
}

function emitComparison(e: Emitter, operator: string, left: NodeId, right: NodeId): void {
  const [a, b] = [e.check(left), e.check(right)];
  const type = defaultType(commonType(a, b));
  const base = T.under(type);
  const isNumber = base.kind === "int" || base.kind === "float";
  emitAs(e, left, type, isNumber ? COMPARED : REAL);
  emitAs(e, right, type, isNumber ? COMPARED : REAL);
  if (isNumber) {
    const site = comparisonSites++;
    const bits = base.kind === "float" ? 0 : base.bits!;
    const signed = base.signed === true;
    const precision = base.bits === 32 ? 24 : 53;
    emit(e, (m, f) => {
      const second = f.stack.pop() as Integer;
      const first = f.stack.pop() as Integer;
      const result = compareNumbers(operator, first, second);
      m.log({ site, operator, left: first, right: second, result, bits, signed, precision });
      f.stack.push(result);
    });
    return;
  }
  if (base.kind === "string") {
    emit(e, (_, f) => {
      const second = f.stack.pop() as string;
      const first = f.stack.pop() as string;
      f.stack.push(holds(operator, first < second ? -1 : first > second ? 1 : 0));
    });
    return;
  }
  if (base.kind === "pointer" && sizeOf(base.element!) === 0) notModelled("pointers to nothing");
  if (type.id === "time.Time") notModelled("the clock");
  const withNil = a.type.kind === "nil" || b.type.kind === "nil";
  emit(e, (m, f) => {
    const second = f.stack.pop()!;
    const first = f.stack.pop()!;
    const same = withNil ? first === second : isEqual(first, second, type);
    if (same === undefined) m.panicText("?comparing uncomparable type");
    else f.stack.push(same === (operator === "=="));
  });
}

/** NaN is unequal to everything and in no order. */
function compareNumbers(operator: string, a: Integer, b: Integer): boolean {
  switch (operator) {
    case "==":
      return a === b;
    case "!=":
      return a !== b;
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    default:
      return a >= b;
  }
}

/** Pushes an operator with one operand, but `*` and `&`. */
export function emitUnary(e: Emitter, node: NodeId, reading: Reading): void {
  const { tree } = e.file.source;
  const operator = operatorOf(tree, node);
  const operand = childIn(tree, node, Field.Operand);
  const type = defaultType(e.check(operand).type);
  const base = T.under(type);
  emitAs(e, operand, type, operator === "-" || operator === "+" ? reading : REAL);
  if (operator === "!") {
    emit(e, (_, f) => void f.stack.push(!f.stack.pop()));
    return;
  }
  if (operator === "+") return;
  if (base.kind === "float" && operator === "-") {
    emit(e, (_, f) => void f.stack.push(-(f.stack.pop() as number)));
    return;
  }
  if (base.kind !== "int") notModelled("an operator");
  emit(e, (_, f) => {
    const value = f.stack.pop() as Integer;
    const result = operator === "-" ? arithmetic("-", 0, value, base)! : complement(value, base);
    f.stack.push(result);
  });
}

function complement(value: Integer, type: T.RunType): Integer {
  return wrapped(typeof value === "number" ? -value - 1 : arithmetic("-", -1, value, type)!, type);
}
