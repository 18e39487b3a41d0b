import { decodeRune, runeBytes } from "../literals.ts";
import type { Machine } from "../machine.ts";
import type { NativeFunction } from "../native.ts";
import type { Closure, Value } from "../value.ts";
import { listOf, native, newSlice, pure, signature, works } from "./define.ts";

const SPACES = " \t\n\v\f\r";
/** Text above this many bytes fits into no 32-bit memory. */
const ALL_OF_MEMORY = 1n << 32n;
const MAX_TEXT = 4_000_000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: the question is whether it is all ASCII
const isAscii = (text: string): boolean => !/[^\x00-\x7f]/.test(text);

/** A function on text that is modelled for ASCII only. */
function ascii(name: string, type: string, run: (...values: string[]) => Value): NativeFunction {
  return native(name, type, (m, values) => {
    const texts = values as string[];
    return texts.every((text) => typeof text !== "string" || isAscii(text))
      ? run(...texts)
      : m.unknown("text beyond ASCII");
  });
}

function replaced(m: Machine, text: string, from: string, to: string, limit: number): Value | undefined {
  if (from === "") return m.unknown("replacing nothing");
  const parts = text.split(from);
  const cut = limit < 0 ? parts.length - 1 : Math.min(limit, parts.length - 1);
  const size = text.length + cut * (to.length - from.length);
  if (size > MAX_TEXT) {
    m.stop ??= { kind: "budget" };
    return undefined;
  }
  works(m, text.length + size);
  return [...parts.slice(0, cut), parts.slice(cut).join(from)].join(to);
}

function split(m: Machine, text: string, by: string, limit: number): Value | undefined {
  if (limit === 0) return null;
  const parts = by === "" ? runesOf(text) : text.split(by);
  if (limit > 0 && parts.length > limit)
    parts.splice(limit - 1, parts.length, parts.slice(limit - 1).join(by));
  works(m, text.length);
  return m.takes(parts.length) ? newSlice(parts) : undefined;
}

/** The runes of a text, each with its bytes. */
function runesOf(text: string): string[] {
  const runes: string[] = [];
  for (let at = 0; at < text.length; ) {
    const [, size] = decodeRune(text, at);
    runes.push(text.slice(at, at + size));
    at += size;
  }
  return runes;
}

function count(m: Machine, text: string, part: string): number {
  works(m, text.length);
  return part === "" ? runesOf(text).length + 1 : text.split(part).length - 1;
}

function splitAfter(m: Machine, text: string, by: string): Value | undefined {
  if (by === "") return m.unknown("splitting by nothing");
  const parts = text.split(by).map((part, at, all) => (at < all.length - 1 ? part + by : part));
  return m.takes(parts.length) ? newSlice(parts) : undefined;
}

const repeat = native("Repeat", "string int -> string", (m, [text, count]) => {
  if ((count as number) < 0) return m.unknown("a negative count");
  const bytes = BigInt((text as string).length) * BigInt(count as number);
  if (bytes > ALL_OF_MEMORY && m.mayRecover) return m.unknown("a panic for want of memory");
  if (bytes > ALL_OF_MEMORY && m.place !== undefined) {
    m.stop ??= { kind: "huge", bytes, ...m.place };
    return undefined;
  }
  if (bytes > BigInt(MAX_TEXT)) {
    m.stop ??= { kind: "budget" };
    return undefined;
  }
  return m.takes(Number(bytes) >>> 6) ? (text as string).repeat(count as number) : undefined;
});

const fieldsOf = (text: string): Value =>
  newSlice(text.split(/[ \t\n\v\f\r]+/).filter((part) => part !== ""));

function trimmed(text: string, set: string, left: boolean, right: boolean): string {
  let [from, to] = [0, text.length];
  while (left && from < to && set.includes(text[from]!)) from++;
  while (right && to > from && set.includes(text[to - 1]!)) to--;
  return text.slice(from, to);
}

function mapped(m: Machine, change: Closure | null, text: string): Value | undefined {
  let result = "";
  for (let at = 0; at < text.length; ) {
    const [rune, size] = decodeRune(text, at);
    at += size;
    const results = m.callBack(change, [rune]);
    if (results === undefined) return undefined;
    if ((results[0] as number) >= 0) result += runeBytes(results[0] as number);
  }
  return result;
}

