import { ANY, BASIC, ERROR, functionOf, pointerTo, type RunType, STRING, sliceOf } from "../go-type.ts";
import type { Machine } from "../machine.ts";
import type { NativeFunction } from "../native.ts";
import { type Track, unseenTrack } from "../track.ts";
import { Box, Dynamic, Slice, type Value } from "../value.ts";

/** What a modelled function gives for its arguments, without looking at the machine. */
type Plain = (...values: never[]) => Value | readonly Value[] | undefined;

/** The type that a word stands for: `string`, `[]int`, `any`, `error`, `*T` of a given type. */
function wordType(word: string, given: Readonly<Record<string, RunType>>): RunType {
  if (word.startsWith("[]")) return sliceOf(wordType(word.slice(2), given));
  if (word.startsWith("*")) return pointerTo(wordType(word.slice(1), given));
  if (word === "any") return ANY;
  if (word === "error") return ERROR;
  const type = given[word] ?? BASIC.get(word);
  if (type === undefined) throw new Error(`no such type: ${word}`);
  return type;
}

/** A function type from words: `string ...any -> int error`. */
export function signature(text: string, given: Readonly<Record<string, RunType>> = {}): RunType {
  const [left, right] = text.split("->").map((side) => side.trim());
  const words = (side: string | undefined): string[] =>
    side === undefined || side === "" ? [] : side.split(/\s+/);
  const variadic = words(left).some((word) => word.startsWith("..."));
  const parameters = words(left).map((word) =>
    word.startsWith("...") ? sliceOf(wordType(word.slice(3), given)) : wordType(word, given),
  );
  return functionOf(
    parameters,
    words(right).map((word) => wordType(word, given)),
    variadic,
  );
}

/** A function of the library that only computes. */
export function pure(
  name: string,
  type: string,
  run: Plain,
  given?: Readonly<Record<string, RunType>>,
): NativeFunction {
  return { name, type: signature(type, given), run: (_, values) => run(...(values as never[])) };
}

/** A function of the library that needs the machine. */
export function native(
  name: string,
  type: string,
  run: NativeFunction["run"],
  given?: Readonly<Record<string, RunType>>,
): NativeFunction {
  return { name, type: signature(type, given), run };
}

/** The values of a slice. */
export function listOf(value: Value): Value[] {
  if (value === null) return [];
  const { box, offset, length } = value as Slice;
  return box.cells.slice(offset, offset + length);
}

/** A slice that holds these values. */
export function newSlice(values: Value[]): Slice {
  return new Slice(new Box(values, undefined), 0, values.length, values.length);
}

/** A named type of the library, made of `behind`. */
export function libraryNamed(id: string, behind: RunType): RunType {
  return { kind: "named", id, behind: () => behind };
}

/** A struct of the library; of its fields the guest sees the exported ones only. `trackOf` says which are not read unseen. */
export function libraryStruct(
  id: string,
  fields: readonly (readonly [string, RunType])[],
  trackOf: (field: string) => Track = (field) => unseenTrack(`${id}.${field}`),
): RunType {
  return libraryNamed(id, {
    kind: "struct",
    id: `struct ${id}`,
    fields: fields.map(([name, type]) => ({ name, type, embedded: false, track: trackOf(name) })),
  });
}

const ERROR_STRING = pointerTo(libraryNamed("errors.errorString", STRING));
const WRAP_ERROR = pointerTo(libraryNamed("fmt.wrapError", STRING));

/** What errors.Join gives: its text, and the errors in it. */
export const JOIN_ERROR: RunType = pointerTo(libraryNamed("errors.joinError", STRING));

/** A new error with this text. */
export function newError(text: string): Dynamic {
  return new Dynamic(ERROR_STRING, new Box([text], undefined));
}

/** An error with this text around others. */
export function newWrapped(text: string, inner: Value): Dynamic {
  return new Dynamic(WRAP_ERROR, new Box([text, inner], undefined));
}

/** Counts work on text of this many bytes; false when the machine has enough. */
export function works(machine: Machine, bytes: number): boolean {
  machine.steps += bytes >>> 4;
  return machine.stop === undefined;
}
