import { childIn, childrenOf, NO_NODE, type NodeId } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { constantAt } from "../flow/constants.ts";
import { EXIT } from "../flow/control-flow.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { SharedValue } from "../flow/shared-values.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { type LocalOperation, MAX_OPERATIONS } from "./channels.ts";
import { findsPath, positionOf } from "./paths.ts";
import { mostRuns, mostRunsWithin } from "./run-counts.ts";

/** A wait group of which every use is known, its operations by method. */
export interface WaitGroup {
  readonly adds: readonly LocalOperation[];
  readonly dones: readonly LocalOperation[];
  readonly waits: readonly LocalOperation[];
  /** Whether the code asks if it is nil: then Done may depend on that. */
  readonly isCompared: boolean;
}

/** The wait groups of which every use is known, without those that start their goroutines themselves (method Go). */
export function waitGroupsOf(values: readonly SharedValue[]): WaitGroup[] {
  return values.flatMap((value) => {
    const isKnown =
      value.kind === "wait-group" &&
      !value.escapes &&
      value.creations.length > 0 &&
      value.operations.length <= MAX_OPERATIONS;
    const { operations } = value;
    const isPlain = operations.every(
      ({ kind, fn }) => (kind === "method" || kind === "compare") && fn !== undefined,
    );
    if (!isKnown || !isPlain || operations.some(({ method }) => method === "Go")) return [];
    const named = (name: string): LocalOperation[] =>
      operations.filter((one): one is LocalOperation => one.method === name && one.fn !== undefined);
    return [
      {
        adds: named("Add"),
        dones: named("Done"),
        waits: named("Wait"),
        isCompared: operations.some(({ kind }) => kind === "compare"),
      },
    ];
  });
}

/** The constant that Add is called with. */
export function addedBy(facts: PackageFacts, { file, node }: LocalOperation): number | undefined {
  const { tree } = file.source;
  const list = childIn(tree, node, Field.Arguments);
  const argument = list === NO_NODE ? undefined : childrenOf(tree, list)[0];
  const value = argument === undefined ? undefined : constantAt(facts.fixed, file, argument)?.value;
  return typeof value === "bigint" ? Number(value) : undefined;
}

/** Whether every path from the entry to the step of `target` passes one of `nodes` in a step before it. */
export function isPreceded(
  facts: PackageFacts,
  fn: GoFunction,
  target: NodeId,
  nodes: readonly NodeId[],
): boolean {
  const flow = facts.flowOf(fn);
  const at = flow === undefined ? undefined : positionOf(flow, target);
  if (flow === undefined || at === undefined || fn.broken) return false;
  const goal = flow.blocks[at.block]!.steps[at.step]!;
  const stops = stepsOf(facts, fn, nodes);
  return !findsPath(facts, fn, {
    atStep: (step) => (step === goal ? "found" : stops.has(step) ? "stop" : "go-on"),
    atEnd: () => "go-on",
  });
}

/** A path through `fn` to its end that passes none of `nodes`; bodies of loops count as run. */
export function canSkip(facts: PackageFacts, fn: GoFunction, nodes: readonly NodeId[]): boolean {
  const stops = stepsOf(facts, fn, nodes);
  return findsPath(facts, fn, {
    atStep: (step) => (stops.has(step) ? "stop" : "go-on"),
    atEnd: (block) => (block === EXIT ? "found" : "go-on"),
    entersLoops: true,
  });
}

/** The steps that run some nodes. */
export function stepsOf(facts: PackageFacts, fn: GoFunction, nodes: readonly NodeId[]): ReadonlySet<NodeId> {
  const flow = facts.flowOf(fn);
  if (flow === undefined) return new Set();
  return new Set(
    nodes.flatMap((node) => {
      const at = positionOf(flow, node);
      return at === undefined ? [] : [flow.blocks[at.block]!.steps[at.step]!];
    }),
  );
}

/** The most that all Done of a program can take away; Infinity when not known. */
export function mostDone(facts: PackageFacts, dones: readonly LocalOperation[]): number {
  return dones.reduce((sum, { fn, node }) => sum + mostRunsWithin(facts, fn, node) * mostRuns(facts, fn), 0);
}

/** Whether `defer` runs the operation. */
export function isDeferred({ file, node }: LocalOperation): boolean {
  const { tree } = file.source;
  return tree.kind[tree.parent[node]!] === Kind.DeferStatement;
}
