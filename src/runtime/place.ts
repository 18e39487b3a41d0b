import type { ModuleShape } from "../wasm/module.ts";
import { readNames } from "../wasm/names.ts";
import { printableText } from "./quantities.ts";

/** What a function of the module is in the source; the same shape as the map beside a hardened module. */
export interface NamedFunction {
  readonly index: number;
  readonly name: string;
  readonly package: string;
}

/**
 * The name of the function in which a guest stopped: of `frames` (function indices, innermost first) the first that is
 * neither ours nor of Go's runtime, else the first that has a name. Names come from `map`, else from the module's name
 * section; undefined when neither knows one.
 */
export function placeOf(
  frames: readonly number[],
  map: readonly NamedFunction[] | undefined,
  module: ModuleShape,
): string | undefined {
  if (frames.length === 0) return undefined;
  const names = map === undefined ? readNames(module).functions : nameMap(map);
  const known = frames
    .flatMap((index) => names.get(index) ?? [])
    .filter((name) => !name.startsWith("sandglass"));
  const name = known.find((one) => !isRuntime(one)) ?? known[0];
  return name === undefined ? undefined : printableText(name);
}

function nameMap(map: readonly NamedFunction[]): ReadonlyMap<number, string> {
  return new Map(map.map(({ index, name }) => [index, name]));
}

/** Go's runtime and the wrappers that its linker adds around main. */
function isRuntime(name: string): boolean {
  return /^(runtime|internal\/runtime|_rt0_|wasm_|gosave|go:)/.test(name);
}
