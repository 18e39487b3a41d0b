import { ToolError } from "../errors.ts";
import { type GoHeader, readGoHeader } from "../source/go-header.ts";
import type { GoInput } from "../source/input.ts";
import { decodeLoosely } from "../source/utf8.ts";
import { type GoMod, parseGoMod } from "./go-mod.ts";
import { compareGoVersions, type GoVersion, parseGoVersion } from "./go-version.ts";
import { folderOf } from "./portable-path.ts";
import { sanitiseFiles } from "./sanitise.ts";

/** The program as it will be compiled: what of the input counts, and what was left out. */
export interface Program {
  readonly input: GoInput;
  readonly goMod: GoMod;
  readonly modulePath: string;
  /** Language version for the generated go.mod, as `1.26` or `1.26.1`. */
  readonly goVersion: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Package clause and imports of every Go file that is not a test. */
  readonly headers: ReadonlyMap<string, GoHeader>;
  /** The Go file of package main that findings without a place are put on. */
  readonly mainFile: string;
  /** What was left out or has no effect, as `path:line: what`. */
  readonly ignored: readonly string[];
}

/** A program without a go.mod gets this module path; it shows in the file names of a panic. */
const DEFAULT_MODULE_PATH = "program";
/** cmd/go assumes this language when a go.mod does not say (go.dev/ref/mod#go-mod-file-go). */
const UNSAID_GO_VERSION = "1.16";
const FILE_COUNT_LIMIT = 20_000;

/**
 * Decides from the snapshot alone what will be compiled. `toolchainVersion` gives the language of programs without a go.mod.
 * Throws ToolError: `build/source-too-large`, `build/file-name`, `build/package-folder`, `build/no-go-files`, `build/no-main-package`.
 */
export function planProgram(input: GoInput, sourceLimitBytes: number, toolchainVersion: GoVersion): Program {
  checkSize(input, sourceLimitBytes);
  checkFolder(input);
  const { files, ignored } = sanitiseFiles(input.files);
  const headers = new Map<string, GoHeader>();
  for (const [path, data] of files) {
    if (path.endsWith(".go") && !path.endsWith("_test.go"))
      headers.set(path, readGoHeader(decodeLoosely(data)));
  }
  const mainFile = checkMain(input, headers);
  const goModFile = input.files.get("go.mod");
  const goMod = parseGoMod(goModFile === undefined ? "" : new TextDecoder().decode(goModFile));
  const language = `${toolchainVersion.major}.${toolchainVersion.minor}`;
  return {
    input,
    goMod,
    modulePath: goMod.modulePath ?? DEFAULT_MODULE_PATH,
    goVersion: goModFile === undefined ? language : (goMod.goVersion ?? UNSAID_GO_VERSION),
    files,
    headers,
    mainFile,
    ignored: [
      ...ignored,
      ...goMod.ignored.map(({ line, text }) => `go.mod:${line}: ${text}`),
      ...cgoFiles(headers),
    ],
  };
}

/** Whether a go.mod's `go` line can be built by this toolchain; undefined when it can, else what to say. */
export function unsupportedGoVersion(goVersion: string, toolchain: GoVersion): string | undefined {
  const wanted = /^\d+\.\d+(\.\d+)?((rc|beta)\d+)?$/.test(goVersion) ? parseGoVersion(goVersion) : undefined;
  if (wanted === undefined) return `invalid go version ${JSON.stringify(goVersion.slice(0, 40))}`;
  if (compareGoVersions(wanted, toolchain) <= 0) return undefined;
  return `go.mod asks for Go ${goVersion}, and this is Go ${toolchain.major}.${toolchain.minor}.${toolchain.patch}`;
}

function checkSize({ name, files }: GoInput, sourceLimitBytes: number): void {
  let bytes = 0;
  for (const data of files.values()) bytes += data.length;
  if (bytes <= sourceLimitBytes && files.size <= FILE_COUNT_LIMIT) return;
  const what = bytes > sourceLimitBytes ? `${bytes} bytes` : `${files.size} files`;
  const limit = bytes > sourceLimitBytes ? `${sourceLimitBytes} bytes` : `${FILE_COUNT_LIMIT} files`;
  throw new ToolError("build/source-too-large", `the source has ${what}; at most ${limit} are built`, {
    hint: "leave out what the program does not need",
    place: { file: name },
  });
}

/** `...` in a folder is a wildcard of the go command, and `@` begins a version. */
function checkFolder({ name, packageDirectory }: GoInput): void {
  if (packageDirectory === ".") return;
  const isPlain =
    /^[^@\\]+$/.test(packageDirectory) &&
    packageDirectory.split("/").every((part) => /^[^.]|^\.[^.]/.test(part));
  if (isPlain && !packageDirectory.includes("...") && !packageDirectory.startsWith("vendor/")) return;
  throw new ToolError(
    "build/package-folder",
    `the folder ${JSON.stringify(packageDirectory)} cannot hold the program`,
    {
      hint: "name the folder of package main",
      place: { file: name },
    },
  );
}

function checkMain({ name, packageDirectory }: GoInput, headers: ReadonlyMap<string, GoHeader>): string {
  const own = [...headers]
    .filter(([path]) => folderOf(path) === packageDirectory)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const [first] = own;
  if (first === undefined) {
    throw new ToolError("build/no-go-files", `there is no Go file in ${name}`, {
      hint: "name a Go file, or a folder that holds the package main",
      place: { file: name },
    });
  }
  const main = own.find(([, { packageName }]) => packageName === "main" || packageName === undefined);
  if (main !== undefined) return main[0];
  throw new ToolError("build/no-main-package", `${name} is package ${first[1].packageName}, not a program`, {
    hint: "name the folder that holds package main",
    place: { file: name },
  });
}

function cgoFiles(headers: ReadonlyMap<string, GoHeader>): readonly string[] {
  return [...headers].flatMap(([path, { imports }]) =>
    imports
      .filter((one) => one.path === "C")
      .map(({ line }) => `${path}:${line}: import "C": cgo is off, so the file is left out`),
  );
}
