import { childIn, NO_NODE, type NodeId } from "../../source/tree.ts";
import { Field } from "../../source/tree-kinds.ts";
import { targetsOf } from "../flow/call-graph.ts";
import { type Start, startNode } from "../flow/goroutines.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { SharedValue } from "../flow/shared-values.ts";
import type { GoFunction, IndexedFile } from "../flow/symbols.ts";
import { channelText, type LocalOperation, waitText } from "../proofs/channels.ts";
import { concurrencyOf } from "../proofs/concurrency.ts";
import type { RecursiveFunction } from "../proofs/recursion.ts";
import { type LabelledSpan, type Span, spanOf, startOf } from "../rule.ts";

/** A path that is longer is cut: nobody walks it to its end. */
const MAX_STEPS = 100;
/** Functions that are looked at for the calls between a go statement and a wait. */
const MAX_SEARCHED = 200;

/** A node, up to the end of its first line, with what happens there: a step of `Draft.path` or one of `Draft.related`. */
export function placeAt(file: IndexedFile, node: NodeId, message: string): LabelledSpan {
  const span = spanOf(file.source, node);
  const lineEnd = file.source.text.indexOf("\n", span.start);
  const end = lineEnd < 0 ? span.end : Math.min(span.end, lineEnd);
  return { at: { ...span, end }, message };
}

/** A function at its name, or a literal at its `func`. */
export function placeOfFunction(fn: GoFunction, message: string): LabelledSpan {
  const { source } = fn.file;
  const name = childIn(source.tree, fn.node, Field.Name);
  return {
    at: name === NO_NODE ? startOf(source, fn.node, "func".length) : spanOf(source, name),
    message,
  };
}

/** Once round a circle of calls: from the first call of the first member the shortest way back to it. */
export function pathRound(members: readonly RecursiveFunction[]): readonly LabelledSpan[] {
  const [first] = members;
  if (first === undefined) return [];
  const steps = circle(first, members);
  const shown = steps.slice(0, MAX_STEPS).map(({ from, node, to }, at) => {
    const again = at === steps.length - 1 ? " again, before any of them has returned" : "";
    return placeAt(from.file, node, `${from.name} calls ${to.name}${again}`);
  });
  return [placeOfFunction(first.fn, `${first.fn.name} is called`), ...shown];
}

interface Edge {
  readonly from: GoFunction;
  readonly node: NodeId;
  readonly to: GoFunction;
}

/** Breadth first over the calls of the members, which are sure to lead back. */
function circle(first: RecursiveFunction, members: readonly RecursiveFunction[]): readonly Edge[] {
  const memberOf = new Map(members.map((one) => [one.fn, one]));
  const cameBy = new Map<GoFunction, Edge>();
  const queue: RecursiveFunction[] = [{ fn: first.fn, calls: first.calls.slice(0, 1) }];
  for (const { fn, calls } of queue) {
    for (const { call, targets } of calls) {
      for (const to of targets) {
        const next = memberOf.get(to);
        if (next === undefined || cameBy.has(to)) continue;
        cameBy.set(to, { from: fn, node: call.node, to });
        if (to === first.fn) return walked(cameBy, first.fn);
        queue.push(next);
      }
    }
  }
  return [];
}

/** The edges that led to `last`, in the order in which they were taken. */
function walked(cameBy: ReadonlyMap<GoFunction, Edge>, last: GoFunction): readonly Edge[] {
  const edges: Edge[] = [];
  for (let edge = cameBy.get(last); edge !== undefined; edge = cameBy.get(edge.from)) {
    edges.push(edge);
    if (edge.from === last) break;
  }
  return edges.reverse();
}

/** A call of a function by itself: it is entered, then calls itself again. */
export function pathOfSelfCall(fn: GoFunction, call: NodeId, message: string): readonly LabelledSpan[] {
  return [placeOfFunction(fn, `${fn.name} is called`), placeAt(fn.file, call, message)];
}

/**
 * From where a channel or wait group is made, over the start of the goroutine if it has one of its own, to the operation
 * that waits, or the place of its select. Absent steps are left out.
 */
export function pathToWait(
  facts: PackageFacts,
  value: SharedValue | undefined,
  operation: LocalOperation,
  at: Span = spanOf(operation.file.source, operation.node),
): readonly LabelledSpan[] {
  const name = channelText(operation);
  const made = (value?.creations ?? []).slice(0, 1);
  return [
    ...made.map(({ file, node }) => placeAt(file, node, `${name} is made here`)),
    ...pathToGoroutine(facts, operation.fn),
    { at, message: `${waitText(operation)} waits here, for ever` },
  ];
}

/** From the go statement over calls to `fn`, when it runs on a goroutine of its own only; else nothing. */
export function pathToGoroutine(facts: PackageFacts, fn: GoFunction): readonly LabelledSpan[] {
  const { goroutines } = concurrencyOf(facts);
  const [start] = goroutines.isOnlyStarted(fn) ? goroutines.startsOf(fn) : [];
  return start === undefined ? [] : pathFromStart(facts, start, fn);
}

/** From one go statement over calls to `fn`. */
export function pathFromStart(facts: PackageFacts, start: Start, fn: GoFunction): readonly LabelledSpan[] {
  const started = placeAt(start.fn.file, startNode(start), "the goroutine starts here");
  const cameBy = new Map<GoFunction, Edge>();
  const queue = [...start.targets];
  const seen = new Set(queue);
  for (const from of queue.includes(fn) ? [] : queue) {
    for (const call of facts.graph.calls[from.id]!) {
      if (call.mode === "go") continue;
      for (const to of targetsOf(call)) {
        if (seen.has(to)) continue;
        seen.add(to);
        cameBy.set(to, { from, node: call.node, to });
        queue.push(to);
      }
    }
    if (seen.has(fn) || queue.length > MAX_SEARCHED) break;
  }
  const calls = walked(cameBy, fn).map((edge) =>
    placeAt(edge.from.file, edge.node, `${edge.from.name} calls ${edge.to.name}`),
  );
  return [started, ...calls];
}
