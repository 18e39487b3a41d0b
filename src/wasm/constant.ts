import { type ByteCursor, wasmError } from "./cursor.ts";
import type { ByteRange } from "./module.ts";

export interface ConstantExpression {
  readonly range: ByteRange;
  /** Function index when the expression is a single ref.func. */
  readonly functionIndex: number | undefined;
}

/**
 * Steps over a constant expression (core specification 2.0, 3.3.10, with the extended-const operators).
 * Returns its range with the end byte. Throws ToolError for an operator that is not constant.
 */
export function readConstant(cursor: ByteCursor): ConstantExpression {
  const start = cursor.offset;
  let functionIndex: number | undefined;
  let operators = 0;
  for (;;) {
    const at = cursor.offset;
    const opcode = cursor.byte("a constant expression");
    if (opcode === 0x0b) break;
    operators += 1;
    const reference = skipOperator(cursor, opcode, at);
    functionIndex = operators === 1 ? reference : undefined;
  }
  return { range: { start, end: cursor.offset }, functionIndex };
}

/** Returns the function index of ref.func. */
function skipOperator(cursor: ByteCursor, opcode: number, at: number): number | undefined {
  switch (opcode) {
    case 0x41:
      cursor.s32("an i32 constant");
      return undefined;
    case 0x42:
      cursor.s64("an i64 constant");
      return undefined;
    case 0x43:
      cursor.skip(4, "an f32 constant");
      return undefined;
    case 0x44:
      cursor.skip(8, "an f64 constant");
      return undefined;
    case 0x23:
      cursor.u32("a global index");
      return undefined;
    case 0xd0:
      cursor.s33("a reference type");
      return undefined;
    case 0xd2:
      return cursor.u32("a function index");
    case 0xfd:
      if (cursor.u32("a vector opcode") !== 12) break;
      cursor.skip(16, "a v128 constant");
      return undefined;
    default:
      // i32 and i64 add, sub, mul of extended-const take no immediate.
      if ((opcode >= 0x6a && opcode <= 0x6c) || (opcode >= 0x7c && opcode <= 0x7e)) return undefined;
  }
  throw wasmError("malformed", `opcode 0x${opcode.toString(16)} is not allowed in a constant expression`, at);
}
