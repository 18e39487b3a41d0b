import { ToolError } from "../errors.ts";
import type { Input } from "./input.ts";
import { INPUT_LIMITS, newBudget, type SourceBudget, type SourceLimits } from "./limits.ts";
import { findNamed, type NamedInput } from "./named-input.ts";
import { baseName, folderOf } from "./slash-path.ts";
import type { SourceHost } from "./source-host.ts";
import { isWasm, requireWasm } from "./wasm-input.ts";

/**
 * Takes in one input: `x.go`, a folder, a package pattern that holds one program, a `.txtar`, `-` for standard input (Go
 * or txtar), or a `.wasm`. Go comes back as a snapshot in memory: nothing of the user's tree is read again, and nothing
 * outside of it is read at all.
 * Throws ToolError `source/...` with place and remedy for what cannot be used.
 */
export async function loadInput(
  argument: string,
  host: SourceHost,
  limits: SourceLimits = INPUT_LIMITS,
): Promise<Input> {
  const budget = newBudget(limits, argument);
  const named = argument === "-" || argument.includes("...") ? undefined : await findNamed(argument, host);
  const extension = named && /\.(go|txtar|wasm)$/.exec(baseName(named.typed))?.[1];
  if (named?.kind === "file" && (extension === "wasm" || extension === undefined))
    return moduleInput(argument, named, host, budget);
  // What reads Go is forty files, and a module needs none of them.
  const { loadGoInput } = await import("./load-go-input.ts");
  return loadGoInput(argument, named, host, budget);
}

/** The go command names test binaries `fmt.test` (go test -exec), so a file of unknown name may still be a module. */
async function moduleInput(
  argument: string,
  { real, shown, typed }: NamedInput,
  host: SourceHost,
  { limits }: SourceBudget,
): Promise<Input> {
  const bytes = await host.readFile(real, limits.wasmBytes);
  if (!typed.endsWith(".wasm") && !isWasm(bytes)) throw unknownKind(shown);
  requireWasm(bytes, shown);
  return { kind: "wasm", origin: "wasm", name: argument, bytes };
}

/** The error for a file of no kind that we take. */
export function unknownKind(shown: string): ToolError {
  return new ToolError("source/unknown-kind", `cannot tell what ${shown} is by its name`, {
    hint: `an input is x.go, a folder, a package pattern, a .txtar, - or a .wasm${shown.endsWith("go.mod") ? `; name the folder ${folderOf(shown)}` : ""}`,
    place: { file: shown },
  });
}
