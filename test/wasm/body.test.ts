import { describe, expect, it } from "vitest";
import { branchTargets, decodeBody, Instructions } from "../../src/wasm/body.ts";
import type { WasmModule } from "../../src/wasm/module.ts";
import { Op } from "../../src/wasm/opcodes.ts";
import { readModule } from "../../src/wasm/reader.ts";
import { constructs } from "../instrument/constructs.ts";
import { assemble } from "../instrument/wat.ts";

function decode(module: WasmModule, index: number): Instructions {
  const instructions = new Instructions();
  decodeBody(module.bytes, module.code[index]!, instructions);
  return instructions;
}

describe("decodeBody", () => {
  it.each(constructs)("ends each body of $name at its last byte", async ({ fields }) => {
    const module = readModule(await assemble(fields));
    for (const [index, body] of module.code.entries()) {
      const { count, opcode, offset } = decode(module, index);
      expect([opcode[count - 1], offset[count]]).toEqual([Op.end, body.end]);
    }
  });

  it("gives opcodes, offsets and immediates", async () => {
    const module = readModule(
      await assemble(
        "(func (local i32) (local.set 0 (i32.const -300)) (block (br_table 0 1 0 (local.get 0))))",
      ),
    );
    const body = decode(module, 0);
    const ops = [...body.opcode.subarray(0, body.count)];
    expect(ops).toEqual([Op.i32Const, Op.localSet, Op.block, Op.localGet, Op.brTable, Op.end, Op.end]);
    expect([...body.immediate.subarray(0, 3)]).toEqual([-300, 0, -64]);
    expect(branchTargets(module.bytes, body, 4)).toEqual([0, 1, 0]);
  });

  it("decodes a body of a hundred thousand instructions", async () => {
    const module = readModule(await assemble(`(func ${"(drop (i64.const 123456789123))".repeat(50_000)})`));
    expect(decode(module, 0).count).toBe(100_001);
  });
});
