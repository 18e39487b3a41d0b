import { compare } from "../flow/fold.ts";
import { type IntegerShape, maximumOf, minimumOf, wrap } from "../flow/integers.ts";

/** How often a counting loop runs: a number of iterations, or for ever. */
export type Iterations =
  | { readonly kind: "ends"; readonly count: bigint; readonly wraps: boolean }
  | { readonly kind: "never"; readonly why: "step-zero" | "never-equal" | "always-true" }
  | { readonly kind: "unknown" };

/** `for v := start; v operator bound; v += step` on integers of a shape. All values fit the shape. */
export interface CountingLoop {
  readonly shape: IntegerShape;
  readonly start: bigint;
  readonly operator: string;
  readonly bound: bigint;
  readonly step: bigint;
}

/** A wrapped counter that is still inside after so many rounds of the type is not followed further. */
const MAX_ROUNDS = 64;

/** Decides a counting loop exactly, by arithmetic modulo 2^bits. Sources: Knuth, TAOCP 2, 4.5.2 (extended Euclid). */
export function iterationsOf(loop: CountingLoop): Iterations {
  if (compare(loop.operator, loop.start, loop.bound) !== true)
    return { kind: "ends", count: 0n, wraps: false };
  if (loop.step === 0n) return { kind: "never", why: "step-zero" };
  if (loop.operator === "!=") return unequal(loop);
  return loop.operator === "==" ? { kind: "ends", count: 1n, wraps: false } : ordered(loop);
}

/** `v != bound`: start + k*step ≡ bound (mod 2^bits) has the solution k, or none. */
function unequal({ shape, start, bound, step }: CountingLoop): Iterations {
  const modulus = 1n << BigInt(shape.bits);
  const distance = BigInt.asUintN(shape.bits, bound - start);
  const stride = BigInt.asUintN(shape.bits, step);
  const common = stride & -stride;
  if (distance % common !== 0n) return { kind: "never", why: "never-equal" };
  const reduced = modulus / common;
  const count = ((distance / common) * inverse(stride / common, reduced)) % reduced;
  const reached = start + count * step;
  return { kind: "ends", count, wraps: reached !== bound };
}

/** Inverse of an odd number modulo a power of two, by Newton's iteration: each round doubles the correct bits. */
function inverse(odd: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (let bits = 1n; 1n << bits < modulus * 2n; bits *= 2n)
    result = (result * (2n - odd * result)) % modulus;
  return ((result % modulus) + modulus) % modulus;
}

/** `<`, `<=`, `>`, `>=`: run to the bound, or to the end of the type and on from the other end. */
function ordered({ shape, start, operator, bound, step }: CountingLoop): Iterations {
  const minimum = minimumOf(shape);
  const maximum = maximumOf(shape);
  if (compare(operator, minimum, bound) === true && compare(operator, maximum, bound) === true) {
    return { kind: "never", why: "always-true" };
  }
  const isUpper = operator === "<" || operator === "<=";
  let value = start;
  let count = 0n;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    if (isUpper === step > 0n) {
      const last = operator === "<" ? bound - 1n : operator === ">" ? bound + 1n : bound;
      const steps = (last - value) / step + 1n;
      const reached = value + steps * step;
      count += steps;
      if (reached >= minimum && reached <= maximum) return { kind: "ends", count, wraps: round > 0 };
      value = wrap(reached, shape);
    } else {
      const edge = step > 0n ? maximum : minimum;
      const steps = (edge - value) / step + 1n;
      count += steps;
      value = wrap(value + steps * step, shape);
    }
    if (compare(operator, value, bound) !== true) return { kind: "ends", count, wraps: true };
  }
  return { kind: "unknown" };
}
