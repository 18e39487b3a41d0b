import { childIn, contains, NO_NODE, type NodeId, textOf } from "../../source/tree.ts";
import { Field } from "../../source/tree-kinds.ts";
import { EXIT } from "../flow/control-flow.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { SharedValue } from "../flow/shared-values.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { isUnbuffered, knownChannels, type LocalOperation, mustWait, operationsOf } from "./channels.ts";
import { concurrencyOf } from "./concurrency.ts";
import { findsPath, positionOf } from "./paths.ts";
import { loopsAround } from "./run-counts.ts";
import { stepsOf } from "./wait-groups.ts";

/** A permit of a channel that serves as a semaphore, taken where some path does not give it back. */
export interface LostPermit {
  readonly fn: GoFunction;
  /** The send, or the call of the function that sends. */
  readonly taken: NodeId;
  /** The send that waits when no permit is left. */
  readonly send: LocalOperation;
}

/** Permits that some path of the function that takes them gives back, and some path does not. */
export function lostPermitsOf(facts: PackageFacts): LostPermit[] {
  return knownChannels(concurrencyOf(facts).values).flatMap((value) => {
    if (!isSemaphore(facts, value)) return [];
    const sends = operationsOf(value, "send").filter(mustWait);
    const receives = operationsOf(value, "receive");
    if (sends.some((send) => fills(facts, send, receives))) return [];
    return sends.flatMap((send) => {
      const sites = isWrapper(facts, send) ? callsOf(facts, send.fn) : [{ fn: send.fn, node: send.node }];
      return sites
        .filter(({ fn, node }) => isLost(facts, fn, node, givesBack(facts, fn, receives)))
        .map(({ fn, node }) => ({ fn, taken: node, send }));
    });
  });
}

/** A send in a loop in which nobody receives: it fills the channel, so that a permit is what is received. */
function fills(
  facts: PackageFacts,
  { fn, node }: LocalOperation,
  receives: readonly LocalOperation[],
): boolean {
  const { tree } = fn.file.source;
  return loopsAround(facts, fn, node).some(
    ({ statement }) =>
      statement !== NO_NODE &&
      facts.graph.calls[fn.id]!.every(({ node: call }) => !contains(tree, statement, call)) &&
      receives.every((one) => one.fn.file !== fn.file || !contains(tree, statement, one.node)),
  );
}

/** A buffered channel that only ever holds values without content. */
function isSemaphore(facts: PackageFacts, value: SharedValue): boolean {
  if (isUnbuffered(facts, value) || operationsOf(value, "range", "close").length > 0) return false;
  const sends = operationsOf(value, "send");
  return (
    sends.length > 0 &&
    sends.every(({ file, node }) => {
      const { tree } = file.source;
      return /^(struct\s*\{\s*\}\s*\{\s*\}|true)$/.test(textOf(tree, childIn(tree, node, Field.Value)));
    })
  );
}

/** Whether a function does nothing but this operation, so that its callers take or give the permit. */
function isWrapper(facts: PackageFacts, { fn, node }: LocalOperation): boolean {
  const flow = facts.flowOf(fn);
  if (flow === undefined || fn.literals.length > 0 || fn.kind === "literal") return false;
  const steps = flow.order.flatMap((block) => flow.blocks[block]!.steps);
  return steps.length === 1 && contains(fn.file.source.tree, steps[0]!, node);
}

function callsOf(facts: PackageFacts, fn: GoFunction): { readonly fn: GoFunction; readonly node: NodeId }[] {
  return facts.index.functions.flatMap((caller) =>
    facts.graph.calls[caller.id]!.filter(
      ({ callee, mode }) => mode === "call" && callee.kind === "function" && callee.fn === fn,
    ).map(({ node }) => ({ fn: caller, node })),
  );
}

/** Where a function gives permits back: itself, by a call, or in a function literal that it defers or starts. */
function givesBack(
  facts: PackageFacts,
  fn: GoFunction,
  receives: readonly LocalOperation[],
): readonly NodeId[] {
  const { tree } = fn.file.source;
  const givers = new Set(receives.map((one) => one.fn));
  const own = receives.filter((one) => one.fn.file === fn.file && contains(tree, fn.node, one.node));
  const calls = facts.graph.calls[fn.id]!.filter(
    ({ callee }) => callee.kind === "function" && givers.has(callee.fn),
  );
  const inLiterals = fn.literals.filter((literal) =>
    facts.graph.calls[literal.id]!.some(({ callee }) => callee.kind === "function" && givers.has(callee.fn)),
  );
  return [
    ...own.map(({ node }) => outerNode(fn, node)),
    ...calls.map(({ node }) => node),
    ...inLiterals.map(({ node }) => node),
  ];
}

/** The node itself, or the literal of `fn` around it. */
function outerNode(fn: GoFunction, node: NodeId): NodeId {
  return fn.literals.find((literal) => contains(fn.file.source.tree, literal.node, node))?.node ?? node;
}

/** Whether some path from here gives the permit back, and another one to a return does not. */
function isLost(facts: PackageFacts, fn: GoFunction, taken: NodeId, back: readonly NodeId[]): boolean {
  const flow = fn.broken ? undefined : facts.flowOf(fn);
  const at = flow === undefined ? undefined : positionOf(flow, taken);
  if (flow === undefined || at === undefined || back.length === 0) return false;
  const own = flow.blocks[at.block]!.steps[at.step]!;
  const stops = stepsOf(facts, fn, back);
  if (stops.has(own) || isDeferredBefore(facts, fn, own, stops)) return false;
  const from = { block: at.block, step: at.step + 1 };
  const gives = findsPath(facts, fn, {
    from,
    atStep: (step) => (step === own ? "stop" : stops.has(step) ? "found" : "go-on"),
    atEnd: () => "go-on",
  });
  return (
    gives &&
    findsPath(facts, fn, {
      from,
      atStep: (step) => (step === own ? "found" : stops.has(step) ? "stop" : "go-on"),
      atEnd: (block) => (block === EXIT ? "found" : "go-on"),
      entersLoops: true,
    })
  );
}

/** Whether a path to the step has come by one that gives back: a deferred call, most likely. */
function isDeferredBefore(
  facts: PackageFacts,
  fn: GoFunction,
  own: NodeId,
  stops: ReadonlySet<NodeId>,
): boolean {
  const flow = facts.flowOf(fn)!;
  return [...stops].some((stop) => {
    const position = positionOf(flow, stop);
    if (position === undefined || stop > own) return false;
    return findsPath(facts, fn, {
      from: position,
      atStep: (step) => (step === own ? "found" : "go-on"),
      atEnd: () => "go-on",
    });
  });
}
