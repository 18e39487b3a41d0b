import { childIn, childrenIn, childrenOf, NO_NODE, type NodeId } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { GoFunction, IndexedFile } from "../flow/symbols.ts";
import { operandAt, scopeOf } from "./check.ts";
import type { Code } from "./code.ts";
import { isHeldElsewhere } from "./declare-variable.ts";
import { emitZero } from "./emit-convert.ts";
import { emitValue } from "./emit-expression.ts";
import { emitBareReturn } from "./emit-return.ts";
import { emitStatement } from "./emit-statement.ts";
import { initialise } from "./emit-variable.ts";
import { declareVariable, type Emitter, emit } from "./emitter.ts";
import * as T from "./go-type.ts";
import { literalTracks } from "./literal-tracks.ts";
import { NotModelled, notModelled, type Program, type TypeEnvironment, type Variable } from "./program.ts";
import { signatureAt, typeAt } from "./resolve-type.ts";
import { parameterNames } from "./signatures.ts";
import { newTrack, type Track } from "./track.ts";
import { Box } from "./value.ts";

/** Code for a function or method that is translated when it is first called. */
export function lazyCode(program: Program, fn: GoFunction, types: TypeEnvironment): Code {
  const type = signatureAt({ program, file: fn.file, types }, fn.node);
  const receiver = fn.receiver === undefined ? [] : [receiverType(program, fn, types)];
  const parameters = [...receiver, ...type.parameters!];
  const code = emptyCode(fn.name, fn, fn.file, type.results!);
  code.parameters = parameters.length;
  code.tracks = parameterNames(fn).map((name, at) => parameterTrack(nameOf(fn, name), parameters[at]!));
  (code as { prepare: () => void }).prepare = () => {
    const e = newEmitter(program, { code, fn, file: fn.file, types, parent: undefined });
    translate(e, fn, parameters);
  };
  return code;
}

function parameterTrack(name: string, type: T.RunType): Track {
  const track = newTrack(name, isFloat(type));
  track.isParameter = true;
  return track;
}

const isFloat = (type: T.RunType): boolean => T.under(type).kind === "float";

function nameOf(fn: GoFunction, name: NodeId | undefined): string {
  const { tree } = fn.file.source;
  return name === undefined ? "_" : tree.text.slice(tree.start[name]!, tree.end[name]!);
}

function receiverType(program: Program, fn: GoFunction, types: TypeEnvironment): T.RunType {
  const { tree } = fn.file.source;
  const [declaration] = childrenOf(tree, childIn(tree, fn.node, Field.Receiver));
  return typeAt({ program, file: fn.file, types }, childIn(tree, declaration!, Field.Type));
}

/** Code without instructions. */
export function emptyCode(
  name: string,
  fn: GoFunction | undefined,
  file: IndexedFile,
  results: readonly T.RunType[],
): Code {
  return {
    name,
    fn,
    file,
    body: [],
    epilogue: -1,
    parameters: 0,
    captured: 0,
    slots: 0,
    resultTypes: results,
    namedResults: undefined,
    tracks: [],
    prepare: undefined,
    isReady: false,
  };
}

/** What an emitter is made for. */
export interface EmitterStart {
  readonly code: Code;
  readonly fn: GoFunction | undefined;
  readonly file: IndexedFile;
  readonly types: TypeEnvironment;
  readonly parent: Emitter | undefined;
}

/** An emitter that writes into `code.body`. */
export function newEmitter(program: Program, start: EmitterStart): Emitter {
  const { code, parent } = start;
  const variables = new Map<number, Variable>();
  const captured: Variable[] = [];
  const e: Emitter = {
    program,
    file: start.file,
    types: start.types,
    fn: start.fn,
    iota: undefined,
    memo: new Map(),
    code,
    out: code.body,
    variables,
    parent,
    captured,
    labels: new Map(),
    targets: [],
    bodies: [],
    nextSlot: 0,
    pendingLabel: "",
    check: (node) => operandAt(e, node),
    value: (node, reading) => emitValue(e, node, reading),
    statement: (node) => emitStatement(e, node),
    literal: (node) => translateLiteral(e, node),
    variableOf(symbol) {
      const own = variables.get(symbol.id) ?? program.globals.get(symbol.id);
      if (own !== undefined || parent === undefined) return own;
      const outer = parent.variableOf(symbol);
      if (outer === undefined || outer.isGlobal) return outer;
      // The slot holds the same box as that of the function around this one.
      const slot = code.parameters + captured.length;
      captured.push(outer);
      const inner = { ...outer, slot };
      variables.set(symbol.id, inner);
      code.tracks[slot] = outer.track;
      return inner;
    },
  };
  return e;
}

