import { NO_NODE, type NodeId, textOf, withoutParentheses } from "../../source/tree.ts";
import { Kind } from "../../source/tree-kinds.ts";
import { accessAt, assignedBy, initialValue } from "../flow/accesses.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";
import type { Context, Program } from "./program.ts";
import { parameterNames } from "./signatures.ts";
import { newTrack, type Track } from "./track.ts";

const known = new WeakMap<Program, Map<GoFunction, readonly Track[]>>();

/** Tracks of the parameters of a function literal: the same before and after it is translated. */
export function literalTracks(program: Program, fn: GoFunction): readonly Track[] {
  const all = known.get(program) ?? new Map<GoFunction, readonly Track[]>();
  known.set(program, all);
  let tracks = all.get(fn);
  if (tracks === undefined) {
    const { tree } = fn.file.source;
    tracks = parameterNames(fn).map((name) => {
      const track = newTrack(name === undefined ? "_" : textOf(tree, name));
      track.isParameter = true;
      return track;
    });
    all.set(fn, tracks);
  }
  return tracks;
}

/** The literal that the variable `name` always holds once it holds anything; undefined when it may hold something else. */
export function soleLiteral({ program, file }: Context, name: NodeId): GoFunction | undefined {
  const symbol: GoSymbol | undefined = program.index.symbols[file.symbolOf[name]!];
  if (symbol?.kind !== "variable" || symbol.owner === undefined || symbol.file !== file) return undefined;
  const { tree } = file.source;
  const writes = symbol.uses.filter((use) => accessAt(tree, use) !== "read");
  const given = initialValue(symbol);
  const [write, another] = writes;
  if (another !== undefined || (write !== undefined && given !== undefined)) return undefined;
  const value = write === undefined ? given : assignedBy(file, write);
  const literal = value === undefined ? NO_NODE : withoutParentheses(tree, value);
  return literal !== NO_NODE && tree.kind[literal] === Kind.FuncLiteral
    ? file.functionAt.get(literal)
    : undefined;
}
