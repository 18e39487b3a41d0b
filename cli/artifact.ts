import type { Io, Option } from "./command.ts";

export const ARTIFACT: Option = {
  name: "out",
  short: "o",
  value: "FILE",
  group: "Output",
  summary: "Where the module goes",
  default: "the input's name with .wasm",
};

/** Writes a module whole; returns where. */
export async function writeArtifact(
  wasm: Uint8Array,
  path: string | undefined,
  inputName: string,
  io: Io,
  suffix = "",
): Promise<string> {
  const target = path ?? `${baseName(inputName)}${suffix}.wasm`;
  await io.platform.files.write(target, wasm);
  return target;
}

/** `./cmd/app/` and `cmd/app.go` are both "app"; standard input and the current folder are "main". */
export function baseName(inputName: string): string {
  const last =
    inputName
      .replace(/[\\/]+$/, "")
      .split(/[\\/]/)
      .at(-1) ?? "";
  const base = last.replace(/\.(go|txtar|wasm)$/, "").replace(/[^\w.-]/g, "");
  return /^[.-]*$/.test(base) ? "main" : base;
}
