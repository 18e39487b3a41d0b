import { childIn, contains, NO_NODE, type NodeId, operatorOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { targetsOf } from "../flow/call-graph.ts";
import { type BlockId, EXIT } from "../flow/control-flow.ts";
import type { Start } from "../flow/goroutines.ts";
import type { Loop } from "../flow/loops.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { SharedValue } from "../flow/shared-values.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { underlying } from "../flow/types.ts";
import {
  isUnbuffered,
  knownChannels,
  type LocalOperation,
  mustWait,
  operationsOf,
  partnersOf,
} from "./channels.ts";
import { concurrencyOf } from "./concurrency.ts";
import { findsPath, positionOf } from "./paths.ts";
import { loopsAround, tripCount } from "./run-counts.ts";
import { isSetToNil } from "./set-to-nil.ts";
import { stepsOf } from "./wait-groups.ts";
import { waysOut } from "./ways-out.ts";

/** A goroutine that waits on a channel whose other side may not come. */
export interface Abandonment {
  readonly operation: LocalOperation;
  readonly start: Start;
  readonly kind: "skipped" | "left-early" | "too-few";
  /** The other side that may not come, or not often enough; NO_NODE for none in particular. */
  readonly partner: LocalOperation | undefined;
}

/** Operations of goroutines on known channels that may wait for ever, because the other side may leave. */
export function abandonmentsOf(facts: PackageFacts): Abandonment[] {
  const { values, goroutines } = concurrencyOf(facts);
  const channels = knownChannels(values);
  return channels.flatMap((value) => {
    if (isSetToNil(value)) return [];
    const waiting = operationsOf(value, "send", "receive", "range").filter(
      (one) => mustWait(one) && isUnbuffered(facts, value),
    );
    const found = waiting.flatMap((operation) => {
      const starts = goroutines
        .startsOf(operation.fn)
        .filter(({ targets }) => targets.includes(operation.fn));
      if (starts.length === 0 || !goroutines.isOnlyStarted(operation.fn)) return [];
      const partners = partnersOf(value, operation).filter(
        (one): one is LocalOperation =>
          one.fn !== undefined && (operation.kind !== "range" || one.kind === "close"),
      );
      if (partners.length === 0) return [];
      const view: View = { facts, channels, operation, starts, partners };
      return abandoned(view) ?? [];
    });
    return found.slice(0, 1);
  });
}

interface View {
  readonly facts: PackageFacts;
  readonly channels: readonly SharedValue[];
  readonly operation: LocalOperation;
  readonly starts: readonly Start[];
  readonly partners: readonly LocalOperation[];
}

function abandoned(view: View): Abandonment | undefined {
  const { facts, operation, starts, partners } = view;
  const [start] = starts;
  if (start === undefined || partners.some((one) => isDrain(view, one))) return undefined;
  const isOwn = starts.every(({ fn }) => fn === start.fn) && start.fn !== operation.fn;
  if (isOwn && partners.every((one) => isServedBy(facts, start.fn, one.fn))) {
    const serving = servingSteps(view, start.fn);
    if (serving.size > 0 && isSkipped(view, start, serving)) {
      return { operation, start, kind: "skipped", partner: partners[0] };
    }
  }
  if (operation.kind !== "send") return undefined;
  const sends = sendCount(view);
  if (sends <= 1) return undefined;
  const early = partners.find((partner) => leavesEarly(view, partner));
  if (early !== undefined) return { operation, start, kind: "left-early", partner: early };
  if (isEndlessGenerator(view)) return { operation, start, kind: "left-early", partner: partners[0] };
  const isRepeated = partners.some(
    (one) =>
      one.kind === "range" ||
      loopsAround(facts, one.fn, one.node).length > 0 ||
      isCalledRepeatedly(view, one.fn),
  );
  if (isRepeated || sends <= partners.length) return undefined;
  return { operation, start, kind: "too-few", partner: partners[0] };
}

/** A deferred function that takes all that still comes, whichever way its function ends. */
function isDrain(view: View, partner: LocalOperation): boolean {
  const { fn, kind } = partner;
  if (view.operation.kind !== "send" || kind !== "range" || fn.kind !== "literal") return false;
  const { tree } = fn.file.source;
  const call = tree.parent[fn.node]!;
  const isDeferred =
    tree.kind[call] === Kind.CallExpression && tree.kind[tree.parent[call]!] === Kind.DeferStatement;
  return isDeferred && !leavesEarly(view, partner);
}

/** A goroutine that sends for ever on a local channel, when whoever receives comes to an end. */
function isEndlessGenerator({ facts, operation, partners, channels }: View): boolean {
  const value = channels.find(({ operations }) => operations.includes(operation));
  const isLocal =
    value?.variables.every(({ owner }) => owner !== undefined) === true && value.variables.length > 0;
  const around = repeating(facts, operation.fn, operation.node);
  if (!isLocal || !around.some(({ exits }) => exits.length === 0)) return false;
  return partners.every(
    ({ fn, node, kind }) =>
      kind !== "range" &&
      facts.flowOf(fn)?.position[EXIT] !== -1 &&
      loopsAround(facts, fn, node).every(({ exits }) => exits.length > 0),
  );
}

/** Whether the goroutine of `fn` takes the other side itself, not one that it starts. */
function isServedBy(facts: PackageFacts, fn: GoFunction, partner: GoFunction): boolean {
  if (partner === fn) return true;
  const { goroutines } = concurrencyOf(facts);
  const own = goroutines.startsOf(fn);
  const others = goroutines.startsOf(partner);
  return others.length === 0
    ? !goroutines.mayRunElsewhere(partner)
    : others.every((start) => own.includes(start));
}

/** How often the goroutines of all starts send: Infinity when there is no bound, 1 when it is not known to be more. */
function sendCount(view: View): number {
  const { facts, operation, starts } = view;
  const count = (fn: GoFunction, node: NodeId): number =>
    repeating(facts, fn, node).reduce(
      (all, loop) => all * (tripCount(facts, fn, loop) ?? Number.POSITIVE_INFINITY),
      1,
    );
  const each = count(operation.fn, operation.node) * (passesOn(view) ? Number.POSITIVE_INFINITY : 1);
  return starts.reduce((all, start) => all + each * count(start.fn, start.call.node), 0);
}

/**
 * The loops around a node that come back to it by themselves: not those that it leaves at once, and not those that wait
 * for another value each time, for then as much is sent as was asked for.
 */
function repeating(facts: PackageFacts, fn: GoFunction, node: NodeId): readonly Loop[] {
  const flow = facts.flowOf(fn);
  const at = flow === undefined ? undefined : positionOf(flow, node);
  if (at === undefined) return [];
  return loopsAround(facts, fn, node).filter(
    ({ members, statement }) => members.has(at.block) && !receivesIn(facts, fn, statement),
  );
}

/** Whether a send passes on what a loop over another channel gives, and whoever receives it does not feed that channel. */
function passesOn({ facts, channels, operation, partners }: View): boolean {
  const receivers = new Set(partners.map(({ fn }) => fn));
  const loop = loopsAround(facts, operation.fn, operation.node).at(-1);
  const { tree } = operation.file.source;
  if (loop === undefined || loop.exits.some(({ from }) => from !== loop.header)) return false;
  return channels.some((value) => {
    const isSource = operationsOf(value, "range").some(
      ({ fn, node }) => fn === operation.fn && tree.parent[node] === loop.statement,
    );
    const senders = value.operations.filter(({ kind }) => kind === "send");
    return (
      isSource && senders.length > 0 && senders.every(({ fn }) => fn === undefined || !receivers.has(fn))
    );
  });
}

/** Whether a loop receives something. */
function receivesIn(facts: PackageFacts, { file }: GoFunction, loop: NodeId): boolean {
  const { tree } = file.source;
  if (loop === NO_NODE) return true;
  for (let node = loop; node < tree.after[loop]!; node++) {
    if (tree.kind[node] === Kind.FuncLiteral) node = tree.after[node]! - 1;
    else if (tree.kind[node] === Kind.UnaryExpression && operatorOf(tree, node) === "<-") return true;
    else if (tree.kind[node] === Kind.RangeClause) {
      const type = facts.oracle.typeOf(file, childIn(tree, node, Field.Right));
      if (underlying(facts.index, type).kind === "channel") return true;
    }
  }
  return false;
}

function isCalledRepeatedly({ facts, starts }: View, fn: GoFunction): boolean {
  if (starts.some((start) => start.fn === fn)) return false;
  const sites = facts.index.functions.flatMap((caller) =>
    facts.graph.calls[caller.id]!.filter((call) => targetsOf(call).includes(fn)).map((call) => ({
      caller,
      call,
    })),
  );
  return sites.length !== 1 || loopsAround(facts, sites[0]!.caller, sites[0]!.call.node).length > 0;
}

/**
 * Steps of `fn` that take the other side, or call, start or defer something that does; and those that take another
 * channel that the same goroutine serves, for then it serves only one of the two.
 */
function servingSteps(view: View, fn: GoFunction): ReadonlySet<NodeId> {
  const { facts, channels, operation, partners } = view;
  const serving = new Set(partners.map((one) => one.fn));
  for (let grown = true; grown; ) {
    grown = false;
    for (const caller of facts.index.functions) {
      if (serving.has(caller) || caller === operation.fn) continue;
      if (!facts.graph.calls[caller.id]!.some((call) => targetsOf(call).some((one) => serving.has(one))))
        continue;
      serving.add(caller);
      grown = true;
    }
  }
  const nodes = partners.filter((one) => one.fn === fn).map(({ node }) => node);
  for (const call of facts.graph.calls[fn.id]!) {
    if (targetsOf(call).some((one) => one !== fn && one !== operation.fn && serving.has(one)))
      nodes.push(call.node);
  }
  for (const literal of fn.literals)
    if (literal !== operation.fn && serving.has(literal)) nodes.push(literal.node);
  for (const other of channels) {
    const isServed = other.operations.some(
      (one) =>
        one.fn === operation.fn &&
        one.node !== operation.node &&
        (one.kind === "send" || one.kind === "close"),
    );
    if (isServed)
      for (const one of other.operations)
        if (one.fn === fn && (one.kind === "receive" || one.kind === "range")) nodes.push(one.node);
  }
  return stepsOf(facts, fn, nodes);
}

/** Whether a path from the start to a return passes no serving step. */
function isSkipped({ facts, partners }: View, start: Start, serving: ReadonlySet<NodeId>): boolean {
  const flow = facts.flowOf(start.fn);
  const from = flow === undefined ? undefined : positionOf(flow, start.call.node);
  if (flow === undefined || from === undefined) return false;
  const { tree } = start.fn.file.source;
  const own = flow.blocks[from.block]!.steps[from.step]!;
  const order = flow.order;
  const servedBefore = order.some((block) =>
    flow.blocks[block]!.steps.some((step) => serving.has(step) && tree.kind[step] === Kind.DeferStatement),
  );
  if (servedBefore || isUnderOtherCondition(start, partners)) return false;
  return findsPath(facts, start.fn, {
    from: { block: from.block, step: from.step + 1 },
    atStep: (step) => (step !== own && serving.has(step) ? "stop" : "go-on"),
    atEnd: (block) => (block === EXIT ? "found" : "go-on"),
    entersLoops: true,
  });
}

/** Whether the goroutine is started only on a condition that may be the one under which the other side comes. */
function isUnderOtherCondition({ fn, call }: Start, partners: readonly LocalOperation[]): boolean {
  const { tree } = fn.file.source;
  for (let at = tree.parent[call.node]!; at !== fn.node; at = tree.parent[at]!) {
    const isBranch = tree.kind[at] === Kind.IfStatement || tree.kind[at] === Kind.ExpressionCase;
    if (isBranch && partners.some((one) => one.fn === fn && !contains(tree, at, one.node))) return true;
  }
  return false;
}

/** Whether the loop around a receive may be left though more is to come, and nothing is received afterwards. */
function leavesEarly({ facts, partners }: View, partner: LocalOperation): boolean {
  const { fn, node, kind } = partner;
  const flow = facts.flowOf(fn);
  const loop = loopsAround(facts, fn, node).at(-1);
  if (flow === undefined || loop === undefined) return false;
  const stops = stepsOf(
    facts,
    fn,
    partners.filter((one) => one.fn === fn).map((one) => one.node),
  );
  return waysOut(fn, flow, loop).byJump.some(
    ({ from, to }) =>
      from !== loop.header &&
      (kind === "range" || !isCounted(fn, flow.blocks, loop, from)) &&
      findsPath(facts, fn, {
        from: { block: to, step: 0 },
        atStep: (step) => (stops.has(step) ? "stop" : "go-on"),
        atEnd: (block) => (block === EXIT ? "found" : "go-on"),
        entersLoops: true,
      }),
  );
}

/** Whether a comparison decides about leaving: then most likely somebody counts what is still to come. */
function isCounted(
  fn: GoFunction,
  blocks: readonly { readonly condition: NodeId; readonly successors: readonly BlockId[] }[],
  loop: Loop,
  from: BlockId,
): boolean {
  const { tree } = fn.file.source;
  const before = [...loop.members].filter(
    (block) => block !== loop.header && blocks[block]!.successors.includes(from),
  );
  const deciders = [from, ...before];
  return deciders.some((block) => {
    const { condition } = blocks[block]!;
    if (condition === NO_NODE || tree.kind[condition] !== Kind.BinaryExpression) return false;
    const right = childIn(tree, condition, Field.Right);
    return operatorOf(tree, condition) !== "" && tree.kind[right] !== Kind.Nil;
  });
}
