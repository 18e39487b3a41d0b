import { arithmetic, compare } from "../flow/fold.ts";
import { wrap } from "../flow/integers.ts";
import { isSameShape, rounded, type Value } from "./values.ts";

type IntegerValue = Extract<Value, { readonly kind: "integer" }>;
type FloatValue = Extract<Value, { readonly kind: "float" }>;

/** `left operator right` of known values; undefined when it panics, does not compile, or is not known exactly. */
export function applied(operator: string, left: Value, right: Value): Value | undefined {
  if (left.kind === "boolean" && right.kind === "boolean") {
    if (operator !== "==" && operator !== "!=") return undefined;
    return { kind: "boolean", value: (left.value === right.value) === (operator === "==") };
  }
  if (left.kind === "text" && right.kind === "text") return comparedTexts(operator, left.bytes, right.bytes);
  if (left.kind === "integer" && right.kind === "integer") {
    return operator === "<<" || operator === ">>"
      ? shifted(operator, left, right)
      : integers(operator, left, right);
  }
  const first = asFloat(left);
  const second = asFloat(right);
  return first === undefined || second === undefined ? undefined : floats(operator, first, second);
}

function comparedTexts(operator: string, left: Uint8Array, right: Uint8Array): Value | undefined {
  if (operator !== "==" && operator !== "!=") return undefined;
  const same = left.length === right.length && left.every((byte, at) => byte === right[at]);
  return { kind: "boolean", value: same === (operator === "==") };
}

function integers(operator: string, left: IntegerValue, right: IntegerValue): Value | undefined {
  const shape = left.shape ?? right.shape;
  if (shape === undefined || (right.shape !== undefined && !isSameShape(shape, right.shape)))
    return undefined;
  const compared = compare(operator, left.value, right.value);
  if (compared !== undefined) return { kind: "boolean", value: compared };
  const value = arithmetic(operator, left.value, right.value);
  return value === undefined ? undefined : { kind: "integer", value: wrap(value, shape), shape };
}

/** A count of the width or more shifts everything out; a negative one panics. */
function shifted(operator: string, left: IntegerValue, right: IntegerValue): Value | undefined {
  const { shape } = left;
  if (shape === undefined || right.value < 0n) return undefined;
  const count = right.value > BigInt(shape.bits) ? BigInt(shape.bits) : right.value;
  const value = operator === "<<" ? left.value << count : left.value >> count;
  return { kind: "integer", value: wrap(value, shape), shape };
}

function asFloat(value: Value): FloatValue | undefined {
  if (value.kind === "float") return value;
  const isConstant = value.kind === "integer" && value.shape === undefined;
  return isConstant ? { kind: "float", value: Number(value.value), bits: undefined } : undefined;
}

/** One operation at a time rounds as IEEE 754 says, in Go as here; constants alone are exact in Go, so not followed. */
function floats(operator: string, left: FloatValue, right: FloatValue): Value | undefined {
  const bits = left.bits ?? right.bits;
  if (bits === undefined || (right.bits !== undefined && right.bits !== bits)) return undefined;
  const [a, b] =
    bits === 32 ? [Math.fround(left.value), Math.fround(right.value)] : [left.value, right.value];
  switch (operator) {
    case "+":
      return rounded(a + b, bits);
    case "-":
      return rounded(a - b, bits);
    case "*":
      return rounded(a * b, bits);
    case "/":
      return rounded(a / b, bits);
    default: {
      const compared = compare(operator, a, b);
      return compared === undefined ? undefined : { kind: "boolean", value: compared };
    }
  }
}
