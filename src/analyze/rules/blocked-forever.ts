import type { NodeId } from "../../source/tree.ts";
import { Kind } from "../../source/tree-kinds.ts";
import { accessAt, mayChange, startsAsZero } from "../flow/accesses.ts";
import { EXIT } from "../flow/control-flow.ts";
import { Effect } from "../flow/effect.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { SharedValue } from "../flow/shared-values.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { underlying } from "../flow/types.ts";
import { type LocalOperation, mustWait, operationsOf, waitText } from "../proofs/channels.ts";
import { concurrencyOf } from "../proofs/concurrency.ts";
import { endlessContexts, isOnlyWayOut, waitingNode } from "../proofs/dead-waits.ts";
import { type Draft, type Rule, type RuleContext, spanOf, startOf } from "../rule.ts";
import { reportWaitOf } from "./bomb-of-waits.ts";
import { pathToGoroutine, placeAt } from "./execution-path.ts";

/** `select {}` and channels that are nil. */
export const blockedForever: Rule = {
  id: "blocked-forever",
  hazard: "deadlock",
  severity: "error",
  cwe: ["CWE-833", "CWE-772"],
  help: "make the channel before it is used; let the goroutine end when its work is done",
  docs: {
    what: "A select without cases, a send to or receive from a channel that is nil because nothing makes it, a wait for a context that nothing can cancel, or a sync.Cond that nothing signals.",
    why: 'Both wait for ever. A goroutine that does it is never freed; the first goroutine hangs the program, or stops it with "all goroutines are asleep".',
    bad: "var done chan bool\ngo work(done)\n<-done",
    good: "done := make(chan bool)\ngo work(done)\n<-done",
  },
  check(context, report) {
    const { facts } = context;
    const { values } = concurrencyOf(facts);
    for (const value of values) {
      const why = "nothing makes the channel, so it is nil";
      for (const operation of nilOperations(context, value)) reportWait(context, operation, why, report);
    }
    for (const operation of endlessContexts(values)) {
      const why = "nothing ever cancels this context, so its Done channel is nil";
      reportWait(context, operation, why, report);
    }
    reportConditions(context, report);
    for (const fn of facts.index.functions) {
      const flow = fn.selects === 0 ? undefined : facts.flowOf(fn);
      for (const block of flow?.order ?? []) {
        const { end, steps } = flow!.blocks[block]!;
        const node = steps.at(-1);
        if (end !== "blocked" || node === undefined || isServer(context, fn)) continue;
        const at = { ...spanOf(fn.file.source, node) };
        const draft = {
          at,
          ...judge(context, fn, node, "select without cases waits for ever"),
          ...walkTo(context, fn, node),
        };
        reportWaitOf(context, fn, draft, report);
      }
    }
  },
};

/** An operation on nil: by itself, or as the case that should end the loop around its select. */
function reportWait(
  context: RuleContext,
  operation: LocalOperation,
  why: string,
  report: (finding: Draft) => void,
): void {
  const { fn, node, clause } = operation;
  const { source } = operation.file;
  const what = `${waitText(operation)} never returns: ${why}`;
  if (mustWait(operation))
    reportWaitOf(
      context,
      fn,
      { at: spanOf(source, node), ...judge(context, fn, node, what), ...walkTo(context, fn, node) },
      report,
    );
  else if (isOnlyWayOut(context.facts, operation)) {
    report({
      at: startOf(source, waitingNode(operation), "select".length),
      severity: "warning",
      hazard: "goroutine-leak",
      message: `nothing ends this loop: ${what}`,
      related: [{ at: spanOf(source, clause), message: "only this case leaves the loop" }],
    });
  }
}

/** Severity by who waits: alone on the first goroutine it is a deadlock, on another one a leak. */
function judge(
  { facts }: RuleContext,
  fn: GoFunction,
  node: NodeId,
  message: string,
): Pick<Draft, "severity" | "witness" | "message" | "hazard"> {
  const { goroutines, mustReach } = concurrencyOf(facts);
  if (goroutines.isOnlyStarted(fn)) return { severity: "warning", hazard: "goroutine-leak", message };
  if (!mustReach.reaches(fn, node)) return { severity: "warning", message };
  return {
    severity: "error",
    message,
    witness: `${message}; the program always comes here, and no goroutine ends it`,
  };
}

