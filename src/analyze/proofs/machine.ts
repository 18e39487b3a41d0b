import { NO_NODE, type NodeId } from "../../source/tree.ts";
import type { BlockId, ControlFlow } from "../flow/control-flow.ts";
import { UNPROVEN } from "../flow/effect.ts";
import type { Loop } from "../flow/loops.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";
import { underlying } from "../flow/types.ts";
import type { Assignment } from "./assignments.ts";
import { evaluate, type Scope } from "./evaluate.ts";
import { isFrozen } from "./frozen.ts";
import { applied } from "./operators.ts";
import { comesToItsEnd } from "./panics.ts";
import { type AssignmentTable, decisionOf } from "./relevant.ts";
import { stored, type Value, zeroOf } from "./values.ts";
import { isRange } from "./ways-out.ts";

/** Runs one function on known values, block by block. */
export interface Machine {
  readonly facts: PackageFacts;
  readonly fn: GoFunction;
  readonly flow: ControlFlow;
  readonly table: AssignmentTable;
  /** Values of the variables that were written or read; undefined for those that are not known. */
  readonly values: Map<number, Value | undefined>;
  /** First value of a variable that nothing has written yet. */
  readonly initial: (symbol: GoSymbol) => Value | undefined;
}

/** Runs the steps of a block, up to `stop`. With `checked`, false when one of them might not come to its end. */
export function runBlock(machine: Machine, block: BlockId, checked: boolean, stop?: NodeId): boolean {
  for (const step of machine.flow.blocks[block]!.steps) {
    if (step === stop) return true;
    if (checked && !isSafe(machine, step)) return false;
    assign(machine, machine.table.get(step) ?? []);
  }
  return true;
}

/** The block that follows; undefined when that is not known, or when nothing does. */
export function nextBlock(machine: Machine, block: BlockId): BlockId | undefined {
  const { successors } = machine.flow.blocks[block]!;
  if (successors.length < 2) return successors[0];
  const inner = machine.facts.loopsOf(machine.fn).find((loop) => loop.header === block);
  if (inner !== undefined && isRange(machine.fn, inner)) return pastRange(machine, inner);
  const decision = decisionOf(machine.flow, block);
  if (decision === undefined || successors.length !== 2) return undefined;
  const scope = scopeOf(machine);
  if (decision.kind === "condition") {
    const value = evaluate(scope, decision.node);
    return value?.kind === "boolean" ? successors[value.value ? 0 : 1] : undefined;
  }
  const [tag, value] = [evaluate(scope, decision.tag), evaluate(scope, decision.value)];
  const same = tag === undefined || value === undefined ? undefined : applied("==", tag, value);
  return same?.kind === "boolean" ? successors[same.value ? 0 : 1] : undefined;
}

/** A range loop that only its end leaves is as good as one step: afterwards, what it writes is not known. */
function pastRange(machine: Machine, loop: Loop): BlockId | undefined {
  const { facts, fn, flow, table, values } = machine;
  const [exit, another] = loop.exits;
  if (exit === undefined || another !== undefined || exit.from !== loop.header) return undefined;
  for (const block of loop.members) {
    if ((facts.effectsOfBlock(fn, block) & UNPROVEN) !== 0) return undefined;
    for (const step of flow.blocks[block]!.steps) {
      for (const { target } of table.get(step) ?? []) values.set(target.id, undefined);
    }
  }
  const hasInner = facts.loopsOf(fn).some((other) => other !== loop && loop.members.has(other.header));
  return hasInner ? undefined : exit.to;
}

/** Whether a step surely comes to its end with these values. */
function isSafe(machine: Machine, step: NodeId): boolean {
  const scope = scopeOf(machine);
  return comesToItsEnd(machine.facts, machine.fn, step, (part) => evaluate(scope, part) !== undefined);
}

function assign(machine: Machine, assignments: readonly Assignment[]): void {
  const results = assignments.map((one) => assigned(machine, one));
  for (const [at, { target }] of assignments.entries()) machine.values.set(target.id, results[at]);
}

const ONE: Value = { kind: "integer", value: 1n, shape: undefined };

function assigned(machine: Machine, { target, value, operator }: Assignment): Value | undefined {
  const { facts, fn } = machine;
  if (target.owner !== fn || !facts.isPlainLocal(target)) return undefined;
  const type = underlying(facts.index, facts.oracle.typeOfSymbol(target));
  if (operator === "zero") return zeroOf(type);
  if (operator === "") return undefined;
  const scope = scopeOf(machine);
  const right = value === NO_NODE ? ONE : evaluate(scope, value);
  if (operator === "=") {
    const isWhole = type.kind === "basic" || isFrozen(facts, target);
    return isWhole ? stored(right, type) : undefined;
  }
  const left = scope.read(target);
  return left === undefined || right === undefined ? undefined : stored(applied(operator, left, right), type);
}

/** What expressions are evaluated with at this point. */
export function scopeOf(machine: Machine): Scope {
  const { facts, fn, values } = machine;
  return {
    facts,
    file: fn.file,
    read(symbol) {
      if (!values.has(symbol.id)) values.set(symbol.id, machine.initial(symbol));
      return values.get(symbol.id);
    },
  };
}
