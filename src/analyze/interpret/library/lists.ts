import {
  ANY,
  BOOL,
  FLOAT64,
  functionOf,
  INT,
  type RunType,
  STRING,
  sliceOf,
  UNKNOWN,
  under,
} from "../go-type.ts";
import type { Machine } from "../machine.ts";
import type { NativeFunction } from "../native.ts";
import { Box, type Closure, copyBox, type Dynamic, isEqual, type Slice, type Value } from "../value.ts";
import { listOf } from "./define.ts";

type Generic = (types: readonly RunType[]) => NativeFunction | undefined;

const NOTHING: readonly Value[] = [];

/** A function on the slice that comes first. */
function onList(
  name: string,
  rest: (list: RunType, element: RunType) => readonly RunType[],
  results: (list: RunType, element: RunType) => readonly RunType[],
  run: (m: Machine, values: readonly Value[], element: RunType) => Value | readonly Value[] | undefined,
): Generic {
  return ([list]) => {
    const base = list === undefined ? UNKNOWN : under(list);
    if (base.kind !== "slice") return undefined;
    const element = base.element!;
    const type = functionOf([list!, ...rest(list!, element)], results(list!, element), false);
    return {
      name,
      type,
      run: (m, values) => {
        m.steps += values[0] === null ? 0 : (values[0] as Slice).length >>> 1;
        return run(m, values, element);
      },
    };
  };
}

/** Sorts in place, stable, and so only where equal elements are the same or the guest cannot tell. */
function sortPlain(m: Machine, [list]: readonly Value[], element: RunType): readonly Value[] | undefined {
  const { kind } = under(element);
  if (list === null) return NOTHING;
  if (kind !== "int" && kind !== "string" && kind !== "float") return m.unknown("sorting");
  const { box, offset, length } = list as Slice;
  const values = box.cells.slice(offset, offset + length);
  if (values.some((value) => Number.isNaN(value))) return m.unknown("NaN");
  values.sort((a, b) => (a! < b! ? -1 : a! > b! ? 1 : 0));
  for (const [at, value] of values.entries()) box.cells[offset + at] = value;
  m.steps += length * 4;
  return NOTHING;
}

const sortNative =
  (name: string, element: RunType): Generic =>
  () => ({
    name,
    type: functionOf([sliceOf(element)], [], false),
    run: (m, values) => sortPlain(m, values, element),
  });

/** sort.Slice of few elements is an insertion sort (sort/zsortfunc.go), which we follow; of more it is not modelled. */
const MAX_INSERTION = 12;

const sortSlice: Generic = ([list]) => {
  const base = list === undefined ? UNKNOWN : under(list);
  if (base.kind !== "slice") return undefined;
  const less = functionOf([INT, INT], [BOOL], false);
  return {
    name: "Slice",
    type: functionOf([ANY, less], [], false),
    run(m, [face, test]) {
      const slice = (face as Dynamic).value as Slice | null;
      if (slice === null) return NOTHING;
      if (slice.length > MAX_INSERTION) return m.unknown("sorting many elements");
      const { cells } = slice.box;
      for (let i = 1; i < slice.length; i++) {
        for (let j = i; j > 0; j--) {
          const result = m.callBack(test as Closure | null, [j, j - 1]);
          if (result === undefined) return undefined;
          if (result[0] !== true) break;
          const [a, b] = [slice.offset + j, slice.offset + j - 1];
          if (
            cells[a] instanceof Box &&
            cells[a].type !== undefined &&
            under(base.element!).kind === "struct"
          ) {
            swapPieces(cells[a], cells[b] as Box);
          } else [cells[a], cells[b]] = [cells[b]!, cells[a]!];
        }
      }
      return NOTHING;
    },
  };
};

function swapPieces(a: Box, b: Box): void {
  const old = copyBox(a);
  for (let at = 0; at < a.cells.length; at++) [a.cells[at], b.cells[at]] = [b.cells[at]!, old.cells[at]!];
}

function indexIn(list: Value, wanted: Value, element: RunType): number {
  return listOf(list).findIndex((value) => isEqual(value, wanted, element) === true);
}

const none = (): readonly RunType[] => [];
const oneElement = (_: RunType, element: RunType): readonly RunType[] => [element];

/** Functions that fit the types of their arguments. */
export const LISTS: Readonly<Record<string, Generic>> = {
  "sort.Ints": sortNative("Ints", INT),
  "sort.Strings": sortNative("Strings", STRING),
  "sort.Float64s": sortNative("Float64s", FLOAT64),
  "sort.Slice": sortSlice,
  "sort.SliceStable": sortSlice,
  "slices.Sort": onList("Sort", none, none, sortPlain),
  "slices.Contains": onList(
    "Contains",
    oneElement,
    () => [BOOL],
    (_, [list, one], element) => indexIn(list!, one!, element) >= 0,
  ),
  "slices.Index": onList(
    "Index",
    oneElement,
    () => [INT],
    (_, [list, one], element) => indexIn(list!, one!, element),
  ),
};
