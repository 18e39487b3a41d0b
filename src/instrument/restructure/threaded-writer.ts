import { Instructions } from "../../wasm/body.ts";
import { ByteWriter } from "../../wasm/byte-writer.ts";
import { IMMEDIATES, Immediate, Op } from "../../wasm/opcodes.ts";
import type { Code } from "../plan/code.ts";
import { COSTS } from "../plan/costs.ts";

/** Writes instructions to bytes and columns alike. Made to be used again for the next body. */
export class ThreadedWriter {
  readonly body: Instructions = new Instructions();
  costs: Uint8Array = new Uint8Array(this.body.opcode.length);
  private readonly writer = new ByteWriter(1 << 16);

  get count(): number {
    return this.body.count;
  }

  clear(): void {
    this.body.count = 0;
    this.writer.clear();
  }

  /** Instructions of another body, from one up to another. */
  copy(bytes: Uint8Array, from: Instructions, start: number, end: number): void {
    const { body } = this;
    while (body.count + end - start >= body.opcode.length) this.grow();
    const shift = this.writer.length - from.offset[start]!;
    for (let i = start, at = body.count; i < end; i++, at++) {
      const opcode = from.opcode[i]!;
      body.opcode[at] = opcode;
      body.offset[at] = from.offset[i]! + shift;
      body.immediate[at] = from.immediate[i]!;
      this.costs[at] = COSTS[opcode]!;
    }
    body.count += end - start;
    this.writer.copy(bytes, { start: from.offset[start]!, end: from.offset[end]! });
  }

  /** An instruction with at most one number behind it. Returns its position. */
  add(opcode: number, immediate: number, cost: number): number {
    const at = this.begin(opcode, immediate, cost);
    this.writer.byte(opcode);
    const kind = IMMEDIATES[opcode];
    if (kind === Immediate.index) this.writer.u32(immediate);
    else if (kind !== Immediate.none) this.writer.s32(immediate);
    return at;
  }

  /** Lets the last instruction cost more. */
  addCost(fuel: number): void {
    this.costs[this.body.count - 1]! += fuel;
  }

  /** A br_table; the last label is the default. */
  table(labels: readonly number[], cost: number): number {
    const at = this.begin(Op.brTable, labels.length - 1, cost);
    this.writer.byte(Op.brTable);
    this.writer.u32(labels.length - 1);
    for (const label of labels) this.writer.u32(label);
    return at;
  }

  /** What was written, valid until it is cleared. */
  finish(): Pick<Code, "bytes" | "body" | "costs"> {
    const { body, costs, writer } = this;
    body.offset[body.count] = writer.length;
    return { bytes: writer.view(), body, costs };
  }

  private begin(opcode: number, immediate: number, cost: number): number {
    const { body } = this;
    if (body.count + 1 >= body.opcode.length) this.grow();
    body.opcode[body.count] = opcode;
    body.offset[body.count] = this.writer.length;
    body.immediate[body.count] = immediate;
    this.costs[body.count] = cost;
    body.count += 1;
    return body.count - 1;
  }

  private grow(): void {
    this.body.grow();
    const { costs } = this;
    this.costs = new Uint8Array(this.body.opcode.length);
    this.costs.set(costs);
  }
}
