import type { NodeId } from "../../source/tree.ts";
import { type BlockId, type ControlFlow, ENTRY } from "../flow/control-flow.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { surelyEnters } from "./entry-values.ts";

/** A step of a function. */
export interface Position {
  readonly block: BlockId;
  /** Index in the steps of the block. */
  readonly step: number;
}

const positions = new WeakMap<ControlFlow, ReadonlyMap<NodeId, Position>>();

/** The step that runs `node` (the innermost one, for the clauses of a select); undefined for dead code. */
export function positionOf(flow: ControlFlow, node: NodeId): Position | undefined {
  const { parent } = flow.fn.file.source.tree;
  const known = positions.get(flow) ?? stepsByNode(flow);
  positions.set(flow, known);
  for (let at = node; at >= flow.fn.node; at = parent[at]!) {
    const position = known.get(at);
    if (position !== undefined) return position;
  }
  return undefined;
}

function stepsByNode(flow: ControlFlow): ReadonlyMap<NodeId, Position> {
  const known = new Map<NodeId, Position>();
  for (const block of flow.order) {
    for (const [step, at] of flow.blocks[block]!.steps.entries()) {
      if (!known.has(at)) known.set(at, { block, step });
    }
  }
  return known;
}

/** What a walk along the paths of a function does at a step. */
export type Verdict = "go-on" | "stop" | "found";

/** A walk along the paths of a function. */
export interface PathWalk {
  /** First step to look at; undefined for the entry. */
  readonly from?: Position;
  /** Asked for each step in order. */
  readonly atStep: (step: NodeId, block: BlockId) => Verdict;
  /** Asked at the end of each block that was passed. */
  readonly atEnd: (block: BlockId) => Verdict;
  /** Whether the bodies of loops are taken to run at least once; else only when that is proved. */
  readonly entersLoops?: boolean;
}

/** Whether some path comes to something for which the walk says "found", before it says "stop". */
export function findsPath(facts: PackageFacts, fn: GoFunction, walk: PathWalk): boolean {
  const flow = facts.flowOf(fn);
  if (flow === undefined) return true;
  const entered = new Map(
    facts
      .loopsOf(fn)
      .filter((loop) => walk.entersLoops === true || surelyEnters(facts, fn, loop))
      .map((loop) => [loop.header, loop]),
  );
  const seen = new Set<number>();
  const first = walk.from ?? { block: ENTRY, step: 0 };
  const stack: (readonly [block: BlockId, from: BlockId, step: number])[] = [[first.block, -1, first.step]];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const [block, from, step] = top;
    const loop = entered.get(block);
    const isEntry = loop !== undefined && from >= 0 && !loop.members.has(from);
    const state = (block * 2 + (isEntry ? 1 : 0)) * 2 + (step > 0 ? 1 : 0);
    if (seen.has(state)) continue;
    seen.add(state);
    facts.work.charge(1 + flow.blocks[block]!.steps.length);
    const verdict = throughBlock(flow, walk, block, step);
    if (verdict === "found") return true;
    if (verdict === "stop") continue;
    for (const next of flow.blocks[block]!.successors) {
      if (!isEntry || loop.members.has(next)) stack.push([next, block, 0]);
    }
  }
  return false;
}

function throughBlock(flow: ControlFlow, walk: PathWalk, block: BlockId, from: number): Verdict {
  const { steps } = flow.blocks[block]!;
  for (let at = from; at < steps.length; at++) {
    const verdict = walk.atStep(steps[at]!, block);
    if (verdict !== "go-on") return verdict;
  }
  return walk.atEnd(block);
}
