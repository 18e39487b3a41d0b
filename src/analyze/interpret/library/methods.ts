import type { RunType } from "../go-type.ts";
import { goroutineMethods, withGoroutines } from "../goroutines/methods.ts";
import { runeBytes } from "../literals.ts";
import type { Machine } from "../machine.ts";
import type { NativeFunction } from "../native.ts";
import { textOfBytes } from "../text.ts";
import type { Box, Value } from "../value.ts";
import { BUFFER_METHODS } from "./buffer.ts";
import { native, pure } from "./define.ts";
import { durationText } from "./duration.ts";
import { readInput } from "./input.ts";
import { libraryType } from "./types.ts";

/** A method of a type of the library. */
export interface LibraryMethod {
  readonly byPointer: boolean;
  readonly native: NativeFunction;
  /** What it does with the text of a builder. */
  readonly effect?: "writes" | "measures";
}

const byPointer = (name: string, type: string, run: NativeFunction["run"]): LibraryMethod => ({
  byPointer: true,
  native: native(name, type, run),
});
const writing = (name: string, type: string, run: NativeFunction["run"]): LibraryMethod => ({
  ...byPointer(name, type, run),
  effect: "writes",
});
const DURATION: Readonly<Record<string, RunType>> = { Duration: libraryType("time", "Duration")! };

/** To the nearest multiple, halves away from zero (time.Duration.Round); only where numbers are exact. */
function roundDuration(d: number, to: number): number {
  if (to <= 0) return d;
  const rest = Math.abs(d) % to;
  const down = Math.abs(d) - rest;
  return Math.sign(d) * (rest + rest < to ? down : down + to) + 0;
}

const byValue = (
  name: string,
  type: string,
  run: Parameters<typeof pure>[2],
  given?: Readonly<Record<string, RunType>>,
): LibraryMethod => ({
  byPointer: false,
  native: pure(name, type, run, given),
});

/** Longest text that a builder may hold. */
const MAX_TEXT = 4_000_000;

function grow(m: Machine, receiver: Value, more: string): boolean {
  if (receiver === null) {
    m.panicText("invalid memory address or nil pointer dereference");
    return false;
  }
  const box = receiver as Box;
  const text = (box.cells[0] as string) + more;
  box.cells[0] = text;
  if (text.length > MAX_TEXT) m.stop ??= { kind: "budget" };
  return m.takes(more.length >>> 6);
}

const NOTHING: readonly Value[] = [];
const textIn = (receiver: Value): string => (receiver as Box).cells[0] as string;

/** Methods of builders and buffers of text. */
const TEXT_METHODS: Readonly<Record<string, LibraryMethod>> = {
  WriteString: writing("WriteString", "string -> int error", (m, [to, text]) =>
    grow(m, to!, text as string) ? [(text as string).length, null] : undefined,
  ),
  Write: writing("Write", "[]byte -> int error", (m, [to, list]) => {
    const text = textOfBytes(list!);
    return grow(m, to!, text) ? [text.length, null] : undefined;
  }),
  WriteByte: writing("WriteByte", "byte -> error", (m, [to, byte]) =>
    grow(m, to!, String.fromCharCode(byte as number)) ? null : undefined,
  ),
  WriteRune: writing("WriteRune", "rune -> int error", (m, [to, rune]) => {
    const text = runeBytes(rune as number);
    return grow(m, to!, text) ? [text.length, null] : undefined;
  }),
  String: byPointer("String", "-> string", (_, [from]) => (from === null ? "<nil>" : textIn(from!))),
  Len: {
    ...byPointer("Len", "-> int", (m, [from]) => (from === null ? m.unknown("nil") : textIn(from!).length)),
    effect: "measures",
  },
  Grow: byPointer("Grow", "int ->", () => NOTHING),
  Reset: byPointer("Reset", "->", (_, [to]) => {
    (to as Box).cells[0] = "";
    return NOTHING;
  }),
};

