import { ToolError } from "../errors.ts";
import { decodeLoosely } from "./utf8.ts";

/** What people take for a module, by its first bytes. */
const OTHER_FORMATS: readonly (readonly [magic: readonly number[], what: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], "a zip archive"],
  [[0x7f, 0x45, 0x4c, 0x46], "an ELF program for Linux; build it with GOOS=wasip1 GOARCH=wasm"],
  [[0xcf, 0xfa, 0xed, 0xfe], "a Mach-O program for macOS; build it with GOOS=wasip1 GOARCH=wasm"],
  [[0x4d, 0x5a], "a Windows program; build it with GOOS=wasip1 GOARCH=wasm"],
  [[0x1f, 0x8b], "gzip-compressed; unpack it first"],
  [[0x28, 0xb5, 0x2f, 0xfd], "zstd-compressed; unpack it first"],
  [[0x21, 0x3c, 0x61, 0x72, 0x63, 0x68, 0x3e], "an archive of object files (a Go library is no program)"],
];
const MAGIC: readonly number[] = [0x00, 0x61, 0x73, 0x6d];
const HEADER_BYTES = 8;

/** Whether bytes begin as every WebAssembly binary does. */
export function isWasm(bytes: Uint8Array): boolean {
  return startsWith(bytes, MAGIC);
}

/**
 * Checks that bytes begin as a core WebAssembly module of version 1 does; the rest is for the reader of modules.
 * Throws ToolError `source/empty-file`, `source/not-wasm` naming what it is instead, where that can be told.
 */
export function requireWasm(bytes: Uint8Array, shown: string): void {
  if (bytes.length === 0) {
    throw new ToolError("source/empty-file", `${shown} is empty`, {
      hint: "build the module again",
      place: { file: shown },
    });
  }
  const problem = problemOf(bytes);
  if (problem === undefined) return;
  throw new ToolError("source/not-wasm", `${shown} is not a WebAssembly module: ${problem}`, {
    hint: "name a .wasm file built for WASI preview 1, or Go source",
    place: { file: shown },
  });
}

function problemOf(bytes: Uint8Array): string | undefined {
  if (isWasm(bytes)) {
    if (bytes.length < HEADER_BYTES) return `it breaks off in its header, at byte offset ${bytes.length}`;
    const version = bytes[4]! | (bytes[5]! << 8);
    const layer = bytes[6]! | (bytes[7]! << 8);
    if (layer === 1) return "it is a component; take the core module that it was made from";
    return version === 1 && layer === 0 ? undefined : `its version is ${version}, at byte offset 4, not 1`;
  }
  const other = OTHER_FORMATS.find(([magic]) => startsWith(bytes, magic));
  if (other !== undefined) return `it is ${other[1]}`;
  const text = decodeLoosely(bytes.subarray(0, 256)).trimStart();
  if (text.startsWith("(module") || text.startsWith(";;"))
    return "it is the text format; assemble it with wat2wasm";
  const found = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return `it begins with ${found}, not with 00 61 73 6d`;
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}
