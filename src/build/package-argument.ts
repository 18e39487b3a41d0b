import { matchesBuild } from "../source/build-constraints.ts";
import type { GoInput } from "../source/input.ts";

/**
 * What the go command is told to build: the folder of package main, or the one file that the user named where only naming
 * the file makes Go ignore its build constraints. A named file is compiled as `command-line-arguments`, so naming is the exception.
 */
export function packageArgument(
  { files, looseFile, packageDirectory }: GoInput,
  os: "wasip1" | "js",
): string {
  const bytes = looseFile === undefined ? undefined : files.get(looseFile);
  if (looseFile !== undefined && bytes !== undefined) {
    if (matchesBuild(looseFile, new TextDecoder().decode(bytes), { os }) !== "yes") return `./${looseFile}`;
  }
  return packageDirectory === "." ? "." : `./${packageDirectory}`;
}
