import {
  childIn,
  childrenOf,
  contains,
  NO_NODE,
  type NodeId,
  textOf,
  withoutParentheses,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { Loop } from "../flow/loops.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, IndexedFile } from "../flow/symbols.ts";
import { conditionOf } from "./ways-out.ts";

/** The loop inside an iterator that ends only when yield says so. */
export interface EndlessIterator {
  readonly file: IndexedFile;
  readonly loop: NodeId;
}

/** What `for v := range f()` runs, when that is a function of the package that yields for ever; and nothing leaves the loop. */
export function endlessIteratorOf(
  facts: PackageFacts,
  fn: GoFunction,
  loop: Loop,
): EndlessIterator | undefined {
  const { tree } = fn.file.source;
  if (loop.statement === NO_NODE || loop.exits.some(({ from }) => from !== loop.header)) return undefined;
  const clause = childrenOf(tree, loop.statement).find((child) => tree.kind[child] === Kind.RangeClause);
  if (clause === undefined) return undefined;
  const over = withoutParentheses(tree, childIn(tree, clause, Field.Right));
  const iterator = over === NO_NODE ? undefined : iteratorAt(facts, fn.file, over);
  const endless = iterator === undefined ? NO_NODE : yieldingLoop(facts, iterator);
  return endless === NO_NODE ? undefined : { file: iterator!.file, loop: endless };
}

/** `for range time.Tick(d)` that only its end would leave. */
export function rangesOverTick(facts: PackageFacts, fn: GoFunction, loop: Loop): boolean {
  const { tree } = fn.file.source;
  if (loop.statement === NO_NODE || loop.exits.some(({ from }) => from !== loop.header)) return false;
  const clause = childrenOf(tree, loop.statement).find((child) => tree.kind[child] === Kind.RangeClause);
  const over = clause === undefined ? NO_NODE : withoutParentheses(tree, childIn(tree, clause, Field.Right));
  if (over === NO_NODE || tree.kind[over] !== Kind.CallExpression) return false;
  const callee = facts.oracle.calleeOf(fn.file, over);
  return callee.kind === "library" && callee.path === "time" && callee.name === "Tick";
}

/** Statements that may stand before the iterator is returned. */
const PREPARES: ReadonlySet<number> = new Set<number>([
  Kind.ShortVarDeclaration,
  Kind.VarDeclaration,
  Kind.AssignmentStatement,
  Kind.ConstDeclaration,
]);

/** The function literal that a call returns, or the named function itself. */
function iteratorAt(facts: PackageFacts, file: IndexedFile, node: NodeId): GoFunction | undefined {
  const { tree } = file.source;
  if (tree.kind[node] === Kind.Identifier) {
    const symbol = facts.index.symbols[file.symbolOf[node]!];
    const held = symbol?.kind === "variable" ? facts.oracle.soleValueOf(symbol) : undefined;
    if (held !== undefined && tree.kind[held] === Kind.CallExpression)
      return iteratorAt(facts, symbol!.file!, held);
    if (held !== undefined && tree.kind[held] === Kind.FuncLiteral) return file.functionAt.get(held);
    return symbol?.kind === "function" ? symbol.file?.functionAt.get(symbol.declaration) : undefined;
  }
  if (tree.kind[node] !== Kind.CallExpression) return undefined;
  const callee = facts.oracle.calleeOf(file, node);
  if (callee.kind !== "function" || callee.fn.body === NO_NODE) return undefined;
  const home = callee.fn.file;
  const statements = childrenOf(home.source.tree, callee.fn.body).flatMap((child) =>
    home.source.tree.kind[child] === Kind.StatementList ? childrenOf(home.source.tree, child) : [child],
  );
  const only = statements.at(-1);
  const isPlain = statements.slice(0, -1).every((one) => PREPARES.has(home.source.tree.kind[one]!));
  if (only === undefined || !isPlain || home.source.tree.kind[only] !== Kind.ReturnStatement)
    return undefined;
  for (let at = only; at < home.source.tree.after[only]!; at++) {
    if (home.source.tree.kind[at] === Kind.FuncLiteral) return home.functionAt.get(at);
  }
  return undefined;
}

/** The loop without a condition that all of an iterator's paths run into, left only by `if !yield(…) { return }`. */
function yieldingLoop(facts: PackageFacts, iterator: GoFunction): NodeId {
  const { tree } = iterator.file.source;
  for (const { statement, exits } of facts.loopsOf(iterator)) {
    if (statement === NO_NODE) continue;
    const condition = conditionOf(iterator, statement);
    if (condition !== NO_NODE && !isYield(iterator, condition)) continue;
    if (childrenOf(tree, statement).some((child) => tree.kind[child] === Kind.RangeClause)) continue;
    const flow = facts.flowOf(iterator)!;
    const isLeftByYield = exits.every(({ from }) => {
      const { condition } = flow.blocks[from]!;
      return condition !== NO_NODE && isYield(iterator, condition);
    });
    if (exits.length > 0 && isLeftByYield && isLast(iterator, statement)) return statement;
  }
  return NO_NODE;
}

/** `yield(…)` or `!yield(…)`, whatever the function is called that the iterator gets. */
function isYield({ file, node }: GoFunction, condition: NodeId): boolean {
  const { tree } = file.source;
  let call = withoutParentheses(tree, condition);
  if (tree.kind[call] === Kind.UnaryExpression)
    call = withoutParentheses(tree, childIn(tree, call, Field.Operand));
  if (call === NO_NODE || tree.kind[call] !== Kind.CallExpression) return false;
  const name = textOf(tree, childIn(tree, call, Field.Function));
  const list = childIn(tree, node, Field.Parameters);
  const [only, another] = list === NO_NODE ? [] : childrenOf(tree, list);
  return (
    only !== undefined && another === undefined && textOf(tree, childIn(tree, only, Field.Name)) === name
  );
}

/** Whether nothing before the loop returns. */
function isLast(iterator: GoFunction, loop: NodeId): boolean {
  const { tree } = iterator.file.source;
  for (let node = iterator.body; node < loop; node++)
    if (tree.kind[node] === Kind.ReturnStatement) return false;
  return contains(tree, iterator.body, loop);
}
