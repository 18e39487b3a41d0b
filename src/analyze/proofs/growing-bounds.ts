import { childIn, NO_NODE, type NodeId, withoutParentheses } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { type BlockId, type ControlFlow, ENTRY } from "../flow/control-flow.ts";
import type { Loop } from "../flow/loops.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { assignmentsOf } from "./assignments.ts";
import { afterCondition, afterStep, type Lead, leastOf } from "./lead.ts";
import { names, offsetOf } from "./lengths.ts";
import { comesToItsEnd } from "./panics.ts";
import { type Race, raceOf } from "./race.ts";

/** A loop whose bound runs away from its index at least as fast as the index follows. */
export interface Growth {
  readonly race: Race;
  /** Least distance that is left after each round. */
  readonly ahead: bigint;
  /** Whether the loop is surely entered, and nothing in it can panic. */
  readonly certain: boolean;
}

const MAX_FLOW = 2_000;
/** A block that is looked at more often keeps nothing that still changes. */
const MAX_VISITS = 6;
const NOTHING: Lead = { length: undefined, ahead: undefined, index: undefined };

/**
 * Proves by induction that `index < len(bound)` holds at every round when it holds at the first: lower bounds of the
 * distance on every path from the head of the loop back to it. undefined when that is not so.
 */
export function growthOf(
  facts: PackageFacts,
  fn: GoFunction,
  loop: Loop,
  condition: NodeId,
): Growth | undefined {
  const flow = facts.flowOf(fn);
  if (flow === undefined || flow.blocks.length > MAX_FLOW) return undefined;
  const race = raceOf(facts, fn, condition);
  if (race === undefined || !changesBound(facts, fn, flow, loop, race)) return undefined;
  const states = leadsOf({ facts, fn, flow, loop, race });
  const arriving = (inside: boolean): Lead | undefined => {
    const leads = flow.predecessors[loop.header]!.flatMap((block) => {
      const before = states.get(block);
      return before === undefined || loop.members.has(block) !== inside
        ? []
        : [afterBlock(facts, fn, flow, race, before, block)];
    });
    return leads.length === 0 ? undefined : leads.reduce(leastOf);
  };
  const again = arriving(true);
  if (again?.ahead === undefined || again.ahead < 1n) return undefined;
  const first = arriving(false);
  const entered = first?.ahead !== undefined && first.ahead >= 1n;
  const certain =
    entered &&
    [...loop.members].every((block) =>
      isSafeBlock({ facts, fn, flow, loop, race }, states.get(block), block),
    );
  return { race, ahead: again.ahead, certain };
}

interface Question {
  readonly facts: PackageFacts;
  readonly fn: GoFunction;
  readonly flow: ControlFlow;
  readonly loop: Loop;
  readonly race: Race;
}

function changesBound(
  facts: PackageFacts,
  fn: GoFunction,
  flow: ControlFlow,
  loop: Loop,
  race: Race,
): boolean {
  return [...loop.members].some((block) =>
    flow.blocks[block]!.steps.some((step) =>
      assignmentsOf(facts, fn, step).some(({ target }) => target === race.bound),
    ),
  );
}

/** Lower bounds at the start of each block that can be reached, with the hypothesis that the loop's condition holds. */
function leadsOf({ facts, fn, flow, loop, race }: Question): ReadonlyMap<BlockId, Lead> {
  const states = new Map<BlockId, Lead>([[ENTRY, NOTHING]]);
  const visits = new Map<BlockId, number>();
  const stack: BlockId[] = [ENTRY];
  for (let block = stack.pop(); block !== undefined; block = stack.pop()) {
    const after = afterBlock(facts, fn, flow, race, states.get(block)!, block);
    const { successors, condition } = flow.blocks[block]!;
    for (const [way, next] of successors.entries()) {
      let lead =
        way === 0 && condition !== NO_NODE ? afterCondition(facts, fn, race, after, condition) : after;
      if (block === loop.header && loop.members.has(next)) lead = hypothesis(race, lead);
      const known = states.get(next);
      const joined = known === undefined ? lead : leastOf(known, lead);
      if (known !== undefined && isSame(known, joined)) continue;
      const count = (visits.get(next) ?? 0) + 1;
      visits.set(next, count);
      states.set(next, known !== undefined && count > MAX_VISITS ? widened(known, joined) : joined);
      stack.push(next);
    }
  }
  return states;
}

