import type { ModuleRequirement } from "./go-mod.ts";
import { missingModule, type ProgramModules } from "./modules.ts";
import type { Program } from "./program.ts";
import type { Toolchain } from "./toolchain-probe.ts";

/** The cure for what the compiler says most often. */
const CURES: readonly (readonly [message: RegExp, help: string])[] = [
  [/^undefined: /, "define it, import the package that does, or correct the spelling"],
  [/^declared and not used: /, "use the variable or remove it"],
  [/ imported and not used/, "remove the import"],
  [/ redeclared in this block$/, "rename or remove one of the two"],
  [/ is not in std/, "correct the import path"],
  [/^missing function body/, "write the function in Go: assembly is left out of the build"],
  [
    /^build constraints exclude all Go files/,
    "the build is for wasm without cgo: give it a file without such constraints",
  ],
  [/function main is undeclared/, "add func main to package main"],
  [
    /^pattern .*: (invalid pattern syntax|no matching files found)/,
    "embed files of the input only, with a relative path below the Go file",
  ],
  [/invalid input file name/, "rename the file: Go takes no name that begins with a hyphen"],
  [/too large|too big/, "make it smaller"],
];
const DEFAULT_CURE = "correct it: the message is the Go compiler's own";

/** The two ways in which cmd/go says that it knows no module for an import. */
const UNPROVIDED = /(?:no required module provides|cannot find module providing) package ([^\s;:]+)/;

/**
 * What the compiler said in words that fit this build, and the cure. An import that no module provides is told by why that is.
 * Throws ToolError `build/module-missing` when its module is allowed and required, but was found nowhere.
 */
export function worded(
  text: string,
  program: Program,
  modules: ProgramModules,
): { message: string; help: string } {
  const imported = UNPROVIDED.exec(text)?.[1];
  if (imported !== undefined) return unprovided(imported, program, modules);
  return { message: text, help: CURES.find(([pattern]) => pattern.test(text))?.[1] ?? DEFAULT_CURE };
}

/** Paths of this machine are nobody's business, and differ from run to run. */
export function withoutHostPaths(text: string, { goRoot }: Toolchain, folder: string): string {
  return text
    .replaceAll(`${folder}/program/`, "")
    .replaceAll(`${folder}/program`, ".")
    .replaceAll(`${folder}/modules/`, "modules/")
    .replace(/^runtime\.main_main·f: /, "")
    .replace(/ \([^()]*\/src\/[^()]*\)$/, "")
    .replaceAll(goRoot, "GOROOT");
}

function unprovided(
  imported: string,
  { goMod }: Program,
  { missing }: ProgramModules,
): { message: string; help: string } {
  const provides = ({ path }: ModuleRequirement): boolean =>
    imported === path || imported.startsWith(`${path}/`);
  const absent = missing.find(provides);
  if (absent !== undefined) throw missingModule(absent);
  const unlisted = goMod.requirements.find(provides);
  if (unlisted !== undefined) {
    return {
      message: `package ${imported} is of module ${unlisted.path}, which the policy does not list`,
      help: `list ${JSON.stringify(unlisted.path)} under modules in the policy, if you trust it`,
    };
  }
  return {
    message: `no module of go.mod provides package ${imported}`,
    help: "import the standard library, or modules that go.mod requires and the policy lists under modules",
  };
}
