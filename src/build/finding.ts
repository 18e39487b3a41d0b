import { displayPath } from "../source/display-path.ts";
import type { Finding, Region, RelatedPlace } from "../source/finding.ts";
import { sourceLines } from "./columns.ts";
import type { GoPlace } from "./go-output.ts";
import type { BuildHost } from "./host.ts";
import type { ProgramModules } from "./modules.ts";
import type { Program } from "./program.ts";

/** What a finding of the build says; the place is worked out from the program. */
export interface BuildRemark {
  readonly rule: "compile-error" | "compile-bomb";
  readonly message: string;
  readonly help: string;
  readonly place?: GoPlace | undefined;
  readonly related?: readonly { readonly place: GoPlace; readonly message: string }[];
}

/** Turns what the compiler says into findings with places that the user knows. */
export interface FindingMaker {
  readonly make: (remark: BuildRemark) => Finding;
}

const WORD = /^[\p{L}_][\p{L}\p{N}_]*/u;

/**
 * Findings for one build. Places are mapped from the private folder back to the input: a file of a module is shown as
 * `module@version/file`, and a place that the input does not have becomes the beginning of the main file.
 * `folder` is the folder of the workspace.
 */
export function findingMaker(
  program: Program,
  modules: ProgramModules,
  folder: string,
  host: BuildHost,
): FindingMaker {
  const ordinals = new Map<string, number>();
  const region = (place: GoPlace | undefined): Region => regionOf(place, program, modules, folder);
  return {
    make({ rule, message, help, place, related = [] }) {
      const at = region(place);
      const line = place === undefined ? "" : lineText(place, program, modules, folder).trim();
      const identity = `${rule}\n${at.file}\n${line}`;
      const ordinal = ordinals.get(identity) ?? 0;
      ordinals.set(identity, ordinal + 1);
      return {
        ...at,
        rule,
        hazard: rule === "compile-bomb" ? "compile-bomb" : "does-not-build",
        severity: "error",
        message,
        help,
        cwe: rule === "compile-bomb" ? ["CWE-400"] : [],
        witness: rule === "compile-bomb" ? message : "the Go compiler refuses it",
        related: related.map((one): RelatedPlace => ({ ...region(one.place), message: one.message })),
        fingerprint: host.sha256(`${identity}\n${ordinal}`).slice(0, 32),
      };
    },
  };
}

interface FileInInput {
  readonly shown: string;
  readonly data: Uint8Array;
}

function regionOf(
  place: GoPlace | undefined,
  program: Program,
  modules: ProgramModules,
  folder: string,
): Region {
  const file = place === undefined ? undefined : fileOf(place.path, program, modules, folder);
  if (file === undefined || place === undefined) return start(shownPath(program.mainFile, program));
  const lines = sourceLines(file.data);
  const { line, byteColumn } = place;
  if (line < 1 || line > lines.count) return start(file.shown);
  const text = lines.text(line);
  if (byteColumn === undefined)
    return { file: file.shown, line, column: 1, endLine: line, endColumn: text.length + 1 };
  const column = Math.min(lines.column(line, byteColumn), text.length + 1);
  const length = WORD.exec(text.slice(column - 1))?.[0].length ?? 1;
  return { file: file.shown, line, column, endLine: line, endColumn: column + length };
}

function lineText(place: GoPlace, program: Program, modules: ProgramModules, folder: string): string {
  const file = fileOf(place.path, program, modules, folder);
  return file === undefined ? "" : sourceLines(file.data).text(place.line);
}

function start(file: string): Region {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
}

/**
 * The file of the input behind a path that was printed: relative to the program's folder, absolute, or, by the linker,
 * beginning with the path of the module.
 */
function fileOf(
  printed: string,
  program: Program,
  { modules }: ProgramModules,
  folder: string,
): FileInInput | undefined {
  const path = printed
    .replace(`${folder}/program/`, "")
    .replace(`${folder}/`, "../")
    .replace(/^(\.\/)+/, "");
  for (const candidate of [path, withoutPrefix(path, `${program.modulePath}/`)]) {
    const own = program.input.files.get(candidate);
    if (own !== undefined) return { shown: shownPath(candidate, program), data: own };
  }
  for (const [index, module] of modules.entries()) {
    const name = `${module.path}@${module.version}/`;
    const file = withoutPrefix(withoutPrefix(path, `../modules/${index}/`), name);
    const data = file === path ? undefined : module.files.get(file);
    if (data !== undefined) return { shown: `${name}${file}`, data };
  }
  return undefined;
}

function withoutPrefix(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

function shownPath(path: string, { input }: Program): string {
  return displayPath(input, path);
}
