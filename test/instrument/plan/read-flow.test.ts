import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COSTS } from "../../../src/instrument/plan/costs.ts";
import { FlowReader } from "../../../src/instrument/plan/read-flow.ts";
import { decodeBody, Instructions } from "../../../src/wasm/body.ts";
import { Op } from "../../../src/wasm/opcodes.ts";
import { readModule } from "../../../src/wasm/reader.ts";
import { constructs } from "../constructs.ts";
import { modules } from "../generate.ts";
import { assemble } from "../wat.ts";

/** Reads every body both ways: each point is an instruction of the full decoding, and no fuel is lost between them. */
function expectAgreement(wasm: Uint8Array): void {
  const module = readModule(wasm);
  const reader = new FlowReader(true);
  const body = new Instructions();
  for (const range of module.code) {
    const flow = reader.read(module.bytes, range);
    decodeBody(module.bytes, range, body);
    let [spent, counted] = [0, 0];
    for (let point = 0, i = 0; point < flow.count; point++) {
      for (; i <= flow.index[point]!; i++) counted += COSTS[body.opcode[i]!]!;
      spent += flow.cost[point]!;
      const at = flow.index[point]!;
      expect([flow.opcode[point], flow.start[point], flow.end[point], flow.immediate[point], spent]).toEqual([
        body.opcode[at],
        body.offset[at],
        body.offset[at + 1],
        body.immediate[at],
        counted,
      ]);
    }
    expect(flow.first).toBe(body.offset[0]);
    expect(flow.index[flow.count - 1]).toBe(body.count - 1);
    for (let i = 0; i < body.count; i++) {
      const isBranch = body.opcode[i]! >= Op.block && body.opcode[i]! <= Op.returnCallIndirect;
      if (isBranch) expect([...flow.index.subarray(0, flow.count)]).toContain(i);
    }
  }
}

describe("FlowReader", () => {
  it.each(constructs)("sees in '$name' what the full decoding does", async ({ fields }) => {
    expectAgreement(await assemble(fields));
  });

  it("sees in generated modules what the full decoding does", async () => {
    for (const fields of fc.sample(modules, { seed: 7, numRuns: 30 }))
      expectAgreement(await assemble(fields));
  });

  it("knows the constant that is set right before a branch, in one byte and in several", async () => {
    for (const value of [3, -1, 64, 100_000]) {
      const wasm = await assemble(
        `(func (param i32) (block (local.set 0 (i32.const ${value})) br 0) (block nop (br 0)))`,
      );
      const module = readModule(wasm);
      const flow = new FlowReader(false).read(module.bytes, module.code[0]!);
      const branches = [...flow.opcode.subarray(0, flow.count).keys()].filter(
        (i) => flow.opcode[i] === Op.br,
      );
      expect(branches.map((i) => flow.local[i])).toEqual([0, -1]);
      expect(flow.value[branches[0]!]).toBe(value);
    }
  });
});