function translate(e: Emitter, fn: GoFunction, parameters: readonly T.RunType[]): void {
  const { code } = e;
  e.nextSlot = parameters.length + e.captured.length;
  code.slots = Math.max(code.slots, e.nextSlot);
  try {
    emitPrologue(e, fn, parameters);
    e.statement(fn.body);
  } catch (error) {
    if (!(error instanceof NotModelled)) throw error;
    const why = error.message;
    emit(e, (m) => m.unknown(why));
  }
  emitBareReturn(e);
  code.epilogue = e.out.length;
  emit(e, (m, f) => m.epilogue(f));
}

/** Puts parameters that something else holds into boxes, and gives named results their zero values. */
function emitPrologue(e: Emitter, fn: GoFunction, parameters: readonly T.RunType[]): void {
  const { index } = e.program;
  const names = parameterNames(fn);
  for (const [slot, type] of parameters.entries()) {
    const name = names[slot];
    const symbol = name === undefined ? undefined : index.symbols[fn.file.symbolOf[name]!];
    if (symbol === undefined) continue;
    const boxed = isHeldElsewhere(e, symbol, type);
    const track = e.code.tracks[slot] ?? parameterTrack(symbol.name, type);
    e.code.tracks[slot] = track;
    e.variables.set(symbol.id, { slot, boxed, isGlobal: false, type, track });
    if (boxed)
      emit(e, (_, f) => {
        f.locals[slot] = new Box([f.locals[slot]!], undefined);
      });
  }
  e.code.namedResults = emitNamedResults(e, fn);
}

function emitNamedResults(e: Emitter, fn: GoFunction): Code["namedResults"] {
  const { tree } = fn.file.source;
  const list = childIn(tree, fn.node, Field.Result);
  if (list === NO_NODE || tree.kind[list] !== Kind.ParameterList) return undefined;
  const results: { slot: number; boxed: boolean }[] = [];
  for (const declaration of childrenOf(tree, list)) {
    const names = childrenIn(tree, declaration, Field.Name);
    if (names.length === 0) return undefined;
    const type = typeAt(scopeOf(e), childIn(tree, declaration, Field.Type));
    for (const name of names) {
      const symbol = e.program.index.symbols[fn.file.symbolOf[name]!];
      emitZero(e, type);
      const track = newTrack(nameOf(fn, name), isFloat(type));
      if (symbol === undefined) {
        const slot = e.nextSlot++;
        e.code.slots = Math.max(e.code.slots, e.nextSlot);
        initialise(e, { slot, boxed: false, isGlobal: false, type, track });
        results.push({ slot, boxed: false });
        continue;
      }
      const variable = declareVariable(e, symbol, type, isHeldElsewhere(e, symbol, type), track);
      initialise(e, variable);
      results.push(variable);
    }
  }
  return results;
}

/** The code of a literal in the function that `e` writes, and the variables that a closure of it holds. */
function translateLiteral(e: Emitter, node: NodeId): ReturnType<Emitter["literal"]> {
  const fn = e.file.functionAt.get(node);
  if (fn === undefined || fn.broken) return notModelled("a function literal");
  const type = signatureAt(scopeOf(e), node);
  const code = emptyCode(fn.name, fn, e.file, type.results!);
  code.parameters = type.parameters!.length;
  code.tracks = [...literalTracks(e.program, fn)];
  code.isReady = true;
  const inner = newEmitter(e.program, { code, fn, file: e.file, types: e.types, parent: e });
  captureAll(inner, fn);
  code.captured = inner.captured.length;
  translate(inner, fn, type.parameters!);
  return { code, captured: inner.captured };
}

/** Finds all variables that a literal captures, before slots are given out. */
function captureAll(e: Emitter, fn: GoFunction): void {
  const { symbolOf, source } = e.file;
  for (let node = fn.body; node < source.tree.after[fn.body]!; node++) {
    const symbol = e.program.index.symbols[symbolOf[node]!];
    if (symbol === undefined || (symbol.kind !== "variable" && symbol.kind !== "parameter")) continue;
    if (symbol.node >= fn.node && symbol.node < source.tree.after[fn.node]! && symbol.file === e.file)
      continue;
    e.variableOf(symbol);
  }
}
