import { childIn, childrenOf, NO_NODE, type NodeId, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { initialValue } from "../flow/accesses.ts";
import { EXIT } from "../flow/control-flow.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import { type Place, placeAt } from "../flow/places.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";
import { withoutPointer } from "../flow/types.ts";
import { concurrencyOf } from "../proofs/concurrency.ts";
import { type Draft, type Rule, type Span, spanOf, startOf } from "../rule.ts";

/** Tickers that go on when nobody looks any more. */
export const tickerWithoutStop: Rule = {
  id: "ticker-without-stop",
  hazard: "goroutine-leak",
  severity: "warning",
  cwe: ["CWE-772"],
  help: "defer ticker.Stop()",
  docs: {
    what: "A time.Ticker in a function that returns without stopping it, or a goroutine that ranges over the channel of one that is stopped.",
    why: "Since Go 1.23 such a ticker is freed some day; until then, and in older Go for ever, it wakes the program again and again. Stop does not close the channel, so whoever waits for it alone waits for ever.",
    bad: "ticker := time.NewTicker(time.Second)\nfor range 3 {\n\t<-ticker.C\n}",
    good: "ticker := time.NewTicker(time.Second)\ndefer ticker.Stop()\nfor range 3 {\n\t<-ticker.C\n}",
  },
  check({ facts }, report) {
    reportWorkers(facts, report);
    if (!facts.index.files.some(({ imports }) => imports.some(({ path }) => path === "time"))) return;
    for (const symbol of facts.index.symbols) {
      const { owner } = symbol;
      if (symbol.kind !== "variable" || owner === undefined) continue;
      const call = tickerOf(facts, symbol);
      if (call === undefined || !symbol.uses.every((use) => isHarmless(symbol, use))) continue;
      const flow = facts.flowOf(owner);
      if (flow === undefined || flow.position[EXIT]! < 0 || owner.name === "main") continue;
      report({
        at: spanOf(owner.file.source, call),
        severity: "info",
        message: `${symbol.name} is never stopped, though ${owner.name} returns`,
      });
    }
  },
};

/** The call of time.NewTicker that the variable starts with. */
function tickerOf(facts: PackageFacts, symbol: GoSymbol): NodeId | undefined {
  const value = initialValue(symbol);
  if (value === undefined || symbol.file === undefined) return undefined;
  const { tree } = symbol.file.source;
  if (tree.kind[value] !== Kind.CallExpression) return undefined;
  const callee = facts.oracle.calleeOf(symbol.file, value);
  return callee.kind === "library" && callee.path === "time" && callee.name === "NewTicker"
    ? value
    : undefined;
}

/** Waiting for it or setting it anew; anything else may stop it. */
function isHarmless({ file }: GoSymbol, use: NodeId): boolean {
  const { tree } = file!.source;
  const outer = tree.parent[use]!;
  if (tree.kind[outer] !== Kind.SelectorExpression || tree.field[use] !== Field.Operand) return false;
  return /^(C|Reset)$/.test(textOf(tree, childIn(tree, outer, Field.Field)));
}

/** Goroutines that wait for a ticker again and again, with no way out. */
function reportWorkers(facts: PackageFacts, report: (finding: Draft) => void): void {
  const { goroutines } = concurrencyOf(facts);
  if (goroutines.starts.length === 0) return;
  const stops = stopsOfTickers(facts);
  for (const fn of facts.index.functions) {
    if (!goroutines.isOnlyStarted(fn)) continue;
    const { tree } = fn.file.source;
    for (const { statement, header, exits } of facts.loopsOf(fn)) {
      if (statement === NO_NODE || exits.some(({ from }) => from !== header)) continue;
      const end = tree.after[statement]!;
      const isRange = childrenOf(tree, statement).some((child) => tree.kind[child] === Kind.RangeClause);
      if (exits.length > 0 && !isRange) continue;
      const clauseEnd = isRange ? childIn(tree, statement, Field.Body) : end;
      const ticker = tickerIn(facts, fn, statement, clauseEnd);
      if (ticker === undefined) continue;
      const stop = stops.get(ticker.family);
      report({
        at: startOf(fn.file.source, statement, "for".length),
        severity: stop === undefined ? "info" : "warning",
        message:
          stop === undefined
            ? "this goroutine goes on as long as the program: nothing tells it to stop"
            : "this goroutine waits for ever once the ticker is stopped: Stop does not close its channel",
        help: "select on the ticker and on a done channel or context",
        related: stop === undefined ? [] : [{ at: stop, message: "stopped here" }],
      });
    }
  }
}

/** The ticker that a stretch of code waits for; undefined for none, or one without a name. */
function tickerIn(facts: PackageFacts, fn: GoFunction, from: NodeId, to: NodeId): Place | undefined {
  const { tree } = fn.file.source;
  for (let node = from; node < to; node++) {
    if (tree.kind[node] === Kind.FuncLiteral) node = tree.after[node]! - 1;
    if (tree.kind[node] !== Kind.SelectorExpression) continue;
    const operand = childIn(tree, node, Field.Operand);
    const type = withoutPointer(facts.oracle.typeOf(fn.file, operand));
    if (type.kind === "external" && type.path === "time" && type.name === "Ticker")
      return placeAt(facts.oracle, fn.file, operand);
  }
  return undefined;
}

/** Family of a ticker → a call that stops it, on another goroutine than the one that waits for it or on the same. */
function stopsOfTickers(facts: PackageFacts): ReadonlyMap<string, Span> {
  const found = new Map<string, Span>();
  for (const fn of facts.index.functions) {
    for (const { node, callee, mode } of facts.graph.calls[fn.id]!) {
      if (mode !== "call" || callee.kind !== "library" || callee.name !== "Ticker.Stop") continue;
      const { source } = fn.file;
      const operand = childIn(source.tree, childIn(source.tree, node, Field.Function), Field.Operand);
      const place = placeAt(facts.oracle, fn.file, operand);
      if (place !== undefined) found.set(place.family, spanOf(source, node));
    }
  }
  return found;
}
