import { contains, NO_NODE, type NodeId } from "../../source/tree.ts";
import { Kind } from "../../source/tree-kinds.ts";
import { EXIT } from "../flow/control-flow.ts";
import { Effect } from "../flow/effect.ts";
import type { Loop } from "../flow/loops.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { concurrencyOf } from "../proofs/concurrency.ts";
import type { EndlessLoop } from "../proofs/endless.ts";
import { type SpawnCycle, spawnCycles } from "../proofs/spawning.ts";
import { effectsOfLoop } from "../proofs/ways-out.ts";
import { type Draft, type Rule, type RuleContext, spanOf } from "../rule.ts";
import { placeAt, placeOfFunction } from "./execution-path.ts";
import { judged, loopPlace } from "./loop-finding.ts";

type Report = (finding: Draft) => void;

/** Goroutines without bound. */
export const spawnBomb: Rule = {
  id: "spawn-bomb",
  hazard: "spawn-bomb",
  severity: "error",
  cwe: ["CWE-400", "CWE-770"],
  help: "bound the number: a fixed set of workers, or a semaphore taken before each go statement",
  docs: {
    what: "A function that starts itself as a goroutine on every path, or a go statement in a loop that nothing leaves and nothing slows down.",
    why: "Each goroutine takes at least 2 KB; without bound they use up the memory within seconds.",
    bad: "func visit(n int) {\n\tgo visit(n + 1)\n\tgo visit(n + 2)\n}",
    good: "func visit(n int) {\n\tif n > limit {\n\t\treturn\n\t}\n\tgo visit(n + 1)\n}",
  },
  check(context, report) {
    const { files } = context.facts.index;
    if (!files.some(({ source }) => source.tree.kind.includes(Kind.GoStatement))) return;
    for (const cycle of spawnCycles(context.facts)) reportCycle(context, cycle, report);
    for (const fn of context.facts.index.functions) {
      for (const loop of context.facts.loopsOf(fn)) checkLoop(context, fn, loop, report);
    }
  },
};

function reportCycle(context: RuleContext, { members, starts }: SpawnCycle, report: Report): void {
  const names = members.map(({ name }) => name).join(", ");
  for (const { fn, node } of starts) {
    const isProved = neverReturns(context, fn) && concurrencyOf(context.facts).mustReach.reaches(fn, node);
    const message =
      members.length === 1
        ? `${fn.name} starts itself on every path`
        : `${names} start one another on every path`;
    report({
      at: spanOf(fn.file.source, node),
      ...(isProved
        ? {
            severity: "error",
            witness: `${message}, the program always comes here, and ${fn.name} itself never returns`,
          }
        : { severity: "warning" }),
      message,
      path: [
        placeOfFunction(fn, `${fn.name} runs`),
        placeAt(fn.file, node, members.length === 1 ? `${fn.name} is started once more` : message),
      ],
    });
  }
}

/** Whether the function that spawns does not come to an end, so that neither does the program. */
function neverReturns({ facts }: RuleContext, fn: GoFunction): boolean {
  const flow = facts.flowOf(fn);
  if (flow === undefined || fn.broken) return false;
  return flow.order.every((block) => {
    const { end, successors } = flow.blocks[block]!;
    return block !== EXIT && (successors.length > 0 || end === "blocked");
  });
}

/** A loop that starts goroutines without end, by its verdict, and the go statement in it. */
function bombIn(
  { facts, verdicts }: RuleContext,
  fn: GoFunction,
  loop: Loop,
): { readonly endless: EndlessLoop; readonly go: NodeId } | undefined {
  if (loop.exits.length > 0) return undefined;
  const go = goStatementIn(facts, fn, loop);
  const slows = Effect.Blocks | Effect.Sleeps | Effect.Opaque | Effect.Unknown | Effect.Exits | Effect.Raises;
  if (go === NO_NODE || (effectsOfLoop(facts, fn, loop) & slows) !== 0) return undefined;
  const endless = verdicts.loops.find((one) => one.fn === fn && one.loop === loop);
  return endless === undefined ? undefined : { endless, go };
}

/** Whether a go statement stands in a loop that starts goroutines without end. */
export function isBomb(
  context: RuleContext,
  { fn, node }: { readonly fn: GoFunction; readonly node: NodeId },
): boolean {
  return context.facts.loopsOf(fn).some((loop) => {
    const bomb = bombIn(context, fn, loop);
    return bomb !== undefined && contains(fn.file.source.tree, bomb.go, node);
  });
}

function checkLoop(context: RuleContext, fn: GoFunction, loop: Loop, report: Report): void {
  const bomb = bombIn(context, fn, loop);
  if (bomb === undefined) return;
  const { endless, go } = bomb;
  report({
    at: loopPlace(endless),
    ...judged(
      context,
      endless,
      "each iteration starts a goroutine, and no edge of the control flow leaves the loop",
    ),
    message: "this loop starts goroutines without end",
    related: [placeAt(fn.file, go, "one in each iteration")],
    path: [
      { at: loopPlace(endless), message: "the loop goes round" },
      placeAt(fn.file, go, "and starts a goroutine each time"),
    ],
  });
}

function goStatementIn(facts: PackageFacts, fn: GoFunction, loop: Loop): NodeId {
  const { tree } = fn.file.source;
  const flow = facts.flowOf(fn)!;
  for (const block of loop.members) {
    for (const step of flow.blocks[block]!.steps) if (tree.kind[step] === Kind.GoStatement) return step;
  }
  return NO_NODE;
}
