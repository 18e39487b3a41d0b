import {
  childIn,
  childrenOf,
  contains,
  NO_NODE,
  type NodeId,
  operatorOf,
  textOf,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { accessAt, mayChange } from "../flow/accesses.ts";
import type { Loop } from "../flow/loops.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { flagOfOthers } from "../proofs/plain-flags.ts";
import { conditionOf } from "../proofs/ways-out.ts";
import { type Rule, startOf } from "../rule.ts";

/** Loops that ask again and again instead of waiting. */
export const busyWait: Rule = {
  id: "busy-wait",
  hazard: "busy-wait",
  severity: "warning",
  cwe: ["CWE-400"],
  help: "leave out the default case, wait on a channel or a sync.Cond, or sleep in between",
  docs: {
    what: "A loop that polls: a select with a default case that does nothing useful, an empty loop on the clock, a lock or the length of a channel, or a loop on a plain variable that another goroutine sets.",
    why: "It keeps a processor busy to no avail. On wasip1 there is one thread: the goroutine that it waits for gets the processor late, or never.",
    bad: "for {\n\tselect {\n\tcase v := <-results:\n\t\treturn v\n\tdefault:\n\t}\n}",
    good: "return <-results",
  },
  check({ facts, verdicts }, report) {
    const endless = new Set(verdicts.loops.map(({ loop }) => loop));
    for (const fn of facts.index.functions) {
      for (const loop of facts.loopsOf(fn)) {
        if (loop.statement === NO_NODE || endless.has(loop)) continue;
        const why =
          pollsSelect(facts, fn, loop) ?? pollsCondition(facts, fn, loop) ?? pollsFlag(facts, fn, loop);
        if (why === undefined) continue;
        report({
          at: startOf(fn.file.source, loop.statement, "for".length),
          severity: "warning",
          message: `this loop waits without ever blocking: ${why}`,
        });
      }
    }
  },
};

/** A select with default, when one can come from the default back to the loop without doing anything worth while. */
function pollsSelect(facts: PackageFacts, fn: GoFunction, loop: Loop): string | undefined {
  const { tree } = fn.file.source;
  const flow = facts.flowOf(fn)!;
  for (const block of loop.members) {
    const select = flow.blocks[block]!.steps.at(-1);
    if (select === undefined || tree.kind[select] !== Kind.SelectStatement) continue;
    const clauses = childrenOf(tree, select);
    const at = clauses.findIndex((clause) => tree.kind[clause] === Kind.DefaultCase);
    const first = flow.blocks[block]!.successors[at];
    if (at < 0 || clauses.length < 2 || first === undefined) continue;
    if (clauses.some((clause) => tree.kind[clause] === Kind.CommunicationCase && isSend(fn, clause)))
      continue;
    if (comesBackIdle(facts, fn, loop, [first, block]))
      return "the select has a default case that only goes round";
  }
  return undefined;
}

function isSend({ file }: GoFunction, clause: NodeId): boolean {
  const { tree } = file.source;
  return tree.kind[childIn(tree, clause, Field.Communication)] === Kind.SendStatement;
}

/** Whether all that can follow up to the next select is idle. What is idle does not make the condition of the loop false. */
function comesBackIdle(
  facts: PackageFacts,
  fn: GoFunction,
  loop: Loop,
  [first, select]: readonly [number, number],
): boolean {
  const flow = facts.flowOf(fn)!;
  const { tree } = fn.file.source;
  const condition = conditionOf(fn, loop.statement);
  const seen = new Set<number>([select]);
  const stack = [first];
  for (let block = stack.pop(); block !== undefined; block = stack.pop()) {
    if (seen.has(block)) continue;
    seen.add(block);
    if (!loop.members.has(block)) return false;
    if (!flow.blocks[block]!.steps.every((step) => isIdle(facts, fn, step))) return false;
    const isCondition = condition !== NO_NODE && contains(tree, condition, flow.blocks[block]!.condition);
    for (const next of flow.blocks[block]!.successors) {
      if (!isCondition || loop.members.has(next)) stack.push(next);
    }
  }
  return flow.blocks[select]!.steps.slice(0, -1).every((step) => isIdle(facts, fn, step));
}

/** Counting, and asking for the time; everything else may be the work that goes on meanwhile. */
function isIdle(facts: PackageFacts, fn: GoFunction, step: NodeId): boolean {
  const { tree } = fn.file.source;
  for (let node = step; node < tree.after[step]!; node++) {
    const kind = tree.kind[node]!;
    if (kind === Kind.CallExpression && !isIdleCall(facts, fn, node)) return false;
    if (kind === Kind.UnaryExpression && operatorOf(tree, node) === "<-") return false;
    if (kind === Kind.Identifier && isResult(facts, fn, node)) return false;
    if (kind === Kind.SendStatement || kind === Kind.GoStatement || kind === Kind.IndexExpression)
      return false;
    if (kind === Kind.SelectStatement || kind === Kind.FuncLiteral || kind === Kind.SelectorExpression) {
      if (kind !== Kind.SelectorExpression || tree.field[node] !== Field.Function) return false;
    }
  }
  return true;
}

/** Whether a variable is changed here that is read somewhere: counting rounds is work if somebody wants the number. */
function isResult(facts: PackageFacts, { file }: GoFunction, node: NodeId): boolean {
  const { tree } = file.source;
  if (!mayChange(accessAt(tree, node))) return false;
  const symbol = facts.index.symbols[file.symbolOf[node]!];
  if (symbol === undefined || symbol.node === node || symbol.kind === "package") return false;
  const type = facts.oracle.typeOfSymbol(symbol);
  if (type.kind === "external" && accessAt(tree, node) === "method") return false;
  return symbol.owner === undefined || symbol.uses.some((use) => !mayChange(accessAt(tree, use)));
}

const IDLE_CALLS = /^(runtime\.(Gosched|GC)|time\.(Now|Since|Time\.(Sub|Before|After)))$/;

function isIdleCall(facts: PackageFacts, fn: GoFunction, call: NodeId): boolean {
  const callee = facts.oracle.calleeOf(fn.file, call);
  if (callee.kind === "builtin") return callee.name === "len" || callee.name === "cap";
  return callee.kind === "library" && IDLE_CALLS.test(`${callee.path}.${callee.name}`);
}

/** An empty loop on the clock, a lock that is tried, or the length of a channel. */
function pollsCondition(facts: PackageFacts, fn: GoFunction, loop: Loop): string | undefined {
  const { tree } = fn.file.source;
  const condition = conditionOf(fn, loop.statement);
  if (condition === NO_NODE) return undefined;
  if (loop.exits.length === 1 && asksInVain(facts, fn, condition)) return "nothing stores another value";
  const body = childIn(tree, loop.statement, Field.Body);
  const list = body === NO_NODE ? [] : childrenOf(tree, body).flatMap((child) => childrenOf(tree, child));
  if (!list.every((statement) => isIdle(facts, fn, statement))) return undefined;
  for (let node = condition; node < tree.after[condition]!; node++) {
    if (tree.kind[node] !== Kind.CallExpression) continue;
    const callee = childIn(tree, node, Field.Function);
    const name = callee === NO_NODE ? "" : textOf(tree, callee);
    if (/\.Try(R?)Lock$/.test(name)) return "its condition only tries the lock";
    // Who lets the others go first each time does not keep them from what it waits for.
    if (list.some((statement) => yields(fn, statement))) continue;
    if (/^time\.(Now|Since|Until)\b/.test(name)) return "its condition only looks at the clock";
    if (name === "len" && isChannel(facts, fn, node))
      return "its condition only looks at the length of a channel";
  }
  return undefined;
}

const yields = ({ file }: GoFunction, statement: NodeId): boolean =>
  textOf(file.source.tree, statement).includes("runtime.Gosched");

/** A variable that another goroutine sets, with nothing in the loop that makes this one see it. */
function pollsFlag(facts: PackageFacts, fn: GoFunction, loop: Loop): string | undefined {
  const flag = flagOfOthers(facts, fn, loop);
  return flag === undefined
    ? undefined
    : `${flag} is set by another goroutine, and without synchronisation the change may never be seen`;
}

function isChannel(facts: PackageFacts, fn: GoFunction, call: NodeId): boolean {
  const { tree } = fn.file.source;
  const given = childrenOf(tree, childIn(tree, call, Field.Arguments))[0];
  return given !== undefined && facts.oracle.typeOf(fn.file, given).kind === "channel";
}

/** Whether a condition is one atomic variable that nothing stores to. */
function asksInVain(facts: PackageFacts, fn: GoFunction, condition: NodeId): boolean {
  const { tree } = fn.file.source;
  let node = condition;
  while (tree.kind[node] === Kind.UnaryExpression || tree.kind[node] === Kind.ParenthesizedExpression)
    node = childrenOf(tree, node)[0] ?? NO_NODE;
  return node !== NO_NODE && tree.kind[node] === Kind.CallExpression && isNeverStored(facts, fn, node);
}

/** Whether the call loads an atomic variable of the program that nothing but Load is ever called on. */
function isNeverStored(facts: PackageFacts, fn: GoFunction, call: NodeId): boolean {
  const { tree } = fn.file.source;
  const callee = facts.oracle.calleeOf(fn.file, call);
  if (callee.kind !== "library" || callee.path !== "sync/atomic" || facts.index.name !== "main") return false;
  const operand = childIn(tree, childIn(tree, call, Field.Function), Field.Operand);
  const symbol = facts.index.symbols[fn.file.symbolOf[operand]!];
  if (symbol?.kind !== "variable") return false;
  return symbol.uses.every((use, at) => {
    const file = symbol.useFiles[at] ?? symbol.file!;
    const selector = file.source.tree.parent[use]!;
    const isSelector = file.source.tree.kind[selector] === Kind.SelectorExpression;
    return isSelector && textOf(file.source.tree, selector).endsWith(".Load");
  });
}
