import type { GoSymbol } from "../flow/symbols.ts";
import type { Track } from "./track.ts";

export type TypeKind =
  | "bool"
  | "int"
  | "float"
  | "string"
  | "pointer"
  | "slice"
  | "array"
  | "map"
  | "channel"
  | "function"
  | "struct"
  | "interface"
  | "named"
  | "tuple"
  | "untyped"
  | "nil"
  | "unknown";

export interface FieldOfType {
  readonly name: string;
  readonly type: RunType;
  readonly embedded: boolean;
  readonly track: Track;
}

export interface MethodOfType {
  readonly name: string;
  /** A function type. */
  readonly type: RunType;
}

/** A type as the interpreter needs it: complete, or `unknown`. Two types are identical when their `id` is the same. */
export interface RunType {
  readonly kind: TypeKind;
  readonly id: string;
  /** Of `int`. */
  readonly bits?: number;
  readonly signed?: boolean;
  /** Of pointers, slices, arrays, channels, and values of maps. */
  readonly element?: RunType;
  readonly key?: RunType;
  readonly length?: number;
  readonly fields?: readonly FieldOfType[];
  readonly methods?: readonly MethodOfType[];
  readonly parameters?: readonly RunType[];
  readonly results?: readonly RunType[];
  readonly variadic?: boolean;
  /** Of named types: what is behind them, worked out late because types refer to themselves. */
  readonly behind?: () => RunType;
  readonly symbol?: GoSymbol;
  readonly typeArguments?: readonly RunType[];
  /** Types of a tuple. */
  readonly parts?: readonly RunType[];
}

const basic = (id: string, kind: TypeKind, bits?: number, signed?: boolean): RunType =>
  bits === undefined ? { kind, id } : { kind, id, bits, signed: signed === true };

export const UNKNOWN: RunType = basic("unknown", "unknown");
export const NIL: RunType = basic("nil", "nil");
export const VOID: RunType = { kind: "tuple", id: "()", parts: [] };
/** Predeclared types by name. `int` has 64 bits on wasip1. */
export const BASIC: ReadonlyMap<string, RunType> = new Map(
  [
    basic("bool", "bool"),
    basic("string", "string"),
    basic("int", "int", 64, true),
    basic("int8", "int", 8, true),
    basic("int16", "int", 16, true),
    basic("int32", "int", 32, true),
    basic("int64", "int", 64, true),
    basic("uint", "int", 64),
    basic("uint8", "int", 8),
    basic("uint16", "int", 16),
    basic("uint32", "int", 32),
    basic("uint64", "int", 64),
    basic("uintptr", "int", 64),
    basic("float32", "float", 32),
    basic("float64", "float", 64),
  ].flatMap((type): [string, RunType][] => {
    const alias = { uint8: "byte", int32: "rune" }[type.id];
    return alias === undefined
      ? [[type.id, type]]
      : [
          [type.id, type],
          [alias, type],
        ];
  }),
);
export const BOOL: RunType = BASIC.get("bool")!;
export const STRING: RunType = BASIC.get("string")!;
export const INT: RunType = BASIC.get("int")!;
export const FLOAT64: RunType = BASIC.get("float64")!;
export const BYTE: RunType = BASIC.get("uint8")!;
export const RUNE: RunType = BASIC.get("int32")!;
/** The types of constants that have no type yet. */
export const UNTYPED: Readonly<Record<"int" | "rune" | "float" | "string" | "bool", RunType>> = {
  int: basic("untyped int", "untyped"),
  rune: basic("untyped rune", "untyped"),
  float: basic("untyped float", "untyped"),
  string: basic("untyped string", "untyped"),
  bool: basic("untyped bool", "untyped"),
};

export const pointerTo = (element: RunType): RunType => ({ kind: "pointer", id: `*${element.id}`, element });
export const sliceOf = (element: RunType): RunType => ({ kind: "slice", id: `[]${element.id}`, element });
export const arrayOf = (length: number, element: RunType): RunType => ({
  kind: "array",
  id: `[${length}]${element.id}`,
  length,
  element,
});
export const mapOf = (key: RunType, element: RunType): RunType => ({
  kind: "map",
  id: `map[${key.id}]${element.id}`,
  key,
  element,
});
export const tupleOf = (parts: readonly RunType[]): RunType => ({
  kind: "tuple",
  id: `(${parts.map((part) => part.id).join(", ")})`,
  parts,
});

/** A function type. */
export function functionOf(
  parameters: readonly RunType[],
  results: readonly RunType[],
  variadic: boolean,
): RunType {
  const list = (types: readonly RunType[]): string => types.map((type) => type.id).join(", ");
  const id = `func(${list(parameters)}${variadic ? "..." : ""}) (${list(results)})`;
  return { kind: "function", id, parameters, results, variadic };
}

/** An interface type with these methods (sorted by name: order means nothing). */
export function interfaceOf(methods: readonly MethodOfType[]): RunType {
  const sorted = [...methods].sort((a, b) => (a.name < b.name ? -1 : 1));
  const id = `interface{${sorted.map(({ name, type }) => name + type.id).join("; ")}}`;
  return { kind: "interface", id, methods: sorted };
}

export const ANY: RunType = interfaceOf([]);
export const ERROR: RunType = {
  kind: "named",
  id: "error",
  behind: () => interfaceOf([{ name: "Error", type: functionOf([], [STRING], false) }]),
};

/** The type behind names. */
export function under(type: RunType): RunType {
  let current = type;
  for (let step = 0; current.kind === "named" && step < 50; step++) current = current.behind!();
  return current.kind === "named" ? UNKNOWN : current;
}

export const isSame = (a: RunType, b: RunType): boolean => a.id === b.id;
export const isInterface = (type: RunType): boolean => under(type).kind === "interface";
/** Values of the type are copied piece by piece, and a pointer to one is the piece of memory itself. */
export const isBoxed = (type: RunType): boolean => {
  const { kind } = under(type);
  return kind === "struct" || kind === "array";
};
