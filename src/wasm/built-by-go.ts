import type { WasmModule } from "./module.ts";

/** Begins the build information that Go's linker puts into the data of each program (debug/buildinfo). */
const BUILD_INFO_MAGIC = [0xff, ...new TextEncoder().encode(" Go buildinf:")];

/** Its last byte is the one to look for: 0xff, the first, stands ten times as often in the data of a program. */
const RAREST = 0x3a;

/** Whether Go's own compiler made the module, also when it was stripped or hardened since. */
export function isBuiltByGo(module: WasmModule): boolean {
  if (module.customSections.some(({ name }) => name === "go:buildid")) return true;
  return module.data.some(({ contents }) => holdsMagic(module.bytes.subarray(contents.start, contents.end)));
}

function holdsMagic(contents: Uint8Array): boolean {
  const last = BUILD_INFO_MAGIC.length - 1;
  for (let at = contents.indexOf(RAREST, last); at >= 0; at = contents.indexOf(RAREST, at + 1)) {
    if (BUILD_INFO_MAGIC.every((byte, i) => contents[at - last + i] === byte)) return true;
  }
  return false;
}
