import { STRING, sliceOf } from "../go-type.ts";
import type { Machine } from "../machine.ts";
import type { NativeFunction } from "../native.ts";
import type { Operand } from "../program.ts";
import { type Slice, Slice as SliceValue, type Value } from "../value.ts";
import { native, newError, newSlice } from "./define.ts";

/** Notes that the run is one without input. One with goroutines is not made then. */
function asksForInput(m: Machine): void {
  m.usesInput = true;
  if (m.goroutines !== undefined) m.unknown("the input");
}

/** io.EOF, or an error that nobody can compare with it because nobody imports io. */
function endOfInput(m: Machine): Value {
  asksForInput(m);
  return m.endOfFile?.() ?? newError("EOF");
}

/** os.File.Read of the standard input, which is empty. */
export function readInput(m: Machine, [, target]: readonly Value[]): readonly Value[] {
  return target instanceof SliceValue && target.length > 0 ? [0, endOfInput(m)] : [0, null];
}

/** fmt.Scan and its like at the end of the input: nothing is stored. */
export const SCAN: Readonly<Record<string, NativeFunction>> = {
  Scan: native("Scan", "...any -> int error", (m) => [0, endOfInput(m)]),
};

/** What the environment gives: nothing. */
export const ENVIRONMENT: Readonly<Record<string, NativeFunction>> = {
  Getenv: native("Getenv", "string -> string", (m) => {
    asksForInput(m);
    return "";
  }),
  LookupEnv: native("LookupEnv", "string -> string bool", (m) => {
    asksForInput(m);
    return ["", false];
  }),
};

/** os.Args of a program that is started without arguments. */
export const ARGUMENTS: Operand = { type: sliceOf(STRING) };

/** A new list of the name of the program alone. */
export function argumentsOfRun(m: Machine): Slice {
  asksForInput(m);
  return newSlice(["main"]);
}
