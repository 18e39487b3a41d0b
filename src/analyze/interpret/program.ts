import type { NodeId } from "../../source/tree.ts";
import type { PackageIndex } from "../flow/package-index.ts";
import type { GoFunction, GoSymbol, IndexedFile } from "../flow/symbols.ts";
import type { Code } from "./code.ts";
import type { Constant } from "./exact.ts";
import type { RunType } from "./go-type.ts";
import type { Track } from "./track.ts";
import type { Box } from "./value.ts";

/** Type parameters → what they stand for. */
export type TypeEnvironment = ReadonlyMap<number, RunType>;
export const NO_TYPES: TypeEnvironment = new Map();

/** Type of an expression, and its value when it is constant. */
export interface Operand {
  readonly type: RunType;
  readonly constant?: Constant | undefined;
  /** The expression is a type. */
  readonly isType?: boolean;
}

/** Where a variable is kept. */
export interface Variable {
  readonly slot: number;
  /** The slot holds a box, because something points to the variable or captures it. */
  readonly boxed: boolean;
  readonly isGlobal: boolean;
  readonly type: RunType;
  readonly track: Track;
}

/** A program that is being run: its package, and what was made ready so far. */
export interface Program {
  readonly index: PackageIndex;
  readonly named: Map<string, RunType>;
  readonly globals: Map<number, Variable>;
  readonly globalBox: Box;
  /** Track of each cell of `globalBox`. */
  readonly globalTracks: Track[];
  readonly codes: Map<string, Code>;
  readonly constants: Map<number, Operand | undefined>;
  /** Value of a constant expression. */
  readonly constantAt: (file: IndexedFile, node: NodeId, types: TypeEnvironment, iota?: number) => Operand;
  /** The function, ready to be called, with its type arguments. */
  readonly codeOf: (fn: GoFunction, types: TypeEnvironment) => Code;
}

/** What is known while one function is translated. */
export interface Context {
  readonly program: Program;
  readonly file: IndexedFile;
  readonly types: TypeEnvironment;
  readonly fn: GoFunction | undefined;
  readonly iota: number | undefined;
  readonly memo: Map<NodeId, Operand>;
  readonly variableOf: (symbol: GoSymbol) => Variable | undefined;
  readonly check: (node: NodeId) => Operand;
}

/** Unwinds the translation of a statement that uses something not modelled. Caught where statements are translated. */
export class NotModelled extends Error {}

/** Gives up the statement that is being translated. */
export function notModelled(why: string): never {
  throw new NotModelled(why);
}
