import loadWabt from "wabt";

/** Everything that V8 in Node 20 runs. */
const FEATURES = {
  exceptions: true,
  mutable_globals: true,
  sat_float_to_int: true,
  sign_extension: true,
  simd: true,
  threads: true,
  multi_value: true,
  tail_call: true,
  bulk_memory: true,
  reference_types: true,
};

/** Assembles text into a module. Takes anything that may stand inside `(module …)`. */
export async function assemble(fields: string): Promise<Uint8Array> {
  const wabt = await loadWabt();
  const module = wabt.parseWat("fixture.wat", `(module ${fields})`, FEATURES);
  try {
    return new Uint8Array(module.toBinary({}).buffer);
  } finally {
    module.destroy();
  }
}