function lock(by: 1 | -1, least: number): NativeFunction["run"] {
  return (m, [mutex]) => {
    const box = mutex as Box | null;
    if (box === null) return m.panicText("invalid memory address or nil pointer dereference");
    const state = box.cells[0] as number;
    // A lock that is held, or none that is: the rest belongs to other rules.
    if (by > 0 ? state !== 0 : state < least) return m.unknown("a mutex");
    box.cells[0] = state + by;
    return NOTHING;
  };
}

const LOCK_METHODS: Readonly<Record<string, LibraryMethod>> = {
  Lock: byPointer("Lock", "->", lock(1, 0)),
  Unlock: byPointer("Unlock", "->", lock(-1, 1)),
  RLock: byPointer("RLock", "->", lock(1, 0)),
  RUnlock: byPointer("RUnlock", "->", lock(-1, 1)),
};

const errorText: LibraryMethod = byPointer("Error", "-> string", (_, [error]) => textIn(error!));

/** A method of one of the two files that only take output. */
function toOutput(name: string, type: string, textOf: (value: Value) => string): LibraryMethod {
  return byPointer(name, type, (m, [, value]) => {
    const text = textOf(value!);
    m.output?.(text);
    return [text.length, null];
  });
}

const METHODS: Readonly<Record<string, Readonly<Record<string, LibraryMethod>>>> = {
  "strings.Builder": TEXT_METHODS,
  "bytes.Buffer": { ...TEXT_METHODS, ...BUFFER_METHODS },
  "os.File": {
    Write: toOutput("Write", "[]byte -> int error", textOfBytes),
    WriteString: toOutput("WriteString", "string -> int error", (text) => text as string),
    Sync: byPointer("Sync", "-> error", () => null),
    Read: byPointer("Read", "[]byte -> int error", readInput),
  },
  "sync.Mutex": withGoroutines(LOCK_METHODS),
  "sync.RWMutex": withGoroutines(LOCK_METHODS),
  "errors.errorString": { Error: errorText },
  "errors.joinError": { Error: errorText },
  "fmt.wrapError": {
    Error: errorText,
    Unwrap: byPointer("Unwrap", "-> error", (_, [error]) => (error as Box).cells[1]!),
  },
  "runtime.Error": {
    Error: {
      byPointer: false,
      native: native("Error", "-> string", (m, [text]) =>
        (text as string).includes("?") ? m.unknown("the text of a panic") : text,
      ),
    },
  },
  "time.Duration": {
    Seconds: byValue("Seconds", "-> float64", (d: number) => Number(d) / 1e9),
    Minutes: byValue("Minutes", "-> float64", (d: number) => Number(d) / 6e10),
    Hours: byValue("Hours", "-> float64", (d: number) => Number(d) / 3.6e12),
    Milliseconds: byValue("Milliseconds", "-> int64", (d: number) => Math.trunc(Number(d) / 1e6) + 0),
    Microseconds: byValue("Microseconds", "-> int64", (d: number) => Math.trunc(Number(d) / 1e3) + 0),
    Nanoseconds: byValue("Nanoseconds", "-> int64", (d: number | bigint) => d),
    Abs: byValue("Abs", "-> Duration", (d: number | bigint) => (d < 0 ? -d : d), DURATION),
    Round: byValue("Round", "Duration -> Duration", roundDuration, DURATION),
    Truncate: byValue(
      "Truncate",
      "Duration -> Duration",
      (d: number, to: number) => (to <= 0 ? d : d - (d % to) + 0),
      DURATION,
    ),
    String: byValue("String", "-> string", (d: number | bigint) => durationText(BigInt(d))),
  },
};

/** The method `name` of a type of the library; undefined when it has none that is modelled. */
export function libraryMethod(owner: RunType, name: string): LibraryMethod | undefined {
  if (owner.symbol !== undefined) return undefined;
  const methods = METHODS[owner.id] ?? goroutineMethods(owner.id);
  return methods !== undefined && Object.hasOwn(methods, name) ? methods[name] : undefined;
}
