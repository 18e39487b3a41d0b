import { decodeRune } from "../literals.ts";
import type { Machine } from "../machine.ts";
import type { NativeFunction } from "../native.ts";
import { native, pure } from "./define.ts";

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
    ToUpper: native("ToUpper", "rune -> rune", (m, [rune]) => asciiCase(m, rune as number, true)),
    ToLower: native("ToLower", "rune -> rune", (m, [rune]) => asciiCase(m, rune as number, false)),
  },
  "unicode/utf8": {
    RuneCountInString: pure("RuneCountInString", "string -> int", runesIn),
    DecodeRuneInString: pure("DecodeRuneInString", "string -> rune int", (text: string) =>
      text === "" ? [0xfffd, 0] : decodeRune(text, 0),
    ),
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
