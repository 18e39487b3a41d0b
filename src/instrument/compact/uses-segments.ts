import { decodeBody, Instructions } from "../../wasm/body.ts";
import type { WasmModule } from "../../wasm/module.ts";
import { Op } from "../../wasm/opcodes.ts";

/** Whether code has memory.init or data.drop. Both need the data count section (core specification 2.0, 5.5.16). */
export function usesSegments(module: WasmModule): boolean {
  if (module.dataCount === undefined) return false;
  const instructions = new Instructions();
  return module.code.some((range) => {
    decodeBody(module.bytes, range, instructions);
    const { count, opcode } = instructions;
    for (let i = 0; i < count; i++) {
      if (opcode[i] === Op.memoryInit || opcode[i] === Op.dataDrop) return true;
    }
    return false;
  });
}