/** Package strings. */
export const STRINGS: Readonly<Record<string, NativeFunction>> = {
  Contains: pure("Contains", "string string -> bool", (a: string, b: string) => a.includes(b)),
  ContainsRune: pure("ContainsRune", "string rune -> bool", (a: string, r: number) =>
    a.includes(runeBytes(r)),
  ),
  ContainsAny: ascii("ContainsAny", "string string -> bool", (a, set) =>
    [...set!].some((unit) => a!.includes(unit)),
  ),
  HasPrefix: pure("HasPrefix", "string string -> bool", (a: string, b: string) => a.startsWith(b)),
  HasSuffix: pure("HasSuffix", "string string -> bool", (a: string, b: string) => a.endsWith(b)),
  Index: pure("Index", "string string -> int", (a: string, b: string) => a.indexOf(b)),
  IndexByte: pure("IndexByte", "string byte -> int", (a: string, b: number) =>
    a.indexOf(String.fromCharCode(b)),
  ),
  IndexRune: pure("IndexRune", "string rune -> int", (a: string, r: number) => a.indexOf(runeBytes(r))),
  IndexAny: ascii("IndexAny", "string string -> int", (a, set) =>
    [...a!].findIndex((unit) => set!.includes(unit)),
  ),
  LastIndex: pure("LastIndex", "string string -> int", (a: string, b: string) => a.lastIndexOf(b)),
  LastIndexAny: ascii("LastIndexAny", "string string -> int", (a, set) =>
    [...a!].findLastIndex((unit) => set!.includes(unit)),
  ),
  LastIndexByte: pure("LastIndexByte", "string byte -> int", (a: string, b: number) =>
    a.lastIndexOf(String.fromCharCode(b)),
  ),
  Count: native("Count", "string string -> int", (m, [a, b]) => count(m, a as string, b as string)),
  Repeat: repeat,
  ReplaceAll: native("ReplaceAll", "string string string -> string", (m, [text, from, to]) =>
    replaced(m, text as string, from as string, to as string, -1),
  ),
  Replace: native("Replace", "string string string int -> string", (m, [text, from, to, limit]) =>
    replaced(m, text as string, from as string, to as string, limit as number),
  ),
  Split: native("Split", "string string -> []string", (m, [text, by]) =>
    split(m, text as string, by as string, -1),
  ),
  SplitN: native("SplitN", "string string int -> []string", (m, [text, by, n]) =>
    split(m, text as string, by as string, n as number),
  ),
  SplitAfter: native("SplitAfter", "string string -> []string", (m, [text, by]) =>
    splitAfter(m, text as string, by as string),
  ),
  Compare: pure("Compare", "string string -> int", (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)),
  Clone: pure("Clone", "string -> string", (text: string) => text),
  Fields: ascii("Fields", "string -> []string", (text) => fieldsOf(text!)),
  Join: native("Join", "[]string string -> string", (m, [list, by]) => {
    const text = listOf(list!).join(by as string);
    if (text.length > MAX_TEXT) m.stop ??= { kind: "budget" };
    return m.takes(text.length >>> 6) ? text : undefined;
  }),
  ToUpper: ascii("ToUpper", "string -> string", (text) => text!.toUpperCase()),
  ToTitle: ascii("ToTitle", "string -> string", (text) => text!.toUpperCase()),
  ToLower: ascii("ToLower", "string -> string", (text) => text!.toLowerCase()),
  EqualFold: ascii("EqualFold", "string string -> bool", (a, b) => a!.toLowerCase() === b!.toLowerCase()),
  TrimSpace: ascii("TrimSpace", "string -> string", (text) => trimmed(text!, SPACES, true, true)),
  Trim: ascii("Trim", "string string -> string", (text, set) => trimmed(text!, set!, true, true)),
  TrimLeft: ascii("TrimLeft", "string string -> string", (text, set) => trimmed(text!, set!, true, false)),
  TrimRight: ascii("TrimRight", "string string -> string", (text, set) => trimmed(text!, set!, false, true)),
  TrimPrefix: pure("TrimPrefix", "string string -> string", (a: string, b: string) =>
    a.startsWith(b) ? a.slice(b.length) : a,
  ),
  TrimSuffix: pure("TrimSuffix", "string string -> string", (a: string, b: string) =>
    a.endsWith(b) ? a.slice(0, a.length - b.length) : a,
  ),
  CutPrefix: pure("CutPrefix", "string string -> string bool", (a: string, b: string) =>
    a.startsWith(b) ? [a.slice(b.length), true] : [a, false],
  ),
  CutSuffix: pure("CutSuffix", "string string -> string bool", (a: string, b: string) =>
    a.endsWith(b) ? [a.slice(0, a.length - b.length), true] : [a, false],
  ),
  Cut: pure("Cut", "string string -> string string bool", (text: string, by: string) => {
    const at = text.indexOf(by);
    return at < 0 ? [text, "", false] : [text.slice(0, at), text.slice(at + by.length), true];
  }),
  Map: native(
    "Map",
    "change string -> string",
    (m, [change, text]) => mapped(m, change as Closure | null, text as string),
    { change: signature("rune -> rune") },
  ),
};
