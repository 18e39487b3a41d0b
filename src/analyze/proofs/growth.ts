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
import { accessAt, mayChange } from "../flow/accesses.ts";
import { constantAt } from "../flow/constants.ts";
import type { Loop } from "../flow/loops.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";
import { underlying } from "../flow/types.ts";

/** A statement that changes the length of a slice or string: `s = append(s, x)`, `s += t`, `s = s[1:]`. */
export interface LengthChange {
  readonly symbol: GoSymbol;
  readonly node: NodeId;
  /** What is surely added; negative when taken away; undefined for anything else that is assigned. */
  readonly amount: number | undefined;
  /** Whether the amount is exact; else it only holds for a loop that counts up to the length. */
  readonly isExact: boolean;
}

/** Everything in a loop (without closures) that assigns a slice or string variable of the function. */
export function lengthChanges(facts: PackageFacts, fn: GoFunction, loop: Loop): LengthChange[] {
  const { tree } = fn.file.source;
  const found: LengthChange[] = [];
  if (loop.statement === NO_NODE) return found;
  for (let node = loop.statement; node < tree.after[loop.statement]!; node++) {
    if (tree.kind[node] === Kind.FuncLiteral) node = tree.after[node]! - 1;
    if (tree.kind[node] !== Kind.Identifier) continue;
    const symbol = facts.index.symbols[fn.file.symbolOf[node]!];
    if (symbol?.owner !== fn || symbol.node === node || !mayChange(accessAt(tree, node))) continue;
    const type = underlying(facts.index, facts.oracle.typeOfSymbol(symbol));
    const isText = type.kind === "basic" && type.name.endsWith("string");
    if (type.kind !== "slice" && !isText) continue;
    const statement = tree.parent[tree.parent[node]!]!;
    const amount = amountOf(facts, fn, symbol, statement);
    const isExact = amount !== undefined && Number.isFinite(amount) && !cutsAtCounter(fn, statement);
    found.push({ symbol, node: statement, amount, isExact });
  }
  return found;
}

function amountOf(
  facts: PackageFacts,
  fn: GoFunction,
  symbol: GoSymbol,
  statement: NodeId,
): number | undefined {
  const { tree } = fn.file.source;
  if (tree.kind[statement] !== Kind.AssignmentStatement || !facts.isPlainLocal(symbol)) return undefined;
  const names = childrenOf(tree, childIn(tree, statement, Field.Left));
  const values = childrenOf(tree, childIn(tree, statement, Field.Right));
  const [value] = values;
  if (names.length !== 1 || values.length !== 1 || value === undefined) return undefined;
  const operator = operatorOf(tree, statement);
  if (operator === "+=") return addedText(fn, symbol, value);
  return operator === "=" ? assignedAmount(facts, fn, symbol, withoutParentheses(tree, value)) : undefined;
}

/** A literal that is not empty adds something; the variable itself doubles. */
function addedText(fn: GoFunction, symbol: GoSymbol, value: NodeId): number | undefined {
  const { tree } = fn.file.source;
  if (tree.kind[value] === Kind.Identifier && fn.file.symbolOf[value] === symbol.id) return 1;
  const isLiteral =
    tree.kind[value] === Kind.InterpretedStringLiteral || tree.kind[value] === Kind.RawStringLiteral;
  return isLiteral && textOf(tree, value).length > 2 ? 1 : undefined;
}

function assignedAmount(
  facts: PackageFacts,
  fn: GoFunction,
  symbol: GoSymbol,
  value: NodeId,
): number | undefined {
  const { tree } = fn.file.source;
  const isOwn = (node: NodeId): boolean =>
    tree.kind[node] === Kind.Identifier && fn.file.symbolOf[node] === symbol.id;
  if (tree.kind[value] === Kind.BinaryExpression && operatorOf(tree, value) === "+") {
    const left = childIn(tree, value, Field.Left);
    return isOwn(left) ? addedText(fn, symbol, childIn(tree, value, Field.Right)) : undefined;
  }
  if (tree.kind[value] === Kind.SliceExpression) {
    return isOwn(childIn(tree, value, Field.Operand)) ? -takenBy(facts, fn, symbol, value) : undefined;
  }
  const callee = tree.kind[value] === Kind.CallExpression ? facts.oracle.calleeOf(fn.file, value) : undefined;
  if (callee?.kind !== "builtin" || callee.name !== "append") return undefined;
  const given = childrenOf(tree, childIn(tree, value, Field.Arguments));
  const base = given[0];
  if (base === undefined) return undefined;
  const added = given.slice(1).filter((one) => tree.kind[one] !== Kind.VariadicArgument).length;
  if (isOwn(base)) return added;
  const isSliced = tree.kind[base] === Kind.SliceExpression && isOwn(childIn(tree, base, Field.Operand));
  return isSliced ? added - takenBy(facts, fn, symbol, base) : undefined;
}

/** How much `s[low:high]` surely takes away at most: `s[1:]` and `s[:len(s)-1]` take one; anything else may take all. */
function takenBy(facts: PackageFacts, fn: GoFunction, symbol: GoSymbol, slice: NodeId): number {
  const { tree } = fn.file.source;
  const low = childIn(tree, slice, Field.Start);
  const high = childIn(tree, slice, Field.End);
  const constant = (node: NodeId): number | undefined => {
    const value = constantAt(facts.fixed, fn.file, node)?.value;
    return typeof value === "bigint" ? Number(value) : undefined;
  };
  if (high === NO_NODE) return low === NO_NODE ? 0 : (constant(low) ?? Number.POSITIVE_INFINITY);
  if (low !== NO_NODE) return Number.POSITIVE_INFINITY;
  if (AFTER_COUNTER.test(textOf(tree, high))) return 0;
  const text = textOf(tree, high).replaceAll(/\s/g, "");
  const match = /^len\((\w+)\)-([0-9]+)$/.exec(text);
  return match !== null && match[1] === symbol.name ? Number(match[2]) : Number.POSITIVE_INFINITY;
}

/** `s[:i+1]` keeps everything up to the element at i: what is appended comes right after it. */
const AFTER_COUNTER = /^\w+\s*\+\s*1$/;

function cutsAtCounter({ file }: GoFunction, statement: NodeId): boolean {
  const { tree } = file.source;
  for (let node = statement; node < tree.after[statement]!; node++) {
    if (tree.field[node] === Field.End && AFTER_COUNTER.test(textOf(tree, node))) return true;
  }
  return false;
}

/** Whether a statement of a loop runs in each iteration: it stands in the body itself, and no continue skips it. */
export function runsEachTime(fn: GoFunction, loop: Loop, statement: NodeId): boolean {
  const { tree } = fn.file.source;
  const body = childIn(tree, loop.statement, Field.Body);
  if (body === NO_NODE || tree.parent[tree.parent[statement]!] !== body) return false;
  for (let node = body; node < statement; node++) {
    if (tree.kind[node] === Kind.ContinueStatement || tree.kind[node] === Kind.GotoStatement) return false;
  }
  return contains(tree, body, statement);
}
