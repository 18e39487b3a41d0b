import type { WasmModule } from "./module.ts";

/**
 * Begins the line table of a program of Go 1.20 or later, which its own tracebacks need (runtime/symtab.go, pcHeader):
 * the magic number, two zeros, a quantum of 1 and pointers of 8 bytes, as Go has them on wasm.
 */
const LINE_TABLE_MAGIC = [0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8];

/** Whether Go's own compiler made the module, also when it was stripped or hardened since. */
export function isBuiltByGo(module: WasmModule): boolean {
  if (module.customSections.some(({ name }) => name === "go:buildid")) return true;
  return module.data.some(({ contents }) => holdsMagic(module.bytes.subarray(contents.start, contents.end)));
}

function holdsMagic(contents: Uint8Array): boolean {
  const [first] = LINE_TABLE_MAGIC;
  for (let at = contents.indexOf(first!); at >= 0; at = contents.indexOf(first!, at + 1)) {
    if (LINE_TABLE_MAGIC.every((byte, i) => contents[at + i] === byte)) return true;
  }
  return false;
}
