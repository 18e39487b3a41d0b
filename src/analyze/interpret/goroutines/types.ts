import { BASIC, functionOf, interfaceOf, pointerTo, type RunType } from "../go-type.ts";
import { libraryNamed, libraryStruct } from "../library/define.ts";

const INT = BASIC.get("int")!;
const INT64 = BASIC.get("int64")!;
const BOOL = BASIC.get("bool")!;
const NOTHING = functionOf([], [], false);

export const TIME: RunType = libraryStruct("time.Time", [["nanoseconds", INT64]]);
const TIMES: RunType = { kind: "channel", id: "<-chan time.Time", element: TIME };
export const TIMER: RunType = libraryStruct("time.Timer", [["C", TIMES]]);
export const TICKER: RunType = libraryStruct("time.Ticker", [["C", TIMES]]);
const DONE: RunType = {
  kind: "channel",
  id: "<-chan struct{}",
  element: { kind: "struct", id: "struct{}", fields: [] },
};
const ERROR_RESULT = (error: RunType): RunType => functionOf([], [error], false);

/** The types of sync, sync/atomic, time and context that goroutines need. `error` and `any` are Go's own. */
export function goroutineTypes(error: RunType, any: RunType): Readonly<Record<string, RunType>> {
  const context = libraryNamed(
    "context.Context",
    interfaceOf([
      { name: "Deadline", type: functionOf([], [TIME, BOOL], false) },
      { name: "Done", type: functionOf([], [DONE], false) },
      { name: "Err", type: ERROR_RESULT(error) },
      { name: "Value", type: functionOf([any], [any], false) },
    ]),
  );
  const atomics = (["Int32", "Int64", "Uint32", "Uint64", "Bool"] as const).map((name): [string, RunType] => {
    const id = `sync/atomic.${name}`;
    return [id, libraryStruct(id, [["value", BASIC.get(name.toLowerCase())!]])];
  });
  return {
    "time.Time": TIME,
    "time.Timer": TIMER,
    "time.Ticker": TICKER,
    "sync.WaitGroup": libraryStruct("sync.WaitGroup", [["count", INT]]),
    "context.Context": context,
    "context.CancelFunc": libraryNamed("context.CancelFunc", NOTHING),
    "context.CancelCauseFunc": libraryNamed("context.CancelCauseFunc", functionOf([error], [], false)),
    ...Object.fromEntries(atomics),
  };
}

/** What a context is made of. */
export const CONTEXT_NODE: RunType = pointerTo(libraryStruct("context.node", [["state", INT]]));
