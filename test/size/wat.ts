import createWabt from "wabt";

/** Assembles a module; names of functions go into a name section when asked for. */
export async function assemble(wat: string, names = false): Promise<Uint8Array> {
  const wabt = await createWabt();
  const module = wabt.parseWat("test.wat", wat, { bulk_memory: true });
  try {
    return new Uint8Array(module.toBinary({ write_debug_names: names }).buffer);
  } finally {
    module.destroy();
  }
}