function afterBlock(
  facts: PackageFacts,
  fn: GoFunction,
  flow: ControlFlow,
  race: Race,
  before: Lead,
  block: BlockId,
): Lead {
  return flow.blocks[block]!.steps.reduce((lead, step) => afterStep(facts, fn, race, lead, step), before);
}

function hypothesis(race: Race, lead: Lead): Lead {
  const ahead = lead.ahead === undefined || lead.ahead < 1n ? 1n : lead.ahead;
  if (race.index !== undefined) return { ...lead, ahead };
  const length = race.limit + 1n;
  return { ...lead, ahead, length: lead.length === undefined || lead.length < length ? length : lead.length };
}

function isSame(a: Lead, b: Lead): boolean {
  return a.length === b.length && a.ahead === b.ahead && a.index === b.index;
}

function widened(a: Lead, b: Lead): Lead {
  return {
    length: a.length === b.length ? a.length : undefined,
    ahead: a.ahead === b.ahead ? a.ahead : undefined,
    index: a.index === b.index ? a.index : undefined,
  };
}

function isSafeBlock(question: Question, before: Lead | undefined, block: BlockId): boolean {
  const { facts, fn, flow, race } = question;
  let lead = before;
  for (const step of flow.blocks[block]!.steps) {
    if (lead === undefined) return true;
    const now = lead;
    if (!comesToItsEnd(facts, fn, step, (node) => isInside(question, now, node))) return false;
    lead = afterStep(facts, fn, race, lead, step);
  }
  return true;
}

/** Whether an index or slice of the bound is within its length. */
function isInside({ facts, fn, flow, race }: Question, lead: Lead, node: NodeId): boolean {
  const { tree } = fn.file.source;
  const kind = tree.kind[node];
  if (kind !== Kind.IndexExpression && kind !== Kind.SliceExpression) return false;
  if (!names(fn, withoutParentheses(tree, childIn(tree, node, Field.Operand)), race.bound.id)) return false;
  const part = (field: number): NodeId => childIn(tree, node, field);
  const within = (at: NodeId, least: bigint): bigint | undefined => {
    const offset = offsetOf(facts, fn, race, at);
    if (offset === undefined) return undefined;
    if (offset.from === "end")
      return lead.length === undefined || lead.length + offset.plus < 0n ? undefined : -offset.plus - least;
    if (offset.plus < 0n || (offset.from === "index" && !countsUp(facts, fn, flow, race))) return undefined;
    const room = offset.from === "index" ? lead.ahead : lead.length;
    return room === undefined ? undefined : room - offset.plus - least;
  };
  if (kind === Kind.IndexExpression) return (within(part(Field.Index), 1n) ?? -1n) >= 0n;
  if (part(Field.Capacity) !== NO_NODE) return false;
  const start = part(Field.Start);
  const end = part(Field.End);
  if (start !== NO_NODE && end !== NO_NODE) return false;
  const bound = start === NO_NODE ? end : start;
  return bound === NO_NODE || (within(bound, 0n) ?? -1n) >= 0n;
}

/** Whether the index is never negative: it starts at a constant and only grows. */
function countsUp(facts: PackageFacts, fn: GoFunction, flow: ControlFlow, race: Race): boolean {
  if (race.index?.kind !== "variable") return false;
  const { tree } = fn.file.source;
  return flow.order.every((block) =>
    flow.blocks[block]!.steps.every((step) =>
      assignmentsOf(facts, fn, step).every(({ target, value, operator }) => {
        if (target !== race.index || operator === "zero") return true;
        const isNatural = value === NO_NODE || tree.kind[withoutParentheses(tree, value)] === Kind.IntLiteral;
        return isNatural && (operator === "+" || operator === "=");
      }),
    ),
  );
}
