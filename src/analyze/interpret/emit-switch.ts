import { childIn, childrenIn, childrenOf, NO_NODE, type NodeId, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { scopeOf } from "./check.ts";
import { commonType } from "./check-operator.ts";
import { defaultType } from "./convert-constant.ts";
import { isHeldElsewhere } from "./declare-variable.ts";
import { emitAs } from "./emit-convert.ts";
import { typeTest } from "./emit-expression.ts";
import { initialise } from "./emit-variable.ts";
import {
  declareVariable,
  type Emitter,
  emit,
  hiddenSlot,
  jump,
  jumpIf,
  type Label,
  newLabel,
  place,
  scoped,
} from "./emitter.ts";
import * as T from "./go-type.ts";
import { notModelled } from "./program.ts";
import { typeAt } from "./resolve-type.ts";
import { emitList } from "./statement-list.ts";
import { newTrack, REAL } from "./track.ts";
import { Box, copyBox, type Dynamic, isEqual } from "./value.ts";

/** `switch x { … }`, in a scope of its own. */
export function emitSwitch(e: Emitter, node: NodeId, name: string): void {
  const { tree } = e.file.source;
  const start = childIn(tree, node, Field.Initializer);
  if (start !== NO_NODE) e.statement(start);
  const tag = childIn(tree, node, Field.Value);
  const slot = hiddenSlot(e);
  const tagType = tag === NO_NODE ? T.BOOL : defaultType(e.check(tag).type);
  if (tag !== NO_NODE) {
    emitAs(e, tag, tagType);
    emit(e, (_, f) => {
      f.locals[slot] = f.stack.pop()!;
    });
  }
  const clauses = clausesOf(e, node);
  const labels = clauses.map(() => newLabel());
  const end = newLabel();
  for (const [at, clause] of clauses.entries()) {
    const list = childIn(tree, clause, Field.Value);
    for (const value of list === NO_NODE ? [] : childrenOf(tree, list)) {
      emitTest(e, value, tag === NO_NODE ? undefined : { slot, type: tagType });
      jumpIf(e, true, labels[at]!);
    }
  }
  emitClauses(e, { clauses, labels, end, name }, (clause) => emitList(e, clause));
}

function clausesOf(e: Emitter, node: NodeId): readonly NodeId[] {
  const { tree } = e.file.source;
  return childrenOf(tree, node).filter((child) => {
    const kind = tree.kind[child];
    return kind === Kind.ExpressionCase || kind === Kind.TypeCase || kind === Kind.DefaultCase;
  });
}

interface Clauses {
  readonly clauses: readonly NodeId[];
  readonly labels: readonly Label[];
  readonly end: Label;
  readonly name: string;
}

/** Writes the jump for "none of them", then the bodies. */
function emitClauses(
  e: Emitter,
  { clauses, labels, end, name }: Clauses,
  body: (clause: NodeId) => void,
): void {
  const { tree } = e.file.source;
  const fallback = clauses.findIndex((clause) => tree.kind[clause] === Kind.DefaultCase);
  jump(e, fallback < 0 ? end : labels[fallback]!);
  e.targets.push({ name, breakTo: end, continueTo: undefined });
  for (const [at, clause] of clauses.entries()) {
    place(e, labels[at]!);
    scoped(e, () => body(clause));
    const falls = fallsThrough(e, clause);
    if (falls && labels[at + 1] === undefined) notModelled("fallthrough");
    jump(e, falls ? labels[at + 1]! : end);
  }
  e.targets.pop();
  place(e, end);
}

function fallsThrough(e: Emitter, clause: NodeId): boolean {
  const { tree } = e.file.source;
  const list = childrenOf(tree, clause).find((child) => tree.kind[child] === Kind.StatementList);
  const last = list === undefined ? undefined : childrenOf(tree, list).at(-1);
  return last !== undefined && tree.kind[last] === Kind.FallthroughStatement;
}

/** Pushes whether a case holds. */
function emitTest(
  e: Emitter,
  value: NodeId,
  tag: { readonly slot: number; readonly type: T.RunType } | undefined,
): void {
  const operand = e.check(value);
  if (tag === undefined) {
    T.isInterface(operand.type) ? notModelled("a switch") : emitAs(e, value, T.BOOL);
    return;
  }
  const type = commonType({ type: tag.type }, operand);
  if (T.isInterface(type) !== T.isInterface(tag.type)) {
    notModelled("a switch");
    return;
  }
  emitAs(e, value, type);
  const withNil = operand.type.kind === "nil";
  emit(e, (m, f) => {
    const one = f.stack.pop()!;
    const same = withNil ? f.locals[tag.slot] === null : isEqual(f.locals[tag.slot]!, one, type);
    if (same === undefined) m.panicText("?comparing uncomparable type");
    else f.stack.push(same);
  });
}

/** `switch v := x.(type) { … }`, in a scope of its own. */
export function emitTypeSwitch(e: Emitter, node: NodeId, name: string): void {
  const { tree } = e.file.source;
  const start = childIn(tree, node, Field.Initializer);
  if (start !== NO_NODE) e.statement(start);
  const subject = childIn(tree, node, Field.Value);
  const slot = hiddenSlot(e);
  const faceType = e.check(subject).type;
  e.value(subject, REAL);
  emit(e, (_, f) => {
    f.locals[slot] = f.stack.pop()!;
  });
  const clauses = clausesOf(e, node);
  const labels = clauses.map(() => newLabel());
  const end = newLabel();
  const types = clauses.map((clause) =>
    childrenIn(tree, clause, Field.Type).map((type) => caseType(e, type)),
  );
  for (const [at, list] of types.entries()) {
    for (const type of list) {
      const test = type.kind === "nil" ? (value: Dynamic | null) => value === null : typeTest(e, type);
      emit(e, (_, f) => {
        if (test(f.locals[slot] as Dynamic | null)) f.pc = labels[at]!.pc;
      });
    }
  }
  const alias = childIn(tree, node, Field.Alias);
  const aliasName = alias === NO_NODE ? undefined : childrenOf(tree, alias)[0];
  emitClauses(e, { clauses, labels, end, name }, (clause) => {
    const list = types[clauses.indexOf(clause)]!;
    const own = list.length === 1 && list[0]!.kind !== "nil" ? list[0]! : faceType;
    if (aliasName !== undefined && textOf(tree, aliasName) !== "_") emitAlias(e, aliasName, slot, own);
    emitList(e, clause);
  });
}

function caseType(e: Emitter, node: NodeId): T.RunType {
  return textOf(e.file.source.tree, node) === "nil" ? T.NIL : typeAt(scopeOf(e), node);
}

/** The variable of a clause, with the type that it has there. */
function emitAlias(e: Emitter, name: NodeId, slot: number, type: T.RunType): void {
  const symbol = e.program.index.symbols[e.file.symbolOf[name]!];
  if (symbol === undefined) {
    notModelled("a type switch");
    return;
  }
  const isFace = T.isInterface(type);
  emit(e, (_, f) => {
    const value = f.locals[slot] as Dynamic | null;
    const held = isFace ? value : value!.value;
    f.stack.push(held instanceof Box && T.isBoxed(type) ? copyBox(held) : held);
  });
  initialise(e, declareVariable(e, symbol, type, isHeldElsewhere(e, symbol, type), newTrack(symbol.name)));
}
