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
import { initialValue } from "../flow/accesses.ts";
import { Effect } from "../flow/effect.ts";
import type { Loop } from "../flow/loops.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";
import { concurrencyOf } from "../proofs/concurrency.ts";
import { counterOf } from "../proofs/counter.ts";
import { valueOnEntry } from "../proofs/entry-values.ts";
import { type LengthChange, lengthChanges, runsEachTime } from "../proofs/growth.ts";
import { conditionOf, effectsOfLoop, isRange, waysOut } from "../proofs/ways-out.ts";
import { type Draft, type Rule, type RuleContext, spanOf, startOf } from "../rule.ts";
import { judged, loopPlace } from "./loop-finding.ts";

type Report = (finding: Draft) => void;

/** Loops that make their own end recede, or collect without end. */
export const growingLoop: Rule = {
  id: "growing-loop",
  hazard: "growing-bound",
  severity: "error",
  cwe: ["CWE-835", "CWE-770"],
  help: "take the length before the loop, append to another slice, or append only what is new",
  docs: {
    what: "A loop over a slice or string that adds at least as much as it takes in each iteration, or an endless loop that only ever adds.",
    why: "The bound moves as fast as the counter, or the queue never gets shorter: the loop ends when the memory does.",
    bad: "for i := 0; i < len(todo); i++ {\n\ttodo = append(todo, todo[i]+1)\n}",
    good: "for i, n := 0, len(todo); i < n; i++ {\n\ttodo = append(todo, todo[i]+1)\n}",
  },
  check(context, report) {
    const { facts, verdicts } = context;
    for (const endless of verdicts.loops) {
      if (endless.reason.kind !== "no-exit" || !endless.certain) continue;
      const changes = lengthChanges(facts, endless.fn, endless.loop);
      const grown = changes.find(
        (one) => onlyGrows(changes, one.symbol) && isOutside(endless.fn, endless.loop, one.symbol),
      );
      if (grown === undefined) continue;
      report({
        at: loopPlace(endless),
        hazard: "unbounded-alloc",
        ...judged(
          context,
          endless,
          `${grown.symbol.name} grows in the loop, nothing makes it shorter, and no edge leaves the loop`,
        ),
        message: `${grown.symbol.name} grows without end: nothing leaves this loop`,
        related: [{ at: spanOf(endless.fn.file.source, grown.node), message: "grows here" }],
      });
    }
    for (const fn of facts.index.functions)
      for (const loop of facts.loopsOf(fn)) checkBound(context, fn, loop, report);
  },
};

function onlyGrows(changes: readonly LengthChange[], symbol: GoSymbol): boolean {
  return changes.every((one) => one.symbol !== symbol || (one.amount !== undefined && one.amount > 0));
}

function isOutside({ file }: GoFunction, loop: Loop, symbol: GoSymbol): boolean {
  return loop.statement !== NO_NODE && !contains(file.source.tree, loop.statement, symbol.node);
}

/** `i < len(s)` and `len(s) > 0`. */
function checkBound(context: RuleContext, fn: GoFunction, loop: Loop, report: Report): void {
  const { facts } = context;
  const flow = facts.flowOf(fn);
  if (flow === undefined || loop.statement === NO_NODE || isRange(fn, loop)) return;
  const condition = conditionOf(fn, loop.statement);
  const bound = condition === NO_NODE ? undefined : boundOf(context, fn, loop, condition);
  if (bound === undefined || waysOut(fn, flow, loop).byJump.length > 0) return;
  const changes = lengthChanges(facts, fn, loop).filter((one) => one.symbol === bound.symbol);
  const steady = changes.filter((one) => (one.amount ?? 0) > 0 && runsEachTime(fn, loop, one.node));
  const [grown] = steady;
  if (grown === undefined) return;
  const isExact = changes.every((one) => one.isExact);
  const added = steady.reduce((sum, { amount }) => sum + amount!, 0);
  const takenBy = (some: readonly LengthChange[]): number =>
    some.reduce((sum, { amount }) => sum - Math.min(0, amount ?? 0), 0);
  const taken = takenBy(changes);
  if (added < bound.step + takenBy(changes.filter((one) => runsEachTime(fn, loop, one.node)))) return;
  const isProved =
    isExact &&
    added >= bound.step + taken &&
    bound.isEntered &&
    isHarmless(context, fn, loop) &&
    reaches(context, fn, loop);
  const text = textOf(fn.file.source.tree, condition);
  report({
    at: startOf(fn.file.source, loop.statement, "for".length),
    ...(isProved
      ? {
          severity: "error",
          witness: `${text} holds at first; each iteration adds ${added} and takes ${bound.step + taken}, so it always holds; the program always comes here`,
        }
      : { severity: "warning" }),
    message: `${text} may never become false: ${bound.symbol.name} grows in each iteration`,
    related: [{ at: spanOf(fn.file.source, grown.node), message: "grows here" }],
  });
}

