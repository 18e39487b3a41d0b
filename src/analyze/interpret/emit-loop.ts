import { childIn, childrenOf, NO_NODE, type NodeId } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { loopCondition } from "../flow/loop-condition.ts";
import type { GoSymbol } from "../flow/symbols.ts";
import type { LoopSite } from "./code.ts";
import { emitAs } from "./emit-convert.ts";
import { emitRange } from "./emit-range.ts";
import { type Emitter, emit, jump, jumpIf, newLabel, place } from "./emitter.ts";
import * as T from "./go-type.ts";
import { listWalkOf } from "./list-walk.ts";
import { Box, copyBox } from "./value.ts";
import { workListOf } from "./work-list.ts";

/** A `for` statement, in a scope of its own. */
export function emitLoop(e: Emitter, node: NodeId, name: string): void {
  const { tree } = e.file.source;
  const clause = childrenOf(tree, node).find((child) => tree.kind[child] === Kind.RangeClause);
  if (clause !== undefined) {
    emitRange(e, node, clause, name);
    return;
  }
  const parts = childrenOf(tree, node).find((child) => tree.kind[child] === Kind.ForClause);
  const start = parts === undefined ? NO_NODE : childIn(tree, parts, Field.Initializer);
  const update = parts === undefined ? NO_NODE : childIn(tree, parts, Field.Update);
  const body = childIn(tree, node, Field.Body);
  const condition = loopCondition(tree, node);
  if (start !== NO_NODE) e.statement(start);
  emitRounds(e, {
    node,
    name,
    condition,
    update,
    body,
    copies: start === NO_NODE ? [] : variablesOf(e, start),
  });
}

/** The variables that an initial statement declares: each round has its own (since Go 1.22). */
function variablesOf(e: Emitter, start: NodeId): GoSymbol[] {
  const { tree } = e.file.source;
  if (tree.kind[start] !== Kind.ShortVarDeclaration) return [];
  return childrenOf(tree, childIn(tree, start, Field.Left)).flatMap((name) => {
    const symbol = e.program.index.symbols[e.file.symbolOf[name]!];
    return symbol === undefined ? [] : [symbol];
  });
}

interface Rounds {
  readonly node: NodeId;
  readonly name: string;
  readonly condition: NodeId;
  readonly update: NodeId;
  readonly body: NodeId;
  readonly copies: readonly GoSymbol[];
}

function emitRounds(e: Emitter, { node, name, condition, update, body, copies }: Rounds): void {
  const [head, next, end] = [newLabel(), newLabel(), newLabel()];
  const constant = condition === NO_NODE ? true : e.check(condition).constant;
  const walk = listWalkOf(e, node, condition);
  const work = workListOf(e, node, condition);
  const site = loopSiteOf(e, node, { hasCondition: constant !== true, isGoto: false, walk, work });
  emit(e, (_, f) => void f.loops?.delete(site));
  place(e, head);
  emit(e, (m, f) => m.observer?.atLoop(m, f, site));
  if (constant === undefined) {
    emitAs(e, condition, T.BOOL);
    emit(e, (m, f) => {
      if (m.conditionReads?.frame === f) m.conditionReads = undefined;
    });
    jumpIf(e, false, end);
  } else if (constant === false) jump(e, end);
  e.targets.push({ name, breakTo: end, continueTo: next });
  e.statement(body);
  e.targets.pop();
  place(e, next);
  for (const symbol of copies) emitOwnCopy(e, symbol);
  if (update !== NO_NODE) e.statement(update);
  jump(e, head);
  place(e, end);
}

function emitOwnCopy(e: Emitter, symbol: GoSymbol): void {
  const variable = e.variableOf(symbol);
  if (variable === undefined || !(variable.boxed || T.isBoxed(variable.type))) return;
  const { slot } = variable;
  emit(e, (m, f) => {
    const box = f.locals[slot] as Box;
    if (m.takes(1)) f.locals[slot] = variable.boxed ? new Box(box.cells.slice(), undefined) : copyBox(box);
  });
}

/** The place where a loop starts a round, with what is in scope there. */
export function loopSiteOf(
  e: Emitter,
  node: NodeId,
  kind: Pick<LoopSite, "hasCondition" | "isGoto" | "walk" | "work">,
): LoopSite {
  return {
    file: e.file,
    node,
    slots: e.nextSlot,
    tracks: e.code.tracks.slice(0, e.nextSlot),
    looks: 0,
    ...kind,
  };
}
