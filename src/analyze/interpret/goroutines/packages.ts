import { functionOf, interfaceOf, pointerTo } from "../go-type.ts";
import { native } from "../library/define.ts";
import { libraryType } from "../library/types.ts";
import type { NativeFunction } from "../native.ts";
import { Box, type Value } from "../value.ts";
import { ATOMIC_FUNCTIONS } from "./atomic.ts";
import { TIME_FUNCTIONS } from "./clock.ts";
import { CONTEXT_FUNCTIONS } from "./context.ts";
import { CONDITION } from "./types.ts";

const NOTHING: readonly Value[] = [];

const RUNTIME: Readonly<Record<string, NativeFunction>> = {
  Gosched: native("Gosched", "->", (m) => {
    if (m.goroutines === undefined) return m.unknown("a goroutine");
    m.goroutines.polls++;
    m.goroutines.pause();
    return NOTHING;
  }),
  GC: native("GC", "->", () => NOTHING),
  NumGoroutine: native("NumGoroutine", "-> int", (m) => m.goroutines?.alive ?? m.unknown("a goroutine")),
};

const SYNC: Readonly<Record<string, NativeFunction>> = {
  NewCond: native("NewCond", "Locker -> Cond", (_, [lock]) => new Box([lock!], CONDITION), {
    Locker: libraryType("sync", "Locker") ?? interfaceOf([{ name: "Lock", type: functionOf([], [], false) }]),
    Cond: pointerTo(CONDITION),
  }),
};

/** Functions of the packages that goroutines need, by import path. */
export const GOROUTINE_PACKAGES: Readonly<Record<string, Readonly<Record<string, NativeFunction>>>> = {
  runtime: RUNTIME,
  sync: SYNC,
  "sync/atomic": ATOMIC_FUNCTIONS,
  time: TIME_FUNCTIONS,
  context: CONTEXT_FUNCTIONS,
};
