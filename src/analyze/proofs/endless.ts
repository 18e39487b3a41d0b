import { NO_NODE, type NodeId } from "../../source/tree.ts";
import type { ControlFlow } from "../flow/control-flow.ts";
import { Effect, UNPROVEN } from "../flow/effect.ts";
import type { Loop } from "../flow/loops.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";
import { type Tautology, tautologyOf } from "./always-true.ts";
import { type Counter, counterOf } from "./counter.ts";
import type { Course } from "./counters.ts";
import { type CountingFlaw, countingFlaw } from "./counting-flaw.ts";
import { type DeadExit, deadExitOf } from "./dead-exits.ts";
import { type Drift, driftOf } from "./drift.ts";
import { type EitherHolds, eitherHolds } from "./either-holds.ts";
import { conditionOnEntry } from "./entry-values.ts";
import { type FloatCount, floatCountOf } from "./float-count.ts";
import { footprintAt, touches } from "./footprints.ts";
import { type Growth, growthOf } from "./growing-bounds.ts";
import { unchangingVariables } from "./invariance.ts";
import { type KeptCondition, keptCondition } from "./kept-conditions.ts";
import { lostBreaks } from "./lost-breaks.ts";
import { type Repetition, repetitionOf } from "./repetition.ts";
import { shadowsOf } from "./shadows.ts";
import { type StuckRound, stuckRound } from "./stuck-rounds.ts";
import { stepsItsCondition } from "./switch-ends.ts";
import { effectsOfLoop, isRange, type WaysOut, waysOut } from "./ways-out.ts";

/** Why a loop does not end. */
export type EndlessReason =
  /** Nothing in it leaves it; `lostBreaks` leave only a switch or select. */
  | { readonly kind: "no-exit"; readonly lostBreaks: readonly NodeId[] }
  | {
      readonly kind: "invariant";
      readonly condition: NodeId;
      readonly variables: readonly GoSymbol[];
      /** Declarations in the body that hide a variable of the condition. */
      readonly shadows: readonly NodeId[];
    }
  | { readonly kind: "tautology"; readonly tautology: Tautology }
  | { readonly kind: "either"; readonly condition: NodeId; readonly either: EitherHolds }
  | { readonly kind: "counting"; readonly counter: Counter; readonly flaw: CountingFlaw }
  /** Its bound runs away. */
  | { readonly kind: "growing"; readonly condition: NodeId; readonly growth: Growth }
  /** A floating-point counter misses its bound. */
  | { readonly kind: "float"; readonly condition: NodeId; readonly count: FloatCount }
  /** Some way round it changes nothing that decided on it. */
  | {
      readonly kind: "stuck";
      readonly condition: NodeId;
      readonly round: StuckRound;
      /** Whether nothing in the whole loop writes what its condition reads. */
      readonly isUntouched: boolean;
    }
  /** Everything in it moves what its condition waits for the other way. */
  | { readonly kind: "drift"; readonly condition: NodeId; readonly drift: Drift }
  /** The loop only assigns values for which its condition is true. */
  | { readonly kind: "kept"; readonly condition: NodeId; readonly kept: KeptCondition }
  /** It is left only when a call returns what it never returns. */
  | { readonly kind: "dead-exit"; readonly condition: NodeId; readonly dead: DeadExit }
  /** It was run, and comes back to a state that it had. */
  | { readonly kind: "repeats"; readonly repetition: Repetition };

/** A loop that does not end, or does not look as if it would. */
export interface EndlessLoop {
  readonly fn: GoFunction;
  readonly loop: Loop;
  readonly reason: EndlessReason;
  /** Proved: once the loop is reached, it runs for ever. */
  readonly certain: boolean;
  readonly effects: number;
}

const LEAVES = Effect.Exits | Effect.Raises;
/** A loop without a condition that does this is a server, or may be left by code that we do not see. */
const SERVES = Effect.Unknown | Effect.Blocks | Effect.Opaque;

