import { type BuildTarget, DEFAULT_TARGET } from "./build-target.ts";
import { type Display, displayPath } from "./display-path.ts";
import { moduleOfFiles } from "./go-module.ts";
import type { GoInput, GoPackage } from "./input.ts";
import { type PackageFile, packageFile, strictText } from "./package-files.ts";
import { foldersOf, reachablePackages } from "./reachable.ts";
import { within } from "./slash-path.ts";

/**
 * The packages that a build of the input compiles: package main and those that it imports from the snapshot, sorted by
 * folder, each with the files that count for the targets. Where it depends on the toolchain whether a file counts, it does.
 * Throws ToolError `source/not-utf8`.
 */
export function packagesOfInput(
  input: GoInput,
  targets: readonly BuildTarget[] = [DEFAULT_TARGET],
): readonly GoPackage[] {
  const { files, looseFile, packageDirectory } = input;
  if (looseFile !== undefined) {
    const path = displayPath(input, looseFile);
    const file = packageFile({ name: looseFile, bytes: files.get(looseFile) ?? new Uint8Array() });
    return [{ name: path, files: [{ path, text: strictText(file, path) }] }];
  }
  const reachable = reachablePackages(packageDirectory, foldersOf(files), moduleOfFiles(files), targets);
  return [...reachable]
    .filter(([, found]) => found.length > 0)
    .map(([folder, found]) => goPackage(folder, found, input));
}

/** One folder's files as a package, with display paths. Throws ToolError `source/not-utf8`. */
function goPackage(folder: string, files: readonly PackageFile[], display: Display): GoPackage {
  return {
    name: displayPath(display, folder),
    files: files.map((file) => {
      const path = displayPath(display, within(folder, file.name));
      return { path, text: strictText(file, path) };
    }),
  };
}
