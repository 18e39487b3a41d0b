import type { IndexedFile } from "../../flow/symbols.ts";
import type { Code, Instruction } from "../code.ts";
import { Frame, type Machine } from "../machine.ts";
import type { Closure, Value } from "../value.ts";
import type { RunPlace, Task } from "./scheduler.ts";

/** How a goroutine is started beside what it calls. */
export interface StartOptions {
  /** The first goroutine of the program. */
  readonly isFirst?: boolean;
  /** Done when the goroutine ends. */
  readonly after?: () => void;
  /** Who wanted it, when that is not the one that runs: the clock starts it. */
  readonly parent?: Task | undefined;
}

/** Starts a goroutine that calls a function. */
export function startGoroutine(
  m: Machine,
  closure: Closure,
  values: readonly Value[],
  at: RunPlace,
  { isFirst = false, after, parent }: StartOptions = {},
): void {
  const { goroutines } = m;
  if (goroutines === undefined) {
    m.unknown("a goroutine");
    return;
  }
  const code = codeOf(at.file, [
    (machine, f) => void machine.call(f.locals[0] as Closure, f.locals.slice(1), at.node),
    () => goroutines.finish(),
  ]);
  const frame = new Frame(code, [closure, ...values], undefined, at.node);
  goroutines.start(frame, isFirst ? undefined : at, { parent: parent ?? goroutines.current, atEnd: after });
  if (!isFirst && parent === undefined) goroutines.passed();
}

/** Code that does nothing but these instructions. */
function codeOf(file: IndexedFile, body: Instruction[]): Code {
  return {
    name: "go",
    fn: undefined,
    file,
    body,
    epilogue: -1,
    parameters: 0,
    captured: 0,
    slots: 0,
    resultTypes: [],
    namedResults: undefined,
    tracks: [],
    prepare: undefined,
    isReady: true,
  };
}
