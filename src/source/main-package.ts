import { ToolError } from "../errors.ts";
import { isBlank, type PackageFile } from "./package-files.ts";

/**
 * Checks that the files of one folder, those that the build compiles, are a program. A file without a readable package
 * clause passes: parser and compiler say better what is wrong with it. `shown` turns a file name into one for messages.
 * Throws ToolError `source/empty-file`, `source/mixed-packages`, `source/no-main-package`.
 */
export function requireMainPackage(files: readonly PackageFile[], shown: (name: string) => string): void {
  for (const { name, bytes } of files) if (isBlank(bytes)) throw emptyFile(shown(name));
  const named = files.filter(({ header }) => header.packageName !== undefined);
  const [first] = named;
  if (first === undefined) return;
  const other = named.find(({ header }) => header.packageName !== first.header.packageName);
  if (other !== undefined) throw mixedPackages(first, other, shown);
  if (first.header.packageName === "main") return;
  throw new ToolError(
    "source/no-main-package",
    `${shown(first.name)} is package ${first.header.packageName}, a library; a program is package main`,
    { hint: "name the folder or file that holds package main", place: { file: shown(first.name) } },
  );
}

/** The error for a file without any content. */
export function emptyFile(shown: string): ToolError {
  return new ToolError("source/empty-file", `${shown} is empty`, {
    hint: "a Go program begins with package main",
    place: { file: shown, line: 1, column: 1 },
  });
}

/** Whether the files are, as far as can be read, a program. */
export function isMainPackage(files: readonly PackageFile[]): boolean {
  return files.some(({ header }) => header.packageName === "main");
}

function mixedPackages(first: PackageFile, other: PackageFile, shown: (name: string) => string): ToolError {
  const both = [first, other]
    .map(({ name, header }) => `${header.packageName} (${shown(name)})`)
    .join(" and ");
  return new ToolError("source/mixed-packages", `one folder holds two packages: ${both}`, {
    hint: "move one of them to a folder of its own, or name a single file",
    place: { file: shown(other.name) },
  });
}
