import { childIn, type NodeId, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { initialValue } from "../flow/accesses.ts";
import { EXIT } from "../flow/control-flow.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoSymbol } from "../flow/symbols.ts";
import { type Rule, spanOf } from "../rule.ts";

/** Tickers that go on when nobody looks any more. */
export const tickerWithoutStop: Rule = {
  id: "ticker-without-stop",
  hazard: "goroutine-leak",
  severity: "info",
  cwe: ["CWE-772"],
  help: "defer ticker.Stop()",
  docs: {
    what: "A time.Ticker in a function that returns without stopping it.",
    why: "Since Go 1.23 such a ticker is freed some day; until then, and in older Go for ever, it wakes the program again and again.",
    bad: "ticker := time.NewTicker(time.Second)\nfor range 3 {\n\t<-ticker.C\n}",
    good: "ticker := time.NewTicker(time.Second)\ndefer ticker.Stop()\nfor range 3 {\n\t<-ticker.C\n}",
  },
  check({ facts }, report) {
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
