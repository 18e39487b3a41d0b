import { ToolError } from "../errors.ts";
import type { GoInput } from "./input.ts";
import { emptyFile, requireMainPackage } from "./main-package.ts";
import { isBlank, isLeftOut, packageFile, strictText } from "./package-files.ts";

/** A single Go file that is a program of its own. */
export interface LooseFile {
  /** What the user typed. */
  readonly name: string;
  readonly origin: "file" | "stdin";
  readonly fileName: string;
  /** Of its folder, for messages. */
  readonly displayPrefix: string;
  readonly bytes: Uint8Array;
}

/**
 * A program of one file: nothing beside it is read, not even what it embeds. As `go build x.go` does, this ignores build
 * constraints, and refuses tests, files that import "C", and names that begin with `_` or a dot.
 * Throws ToolError `source/empty-file`, `source/excluded`, `source/not-utf8`, `source/no-main-package`.
 */
export function looseFileInput({ name, origin, fileName, displayPrefix, bytes }: LooseFile): GoInput {
  const shown = `${displayPrefix}${fileName}`;
  if (isBlank(bytes)) throw emptyFile(shown);
  const file = packageFile({ name: fileName, bytes });
  strictText(file, shown);
  if (/^[_.]/.test(fileName))
    throw excluded(shown, "Go ignores files whose names begin with _ or a dot", "rename it");
  if (fileName.endsWith("_test.go")) {
    throw excluded(shown, "it is a test, not part of a program", "rename it, or run it with go test");
  }
  requireMainPackage([file], () => shown);
  if (isLeftOut(file.header)) {
    throw excluded(shown, 'it imports "C", and there is no cgo for WebAssembly', "write that part in Go");
  }
  const files = new Map([[fileName, bytes]]);
  return { kind: "go", origin, name, files, packageDirectory: ".", looseFile: fileName, displayPrefix };
}

function excluded(shown: string, why: string, hint: string): ToolError {
  return new ToolError("source/excluded", `${shown} cannot be built: ${why}`, {
    hint,
    place: { file: shown },
  });
}
