import { ToolError } from "../errors.ts";
import { withoutLineDirectives } from "./line-directives.ts";
import { folderOf, isPortablePath } from "./portable-path.ts";

/** A module's source as it will be written: only what the Go compiler itself may read. */
export interface SanitisedFiles {
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** What was left out, as `path: why`. */
  readonly ignored: readonly string[];
}

/** Sources of other tools: the assembler (whose #include reads any file), the C compiler, SWIG, and ready object code. */
const FOREIGN_SOURCE = /\.(s|S|sx|syso|c|cc|cpp|cxx|m|h|hh|hpp|hxx|f|F|for|f90|swig|swigcxx)$/;
const REPOSITORY_DATA = /(^|\/)(\.git|\.hg|\.svn|\.bzr|_darcs)(\/|$)/;
/** Files that would steer the go command. go.mod is written anew, go.sum has nothing left to check. */
const STEERING = /^(go\.mod|go\.sum)$|(^|\/)go\.(work|work\.sum|env)$/;
/** Takes the place of the go.mod of a nested module, so that its folder stays outside of the program. */
const NESTED_MODULE = new TextEncoder().encode("module sandglass.invalid/nested\n");

/**
 * Leaves out of a module's files what could run a tool or steer the go command, and takes `//line` comments out of force.
 * Throws ToolError `build/file-name` for a Go file whose name is not portable.
 */
export function sanitiseFiles(source: ReadonlyMap<string, Uint8Array>): SanitisedFiles {
  const files = new Map<string, Uint8Array>();
  const ignored: string[] = [];
  const packages = new Set([...source.keys()].filter((path) => path.endsWith(".go")).map(folderOf));
  for (const [path, data] of source) {
    if (path.startsWith("vendor/") || STEERING.test(path) || REPOSITORY_DATA.test(path)) continue;
    if (!isPortablePath(path)) {
      if (path.endsWith(".go")) throw unusableName(path);
      ignored.push(`${JSON.stringify(path)}: its name is not portable`);
    } else if (FOREIGN_SOURCE.test(path) && packages.has(folderOf(path))) {
      ignored.push(`${path}: only Go source is compiled`);
    } else files.set(path, sanitised(path, data));
  }
  return { files, ignored };
}

function sanitised(path: string, data: Uint8Array): Uint8Array {
  if (path.endsWith("/go.mod")) return NESTED_MODULE;
  return path.endsWith(".go") ? withoutLineDirectives(data) : data;
}

function unusableName(path: string): ToolError {
  const shown = JSON.stringify(path);
  return new ToolError("build/file-name", `the name of the Go file ${shown} cannot be used`, {
    hint: "rename it: letters, digits and ._- are safe everywhere",
    place: { file: shown },
  });
}
