import type { WasmModule } from "../wasm/module.ts";
import { readNames } from "../wasm/names.ts";
import type { NameOf } from "./functions.ts";
import { MODULE_PACKAGE, packageOf } from "./package-name.ts";

/** Names of functions as the name section gives them, else as they are exported. Packages follow from the names. */
export function namesFromModule(module: WasmModule): NameOf {
  const { functions } = readNames(module);
  const exported = new Map<number, string>();
  for (const { kind, index, name } of module.exports) if (kind === "function") exported.set(index, name);
  return (index) => {
    const name = functions.get(index) ?? exported.get(index);
    return name === undefined ? undefined : { name, package: packageOf(name, MODULE_PACKAGE) };
  };
}
