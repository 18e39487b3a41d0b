import { type ModuleShape, SectionId } from "./module.ts";

/**
 * Begins the line table of a program of Go 1.20 or later, which its own tracebacks need (runtime/symtab.go, pcHeader):
 * the magic number, two zeros, a quantum of 1 and pointers of 8 bytes, as Go has them on wasm.
 */
const LINE_TABLE_MAGIC = [0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8];

/** Whether Go's own compiler made the module, also when it was stripped or hardened since. */
export function isBuiltByGo(module: ModuleShape): boolean {
  if (module.customSections.some(({ name }) => name === "go:buildid")) return true;
  const data = module.sections.find(({ id }) => id === SectionId.data)?.payload;
  return data !== undefined && holdsMagic(module.bytes.subarray(data.start, data.end));
}

function holdsMagic(contents: Uint8Array): boolean {
  const [first] = LINE_TABLE_MAGIC;
  for (let at = contents.indexOf(first!); at >= 0; at = contents.indexOf(first!, at + 1)) {
    if (LINE_TABLE_MAGIC.every((byte, i) => contents[at + i] === byte)) return true;
  }
  return false;
}
