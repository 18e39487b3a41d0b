import {
  childIn,
  childrenOf,
  contains,
  NO_NODE,
  type NodeId,
  operatorOf,
  textOf,
  withoutParentheses,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { within } from "../flow/accesses.ts";
import { constantAt } from "../flow/constants.ts";
import { type IntegerShape, shapeOfType } from "../flow/integers.ts";
import type { Loop } from "../flow/loops.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";
import { underlying } from "../flow/types.ts";

/** A loop `v operator bound` in which one statement, run once an iteration, changes v by a constant. */
export interface Counter {
  readonly variable: GoSymbol;
  readonly shape: IntegerShape;
  readonly typeName: string;
  /** With the variable on the left. */
  readonly operator: string;
  readonly bound: NodeId;
  readonly update: NodeId;
  /** `+`, `*`, `/`, `<<`, `>>`, `&`, `|`, `^`, `%`, `&^`; subtraction is addition of the negative. */
  readonly change: string;
  readonly amount: bigint;
}

const MIRRORED: Readonly<Record<string, string>> = {
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
  "!=": "!=",
  "==": "==",
};

/** The counter of a loop with the condition `condition`, if it has that form. */
export function counterOf(
  facts: PackageFacts,
  fn: GoFunction,
  loop: Loop,
  condition: NodeId,
): Counter | undefined {
  const { tree } = fn.file.source;
  const comparison = withoutParentheses(tree, condition);
  const operator = operatorOf(tree, comparison);
  if (tree.kind[comparison] !== Kind.BinaryExpression || MIRRORED[operator] === undefined) return undefined;
  const left = withoutParentheses(tree, childIn(tree, comparison, Field.Left));
  const right = withoutParentheses(tree, childIn(tree, comparison, Field.Right));
  return (
    counting(facts, fn, loop, { variable: left, operator, bound: right }) ??
    counting(facts, fn, loop, { variable: right, operator: MIRRORED[operator]!, bound: left })
  );
}

interface Sides {
  readonly variable: NodeId;
  readonly operator: string;
  readonly bound: NodeId;
}

function counting(facts: PackageFacts, fn: GoFunction, loop: Loop, sides: Sides): Counter | undefined {
  const { tree } = fn.file.source;
  if (tree.kind[sides.variable] !== Kind.Identifier) return undefined;
  const variable = facts.index.symbols[fn.file.symbolOf[sides.variable]!];
  if (variable === undefined || variable.owner !== fn || !facts.isPlainLocal(variable)) return undefined;
  const type = underlying(facts.index, facts.oracle.typeOfSymbol(variable));
  const shape = shapeOfType(type);
  if (shape === undefined || type.kind !== "basic") return undefined;
  const writes = within(facts.changesOf(variable), loop.statement, tree.after[loop.statement]!);
  if (
    writes.length !== 1 ||
    contains(tree, loop.statement, variable.node) !== isInitialized(fn, loop, variable)
  ) {
    return undefined;
  }
  const update = statementOf(fn, writes[0]!);
  if (!runsOnceEachRound(fn, loop, update)) return undefined;
  const change = changeBy(facts, fn, update, variable);
  if (change === undefined) return undefined;
  return {
    variable,
    shape,
    typeName: type.name,
    operator: sides.operator,
    bound: sides.bound,
    update,
    ...change,
  };
}

/** Whether the variable is declared by the init statement of the loop. */
function isInitialized(fn: GoFunction, loop: Loop, variable: GoSymbol): boolean {
  const { tree } = fn.file.source;
  return (
    tree.field[variable.declaration] === Field.Initializer &&
    contains(tree, loop.statement, variable.declaration)
  );
}

function statementOf(fn: GoFunction, use: NodeId): NodeId {
  const { tree } = fn.file.source;
  let at = use;
  while (at !== NO_NODE && !isUpdate(tree.kind[at]!)) at = tree.parent[at]!;
  return at;
}

function isUpdate(kind: number): boolean {
  return kind === Kind.IncStatement || kind === Kind.DecStatement || kind === Kind.AssignmentStatement;
}

/** The post statement, or a statement of the body itself when no `continue` can skip it. */
function runsOnceEachRound(fn: GoFunction, loop: Loop, update: NodeId): boolean {
  const { tree } = fn.file.source;
  if (update === NO_NODE) return false;
  if (tree.field[update] === Field.Update) return tree.parent[tree.parent[update]!] === loop.statement;
  const body = childIn(tree, loop.statement, Field.Body);
  if (tree.parent[tree.parent[update]!] !== body) return false;
  for (let node = body; node < tree.after[body]!; node++) {
    if (tree.kind[node] === Kind.ContinueStatement || tree.kind[node] === Kind.GotoStatement) return false;
  }
  return true;
}

function changeBy(
  facts: PackageFacts,
  fn: GoFunction,
  update: NodeId,
  variable: GoSymbol,
): { readonly change: string; readonly amount: bigint } | undefined {
  const { tree } = fn.file.source;
  if (tree.kind[update] === Kind.IncStatement) return { change: "+", amount: 1n };
  if (tree.kind[update] === Kind.DecStatement) return { change: "+", amount: -1n };
  const names = childrenOf(tree, childIn(tree, update, Field.Left));
  const values = childrenOf(tree, childIn(tree, update, Field.Right));
  if (names.length !== 1 || values.length !== 1) return undefined;
  const operator = operatorOf(tree, update);
  if (operator !== "=") return constantChange(facts, fn, operator.slice(0, -1), values[0]!);
  const value = withoutParentheses(tree, values[0]!);
  if (tree.kind[value] !== Kind.BinaryExpression) return undefined;
  const left = withoutParentheses(tree, childIn(tree, value, Field.Left));
  if (tree.kind[left] !== Kind.Identifier || fn.file.symbolOf[left] !== variable.id) return undefined;
  return constantChange(facts, fn, operatorOf(tree, value), childIn(tree, value, Field.Right));
}

function constantChange(
  facts: PackageFacts,
  fn: GoFunction,
  operator: string,
  amountNode: NodeId,
): { readonly change: string; readonly amount: bigint } | undefined {
  const amount = constantAt(facts.fixed, fn.file, amountNode)?.value;
  if (typeof amount !== "bigint") return undefined;
  return operator === "-" ? { change: "+", amount: -amount } : { change: operator, amount };
}

/** The update as the source has it, for messages. */
export function updateText(fn: GoFunction, counter: Counter): string {
  return textOf(fn.file.source.tree, counter.update);
}