/** The endless loops of a function, in the order of their headers. */
export function endlessLoopsOf(facts: PackageFacts, fn: GoFunction): EndlessLoop[] {
  const found: EndlessLoop[] = [];
  const flow = fn.loops + fn.labels === 0 ? undefined : facts.flowOf(fn);
  if (flow === undefined) return found;
  for (const loop of facts.loopsOf(fn)) {
    if (isRange(fn, loop)) continue;
    const ways = waysOut(fn, flow, loop);
    const endless = ways.byJump.length > 0 ? undefined : withoutJump(facts, fn, loop, ways);
    const proved =
      endless ??
      repeating(facts, fn, loop, ways) ??
      kept(facts, fn, loop, ways) ??
      drifting({ facts, fn, flow, loop }, ways) ??
      stuck(facts, fn, flow, loop, ways);
    if (proved !== undefined) found.push(proved);
  }
  return found;
}

function withoutJump(
  facts: PackageFacts,
  fn: GoFunction,
  loop: Loop,
  ways: WaysOut,
): EndlessLoop | undefined {
  return ways.byCondition.length === 0
    ? withoutExit(facts, fn, loop, ways)
    : withCondition(facts, fn, loop, ways);
}

/** A loop with ways out that are never taken. */
function repeating(facts: PackageFacts, fn: GoFunction, loop: Loop, ways: WaysOut): EndlessLoop | undefined {
  if (loop.exits.length === 0 || isPlainCount(facts, fn, loop, ways)) return undefined;
  const repetition = repetitionOf(facts, fn, loop);
  if (repetition === undefined) return undefined;
  const effects = effectsOfLoop(facts, fn, loop);
  return { fn, loop, effects, certain: true, reason: { kind: "repeats", repetition } };
}

/** `for i := 0; i < 10; i++`: found to end by arithmetic, or not closed. */
function isPlainCount(facts: PackageFacts, fn: GoFunction, loop: Loop, ways: WaysOut): boolean {
  return ways.condition !== NO_NODE && counterOf(facts, fn, loop, ways.condition) !== undefined;
}

/** A loop that waits for something to rise that only falls in it. */
function drifting(course: Course, { condition, byJump, byCrash }: WaysOut): EndlessLoop | undefined {
  const { facts, fn, loop } = course;
  if (condition === NO_NODE || fn.broken || byJump.length > 0 || byCrash.length > 0) return undefined;
  const drift = driftOf(course, condition);
  const effects = drift === undefined ? Effect.None : effectsOfLoop(facts, fn, loop);
  if (drift === undefined || (effects & LEAVES) !== 0) return undefined;
  if (conditionOnEntry(facts, fn, loop, condition)?.value === false) return undefined;
  return { fn, loop, effects, certain: false, reason: { kind: "drift", condition, drift } };
}

/** A loop that only its condition leaves, and that assigns nothing that would make it false. */
function kept(facts: PackageFacts, fn: GoFunction, loop: Loop, ways: WaysOut): EndlessLoop | undefined {
  const { condition, byJump, byCrash } = ways;
  if (condition === NO_NODE || byJump.length > 0 || byCrash.length > 0) return undefined;
  const found = keptCondition(facts, fn, loop, condition);
  const effects = found === undefined ? Effect.None : effectsOfLoop(facts, fn, loop);
  if (found === undefined || (effects & LEAVES) !== 0) return undefined;
  if (conditionOnEntry(facts, fn, loop, condition)?.value === false) return undefined;
  const reason: EndlessReason = { kind: "kept", condition, kept: found };
  const certain = isHarmless(fn, effects) && isEntered(facts, fn, loop, reason);
  return { fn, loop, effects, certain, reason };
}

/** A loop with a way round it after which everything is as before. */
function stuck(
  facts: PackageFacts,
  fn: GoFunction,
  flow: ControlFlow,
  loop: Loop,
  { condition }: WaysOut,
): EndlessLoop | undefined {
  if (fn.broken || loop.exits.length === 0) return undefined;
  const course: Course = { facts, fn, flow, loop };
  const dead = deadExitOf(course);
  if (dead !== undefined) {
    const effects = effectsOfLoop(facts, fn, loop);
    const mayLeave = (effects & (Effect.Exits | Effect.Blocks | Effect.Unknown)) !== 0;
    return mayLeave
      ? undefined
      : { fn, loop, effects, certain: false, reason: { kind: "dead-exit", condition, dead } };
  }
  if (stepsItsCondition(course, condition)) return undefined;
  const round = stuckRound(course);
  if (round === undefined) return undefined;
  let effects: number = Effect.None;
  for (const block of round.blocks) effects |= facts.effectsOfBlock(fn, block);
  if ((effects & LEAVES) !== 0) return undefined;
  const isUntouched = condition !== NO_NODE && !isTouched(course, condition);
  return { fn, loop, effects, certain: false, reason: { kind: "stuck", condition, round, isUntouched } };
}

