import { ToolError } from "../errors.ts";
import type { GoInput, Input } from "./input.ts";
import { INPUT_LIMITS, newBudget, type SourceBudget, type SourceLimits } from "./limits.ts";
import { looseFileInput } from "./loose-file.ts";
import { requireMainPackage } from "./main-package.ts";
import { findModule, findNamed, type NamedInput, shownPath } from "./named-input.ts";
import { compiledFiles, EVERY_TARGET } from "./package-files.ts";
import { packagesOfInput } from "./packages-of-input.ts";
import { patternMain } from "./pattern-main.ts";
import { foldersOf } from "./reachable.ts";
import { baseName, folderOf, within } from "./slash-path.ts";
import { takeModuleSnapshot } from "./snapshot.ts";
import type { SourceHost } from "./source-host.ts";
import { shownIn } from "./source-tree.ts";
import { looksLikeTxtar } from "./txtar-files.ts";
import { txtarInput } from "./txtar-input.ts";
import { isWasm, requireWasm } from "./wasm-input.ts";

/** Called this in messages; a source file needs a name that the compiler takes. */
const STDIN_GO = "stdin.go";
const STDIN_TXTAR = "stdin.txtar";

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
  const input = await inputOf(argument, host, budget);
  if (input.kind === "go") packagesOfInput(input, EVERY_TARGET);
  return input;
}

async function inputOf(argument: string, host: SourceHost, budget: SourceBudget): Promise<Input> {
  if (argument === "-") return stdinInput(await host.readStdin(budget.limits.totalBytes), budget);
  if (argument.includes("...")) {
    const folder = await patternMain(argument, host);
    return {
      ...(await folderInput(folder, await findNamed(folder, host), host, budget)),
      origin: "pattern",
      name: argument,
    };
  }
  const named = await findNamed(argument, host);
  if (named.kind === "folder") return folderInput(argument, named, host, budget);
  const { shown } = named;
  const extension = /\.(go|txtar|wasm)$/.exec(baseName(named.typed))?.[1];
  if (extension === undefined) return unnamedModule(argument, named, host, budget);
  const isModule = extension === "wasm";
  const limitBytes = isModule ? budget.limits.wasmBytes : budget.limits.totalBytes;
  if (!isModule) budget.take(named.bytes, shown);
  const bytes = await host.readFile(named.real, limitBytes);
  if (extension === "txtar")
    return txtarInput({ bytes, name: argument, origin: "txtar", shown }, newBudget(budget.limits, argument));
  if (extension === "go") return looseInput(argument, named, bytes, host);
  requireWasm(bytes, shown);
  return { kind: "wasm", origin: "wasm", name: argument, bytes };
}

/** The go command names test binaries `fmt.test` (go test -exec), so a file of unknown name may still be a module. */
async function unnamedModule(
  argument: string,
  { real, shown }: NamedInput,
  host: SourceHost,
  { limits }: SourceBudget,
): Promise<Input> {
  const bytes = await host.readFile(real, limits.wasmBytes);
  if (!isWasm(bytes)) throw unknownKind(shown);
  requireWasm(bytes, shown);
  return { kind: "wasm", origin: "wasm", name: argument, bytes };
}

/** Standard input is Go, or an archive of Go. */
export function stdinInput(bytes: Uint8Array, budget: SourceBudget): GoInput {
  if (looksLikeTxtar(bytes)) {
    return txtarInput({ bytes, name: "-", origin: "stdin", shown: STDIN_TXTAR }, budget);
  }
  budget.take(bytes.length, STDIN_GO);
  return looseFileInput({ name: "-", origin: "stdin", fileName: STDIN_GO, displayPrefix: "", bytes });
}

function looseInput(argument: string, { typed }: NamedInput, bytes: Uint8Array, host: SourceHost): GoInput {
  const fileName = baseName(typed);
  const shown = shownPath(typed, argument, host);
  const displayPrefix = shown.slice(0, shown.length - fileName.length);
  return looseFileInput({ name: argument, origin: "file", fileName, displayPrefix, bytes });
}

async function folderInput(
  argument: string,
  named: NamedInput,
  host: SourceHost,
  budget: SourceBudget,
): Promise<GoInput> {
  const { root, folder, display } = await findModule(named, argument, host);
  const tree = { root, ...display, host, budget };
  const files = await takeModuleSnapshot(tree, folder);
  const found = foldersOf(files).get(folder) ?? [];
  const compiled = compiledFiles(found, EVERY_TARGET);
  if (compiled.length === 0) throw noGoFiles(named.shown, found.length > 0);
  requireMainPackage(compiled, (name) => shownIn(tree, within(folder, name)));
  return { kind: "go", origin: "directory", name: argument, files, packageDirectory: folder, ...display };
}

/** The error for a folder in which nothing can be built. */
export function noGoFiles(shown: string, hasExcluded: boolean): ToolError {
  const what = hasExcluded
    ? `build constraints exclude all Go files in ${shown} for wasip1/wasm`
    : `there is no Go file in ${shown}`;
  return new ToolError("source/no-go-files", what, {
    hint: hasExcluded
      ? "remove the constraint, or name one file, for which constraints do not count"
      : "name a folder with Go files that are no tests, or ./... for all packages below",
    place: { file: shown },
  });
}

/** The error for a file of no kind that we take. */
export function unknownKind(shown: string): ToolError {
  return new ToolError("source/unknown-kind", `cannot tell what ${shown} is by its name`, {
    hint: `an input is x.go, a folder, a package pattern, a .txtar, - or a .wasm${shown.endsWith("go.mod") ? `; name the folder ${folderOf(shown)}` : ""}`,
    place: { file: shown },
  });
}
