import { functionOf } from "../go-type.ts";
import { native } from "../library/define.ts";
import type { LibraryMethod } from "../library/methods.ts";
import type { Machine } from "../machine.ts";
import type { NativeFunction } from "../native.ts";
import { Box, Closure, type Value } from "../value.ts";
import { giveBack, Line, type Lock, lockBehind, takeLock, tryLock } from "./locks.ts";
import { startGoroutine } from "./start.ts";

const NOTHING: readonly Value[] = [];
const NIL_POINTER = "invalid memory address or nil pointer dereference";

/** A method by pointer of a type whose state the first field holds. */
function method(
  name: string,
  type: string,
  run: (m: Machine, box: Box, values: readonly Value[]) => Value | readonly Value[] | undefined,
): LibraryMethod {
  const checked: NativeFunction["run"] = (m, [receiver, ...values]) => {
    if (receiver instanceof Box) return run(m, receiver, values);
    return receiver === null ? m.panicText(NIL_POINTER) : m.unknown("a receiver");
  };
  return { byPointer: true, native: native(name, type, checked, { func: functionOf([], [], false) }) };
}

const lines = new WeakMap<Box, Line>();

/** The queue at a wait group; a copy of one has its own. */
function lineAt(box: Box): Line {
  let line = lines.get(box);
  if (line === undefined) {
    line = new Line();
    lines.set(box, line);
  }
  return line;
}

/** Takes a lock as the goroutine that runs. */
export function lockNow(m: Machine, box: Box, isShared: boolean): readonly Value[] | undefined {
  const { goroutines } = m;
  if (goroutines === undefined) return m.unknown("a mutex");
  takeLock(goroutines, lockBehind(box), isShared, m.nativePlace());
  return NOTHING;
}

/** Gives a lock back; Go ends the program when nobody holds it. */
export function unlockNow(m: Machine, box: Box, isShared: boolean): readonly Value[] | undefined {
  const { goroutines } = m;
  if (goroutines === undefined || !giveBack(goroutines, lockBehind(box), isShared))
    return m.unknown("an unlock");
  goroutines.visible();
  return NOTHING;
}

function tryNow(m: Machine, lock: Lock, isShared: boolean): boolean | undefined {
  const { goroutines } = m;
  if (goroutines === undefined) return m.unknown("a mutex");
  const isTaken = tryLock(goroutines, lock, isShared);
  if (isTaken) goroutines.events++;
  else goroutines.polls++;
  return isTaken;
}

const LOCKS: Readonly<Record<string, LibraryMethod>> = {
  Lock: method("Lock", "->", (m, box) => lockNow(m, box, false)),
  Unlock: method("Unlock", "->", (m, box) => unlockNow(m, box, false)),
  RLock: method("RLock", "->", (m, box) => lockNow(m, box, true)),
  RUnlock: method("RUnlock", "->", (m, box) => unlockNow(m, box, true)),
  TryLock: method("TryLock", "-> bool", (m, box) => tryNow(m, lockBehind(box), false)),
  TryRLock: method("TryRLock", "-> bool", (m, box) => tryNow(m, lockBehind(box), true)),
};

/** Counts; whether that went well. */
function count(m: Machine, box: Box, by: number): boolean {
  const { goroutines } = m;
  const left = (box.cells[0] as number) + by;
  if (goroutines === undefined || left < 0) {
    m.unknown("a wait group");
    return false;
  }
  box.cells[0] = left;
  if (left === 0) lineAt(box).release(goroutines);
  return true;
}

function add(m: Machine, box: Box, by: number): readonly Value[] | undefined {
  if (!count(m, box, by)) return undefined;
  m.goroutines!.passed();
  return NOTHING;
}

const GROUP: Readonly<Record<string, LibraryMethod>> = {
  Add: method("Add", "int ->", (m, box, [by]) => add(m, box, by as number)),
  Done: method("Done", "->", (m, box) => add(m, box, -1)),
  Wait: method("Wait", "->", (m, box) => {
    const { goroutines } = m;
    if (goroutines === undefined) return m.unknown("a wait group");
    if (box.cells[0] !== 0) lineAt(box).stand(goroutines, "group", m.nativePlace());
    return NOTHING;
  }),
  Go: method("Go", "func ->", (m, box, [run]) => {
    if (!(run instanceof Closure)) return m.panicText(NIL_POINTER);
    if (!count(m, box, 1)) return undefined;
    startGoroutine(m, run, [], m.nativePlace(), { after: () => void count(m, box, -1) });
    return NOTHING;
  }),
};

/** Methods of package sync, by type. */
export const SYNC_METHODS: Readonly<Record<string, Readonly<Record<string, LibraryMethod>>>> = {
  "sync.Mutex": LOCKS,
  "sync.RWMutex": LOCKS,
  "sync.WaitGroup": GROUP,
};
