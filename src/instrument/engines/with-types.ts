import { ByteWriter } from "../../wasm/byte-writer.ts";
import type { ByteRange } from "../../wasm/module.ts";
import { Op } from "../../wasm/opcodes.ts";
import { isOpening } from "../plan/control.ts";
import type { Flow } from "../plan/flow.ts";
import type { FlowReader } from "../plan/read-flow.ts";

/**
 * A body in which types are numbered in another way, in an array of its own. Takes the new number by old one, or undefined
 * when they stay. Returns undefined for a body that names a type whose number is -1.
 */
export function withTypes(
  bytes: Uint8Array,
  range: ByteRange,
  numbers: Int32Array | undefined,
  reader: FlowReader,
): Uint8Array | undefined {
  if (numbers === undefined) return bytes.slice(range.start, range.end);
  const flow = reader.read(bytes, range);
  const writer = new ByteWriter(range.end - range.start + 16);
  let from = range.start;
  for (let i = 0; i < flow.count; i++) {
    if (!namesType(flow, i)) continue;
    const number = numbers[flow.immediate[i]!] ?? -1;
    if (number < 0) return undefined;
    const operand = flow.start[i]! + 1;
    writer.copy(bytes, { start: from, end: operand });
    // A block type is a signed number.
    if (isOpening(flow.opcode[i]!)) writer.s32(number);
    else writer.u32(number);
    from = operand;
    while (bytes[from++]! >= 0x80);
  }
  writer.copy(bytes, { start: from, end: range.end });
  return writer.finish();
}

/** Whether the first operand is the index of a type. */
function namesType({ opcode, immediate }: Flow, point: number): boolean {
  const op = opcode[point]!;
  if (op === Op.callIndirect || op === Op.returnCallIndirect) return true;
  return isOpening(op) && immediate[point]! >= 0;
}
