import { ANY, BASIC, functionOf, type RunType } from "../go-type.ts";
import { native } from "../library/define.ts";
import type { LibraryMethod } from "../library/methods.ts";
import type { Machine } from "../machine.ts";
import { Box, Closure, GoMap, keyOf, type Value } from "../value.ts";

const NOTHING: readonly Value[] = [];
const VISITOR: Readonly<Record<string, RunType>> = {
  visitor: functionOf([ANY, ANY], [BASIC.get("bool")!], false),
};

type Run = (m: Machine, map: GoMap, values: readonly Value[]) => Value | readonly Value[] | undefined;

function method(name: string, type: string, run: Run): LibraryMethod {
  const checked = native(
    name,
    type,
    (m, [receiver, ...values]) => {
      if (!(receiver instanceof Box)) return m.unknown("a sync.Map");
      if (name === "Range" && m.goroutines === undefined) return m.unknown("the order of a map");
      if (!(receiver.cells[0] instanceof GoMap)) receiver.cells[0] = new GoMap();
      if (m.goroutines !== undefined) m.goroutines.polls++;
      return run(m, receiver.cells[0] as GoMap, values);
    },
    VISITOR,
  );
  return { byPointer: true, native: checked };
}

const keyFor = (m: Machine, key: Value | undefined): string | number | bigint | boolean | undefined =>
  keyOf(key!, ANY) ?? m.unknown("a key");

function store(m: Machine, map: GoMap, [key, value]: readonly Value[]): readonly Value[] | undefined {
  const found = keyFor(m, key);
  if (found === undefined) return undefined;
  map.entries.set(found, [key!, value!]);
  if (m.goroutines !== undefined) m.goroutines.events++;
  return NOTHING;
}

/** Methods of sync.Map; its first field holds a map. */
export const SYNC_MAP_METHODS: Readonly<Record<string, LibraryMethod>> = {
  Load: method("Load", "any -> any bool", (m, map, [key]) => {
    const entry = map.entries.get(keyFor(m, key) ?? "");
    return [entry?.[1] ?? null, entry !== undefined];
  }),
  Store: method("Store", "any any ->", store),
  LoadOrStore: method("LoadOrStore", "any any -> any bool", (m, map, [key, value]) => {
    const entry = map.entries.get(keyFor(m, key) ?? "");
    if (entry !== undefined) return [entry[1], true];
    return store(m, map, [key!, value!]) === undefined ? undefined : [value!, false];
  }),
  Delete: method("Delete", "any ->", (m, map, [key]) => {
    map.entries.delete(keyFor(m, key) ?? "");
    return NOTHING;
  }),
  Range: method("Range", "visitor ->", (m, map, [visit]) => {
    if (!(visit instanceof Closure)) return m.unknown("a visitor");
    for (const entry of [...map.entries.values()]) {
      const goesOn = m.callBack(visit, entry)?.[0];
      if (goesOn === undefined) return undefined;
      if (goesOn === false) break;
    }
    return NOTHING;
  }),
};
