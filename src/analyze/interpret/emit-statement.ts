import { childIn, childrenOf, NO_NODE, type NodeId, onlyChild, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { runCallee } from "./callee.ts";
import { emitAssignment, emitShortDeclaration, emitStep, emitVarSpec } from "./emit-assign.ts";
import { emitLaterCall } from "./emit-call.ts";
import { emitAs } from "./emit-convert.ts";
import { emitExit, isOutside } from "./emit-exit.ts";
import { emitLoop, loopSiteOf } from "./emit-loop.ts";
import { emitReturn } from "./emit-return.ts";
import { emitSwitch, emitTypeSwitch } from "./emit-switch.ts";
import { type Emitter, emit, jump, jumpIf, type Label, newLabel, place, scoped } from "./emitter.ts";
import * as T from "./go-type.ts";
import { emitReceive, emitSend, isReceive } from "./goroutines/emit-channel.ts";
import { emitGo } from "./goroutines/emit-go.ts";
import { emitSelect } from "./goroutines/emit-select.ts";
import { NotModelled, notModelled } from "./program.ts";
import { emitList } from "./statement-list.ts";
import { REAL } from "./track.ts";
import { Closure } from "./value.ts";

/** Writes a statement; one that uses what is not modelled becomes a stop. */
export function emitStatement(e: Emitter, node: NodeId): void {
  const start = e.out.length;
  const [slots, targets] = [e.nextSlot, e.targets.length];
  try {
    emitKnown(e, node);
  } catch (error) {
    if (!(error instanceof NotModelled)) throw error;
    e.out.length = start;
    e.nextSlot = slots;
    e.targets.length = targets;
    for (const label of e.labels.values()) if (label.pc > start) label.pc = start;
    const why = error.message;
    emit(e, (m) => m.unknown(why));
  }
}

function emitKnown(e: Emitter, node: NodeId): void {
  const { tree } = e.file.source;
  const label = e.pendingLabel;
  e.pendingLabel = "";
  switch (tree.kind[node]) {
    case Kind.EmptyStatement:
    case Kind.FallthroughStatement:
    case Kind.ConstDeclaration:
    case Kind.TypeDeclaration:
    case Kind.Comment:
      return;
    case Kind.Block:
      scoped(e, () => emitList(e, node));
      return;
    case Kind.StatementList:
      emitList(e, tree.parent[node]!);
      return;
    case Kind.ExpressionStatement:
      emitExpressionStatement(e, onlyChild(tree, node));
      return;
    case Kind.VarDeclaration:
      for (let at = node; at < tree.after[node]!; at++) {
        if (tree.kind[at] !== Kind.VarSpec) continue;
        emitVarSpec(e, at);
        at = tree.after[at]! - 1;
      }
      return;
    case Kind.AssignmentStatement:
      emitAssignment(e, node);
      return;
    case Kind.ShortVarDeclaration:
      emitShortDeclaration(e, node);
      return;
    case Kind.IncStatement:
      emitStep(e, node, 1);
      return;
    case Kind.DecStatement:
      emitStep(e, node, -1);
      return;
    case Kind.IfStatement:
      scoped(e, () => emitIf(e, node));
      return;
    case Kind.ForStatement:
      scoped(e, () => emitLoop(e, node, label));
      return;
    case Kind.ExpressionSwitchStatement:
      scoped(e, () => emitSwitch(e, node, label));
      return;
    case Kind.TypeSwitchStatement:
      scoped(e, () => emitTypeSwitch(e, node, label));
      return;
    case Kind.ReturnStatement:
      emitReturn(e, node);
      return;
    case Kind.LabeledStatement:
      emitLabeled(e, node);
      return;
    case Kind.BreakStatement:
    case Kind.ContinueStatement:
    case Kind.GotoStatement:
      emitJump(e, node);
      return;
    case Kind.DeferStatement: {
      if (e.bodies.length > 0) notModelled("a defer in a loop over a function");
      const call = onlyChild(tree, node);
      const count = emitLaterCall(e, call);
      emit(e, (m, f) => {
        const values = f.stack.splice(f.stack.length - count);
        f.deferred ??= [];
        const closure = f.stack.pop();
        if (closure instanceof Closure) f.deferred.push({ closure, values, node: call });
        else m.unknown("a deferred nil");
      });
      return;
    }
    case Kind.GoStatement:
      emitGo(e, onlyChild(tree, node), node);
      return;
    case Kind.SelectStatement:
      scoped(e, () => emitSelect(e, node, label));
      return;
    case Kind.SendStatement:
      emitSend(e, node);
      return;
    default:
      notModelled("a statement");
      return;
  }
}

function emitExpressionStatement(e: Emitter, node: NodeId): void {
  const { tree } = e.file.source;
  if (tree.kind[node] === Kind.ParenthesizedExpression) {
    emitExpressionStatement(e, onlyChild(tree, node));
    return;
  }
  if (isReceive(e, node)) {
    emitReceive(e, node, false);
    emit(e, (_, f) => void f.stack.pop());
    return;
  }
  if (tree.kind[node] !== Kind.CallExpression && tree.kind[node] !== Kind.TypeConversionExpression) {
    notModelled("a statement");
    return;
  }
  const { type } = e.check(node);
  const callee = runCallee(e, node);
  const isBuiltin = callee.kind === "builtin";
  const results = type.kind === "tuple" ? type.parts!.length : 1;
  e.value(node, REAL);
  if (results === 0) return;
  // The results come when the call returns: then they are dropped.
  emit(e, (m, f) => {
    if (isBuiltin && f.stack.length === 0) m.unknown("a builtin");
    else f.stack.length -= results;
  });
}

function emitIf(e: Emitter, node: NodeId): void {
  const { tree } = e.file.source;
  const [otherwise, end] = [newLabel(), newLabel()];
  const start = childIn(tree, node, Field.Initializer);
  if (start !== NO_NODE) emitKnown(e, start);
  const condition = childIn(tree, node, Field.Condition);
  const { constant } = e.check(condition);
  const alternative = childIn(tree, node, Field.Alternative);
  if (constant === undefined) {
    emitAs(e, condition, T.BOOL);
    jumpIf(e, false, otherwise);
  } else if (constant === false) jump(e, otherwise);
  e.statement(childIn(tree, node, Field.Consequence));
  if (alternative !== NO_NODE) jump(e, end);
  place(e, otherwise);
  if (alternative !== NO_NODE) e.statement(alternative);
  place(e, end);
}

function labelOf(e: Emitter, name: string): Label {
  let label = e.labels.get(name);
  if (label === undefined) {
    label = newLabel();
    e.labels.set(name, label);
  }
  return label;
}

function emitLabeled(e: Emitter, node: NodeId): void {
  const { tree } = e.file.source;
  const name = childIn(tree, node, Field.Label);
  const text = textOf(tree, name);
  place(e, labelOf(e, text));
  if (hasBackwardGoto(e, node, text)) {
    const site = loopSiteOf(e, node, { hasCondition: false, isGoto: true });
    emit(e, (m, f) => m.observer?.atLoop(m, f, site));
  }
  const inner = childrenOf(tree, node).find((child) => child !== name);
  if (inner === undefined) return;
  e.pendingLabel = text;
  const end = newLabel();
  const isLoop = [
    Kind.ForStatement,
    Kind.ExpressionSwitchStatement,
    Kind.TypeSwitchStatement,
    Kind.SelectStatement,
  ].includes(tree.kind[inner] as never);
  if (!isLoop) e.targets.push({ name: text, breakTo: end, continueTo: undefined, isPlain: true });
  e.statement(inner);
  if (!isLoop) e.targets.pop();
  e.pendingLabel = "";
  place(e, end);
}

const gotosOf = new WeakMap<Emitter, Map<string, NodeId>>();

/** Whether a goto after the label comes back to it. */
function hasBackwardGoto(e: Emitter, label: NodeId, name: string): boolean {
  const { tree } = e.file.source;
  let last = gotosOf.get(e);
  if (last === undefined) {
    last = new Map();
    const [start, end] = e.fn === undefined ? [0, tree.size] : [e.fn.node, tree.after[e.fn.node]!];
    for (let node = start; node < end; node++)
      if (tree.kind[node] === Kind.GotoStatement) last.set(textOf(tree, onlyChild(tree, node)), node);
    gotosOf.set(e, last);
  }
  return (last.get(name) ?? NO_NODE) > label;
}

function emitJump(e: Emitter, node: NodeId): void {
  const { tree } = e.file.source;
  const named = onlyChild(tree, node);
  const name = named === NO_NODE ? "" : textOf(tree, named);
  if (tree.kind[node] === Kind.GotoStatement) {
    if (e.bodies.length > 0) notModelled("a goto in a loop over a function");
    jump(e, labelOf(e, name));
    return;
  }
  const isContinue = tree.kind[node] === Kind.ContinueStatement;
  const at = e.targets.findLastIndex((one) => {
    if (isContinue && one.continueTo === undefined) return false;
    // An unnamed break leaves loops and switches, not labeled blocks.
    return name === "" ? one.isPlain !== true : one.name === name;
  });
  if (at < 0) notModelled("a jump");
  else jumpTo(e, at, isContinue);
}

function jumpTo(e: Emitter, at: number, isContinue: boolean): void {
  if (isOutside(e, at)) {
    emitExit(e, (outer) => jumpTo(outer, at, isContinue));
    return;
  }
  const { continueTo, breakTo } = e.targets[at]!;
  jump(e, isContinue ? continueTo! : breakTo);
}
