import { childIn, NO_NODE } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { type BlockId, type ControlFlow, ENTRY } from "../flow/control-flow.ts";
import { Effect, UNPROVEN } from "../flow/effect.ts";
import { integerShape } from "../flow/integers.ts";
import { comesRound, type Loop } from "../flow/loops.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";
import { underlying } from "../flow/types.ts";
import { constantArguments, onlyValue } from "./arguments.ts";
import { valueOnEntry } from "./entry-values.ts";
import { evaluate } from "./evaluate.ts";
import { type Machine, nextBlock, runBlock, scopeOf } from "./machine.ts";
import { assignmentTable, relevantVariables } from "./relevant.ts";
import { keyOf, shown, stored, type Value } from "./values.ts";
import { conditionOf } from "./ways-out.ts";

/** A loop that was run until a state came again: all that decides what it does is as it was before. */
export interface Repetition {
  /** Rounds before the state that comes again. */
  readonly rounds: number;
  /** Rounds from that state to itself. */
  readonly period: number;
  /** `i = 1, j = 2`; "" when nothing that can be shown decides. */
  readonly state: string;
  /** Distance of the two floats that the condition compares, in the first round and in the one that comes again. */
  readonly gaps: readonly [number, number] | undefined;
}

/** Blocks that are run for one loop before it is given up. */
const MAX_BLOCKS_RUN = 20_000;
/** A function of more blocks is no closed loop of a few variables. */
const MAX_FLOW = 2_000;
/** Closed loops have a few variables. */
const MAX_RELEVANT = 12;

/**
 * Runs a loop on exact values, from the entry of the function or from the loop itself, until its state repeats.
 * undefined when it ends, when something that it depends on is not known, or when the budget is spent. The proof: every
 * decision and every possible panic depends on the state alone, so that what follows it is always the same.
 */
export function repetitionOf(facts: PackageFacts, fn: GoFunction, loop: Loop): Repetition | undefined {
  const flow = fn.broken ? undefined : facts.flowOf(fn);
  if (flow === undefined || flow.blocks.length > MAX_FLOW) return undefined;
  if (!mayRunRound(facts, fn, flow, loop)) return undefined;
  const table = assignmentTable(facts, flow);
  const relevant = relevantVariables({ facts, fn, flow, loop }, table, MAX_RELEVANT);
  if (relevant.size === 0 || relevant.size > MAX_RELEVANT) return undefined;
  const given = constantArguments(facts, fn, "refused");
  const fromEntry = (symbol: GoSymbol): Value | undefined => firstValue(facts, fn, symbol, given);
  const fromLoop = (symbol: GoSymbol): Value | undefined =>
    entryValue(facts, fn, loop, symbol) ?? unchangedValue(facts, symbol, given);
  return (
    run(
      { facts, fn, flow, table, values: new Map(), initial: fromLoop },
      { loop, relevant, start: loop.header },
    ) ??
    run({ facts, fn, flow, table, values: new Map(), initial: fromEntry }, { loop, relevant, start: ENTRY })
  );
}

/** Whether some way leads round the loop past nothing that can never be run: most loops have none. */
function mayRunRound(facts: PackageFacts, fn: GoFunction, flow: ControlFlow, loop: Loop): boolean {
  return comesRound(flow, loop, (block) =>
    flow.blocks[block]!.steps.every(
      (step) => (facts.ownEffectsOfStep(fn, step) & UNPROVEN & ~Effect.Panics) === 0,
    ),
  );
}

interface Plan {
  readonly loop: Loop;
  readonly relevant: ReadonlySet<number>;
  readonly start: BlockId;
}

function run(machine: Machine, { loop, relevant, start }: Plan): Repetition | undefined {
  const names = new Map<object, number>();
  const seen = new Map<string, number>();
  let first: number | undefined;
  let block: BlockId | undefined = start;
  for (let budget = MAX_BLOCKS_RUN; block !== undefined && budget > 0; budget--) {
    const isInside = loop.members.has(block);
    if (!isInside && seen.size > 0) return undefined;
    if (block === loop.header) {
      const state = [...relevant].map((id) => keyOf(current(machine, id), names)).join(" ");
      const before = seen.get(state);
      const gap = floatGap(machine, loop);
      if (before !== undefined) {
        const gaps: Repetition["gaps"] = first === undefined || gap === undefined ? undefined : [first, gap];
        return { rounds: before, period: seen.size - before, state: stateText(machine, relevant), gaps };
      }
      if (seen.size === 0) first = gap;
      seen.set(state, seen.size);
    }
    if (!runBlock(machine, block, isInside)) return undefined;
    block = nextBlock(machine, block);
  }
  return undefined;
}

/** How far apart two floats are that the condition of the loop compares. */
function floatGap(machine: Machine, { statement }: Loop): number | undefined {
  const { tree } = machine.fn.file.source;
  const condition = statement === NO_NODE ? NO_NODE : conditionOf(machine.fn, statement);
  if (condition === NO_NODE || tree.kind[condition] !== Kind.BinaryExpression) return undefined;
  const [left, right] = [Field.Left, Field.Right].map((field) =>
    evaluate(scopeOf(machine), childIn(tree, condition, field)),
  );
  return left?.kind === "float" && right?.kind === "float" ? Math.abs(left.value - right.value) : undefined;
}

/** A variable that nothing has asked for yet has its first value, or one that does not matter. */
function current(machine: Machine, id: number): Value | undefined {
  if (!machine.values.has(id)) {
    machine.values.set(id, machine.initial(machine.facts.index.symbols[id]!));
  }
  return machine.values.get(id);
}

function stateText(machine: Machine, relevant: ReadonlySet<number>): string {
  return [...relevant]
    .map((id) => [machine.facts.index.symbols[id]!.name, shown(machine.values.get(id))])
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name} = ${value}`)
    .slice(0, 4)
    .join(", ");
}

function firstValue(
  facts: PackageFacts,
  fn: GoFunction,
  symbol: GoSymbol,
  given: ReadonlyMap<number, Value>,
): Value | undefined {
  const isOwn = symbol.kind === "parameter" && symbol.owner === fn;
  return isOwn && facts.isPlainLocal(symbol) ? given.get(symbol.id) : undefined;
}

function entryValue(facts: PackageFacts, fn: GoFunction, loop: Loop, symbol: GoSymbol): Value | undefined {
  const constant = valueOnEntry(facts, fn, loop, symbol);
  if (constant === undefined) return undefined;
  const { value, type } = constant;
  const known: Value =
    typeof value === "boolean"
      ? { kind: "boolean", value }
      : { kind: "integer", value, shape: type === undefined ? undefined : integerShape(type) };
  return stored(known, underlying(facts.index, facts.oracle.typeOfSymbol(symbol)));
}

/** Value of what has the same one at all times. */
function unchangedValue(
  facts: PackageFacts,
  symbol: GoSymbol,
  given: ReadonlyMap<number, Value>,
): Value | undefined {
  if (symbol.owner === undefined || facts.changesOf(symbol).length > 0) return undefined;
  return symbol.kind === "parameter" ? given.get(symbol.id) : onlyValue(facts, symbol, 0);
}
