import { integerShape, wrap } from "./integers.ts";

/** An exact constant. `type` is a predeclared type, undefined for an untyped one. */
export interface ConstantValue {
  readonly value: bigint | boolean;
  readonly type: string | undefined;
}

/** Go itself refuses constants of more than 512 bits; the cap keeps hostile shifts from eating memory. */
const MAX_BITS = 4_096;

/** The value of `operator operand`, undefined when it is not constant. */
export function foldUnary(operator: string, operand: ConstantValue | undefined): ConstantValue | undefined {
  if (operand === undefined) return undefined;
  const { value, type } = operand;
  if (typeof value === "boolean") return operator === "!" ? { value: !value, type } : undefined;
  if (operator === "-") return clamp(-value, type);
  if (operator === "+") return operand;
  return operator === "^" ? clamp(~value, type) : undefined;
}

/** The value of `left operator right` by Go's rules, undefined when it is not constant (or does not compile). */
export function fold(operator: string, left: ConstantValue, right: ConstantValue): ConstantValue | undefined {
  if (typeof left.value === "boolean" || typeof right.value === "boolean")
    return foldBoolean(operator, left, right);
  const type = operator === "<<" || operator === ">>" ? left.type : commonType(left.type, right.type);
  const compared = compare(operator, left.value, right.value);
  if (compared !== undefined) return { value: compared, type: undefined };
  const value = arithmetic(operator, left.value, right.value);
  return value === undefined ? undefined : clamp(value, type);
}

function commonType(left: string | undefined, right: string | undefined): string | undefined {
  return left === undefined || left === "untyped rune" ? (right ?? left) : left;
}

function clamp(value: bigint, type: string | undefined): ConstantValue | undefined {
  const shape = type === undefined ? undefined : integerShape(type);
  if (shape !== undefined) return { value: wrap(value, shape), type };
  const limit = 1n << BigInt(MAX_BITS);
  return value < limit && value > -limit ? { value, type } : undefined;
}

function foldBoolean(operator: string, left: ConstantValue, right: ConstantValue): ConstantValue | undefined {
  if (typeof left.value !== "boolean" || typeof right.value !== "boolean") return undefined;
  switch (operator) {
    case "&&":
      return { value: left.value && right.value, type: left.type };
    case "||":
      return { value: left.value || right.value, type: left.type };
    case "==":
      return { value: left.value === right.value, type: undefined };
    case "!=":
      return { value: left.value !== right.value, type: undefined };
    default:
      return undefined;
  }
}

/** Result of a comparison, undefined for another operator. */
export function compare<T extends bigint | number>(operator: string, left: T, right: T): boolean | undefined {
  switch (operator) {
    case "==":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    default:
      return undefined;
  }
}

/** Result of an arithmetic operator on exact integers, undefined when there is none. */
export function arithmetic(operator: string, left: bigint, right: bigint): bigint | undefined {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return right === 0n ? undefined : left / right;
    case "%":
      return right === 0n ? undefined : left % right;
    case "&":
      return left & right;
    case "|":
      return left | right;
    case "^":
      return left ^ right;
    case "&^":
      return left & ~right;
    case "<<":
      return right >= 0n && right <= MAX_BITS ? left << right : undefined;
    case ">>":
      return right >= 0n && right <= MAX_BITS ? left >> right : undefined;
    default:
      return undefined;
  }
}
