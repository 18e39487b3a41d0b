import type { Io, Option } from "./command.ts";

/** The option that names the module to write; `suffix` is what the default name ends with. */
export function artifactOption(suffix: string): Option {
  return {
    name: "out",
    short: "o",
    value: "FILE",
    isNamedFile: true,
    group: "Output",
    summary: "Where the module goes",
    default: `the input's name with ${suffix}`,
  };
}

/** Writes a module whole; returns where. */
export async function writeArtifact(
  wasm: Uint8Array,
  path: string | undefined,
  inputName: string,
  io: Io,
  suffix: string,
): Promise<string> {
  const target = path ?? `${baseName(inputName)}${suffix}`;
  await io.platform.files.write(target, wasm);
  return target;
}

/**
 * `./cmd/app/` and `cmd/app.go` are both "app"; standard input and the current folder are "main". What is no letter, digit,
 * underscore, dot or hyphen of any script becomes a hyphen.
 */
export function baseName(inputName: string): string {
  const last =
    inputName
      .replace(/[\\/]+$/, "")
      .split(/[\\/]/)
      .at(-1) ?? "";
  const base = last.replace(/\.(go|txtar|wasm)$/, "").replace(/[^\p{L}\p{M}\p{N}_.-]+/gu, "-");
  return /^[.-]*$/.test(base) ? "main" : base;
}
