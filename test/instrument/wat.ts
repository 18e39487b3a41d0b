import loadWabt from "wabt";
import { WABT_FEATURES } from "../../src/wasm/validate.ts";

/** Assembles text into a module. Takes anything that may stand inside `(module …)`. */
export async function assemble(fields: string): Promise<Uint8Array> {
  const wabt = await loadWabt();
  const module = wabt.parseWat("fixture.wat", `(module ${fields})`, WABT_FEATURES);
  try {
    return new Uint8Array(module.toBinary({}).buffer);
  } finally {
    module.destroy();
  }
}
