import {
  childIn,
  childrenOf,
  contains,
  NO_NODE,
  type NodeId,
  operatorOf,
  withoutParentheses,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { assignedBy, within } from "../flow/accesses.ts";
import { constantAt } from "../flow/constants.ts";
import { type BlockId, ENTRY } from "../flow/control-flow.ts";
import { startValue } from "../flow/fixed-values.ts";
import { type ConstantValue, fold, foldUnary } from "../flow/fold.ts";
import { loopCondition } from "../flow/loop-condition.ts";
import type { Loop } from "../flow/loops.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";

/** A first value further back than this many blocks is not looked for: it keeps the search linear. */
const MAX_BLOCKS_BACK = 256;

/** Value of a local variable whenever `loop` is entered from outside; undefined when it is not always the same. */
export function valueOnEntry(
  facts: PackageFacts,
  fn: GoFunction,
  loop: Loop,
  symbol: GoSymbol,
): ConstantValue | undefined {
  const flow = facts.flowOf(fn);
  if (flow === undefined || symbol.owner !== fn || !facts.isPlainLocal(symbol)) return undefined;
  const writes = facts.changesOf(symbol);
  const seen = new Set<BlockId>();
  const stack = flow.predecessors[loop.header]!.filter((block) => !loop.members.has(block));
  let value: ConstantValue | undefined;
  for (let block = stack.pop(); block !== undefined; block = stack.pop()) {
    if (seen.has(block)) continue;
    seen.add(block);
    if (seen.size > MAX_BLOCKS_BACK) return undefined;
    const definition = flow.blocks[block]!.steps.findLast((step) => defines(fn, step, symbol, writes));
    if (definition === undefined) {
      if (block === ENTRY) return undefined;
      for (const predecessor of flow.predecessors[block]!) stack.push(predecessor);
      continue;
    }
    const found = definedValue(facts, fn, definition, symbol, writes);
    if (found === undefined || (value !== undefined && value.value !== found.value)) return undefined;
    value = found;
  }
  return value;
}

function defines(fn: GoFunction, step: NodeId, symbol: GoSymbol, writes: readonly NodeId[]): boolean {
  const { tree } = fn.file.source;
  return contains(tree, step, symbol.declaration) || within(writes, step, tree.after[step]!).length > 0;
}

function definedValue(
  facts: PackageFacts,
  fn: GoFunction,
  step: NodeId,
  symbol: GoSymbol,
  writes: readonly NodeId[],
): ConstantValue | undefined {
  const { tree } = fn.file.source;
  const write = within(writes, step, tree.after[step]!).at(-1);
  if (write === undefined) return startValue(facts.fixed, symbol);
  const assigned = assignedBy(fn.file, write);
  const value = assigned === undefined ? undefined : constantAt(facts.fixed, fn.file, assigned);
  return value === undefined || typeof value.value === "boolean"
    ? value
    : { ...value, type: startValue(facts.fixed, symbol)?.type };
}

/** Value of a condition when the loop is entered; undefined when it is not known. */
export function conditionOnEntry(
  facts: PackageFacts,
  fn: GoFunction,
  loop: Loop,
  condition: NodeId,
  depth = 0,
): ConstantValue | undefined {
  const { tree } = fn.file.source;
  const node = withoutParentheses(tree, condition);
  if (node === NO_NODE || depth > 20) return undefined;
  const constant = constantAt(facts.fixed, fn.file, node);
  if (constant !== undefined) return constant;
  const inner = (field: number): ConstantValue | undefined =>
    conditionOnEntry(facts, fn, loop, childIn(tree, node, field), depth + 1);
  switch (tree.kind[node]) {
    case Kind.Identifier: {
      const symbol = facts.index.symbols[fn.file.symbolOf[node]!];
      return symbol === undefined ? undefined : valueOnEntry(facts, fn, loop, symbol);
    }
    case Kind.UnaryExpression:
      return foldUnary(operatorOf(tree, node), inner(Field.Operand));
    case Kind.BinaryExpression: {
      const left = inner(Field.Left);
      const right = inner(Field.Right);
      return left === undefined || right === undefined
        ? undefined
        : fold(operatorOf(tree, node), left, right);
    }
    default:
      return undefined;
  }
}

/** Whether a `for` statement surely runs its body at least once when it is reached. */
export function surelyEnters(facts: PackageFacts, fn: GoFunction, loop: Loop): boolean {
  const { tree } = fn.file.source;
  if (loop.statement === NO_NODE) return true;
  const body = childIn(tree, loop.statement, Field.Body);
  const control = childrenOf(tree, loop.statement).find((child) => child !== body);
  if (control === undefined) return true;
  if (tree.kind[control] === Kind.RangeClause)
    return rangesOverSomething(facts, fn, childIn(tree, control, Field.Right));
  const condition = loopCondition(tree, loop.statement);
  return condition === NO_NODE || conditionOnEntry(facts, fn, loop, condition)?.value === true;
}

function rangesOverSomething(facts: PackageFacts, fn: GoFunction, operand: NodeId): boolean {
  const { tree } = fn.file.source;
  const count = constantAt(facts.fixed, fn.file, operand)?.value;
  if (typeof count === "bigint") return count > 0n;
  let node = withoutParentheses(tree, operand);
  if (tree.kind[node] === Kind.Identifier) {
    const symbol = facts.index.symbols[fn.file.symbolOf[node]!];
    const value = symbol?.owner === fn ? facts.oracle.soleValueOf(symbol) : undefined;
    if (value === undefined) return false;
    node = withoutParentheses(tree, value);
  }
  if (tree.kind[node] !== Kind.CompositeLiteral) return false;
  const elements = childIn(tree, node, Field.Body);
  return elements !== NO_NODE && childrenOf(tree, elements).length > 0;
}
