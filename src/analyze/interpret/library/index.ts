import { exactInteger } from "../exact.ts";
import { type RunType, UNTYPED } from "../go-type.ts";
import { CONTEXT_ERRORS } from "../goroutines/context.ts";
import { GOROUTINE_PACKAGES } from "../goroutines/packages.ts";
import type { NativeFunction } from "../native.ts";
import type { Operand } from "../program.ts";
import { textOfBytes } from "../text.ts";
import { Box, type Value } from "../value.ts";
import { pure } from "./define.ts";
import { ERRORS } from "./errors.ts";
import { FMT } from "./fmt.ts";
import { ARGUMENTS, ENVIRONMENT, SCAN } from "./input.ts";
import { LISTS } from "./lists.ts";
import { MATH, MATH_CONSTANTS } from "./math.ts";
import { FILES, LOG, PRINT_TO } from "./output.ts";
import { RUN } from "./run.ts";
import { SMALL_PACKAGES } from "./small-packages.ts";
import { STRCONV } from "./strconv.ts";
import { STRINGS } from "./strings.ts";
import { libraryType } from "./types.ts";

const BUFFER = libraryType("bytes", "Buffer")!;
/** What makes a bytes.Buffer. */
const BUFFERS: Readonly<Record<string, NativeFunction>> = {
  NewBufferString: pure("NewBufferString", "string -> *Buffer", (text: string) => new Box([text], BUFFER), {
    Buffer: BUFFER,
  }),
  NewBuffer: pure("NewBuffer", "[]byte -> *Buffer", (list: Value) => new Box([textOfBytes(list)], BUFFER), {
    Buffer: BUFFER,
  }),
};

const PACKAGES: Readonly<Record<string, Readonly<Record<string, NativeFunction>>>> = {
  errors: ERRORS,
  fmt: { ...FMT, ...PRINT_TO, ...SCAN },
  math: MATH,
  strconv: STRCONV,
  strings: STRINGS,
  ...SMALL_PACKAGES,
  os: { ...SMALL_PACKAGES["os"], ...ENVIRONMENT },
  bytes: BUFFERS,
  "internal/run": RUN,
  log: { ...SMALL_PACKAGES["log"], ...LOG },
};

const own = <V>(table: Readonly<Record<string, V>> | undefined, name: string): V | undefined =>
  table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;

/** The function `name` of the package at `path`; undefined when it is not modelled. */
export function libraryFunction(path: string, name: string): NativeFunction | undefined {
  return own(own(PACKAGES, path), name) ?? own(own(GOROUTINE_PACKAGES, path), name);
}

/** A function that fits the types of its arguments, when it is modelled for them. */
export function libraryGeneric(
  path: string,
  name: string,
): ((types: readonly RunType[]) => NativeFunction | undefined) | undefined {
  return own(LISTS, `${path}.${name}`);
}

/** A constant of the library. */
export function libraryConstant(path: string, name: string): Operand | undefined {
  if (path === "os") return name === "Args" ? ARGUMENTS : undefined;
  if (path === "math") return own(MATH_CONSTANTS, name);
  if (path === "utf8" || path === "unicode/utf8") return own(UTF8, name);
  return path === "time" ? own(TIME, name) : undefined;
}

/** A variable of the library; what it holds is not modelled unless `value` is there. */
export function libraryVariable(
  path: string,
  name: string,
): (Operand & { readonly value: Value }) | undefined {
  if (path === "os") return own(FILES, name);
  return path === "context" ? own(CONTEXT_ERRORS, name) : undefined;
}

const UTF8: Readonly<Record<string, Operand>> = {
  RuneError: { type: UNTYPED.rune, constant: exactInteger(0xfffd) },
  RuneSelf: { type: UNTYPED.int, constant: exactInteger(0x80) },
  UTFMax: { type: UNTYPED.int, constant: exactInteger(4) },
};

const duration = (nanoseconds: bigint): Operand => ({
  type: libraryType("time", "Duration")!,
  constant: exactInteger(nanoseconds),
});
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const TIME: Readonly<Record<string, Operand>> = {
  Nanosecond: duration(1n),
  Microsecond: duration(1_000n),
  Millisecond: duration(1_000_000n),
  Second: duration(1_000_000_000n),
  Minute: duration(60_000_000_000n),
  Hour: duration(3_600_000_000_000n),
  ...Object.fromEntries(
    MONTHS.map((name, at) => [name, { type: libraryType("time", "Month")!, constant: exactInteger(at + 1) }]),
  ),
  ...Object.fromEntries(
    DAYS.map((name, at) => [name, { type: libraryType("time", "Weekday")!, constant: exactInteger(at) }]),
  ),
};
