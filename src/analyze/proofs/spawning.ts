import { contains, type NodeId } from "../../source/tree.ts";
import { type Call, targetsOf } from "../flow/call-graph.ts";
import { componentsOf } from "../flow/components.ts";
import { EXIT } from "../flow/control-flow.ts";
import { Effect } from "../flow/effect.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { findsPath } from "./paths.ts";
import { stepsOf } from "./wait-groups.ts";

/** Functions that start one another as goroutines on every path. */
export interface SpawnCycle {
  readonly members: readonly GoFunction[];
  /** The go statements within the cycle, in source order. */
  readonly starts: readonly { readonly fn: GoFunction; readonly node: NodeId }[];
}

/** The sets of functions in which every path of every member calls or starts a member, some of them with `go`. */
export function spawnCycles(facts: PackageFacts): SpawnCycle[] {
  const { functions } = facts.index;
  const next = functions.map((fn) =>
    facts.graph.calls[fn.id]!.flatMap((call) =>
      call.mode === "defer" ? [] : sureTargets(call).map(({ id }) => id),
    ),
  );
  const found: SpawnCycle[] = [];
  for (const component of componentsOf(functions.length, (id) => next[id]!)) {
    const isCycle = component.length > 1 || next[component[0]!]!.includes(component[0]!);
    const members = component.map((id) => functions[id]!).sort((a, b) => a.id - b.id);
    const isMember = new Set(members);
    if (!isCycle || !members.every((fn) => alwaysGoesOn(facts, fn, isMember))) continue;
    const starts = members
      .flatMap((fn) =>
        callsInto(facts, fn, isMember)
          .filter(({ mode }) => mode === "go")
          .map(({ node }) => ({ fn, node })),
      )
      .sort((a, b) => a.node - b.node);
    if (starts.some(({ fn, node }) => isUnhindered(facts, fn, node))) found.push({ members, starts });
  }
  return found;
}

function sureTargets(call: Call): readonly GoFunction[] {
  return call.callee.kind === "function" ? targetsOf(call) : [];
}

function callsInto(facts: PackageFacts, fn: GoFunction, members: ReadonlySet<GoFunction>): Call[] {
  return facts.graph.calls[fn.id]!.filter(
    (call) => call.mode !== "defer" && sureTargets(call).some((target) => members.has(target)),
  );
}

/** Whether every path of `fn` that ends, or waits for ever, has called or started a member before. */
function alwaysGoesOn(facts: PackageFacts, fn: GoFunction, members: ReadonlySet<GoFunction>): boolean {
  const flow = fn.broken ? undefined : facts.flowOf(fn);
  if (flow === undefined) return false;
  const { tree } = fn.file.source;
  facts.work.charge(facts.graph.calls[fn.id]!.length * (1 + fn.literals.length));
  const nodes = callsInto(facts, fn, members)
    .map(({ node }) => node)
    .filter((node) => !fn.literals.some((literal) => contains(tree, literal.node, node)));
  const stops = stepsOf(facts, fn, nodes);
  return !findsPath(facts, fn, {
    atStep: (step) => (stops.has(step) ? "stop" : "go-on"),
    atEnd: (block) => (block === EXIT || flow.blocks[block]!.successors.length === 0 ? "found" : "go-on"),
  });
}

/** Whether some path comes to the start without waiting for anybody, so that nothing slows the next one down. */
function isUnhindered(facts: PackageFacts, fn: GoFunction, node: NodeId): boolean {
  const goals = stepsOf(facts, fn, [node]);
  const waits = Effect.Blocks | Effect.Unknown;
  return findsPath(facts, fn, {
    atStep: (step) => {
      if (goals.has(step)) return "found";
      return (facts.effectsOfStep(fn, step) & waits) === 0 ? "go-on" : "stop";
    },
    atEnd: () => "go-on",
  });
}
