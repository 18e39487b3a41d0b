import {
  childIn,
  childrenOf,
  NO_NODE,
  type NodeId,
  onlyChild,
  withoutParentheses,
} from "../../../source/tree.ts";
import { Field, Kind } from "../../../source/tree-kinds.ts";
import { emitAs, emitPlain } from "../emit-convert.ts";
import { type Emitter, emit } from "../emitter.ts";
import * as T from "../go-type.ts";
import type { Frame, Machine } from "../machine.ts";
import type { NativeFunction } from "../native.ts";
import { notModelled } from "../program.ts";
import { type Value, zeroValue } from "../value.ts";
import { type Case, Channel, closeChannel, type Outcome, select } from "./channels.ts";
import type { RunPlace } from "./scheduler.ts";

/** The channel that a value is; undefined for nil. */
export const channelOf = (value: Value): Channel | undefined =>
  value instanceof Channel ? value : undefined;

/** The element type of a channel type. */
export function elementOf(type: T.RunType): T.RunType {
  const base = T.under(type);
  return base.kind === "channel" ? base.element! : notModelled("a channel");
}

/** `ch <- x`. */
export function emitSend(e: Emitter, node: NodeId): void {
  const { tree } = e.file.source;
  const channel = childIn(tree, node, Field.Channel);
  emitPlain(e, channel);
  emitAs(e, childIn(tree, node, Field.Value), elementOf(e.check(channel).type));
  const at: RunPlace = { file: e.file, node };
  emit(e, (m, f) => {
    const value = f.stack.pop()!;
    wait(m, [{ kind: "send", channel: channelOf(f.stack.pop()!), value }], at, (outcome) =>
      refused(m, f, outcome),
    );
  });
}

/** Sending on a closed channel panics. That somebody closes while a goroutine waits to send is not followed. */
export function refused(m: Machine, f: Frame, { isRefused }: Outcome): void {
  if (!isRefused) return;
  if (m.frame === f) m.panicText("send on closed channel");
  else m.unknown("a send on a closed channel");
}

/** Pushes `<-ch`; with `both`, whether it is a value that was sent. */
export function emitReceive(e: Emitter, node: NodeId, both: boolean): void {
  const channel = childIn(e.file.source.tree, node, Field.Operand);
  const element = elementOf(emitPlain(e, channel));
  const at: RunPlace = { file: e.file, node };
  emit(e, (m, f) => {
    const one: Case = { kind: "receive", channel: channelOf(f.stack.pop()!), value: undefined };
    wait(m, [one], at, ({ received }) => pushReceived(m, f, element, received, both));
  });
}

/** Puts what was received onto the stack of the goroutine that waited for it. */
export function pushReceived(
  m: Machine,
  f: Frame,
  element: T.RunType,
  received: Outcome["received"],
  both: boolean,
): void {
  const value = received === undefined ? zeroValue(element, { cells: 1_000 }) : received.value;
  if (value === undefined) m.unknown("a zero value");
  else f.stack.push(value);
  if (both) f.stack.push(received !== undefined);
}

/** Waits at channels; without goroutines, that is not followed. */
export function wait(
  m: Machine,
  cases: readonly Case[],
  at: RunPlace,
  done: (outcome: Outcome) => void,
): void {
  const { goroutines } = m;
  if (goroutines === undefined) m.unknown("a channel");
  else select(goroutines, cases, { at, hasDefault: false }, done);
}

/** Pushes `make(chan T, n)`. */
export function emitMakeChannel(e: Emitter, size: NodeId | undefined): void {
  if (size !== undefined) emitAs(e, size, T.INT);
  emit(e, (m, f) => {
    const capacity = size === undefined ? 0 : f.stack.pop()!;
    if (m.goroutines === undefined) m.unknown("a channel");
    else if (typeof capacity !== "number" || capacity < 0) m.panicText("makechan: size out of range");
    else if (m.takes(1)) f.stack.push(new Channel(capacity));
  });
}

/** `close(ch)`. */
export function emitClose(e: Emitter, node: NodeId): void {
  emitPlain(e, node);
  emit(e, (m, f) => {
    const channel = channelOf(f.stack.pop()!);
    const { goroutines } = m;
    if (goroutines === undefined) m.unknown("a channel");
    else if (channel === undefined) m.panicText("close of nil channel");
    else if (closeChannel(goroutines, channel)) goroutines.passed();
    else m.panicText("close of closed channel");
  });
}

/** Whether an expression is a receive. */
export function isReceive(e: Emitter, node: NodeId): boolean {
  const { tree } = e.file.source;
  const inner = withoutParentheses(tree, node);
  return tree.kind[inner] === Kind.UnaryExpression && tree.text.startsWith("<-", tree.start[inner]!);
}

/** The receive in a communication case, and the names that take what it gives. */
export interface ReceiveCase {
  readonly node: NodeId;
  readonly names: readonly NodeId[];
  /** `:=` or `=` around it; NO_NODE for a receive alone. */
  readonly statement: NodeId;
}

/** Takes a receive statement apart: `<-ch`, `v := <-ch`, `v, ok = <-ch`. */
export function receiveIn(e: Emitter, communication: NodeId): ReceiveCase {
  const { tree } = e.file.source;
  const left = childIn(tree, communication, Field.Left);
  const right = childIn(tree, communication, Field.Right);
  const plain = right === NO_NODE ? communication : right;
  const inner =
    tree.kind[plain] === Kind.ExpressionList || tree.kind[plain] === Kind.ExpressionStatement
      ? onlyChild(tree, plain)
      : plain;
  const alone = tree.kind[inner] === Kind.ReceiveStatement ? onlyChild(tree, inner) : inner;
  const node = withoutParentheses(tree, alone);
  if (!isReceive(e, node)) return notModelled("a case");
  return { node, names: left === NO_NODE ? [] : childrenOf(tree, left), statement: communication };
}

/** `len(ch)`, which is a way of asking what others did, and `cap(ch)`. */
export function lengthOfChannel(m: Machine, channel: Channel, isCapacity: boolean): number {
  if (isCapacity) return channel.capacity;
  if (m.goroutines !== undefined) m.goroutines.polls++;
  return channel.buffer.length;
}

/** `close(ch)` as something that is called later. */
export const closeLater: NativeFunction = {
  name: "close",
  type: T.functionOf([T.ANY], [], false),
  run(m, [value]) {
    const channel = channelOf(value!);
    if (m.goroutines === undefined || channel === undefined) return m.unknown("a channel");
    if (!closeChannel(m.goroutines, channel)) return m.panicText("close of closed channel");
    m.goroutines.passed();
    return [];
  },
};