function isHarmless({ facts }: RuleContext, fn: GoFunction, loop: Loop): boolean {
  const ends = Effect.Exits | Effect.Raises | Effect.Unknown;
  return !fn.broken && (effectsOfLoop(facts, fn, loop) & ends) === 0;
}

function reaches({ facts }: RuleContext, fn: GoFunction, loop: Loop): boolean {
  return concurrencyOf(facts).mustReach.reaches(fn, conditionOf(fn, loop.statement));
}

interface Bound {
  readonly symbol: GoSymbol;
  /** How much nearer the counter comes in each iteration. */
  readonly step: number;
  /** Whether the condition surely holds at first. */
  readonly isEntered: boolean;
}

function boundOf(context: RuleContext, fn: GoFunction, loop: Loop, condition: NodeId): Bound | undefined {
  const { facts } = context;
  const { tree } = fn.file.source;
  const comparison = withoutParentheses(tree, condition);
  if (tree.kind[comparison] !== Kind.BinaryExpression) return undefined;
  const operator = operatorOf(tree, comparison);
  const left = withoutParentheses(tree, childIn(tree, comparison, Field.Left));
  const right = withoutParentheses(tree, childIn(tree, comparison, Field.Right));
  const measured = measuredBy(context, fn, left);
  if (measured !== undefined) {
    const isZero = tree.kind[right] === Kind.IntLiteral && textOf(tree, right) === "0";
    const isQueue = isZero && (operator === ">" || operator === "!=");
    return isQueue ? { symbol: measured, step: 0, isEntered: startLength(measured) > 0 } : undefined;
  }
  const symbol = operator === "<" ? measuredBy(context, fn, right) : undefined;
  const counter = symbol === undefined ? undefined : counterOf(facts, fn, loop, condition);
  if (symbol === undefined) return undefined;
  if (counter === undefined || counter.change !== "+") return { symbol, step: 1, isEntered: false };
  const start = valueOnEntry(facts, fn, loop, counter.variable)?.value;
  const isEntered = typeof start === "bigint" && start >= 0n && startLength(symbol) > Number(start);
  return { symbol, step: Number(counter.amount), isEntered: isEntered && isOnlyChangedIn(fn, loop, symbol) };
}

/** The local variable whose length an expression `len(x)` is. */
function measuredBy({ facts }: RuleContext, fn: GoFunction, node: NodeId): GoSymbol | undefined {
  const { tree } = fn.file.source;
  if (tree.kind[node] !== Kind.CallExpression) return undefined;
  const callee = facts.oracle.calleeOf(fn.file, node);
  if (callee.kind !== "builtin" || callee.name !== "len") return undefined;
  const given = childrenOf(tree, childIn(tree, node, Field.Arguments))[0];
  const symbol = given === undefined ? undefined : facts.index.symbols[fn.file.symbolOf[given]!];
  return symbol !== undefined && symbol.owner === fn && facts.isPlainLocal(symbol) ? symbol : undefined;
}

/** Elements of the composite literal that the variable starts with. */
function startLength(symbol: GoSymbol): number {
  const value = initialValue(symbol);
  if (value === undefined || symbol.file === undefined) return 0;
  const { tree } = symbol.file.source;
  const body = tree.kind[value] === Kind.CompositeLiteral ? childIn(tree, value, Field.Body) : NO_NODE;
  return body === NO_NODE ? 0 : childrenOf(tree, body).length;
}

function isOnlyChangedIn({ file }: GoFunction, loop: Loop, symbol: GoSymbol): boolean {
  const { tree } = file.source;
  return symbol.uses.every((use) => use > loop.statement || tree.field[tree.parent[use]!] !== Field.Left);
}
