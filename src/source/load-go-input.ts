import { ToolError } from "../errors.ts";
import type { GoInput } from "./input.ts";
import { newBudget, type SourceBudget } from "./limits.ts";
import { looseFileInput } from "./loose-file.ts";
import { requireMainPackage } from "./main-package.ts";
import { findModule, findNamed, type NamedInput, shownPath } from "./named-input.ts";
import { compiledFiles, EVERY_TARGET } from "./package-files.ts";
import { packagesOfInput } from "./packages-of-input.ts";
import { patternMain } from "./pattern-main.ts";
import { foldersOf } from "./reachable.ts";
import { baseName, within } from "./slash-path.ts";
import { takeModuleSnapshot } from "./snapshot.ts";
import type { SourceHost } from "./source-host.ts";
import { shownIn } from "./source-tree.ts";
import { looksLikeTxtar } from "./txtar-files.ts";
import { txtarInput } from "./txtar-input.ts";

/** Called this in messages; a source file needs a name that the compiler takes. */
const STDIN_GO = "stdin.go";
const STDIN_TXTAR = "stdin.txtar";

/**
 * Takes in Go of any form; `named` is what the argument names, undefined for `-` and for a pattern.
 * Throws ToolError `source/...` as `loadInput` does.
 */
export async function loadGoInput(
  argument: string,
  named: NamedInput | undefined,
  host: SourceHost,
  budget: SourceBudget,
): Promise<GoInput> {
  const input = await inputOf(argument, named, host, budget);
  packagesOfInput(input, EVERY_TARGET);
  return input;
}

async function inputOf(
  argument: string,
  named: NamedInput | undefined,
  host: SourceHost,
  budget: SourceBudget,
): Promise<GoInput> {
  if (argument === "-") return stdinInput(await host.readStdin(budget.limits.totalBytes), budget);
  if (named === undefined) {
    const folder = await patternMain(argument, host);
    const found = await folderInput(folder, await findNamed(folder, host), host, budget);
    return { ...found, origin: "pattern", name: argument };
  }
  if (named.kind === "folder") return folderInput(argument, named, host, budget);
  const { shown } = named;
  budget.take(named.bytes, shown);
  const bytes = await host.readFile(named.real, budget.limits.totalBytes);
  if (!named.typed.endsWith(".txtar")) return looseInput(argument, named, bytes, host);
  return txtarInput({ bytes, name: argument, origin: "txtar", shown }, newBudget(budget.limits, argument));
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
