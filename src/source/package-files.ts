import { matchesBuild } from "./build-constraints.ts";
import type { BuildTarget } from "./build-target.ts";
import { type GoHeader, importsPath, readGoHeader } from "./go-header.ts";
import { decodeLoosely, decodeUtf8 } from "./utf8.ts";

/** A Go file with what its header says. */
export interface PackageFile {
  readonly name: string;
  readonly text: string;
  readonly header: GoHeader;
  readonly bytes: Uint8Array;
}

/** Either target of `build`: a file that one of them compiles belongs to the program. */
export const EVERY_TARGET: readonly BuildTarget[] = [{ os: "wasip1" }, { os: "js" }];

/**
 * The files of one folder that a build for one of the targets compiles, or may compile. As in go/build, files that import
 * "C" do not count with cgo off, nor does `package documentation`.
 */
export function compiledFiles(
  files: Iterable<{ readonly name: string; readonly bytes: Uint8Array }>,
  targets: readonly BuildTarget[],
): readonly PackageFile[] {
  const compiled: PackageFile[] = [];
  for (const file of files) {
    const text = decodeLoosely(file.bytes);
    if (targets.every((target) => matchesBuild(file.name, text, target) === "no")) continue;
    const whole = packageFile(file, text);
    if (!isLeftOut(whole.header)) compiled.push(whole);
  }
  return compiled;
}

/** A file with its header read. */
export function packageFile(
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
  text: string = decodeLoosely(bytes),
): PackageFile {
  return { name, bytes, text, header: readGoHeader(text) };
}

/** Whether go/build leaves out a file for what its header says. */
export function isLeftOut(header: GoHeader): boolean {
  return importsPath(header, "C") || header.packageName === "documentation";
}

/** The text of a file that must be UTF-8. Throws ToolError `source/not-utf8` with the place in `shown`. */
export function strictText({ text, bytes }: PackageFile, shown: string): string {
  return text.includes("\ufffd") ? decodeUtf8(bytes, shown) : text;
}

/** Whether a file holds nothing but white space. */
export function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
}
