import { native } from "../library/define.ts";
import { GOEXIT, type Machine } from "../machine.ts";
import type { NativeFunction } from "../native.ts";
import type { Value } from "../value.ts";
import { ATOMIC_FUNCTIONS } from "./atomic.ts";
import { TIME_FUNCTIONS } from "./clock.ts";
import { CONTEXT_FUNCTIONS } from "./context.ts";

const NOTHING: readonly Value[] = [];

const RUNTIME: Readonly<Record<string, NativeFunction>> = {
  Gosched: native("Gosched", "->", (m) => {
    if (m.goroutines === undefined) return m.unknown("a goroutine");
    m.goroutines.polls++;
    m.goroutines.pause(true);
    return NOTHING;
  }),
  Goexit: native("Goexit", "->", (m) =>
    m.goroutines === undefined ? m.unknown("a goroutine") : m.raise(GOEXIT),
  ),
  GC: native("GC", "->", () => NOTHING),
  // A proof may not rest on the machine; a rehearsal may take any.
  GOMAXPROCS: native("GOMAXPROCS", "int -> int", (m) =>
    m.goroutines === undefined ? m.unknown("the machine") : 1,
  ),
  NumCPU: native("NumCPU", "-> int", (m) => (m.goroutines === undefined ? m.unknown("the machine") : 4)),
  NumGoroutine: native("NumGoroutine", "-> int", (m) => m.goroutines?.alive ?? m.unknown("a goroutine")),
};

/** A number that a random function may give: any will do, and the same each time the program runs. */
function chance(m: Machine): number {
  if (m.goroutines !== undefined) m.goroutines.unseen++;
  const mixed = Math.imul(m.steps ^ (m.steps >>> 15), 0x2c1b3c6d);
  return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32;
}

function random(
  name: string,
  type: string,
  run: (chance: number, values: readonly Value[]) => Value,
): NativeFunction {
  return native(name, type, (m, values) =>
    m.goroutines === undefined ? m.unknown("chance") : run(chance(m), values),
  );
}

const below = (c: number, [limit]: readonly Value[]): number => Math.floor(c * Math.max(1, Number(limit)));
const RANDOM: Readonly<Record<string, NativeFunction>> = {
  ...Object.fromEntries(
    ["Intn", "IntN", "Int63n", "Int64N", "Int31n", "Int32N"].map((name) => {
      const type =
        name.includes("63") || name.includes("64") ? "int64" : /31|32/.test(name) ? "int32" : "int";
      return [name, random(name, `${type} -> ${type}`, below)];
    }),
  ),
  Int: random("Int", "-> int", (c) => Math.floor(c * 2 ** 31)),
  Float64: random("Float64", "-> float64", (c) => c),
  Seed: native("Seed", "int64 ->", () => NOTHING),
};

/** Functions of the packages that goroutines need, by import path. */
export const GOROUTINE_PACKAGES: Readonly<Record<string, Readonly<Record<string, NativeFunction>>>> = {
  runtime: RUNTIME,
  "sync/atomic": ATOMIC_FUNCTIONS,
  time: TIME_FUNCTIONS,
  context: CONTEXT_FUNCTIONS,
  "math/rand": RANDOM,
  "math/rand/v2": RANDOM,
};
