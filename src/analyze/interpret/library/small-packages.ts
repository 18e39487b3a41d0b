import { decodeRune } from "../literals.ts";
import type { Machine } from "../machine.ts";
import type { NativeFunction } from "../native.ts";
import { textOfBytes } from "../text.ts";
import type { Value } from "../value.ts";
import { listOf, native, pure } from "./define.ts";

const byRune = (name: string, test: RegExp): [string, NativeFunction] => [
  name,
  native(name, "rune -> bool", (m, [rune]) =>
    (rune as number) > 0x7f || (rune as number) < 0
      ? m.unknown("a rune beyond ASCII")
      : test.test(String.fromCharCode(rune as number)),
  ),
];

function asciiCase(m: Machine, rune: number, upper: boolean): number | undefined {
  if (rune > 0x7f || rune < 0) return m.unknown("a rune beyond ASCII");
  const text = String.fromCharCode(rune);
  return (upper ? text.toUpperCase() : text.toLowerCase()).charCodeAt(0);
}

function runesIn(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += decodeRune(text, at)[1]) count++;
  return count;
}

const firstRune = (text: string): readonly [number, number] =>
  text === "" ? [0xfffd, 0] : decodeRune(text, 0);

function lastRune(text: string): readonly [number, number] {
  if (text === "") return [0xfffd, 0];
  // A rune has at most four bytes, and the shortest tail that is one whole rune is it.
  for (let size = 1; size <= Math.min(4, text.length); size++) {
    const [rune, used] = decodeRune(text, text.length - size);
    if (used === size && (size > 1 || rune < 0x80)) return [rune, size];
  }
  return [0xfffd, 1];
}

/** Whether a text begins with a whole rune, be it one that is not valid. */
function isFull(text: string): boolean {
  if (text === "") return false;
  const first = text.charCodeAt(0);
  const size = first < 0xc2 || first > 0xf4 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (text.length >= size) return true;
  return [...text.slice(1)].some((unit) => (unit.charCodeAt(0) & 0xc0) !== 0x80);
}

function isValid(text: string): boolean {
  for (let at = 0; at < text.length; ) {
    const [rune, size] = decodeRune(text, at);
    if (rune === 0xfffd && size === 1) return false;
    at += size;
  }
  return true;
}

/** Shortest path that means the same (path.Clean). */
function clean(path: string): string {
  if (path === "") return ".";
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== ".." || !path.startsWith("/")) parts.push(part);
  }
  const joined = parts.join("/");
  return path.startsWith("/") ? `/${joined}` : joined === "" ? "." : joined;
}

function base(path: string): string {
  if (path === "") return ".";
  const short = path.replace(/\/+$/, "");
  return short === "" ? "/" : short.slice(short.lastIndexOf("/") + 1);
}

const PATH: Readonly<Record<string, NativeFunction>> = {
  Clean: pure("Clean", "string -> string", clean),
  Dir: pure("Dir", "string -> string", (path: string) => clean(path.slice(0, path.lastIndexOf("/") + 1))),
  Base: pure("Base", "string -> string", base),
  Join: pure("Join", "...string -> string", (list: Value) => {
    const parts = listOf(list).filter((part) => part !== "");
    return parts.length === 0 ? "" : clean(parts.join("/"));
  }),
  IsAbs: pure("IsAbs", "string -> bool", (path: string) => path.startsWith("/")),
  Ext: pure("Ext", "string -> string", (path: string) => /\.[^./]*$/.exec(path)?.[0] ?? ""),
};

const end = (name: string, type: string): NativeFunction =>
  native(name, type, (m) => {
    m.stop ??= { kind: "ended" };
    return undefined;
  });

/** Packages of which little is modelled. */
export const SMALL_PACKAGES: Readonly<Record<string, Readonly<Record<string, NativeFunction>>>> = {
  unicode: {
    ...Object.fromEntries([
      byRune("IsDigit", /[0-9]/),
      byRune("IsNumber", /[0-9]/),
      byRune("IsLetter", /[A-Za-z]/),
      byRune("IsSpace", /[ \t\n\v\f\r]/),
      byRune("IsUpper", /[A-Z]/),
      byRune("IsLower", /[a-z]/),
      byRune("IsPunct", /[!-#%-*,-/:;?@[-\]_{}]/),
    ]),
    IsControl: native("IsControl", "rune -> bool", (m, [rune]) =>
      (rune as number) > 0xff
        ? m.unknown("a rune")
        : ((rune as number) >= 0 && (rune as number) < 0x20) ||
          ((rune as number) >= 0x7f && (rune as number) < 0xa0),
    ),
    ToTitle: native("ToTitle", "rune -> rune", (m, [rune]) => asciiCase(m, rune as number, true)),
    ToUpper: native("ToUpper", "rune -> rune", (m, [rune]) => asciiCase(m, rune as number, true)),
    ToLower: native("ToLower", "rune -> rune", (m, [rune]) => asciiCase(m, rune as number, false)),
  },
  "unicode/utf8": {
    RuneCountInString: pure("RuneCountInString", "string -> int", runesIn),
    DecodeRuneInString: pure("DecodeRuneInString", "string -> rune int", firstRune),
    DecodeLastRuneInString: pure("DecodeLastRuneInString", "string -> rune int", lastRune),
    DecodeRune: pure("DecodeRune", "[]byte -> rune int", (list: Value) => firstRune(textOfBytes(list))),
    DecodeLastRune: pure("DecodeLastRune", "[]byte -> rune int", (list: Value) =>
      lastRune(textOfBytes(list)),
    ),
    FullRune: pure("FullRune", "[]byte -> bool", (list: Value) => isFull(textOfBytes(list))),
    FullRuneInString: pure("FullRuneInString", "string -> bool", isFull),
    RuneCount: pure("RuneCount", "[]byte -> int", (list: Value) => runesIn(textOfBytes(list))),
    ValidString: pure("ValidString", "string -> bool", isValid),
    Valid: pure("Valid", "[]byte -> bool", (list: Value) => isValid(textOfBytes(list))),
    ValidRune: pure(
      "ValidRune",
      "rune -> bool",
      (rune: number) => rune >= 0 && rune <= 0x10ffff && !(rune >= 0xd800 && rune < 0xe000),
    ),
    RuneStart: pure("RuneStart", "byte -> bool", (byte: number) => (byte & 0xc0) !== 0x80),
    RuneLen: pure("RuneLen", "rune -> int", (rune: number) =>
      rune < 0 || rune > 0x10ffff || (rune >= 0xd800 && rune < 0xe000)
        ? -1
        : rune < 0x80
          ? 1
          : rune < 0x800
            ? 2
            : rune < 0x10000
              ? 3
              : 4,
    ),
  },
  path: PATH,
  "path/filepath": PATH,
  os: { Exit: end("Exit", "int ->") },
  log: {
    Fatal: end("Fatal", "...any ->"),
    Fatalf: end("Fatalf", "string ...any ->"),
    Fatalln: end("Fatalln", "...any ->"),
  },
};