/** Whether anything in the loop may write what the condition reads. */
function isTouched(course: Course, condition: NodeId): boolean {
  const { reads } = footprintAt(course, condition);
  return [...course.loop.members].some((block) =>
    course.flow.blocks[block]!.steps.some((step) =>
      touches(course.facts, footprintAt(course, step).writes, reads),
    ),
  );
}

function withoutExit(
  facts: PackageFacts,
  fn: GoFunction,
  loop: Loop,
  ways: WaysOut,
): EndlessLoop | undefined {
  if (ways.byCrash.length > 0) return undefined;
  const effects = effectsOfLoop(facts, fn, loop);
  if ((effects & LEAVES) !== 0) return undefined;
  const breaks = lostBreaks(fn, loop);
  if ((effects & SERVES) !== 0 && breaks.length === 0) return undefined;
  const certain = isHarmless(fn, effects) && (effects & Effect.Sleeps) === 0;
  return { fn, loop, effects, certain, reason: { kind: "no-exit", lostBreaks: breaks } };
}

function withCondition(
  facts: PackageFacts,
  fn: GoFunction,
  loop: Loop,
  ways: WaysOut,
): EndlessLoop | undefined {
  const { condition } = ways;
  if (condition === NO_NODE) return undefined;
  const reason = reasonOf(facts, fn, loop, condition);
  if (reason === undefined || conditionOnEntry(facts, fn, loop, condition)?.value === false) return undefined;
  const effects = effectsOfLoop(facts, fn, loop);
  const isShadowed = reason.kind === "invariant" && reason.shadows.length > 0;
  const mayLeave = ways.byCrash.length > 0 || (effects & LEAVES) !== 0;
  if (mayLeave && !isShadowed) return undefined;
  const certain =
    reason.kind === "growing"
      ? !mayLeave && !fn.broken && reason.growth.certain
      : !mayLeave && isHarmless(fn, effects) && isEntered(facts, fn, loop, reason);
  return { fn, loop, effects, certain, reason };
}

function isHarmless(fn: GoFunction, effects: number): boolean {
  return !fn.broken && (effects & UNPROVEN) === 0;
}

function reasonOf(
  facts: PackageFacts,
  fn: GoFunction,
  loop: Loop,
  condition: NodeId,
): EndlessReason | undefined {
  const tautology = tautologyOf(facts, fn, condition);
  if (tautology !== undefined) return { kind: "tautology", tautology };
  const either = eitherHolds(facts, fn, condition);
  if (either !== undefined) return { kind: "either", condition, either };
  const growth = growthOf(facts, fn, loop, condition);
  if (growth !== undefined) return { kind: "growing", condition, growth };
  const variables = unchangingVariables(facts, fn, loop.statement, condition);
  if (variables !== undefined && variables.length > 0) {
    return { kind: "invariant", condition, variables, shadows: shadowsOf(facts, fn, loop, variables) };
  }
  const float = floatCountOf(facts, fn, loop, condition);
  if (float !== undefined) return { kind: "float", condition, count: float };
  const counting = countingFlaw(facts, fn, loop, condition);
  return counting === undefined ? undefined : { kind: "counting", ...counting };
}

/** Whether the condition surely holds when the loop is reached. */
function isEntered(facts: PackageFacts, fn: GoFunction, loop: Loop, reason: EndlessReason): boolean {
  if (reason.kind === "tautology" || reason.kind === "either") return true;
  if (reason.kind === "float") return reason.count.passed !== undefined;
  if (reason.kind === "counting") return reason.flaw.isExact;
  const needsEntry = reason.kind === "invariant" || reason.kind === "kept";
  return needsEntry && conditionOnEntry(facts, fn, loop, reason.condition)?.value === true;
}
