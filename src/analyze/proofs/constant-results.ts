import {
  childIn,
  childrenOf,
  contains,
  NO_NODE,
  type NodeId,
  onlyChild,
  operatorOf,
  textOf,
  withoutParentheses,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { accessAt, functionAround, initialValue, mayChange } from "../flow/accesses.ts";
import { constantAt } from "../flow/constants.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, GoSymbol, IndexedFile } from "../flow/symbols.ts";
import { assignmentsOf } from "./assignments.ts";

/** What a result is at every return of a function. */
export type FixedResult = "nil" | "non-nil" | "true" | "false";

const MAX_DEPTH = 5;

/** What the result at a position of a call of `fn` always is; undefined when that is not known. */
export function fixedResult(
  facts: PackageFacts,
  fn: GoFunction,
  position: number,
  depth = 0,
): FixedResult | undefined {
  const { tree } = fn.file.source;
  if (fn.body === NO_NODE || fn.broken || depth > MAX_DEPTH || facts.recovers(fn)) return undefined;
  facts.work.charge(tree.after[fn.body]! - fn.body);
  let found: FixedResult | undefined;
  for (let node = fn.body; node < tree.after[fn.body]!; node++) {
    if (tree.kind[node] === Kind.FuncLiteral) node = tree.after[node]! - 1;
    if (tree.kind[node] !== Kind.ReturnStatement) continue;
    const value = returnedAt(fn, node, position);
    const fixed = value === undefined ? undefined : fixedValue(facts, fn, value, depth);
    if (fixed === undefined || (found !== undefined && fixed !== found)) return undefined;
    found = fixed;
  }
  return found;
}

function returnedAt({ file }: GoFunction, statement: NodeId, position: number): NodeId | undefined {
  const { tree } = file.source;
  const list = onlyChild(tree, statement);
  if (list === NO_NODE) return undefined;
  const values = tree.kind[list] === Kind.ExpressionList ? childrenOf(tree, list) : [list];
  const isOneCall = values.length === 1 && position > 0;
  return isOneCall ? undefined : values[position];
}

function fixedValue(
  facts: PackageFacts,
  fn: GoFunction,
  node: NodeId,
  depth: number,
): FixedResult | undefined {
  const { tree } = fn.file.source;
  const plain = withoutParentheses(tree, node);
  switch (tree.kind[plain]) {
    case Kind.Nil:
      return "nil";
    case Kind.True:
      return "true";
    case Kind.False:
      return "false";
    case Kind.CompositeLiteral:
    case Kind.FuncLiteral:
      return "non-nil";
    case Kind.UnaryExpression:
      return operatorOf(tree, plain) === "&" ? "non-nil" : undefined;
    case Kind.CallExpression:
      return fixedCall(facts, fn.file, plain, 0, depth);
    case Kind.Identifier: {
      const symbol = facts.index.symbols[fn.file.symbolOf[plain]!];
      if (symbol === undefined) return undefined;
      return heldValue(facts, symbol, depth) ?? (isGuarded(facts, fn, plain, symbol) ? "non-nil" : undefined);
    }
    default:
      return undefined;
  }
}

/** What a call of the package or the library always gives. */
function fixedCall(
  facts: PackageFacts,
  file: IndexedFile,
  call: NodeId,
  position: number,
  depth: number,
): FixedResult | undefined {
  const callee = facts.oracle.calleeOf(file, call);
  if (callee.kind === "function") return fixedResult(facts, callee.fn, position, depth + 1);
  if (callee.kind === "builtin")
    return callee.name === "new" || callee.name === "make" ? "non-nil" : undefined;
  if (callee.kind !== "library") return undefined;
  const name = `${callee.path}.${callee.name}`;
  return name === "errors.New" || name === "fmt.Errorf" ? "non-nil" : undefined;
}

/** A variable that only ever holds what its declaration gives it. */
function heldValue(facts: PackageFacts, symbol: GoSymbol, depth: number): FixedResult | undefined {
  const { file } = symbol;
  const value = symbol.owner === undefined ? packageValue(facts, symbol) : facts.oracle.soleValueOf(symbol);
  if (file === undefined || value === undefined || depth > MAX_DEPTH) return undefined;
  const { tree } = file.source;
  const plain = withoutParentheses(tree, value);
  if (tree.kind[plain] === Kind.UnaryExpression && operatorOf(tree, plain) === "&") return "non-nil";
  if (tree.kind[plain] === Kind.CompositeLiteral) return "non-nil";
  return tree.kind[plain] === Kind.CallExpression ? fixedCall(facts, file, plain, 0, depth + 1) : undefined;
}

/** What a package variable that nothing assigns starts with. */
function packageValue(facts: PackageFacts, symbol: GoSymbol): NodeId | undefined {
  if (symbol.kind !== "variable" || (/^\p{Lu}/u.test(symbol.name) && facts.index.name !== "main"))
    return undefined;
  const isChanged = symbol.uses.some((use, at) => mayChange(accessAt(symbol.useFiles[at]!.source.tree, use)));
  return isChanged ? undefined : initialValue(symbol);
}

/** Whether a mention stands in the branch of `if x != nil`, and nothing of the branch assigns x. */
function isGuarded(facts: PackageFacts, fn: GoFunction, use: NodeId, symbol: GoSymbol): boolean {
  const { tree } = fn.file.source;
  for (let at = tree.parent[use]!; at > fn.node; at = tree.parent[at]!) {
    const outer = tree.parent[at]!;
    if (tree.kind[outer] !== Kind.IfStatement || tree.field[at] !== Field.Consequence) continue;
    const condition = withoutParentheses(tree, childIn(tree, outer, Field.Condition));
    if (testedForNil(fn, condition) !== symbol.id || operatorOf(tree, condition) !== "!=") continue;
    return !facts.changesOf(symbol).some((change) => contains(tree, at, change));
  }
  return false;
}

/** Id of x in `x == nil` and `x != nil`, -1 for other conditions. */
function testedForNil({ file }: GoFunction, condition: NodeId): number {
  const { tree } = file.source;
  if (tree.kind[condition] !== Kind.BinaryExpression || !/^[!=]=$/.test(operatorOf(tree, condition)))
    return -1;
  const left = withoutParentheses(tree, childIn(tree, condition, Field.Left));
  const right = withoutParentheses(tree, childIn(tree, condition, Field.Right));
  return tree.kind[right] === Kind.Nil && tree.kind[left] === Kind.Identifier ? file.symbolOf[left]! : -1;
}

/** How a condition always turns out because of what a function always returns; undefined when that is not known. */
export function fixedOutcome(
  facts: PackageFacts,
  fn: GoFunction,
  condition: NodeId,
): { readonly outcome: boolean; readonly call: NodeId } | undefined {
  const { tree } = fn.file.source;
  let node = withoutParentheses(tree, condition);
  let isNegated = false;
  while (tree.kind[node] === Kind.UnaryExpression && operatorOf(tree, node) === "!") {
    node = withoutParentheses(tree, childIn(tree, node, Field.Operand));
    isNegated = !isNegated;
  }
  const operator = tree.kind[node] === Kind.BinaryExpression ? operatorOf(tree, node) : "";
  const length = lengthOutcome(facts, fn, node, operator);
  if (length !== undefined) return { ...length, outcome: length.outcome !== isNegated };
  const isNilTest = operator === "==" || operator === "!=";
  if (isNilTest && tree.kind[withoutParentheses(tree, childIn(tree, node, Field.Right))] !== Kind.Nil)
    return undefined;
  if (!isNilTest && operator !== "") return undefined;
  const subject = isNilTest ? withoutParentheses(tree, childIn(tree, node, Field.Left)) : node;
  const known = subjectResult(facts, fn, subject);
  if (known === undefined) return undefined;
  const isNil = known.result === "nil" || known.result === "non-nil";
  if (isNil !== isNilTest) return undefined;
  const outcome = isNilTest ? (known.result === "nil") === (operator === "==") : known.result === "true";
  return { outcome: outcome !== isNegated, call: known.call };
}

/** `len(x) < 0` and `len(x) >= 0`: no length is negative. */
function lengthOutcome(
  facts: PackageFacts,
  { file }: GoFunction,
  node: NodeId,
  operator: string,
): { readonly outcome: boolean; readonly call: NodeId } | undefined {
  if (operator !== "<" && operator !== ">=") return undefined;
  const { tree } = file.source;
  const call = withoutParentheses(tree, childIn(tree, node, Field.Left));
  if (tree.kind[call] !== Kind.CallExpression) return undefined;
  const bound = constantAt(facts.fixed, file, childIn(tree, node, Field.Right))?.value;
  const callee = facts.oracle.calleeOf(file, call);
  const isLength = callee.kind === "builtin" && (callee.name === "len" || callee.name === "cap");
  return isLength && typeof bound === "bigint" && bound <= 0n
    ? { outcome: operator === ">=", call }
    : undefined;
}

interface Known {
  readonly result: FixedResult;
  readonly call: NodeId;
}

/** What a call gives, or a local variable that only calls with that result are assigned to. */
function subjectResult(facts: PackageFacts, fn: GoFunction, node: NodeId): Known | undefined {
  const { tree } = fn.file.source;
  if (tree.kind[node] === Kind.CallExpression) {
    const result = ownCall(facts, fn, node, 0);
    return result === undefined ? undefined : { result, call: node };
  }
  if (tree.kind[node] !== Kind.Identifier) return undefined;
  const symbol = facts.index.symbols[fn.file.symbolOf[node]!];
  if (symbol?.owner !== fn || !facts.isPlainLocal(symbol)) return undefined;
  const writes = [...facts.changesOf(symbol)];
  if (tree.kind[symbol.declaration] === Kind.ShortVarDeclaration) writes.unshift(symbol.node);
  const before = writes.findLast((write) => write < node);
  if (before === undefined || functionAround(tree, before) !== fn.node) return undefined;
  let found: Known | undefined;
  for (const write of writes) {
    const one = writtenResult(facts, fn, write, symbol);
    if (one === undefined || (found !== undefined && one.result !== found.result)) return undefined;
    found = one;
  }
  return found;
}

function writtenResult(
  facts: PackageFacts,
  fn: GoFunction,
  write: NodeId,
  symbol: GoSymbol,
): Known | undefined {
  const { tree } = fn.file.source;
  const list = tree.parent[write]!;
  const statement = tree.parent[list]!;
  if (tree.kind[list] !== Kind.ExpressionList) return undefined;
  const right = childrenOf(tree, childIn(tree, statement, Field.Right));
  const position = childrenOf(tree, list).indexOf(write);
  const isTuple = right.length === 1 && childrenOf(tree, list).length > 1;
  const own = isTuple ? right[0] : right[position];
  if (own === undefined || assignmentsOf(facts, fn, statement).every(({ target }) => target !== symbol))
    return undefined;
  const call = withoutParentheses(tree, own);
  if (tree.kind[call] !== Kind.CallExpression) return undefined;
  const result = ownCall(facts, fn, call, isTuple ? position : 0);
  return result === undefined ? undefined : { result, call };
}

/** Only functions of the package: what the library gives is checked by habit. */
function ownCall(
  facts: PackageFacts,
  { file }: GoFunction,
  call: NodeId,
  position: number,
): FixedResult | undefined {
  const callee = facts.oracle.calleeOf(file, call);
  return callee.kind === "function" ? fixedResult(facts, callee.fn, position) : undefined;
}

/** Name of what a call calls, for messages. */
export function calledName({ file }: GoFunction, call: NodeId): string {
  const { tree } = file.source;
  return textOf(tree, childIn(tree, call, Field.Function));
}
