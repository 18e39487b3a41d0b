import { childIn, NO_NODE, type NodeId } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { GoFunction, GoSymbol, IndexedFile } from "../flow/symbols.ts";
import { scopeOf } from "./check.ts";
import type { Code } from "./code.ts";
import { defaultType } from "./convert-constant.ts";
import { emitMany } from "./emit-assign.ts";
import { emitAs, emitZero } from "./emit-convert.ts";
import { type Emitter, emit } from "./emitter.ts";
import * as T from "./go-type.ts";
import { initialisationOrder, type VariableSpec } from "./initialisation-order.ts";
import { NO_TYPES, NotModelled, notModelled, type Program } from "./program.ts";
import { typeAt } from "./resolve-type.ts";
import { newTrack } from "./track.ts";
import { emptyCode, newEmitter } from "./translate.ts";
import { Closure, Dynamic, type Value } from "./value.ts";

/** Code that initialises the package, then calls `init` functions and `main` (go.dev/ref/spec#Package_initialization). */
export function startCode(program: Program, main: GoFunction): Code {
  const code = emptyCode("start", undefined, main.file, []);
  code.isReady = true;
  const order = initialisationOrder(program.index);
  for (const spec of order) if (spec.values.length === 0) emitSpec(program, code, spec);
  for (const spec of order) if (spec.values.length > 0) emitSpec(program, code, spec);
  for (const fn of [...program.index.initializers, main]) {
    code.body.push((m, f) => {
      if (fn.broken) return m.unknown("a syntax error");
      m.call(new Closure(program.codeOf(fn, NO_TYPES), []), [], fn.node);
      void f;
    });
  }
  code.body.push((m, f) => m.returnFrom(f, []));
  return code;
}

function emitSpec(program: Program, code: Code, spec: VariableSpec): void {
  const e = newEmitter(program, { code, fn: undefined, file: spec.file, types: NO_TYPES, parent: undefined });
  e.nextSlot = code.slots;
  const start = e.out.length;
  try {
    emitVariables(e, spec);
  } catch (error) {
    if (!(error instanceof NotModelled)) throw error;
    e.out.length = start;
    const why = error.message;
    // The variable stays unknown: what uses it is not modelled either.
    if (!spec.values.every((value) => isHarmless(spec.file, value))) emit(e, (m) => m.unknown(why));
  }
}

/** Whether an initial value runs no code of the package: then not running it changes nothing but the variable. */
function isHarmless(file: IndexedFile, value: NodeId): boolean {
  const { tree } = file.source;
  for (let node = value; node < tree.after[value]!; node++) {
    if (tree.kind[node] === Kind.FuncLiteral || tree.kind[node] === Kind.IndexExpression) return false;
    if (tree.kind[node] === Kind.TypeAssertionExpression || tree.kind[node] === Kind.SliceExpression)
      return false;
    if (tree.kind[node] !== Kind.CallExpression) continue;
    const callee = childIn(tree, node, Field.Function);
    if (tree.kind[callee] !== Kind.SelectorExpression) return false;
  }
  return true;
}

function emitVariables(e: Emitter, { file, node, names, values }: VariableSpec): void {
  const { tree } = file.source;
  const typeNode = childIn(tree, node, Field.Type);
  const given = typeNode === NO_NODE ? undefined : typeAt(scopeOf(e), typeNode);
  if (values.length === names.length || values.length === 0) {
    for (const [at, name] of names.entries()) {
      const value = values[at];
      const type = given ?? defaultType(e.check(value!).type);
      if (type.kind === "tuple" || type.kind === "nil" || type.kind === "unknown") notModelled("a variable");
      if (value === undefined) emitZero(e, type);
      else emitAs(e, value, type);
      storeGlobal(e, name, type);
    }
    return;
  }
  const types = emitMany(e, values[0]!, names.length);
  for (let at = names.length - 1; at >= 0; at--) {
    const type = given ?? types[at]!;
    const wraps = T.isInterface(type) && !T.isInterface(types[at]!);
    if (wraps) emit(e, (_, f) => void f.stack.push(new Dynamic(types[at]!, f.stack.pop()!)));
    storeGlobal(e, names[at]!, type);
  }
}

/** Takes the first value of a package variable off the stack. */
function storeGlobal(e: Emitter, name: NodeId, type: T.RunType): void {
  const { program } = e;
  const symbol: GoSymbol | undefined = program.index.symbols[e.file.symbolOf[name]!];
  if (symbol === undefined || symbol.name === "_") {
    emit(e, (_, f) => void f.stack.pop());
    return;
  }
  const slot = program.globalBox.cells.length;
  program.globalBox.cells.push(null);
  const track = newTrack(symbol.name, T.under(type).kind === "float");
  program.globals.set(symbol.id, { slot, boxed: false, isGlobal: true, type, track });
  program.globalTracks[slot] = track;
  emit(e, (m, f) => {
    m.globals.cells[slot] = f.stack.pop() as Value;
  });
}