/** From the go statement to the wait, for what waits on a goroutine of its own. */
function walkTo({ facts }: RuleContext, fn: GoFunction, node: NodeId): Pick<Draft, "path"> {
  const start = pathToGoroutine(facts, fn);
  return start.length === 0 ? {} : { path: [...start, placeAt(fn.file, node, "it waits here for ever")] };
}

/** `select {}` on the first goroutine keeps a server alive: fine as long as some other goroutine goes on for ever. */
function isServer({ facts }: RuleContext, fn: GoFunction): boolean {
  const { goroutines } = concurrencyOf(facts);
  if (goroutines.isOnlyStarted(fn)) return false;
  if (facts.index.name !== "main") return true;
  return goroutines.starts.some(
    ({ targets }) => targets.length === 0 || targets.some((target) => mayGoOn(facts, target)),
  );
}

/** Whether a goroutine may run, or wait, for ever. */
function mayGoOn(facts: RuleContext["facts"], fn: GoFunction): boolean {
  const flow = facts.flowOf(fn);
  const goesOn = Effect.Blocks | Effect.Unknown | Effect.Opaque;
  return flow === undefined || (facts.effectsOf(fn) & goesOn) !== 0 || flow.position[EXIT]! < 0;
}

/** Waiting operations on a channel variable that keeps the nil that it starts with. */
function nilOperations({ facts }: RuleContext, value: SharedValue): readonly LocalOperation[] {
  if (value.kind !== "channel" || value.escapes || value.creations.length > 0) return [];
  const isField = value.variables.length === 0 && facts.index.name === "main" && !hasUnkeyedLiteral(facts);
  const isNil =
    isField ||
    (value.variables.length > 0 &&
      value.variables.every((symbol) => {
        if (symbol.kind !== "variable" || !startsAsZero(symbol)) return false;
        if (facts.oracle.typeOfSymbol(symbol).kind === "pointer") return false;
        const { tree } = symbol.file!.source;
        if (tree.kind[symbol.declaration] !== Kind.VarSpec || symbol.owner === undefined) return false;
        return symbol.uses.every((use) => !mayChange(accessAt(tree, use)));
      }));
  return isNil ? operationsOf(value, "send", "receive", "range") : [];
}

const unkeyed = new WeakMap<PackageFacts, boolean>();

/** Whether a literal gives fields their values by position, which is not followed. Looked for once. */
function hasUnkeyedLiteral(facts: PackageFacts): boolean {
  const known = unkeyed.get(facts) ?? findsUnkeyedLiteral(facts);
  unkeyed.set(facts, known);
  return known;
}

function findsUnkeyedLiteral({ index, oracle }: PackageFacts): boolean {
  return index.files.some((file) => {
    const { tree } = file.source;
    for (let node = 1; node < tree.size; node++) {
      if (tree.kind[node] !== Kind.LiteralElement || tree.kind[tree.parent[node]!] === Kind.KeyedElement)
        continue;
      const literal = tree.parent[tree.parent[node]!]!;
      const isList =
        tree.kind[literal] === Kind.CompositeLiteral &&
        /^(slice|array|map)$/.test(underlying(index, oracle.typeOf(file, literal)).kind);
      if (!isList) return true;
    }
    return false;
  });
}

/** sync.Cond.Wait in a program that nowhere calls Signal or Broadcast. */
function reportConditions(context: RuleContext, report: (finding: Draft) => void): void {
  const { facts } = context;
  if (facts.index.name !== "main") return;
  const calls = facts.index.functions.flatMap((fn) =>
    facts.graph.calls[fn.id]!.map((call) => ({ fn, call })),
  );
  const waits = calls.filter(
    ({ call: { callee } }) => callee.kind === "library" && callee.name === "Cond.Wait",
  );
  const wakes = /\.(Signal|Broadcast)\b/;
  if (waits.length === 0 || facts.index.files.some(({ source }) => wakes.test(source.text))) return;
  for (const { fn, call } of waits) {
    const what = "Wait never returns: nothing calls Signal or Broadcast";
    report({
      at: spanOf(fn.file.source, call.node),
      ...judge(context, fn, call.node, what),
      ...walkTo(context, fn, call.node),
    });
  }
}
