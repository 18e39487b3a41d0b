import { ANY, BOOL, ERROR, functionOf, type RunType } from "../go-type.ts";
import { native, newError } from "../library/define.ts";
import type { LibraryMethod } from "../library/methods.ts";
import { libraryType } from "../library/types.ts";
import type { Machine } from "../machine.ts";
import type { NativeFunction } from "../native.ts";
import { Box, Closure, Dynamic, isEqual, type Value } from "../value.ts";
import { Channel, closeChannel } from "./channels.ts";
import type { Scheduler } from "./scheduler.ts";
import { startGoroutine } from "./start.ts";
import { CONTEXT_NODE, TIME } from "./types.ts";

/** A context: undefined `done` for one that nothing can cancel. */
interface Node {
  readonly parent: Node | undefined;
  readonly done: Channel | undefined;
  readonly children: Set<Node>;
  error: Value;
  /** Why, for context.Cause. */
  cause: Value;
  /** What its parents do is nothing to it: context.WithoutCancel. */
  readonly isDetached: boolean;
  /** Started when it is done: context.AfterFunc. */
  onDone: (() => void) | undefined;
  readonly key: Value;
  readonly value: Value;
  readonly deadline: number | undefined;
}

const nodes = new WeakMap<Box, Node>();
/** context.Canceled and context.DeadlineExceeded. */
export const CANCELED: Value = newError("context canceled");
export const DEADLINE_EXCEEDED: Value = newError("context deadline exceeded");

const CONTEXT = libraryType("context", "Context")!;
const GIVEN: Readonly<Record<string, RunType>> = {
  Context: CONTEXT,
  Cancel: libraryType("context", "CancelFunc")!,
  CancelCause: libraryType("context", "CancelCauseFunc")!,
  func: functionOf([], [], false),
  stop: functionOf([], [BOOL], false),
  Duration: libraryType("time", "Duration")!,
  Time: TIME,
  Done: CONTEXT.behind!().methods!.find(({ name }) => name === "Done")!.type.results![0]!,
};

function newNode(node: Partial<Node>): Dynamic {
  const box = new Box([0], CONTEXT_NODE.element);
  const full: Node = {
    parent: undefined,
    done: undefined,
    children: new Set(),
    error: null,
    cause: null,
    isDetached: false,
    onDone: undefined,
    key: null,
    value: null,
    deadline: node.parent?.deadline,
    ...node,
  };
  if (full.done !== undefined)
    for (let at = full.parent; at !== undefined; at = above(at)) at.children.add(full);
  nodes.set(box, full);
  return new Dynamic(CONTEXT_NODE, box);
}

/** The next context whose end is the end of this one. */
const above = ({ isDetached, parent }: Node): Node | undefined => (isDetached ? undefined : parent);

/** The context behind a value; undefined for one that the program made itself. */
function nodeOf(value: Value | undefined): Node | undefined {
  const inner = value instanceof Dynamic ? value.value : value;
  return inner instanceof Box ? nodes.get(inner) : undefined;
}

function cancel(s: Scheduler, node: Node, error: Value, cause: Value = null): void {
  if (node.error !== null) return;
  s.unseen++;
  node.error = error;
  node.cause = cause ?? error;
  node.onDone?.();
  if (node.done !== undefined) closeChannel(s, node.done);
  for (const child of node.children) cancel(s, child, error, node.cause);
}

/** The error of a context that is done: its own, or that of one that it was made from. */
const errorOf = (node: Node): Value => endedOf(node)?.error ?? null;

function endedOf(node: Node): Node | undefined {
  for (let at: Node | undefined = node; at !== undefined; at = above(at)) if (at.error !== null) return at;
  return undefined;
}

/** The channel that is closed when a context is done. */
function doneOf(node: Node): Channel | undefined {
  for (let at: Node | undefined = node; at !== undefined; at = above(at))
    if (at.done !== undefined) return at.done;
  return undefined;
}

/** How a context comes to its end. */
interface Ending {
  /** Nanoseconds of the virtual clock. */
  readonly deadline?: number;
  /** The cause when that time comes; null for the error itself. */
  readonly cause?: Value;
  /** Whether the cancel function takes a cause. */
  readonly takesCause?: boolean;
}

function derived(
  m: Machine,
  parent: Value | undefined,
  { deadline, cause = null, takesCause = false }: Ending = {},
): readonly Value[] | undefined {
  const [from, s] = [nodeOf(parent), m.goroutines];
  if (from === undefined || s === undefined) return m.unknown("a context");
  const at = deadline === undefined ? from.deadline : Math.min(deadline, from.deadline ?? deadline);
  const context = newNode({ parent: from, done: new Channel(0), deadline: at });
  const node = nodeOf(context)!;
  node.done!.context = m.nativePlace();
  const already = endedOf(from);
  if (already !== undefined) cancel(s, node, already.error, already.cause);
  const timer =
    deadline === undefined
      ? undefined
      : s.after(deadline - s.now, () => cancel(s, node, DEADLINE_EXCEEDED, cause));
  const stop: NativeFunction = {
    name: "cancel",
    type: functionOf(takesCause ? [ERROR] : [], [], false),
    run(machine, [why]) {
      if (timer !== undefined) timer.isStopped = true;
      cancel(s, node, CANCELED, why ?? null);
      machine.goroutines?.passed();
      return [];
    },
  };
  return [context, new Closure(stop, [])];
}

const after = (m: Machine, delay: Value | undefined): number => (m.goroutines?.now ?? 0) + Number(delay);
const timeOf = (time: Value | undefined): number => Number((time as Box).cells[0]);

/** Starts a goroutine when a context is done, unless the function that it gives is called before. */
function afterDone(m: Machine, [context, run]: readonly Value[]): Value | undefined {
  const [from, s] = [nodeOf(context), m.goroutines];
  if (from === undefined || s === undefined || !(run instanceof Closure)) return m.unknown("a context");
  const at = m.nativePlace();
  const node = nodeOf(newNode({ parent: from, done: new Channel(0) }))!;
  node.onDone = () => startGoroutine(m, run, [], at, { parent: s.current });
  const already = endedOf(from);
  if (already !== undefined) cancel(s, node, already.error, already.cause);
  const stop: NativeFunction = {
    name: "stop",
    type: GIVEN["stop"]!,
    run() {
      const wasWaiting = node.error === null;
      node.onDone = undefined;
      cancel(s, node, CANCELED);
      return wasWaiting;
    },
  };
  return new Closure(stop, []);
}

/** Notes that a goroutine looks whether a context is done. */
function asked({ goroutines }: Machine): void {
  if (goroutines === undefined) return;
  goroutines.polls++;
  goroutines.contextPolls++;
}

const root = (name: string): NativeFunction => native(name, "-> Context", () => newNode({}), GIVEN);

/** Functions of package context. */
export const CONTEXT_FUNCTIONS: Readonly<Record<string, NativeFunction>> = {
  Background: root("Background"),
  TODO: root("TODO"),
  WithCancel: native("WithCancel", "Context -> Context Cancel", (m, [parent]) => derived(m, parent), GIVEN),
  WithTimeout: native(
    "WithTimeout",
    "Context Duration -> Context Cancel",
    (m, [parent, delay]) => derived(m, parent, { deadline: after(m, delay) }),
    GIVEN,
  ),
  WithDeadline: native(
    "WithDeadline",
    "Context Time -> Context Cancel",
    (m, [parent, time]) => derived(m, parent, { deadline: timeOf(time) }),
    GIVEN,
  ),
  WithCancelCause: native(
    "WithCancelCause",
    "Context -> Context CancelCause",
    (m, [parent]) => derived(m, parent, { takesCause: true }),
    GIVEN,
  ),
  WithTimeoutCause: native(
    "WithTimeoutCause",
    "Context Duration error -> Context Cancel",
    (m, [parent, delay, cause]) => derived(m, parent, { deadline: after(m, delay), cause: cause! }),
    GIVEN,
  ),
  WithDeadlineCause: native(
    "WithDeadlineCause",
    "Context Time error -> Context Cancel",
    (m, [parent, time, cause]) => derived(m, parent, { deadline: timeOf(time), cause: cause! }),
    GIVEN,
  ),
  WithoutCancel: native(
    "WithoutCancel",
    "Context -> Context",
    (m, [parent]) => {
      const from = nodeOf(parent);
      return from === undefined
        ? m.unknown("a context")
        : newNode({ parent: from, isDetached: true, deadline: undefined });
    },
    GIVEN,
  ),
  Cause: native(
    "Cause",
    "Context -> error",
    (m, [context]) => {
      const node = nodeOf(context);
      asked(m);
      return node === undefined ? m.unknown("a context") : (endedOf(node)?.cause ?? null);
    },
    GIVEN,
  ),
  AfterFunc: native("AfterFunc", "Context func -> stop", afterDone, GIVEN),
  WithValue: native(
    "WithValue",
    "Context any any -> Context",
    (m, [parent, key, value]) => {
      const from = nodeOf(parent);
      return from === undefined
        ? m.unknown("a context")
        : newNode({ parent: from, key: key!, value: value! });
    },
    GIVEN,
  ),
};

const method = (
  name: string,
  type: string,
  run: (m: Machine, node: Node, values: readonly Value[]) => Value | readonly Value[] | undefined,
): LibraryMethod => {
  const checked: NativeFunction["run"] = (m, [receiver, ...values]) => {
    const node = nodeOf(receiver);
    return node === undefined ? m.unknown("a context") : run(m, node, values);
  };
  return { byPointer: true, native: native(name, type, checked, GIVEN) };
};

function valueFor(m: Machine, node: Node, key: Value): Value | undefined {
  for (let at: Node | undefined = node; at !== undefined; at = at.parent) {
    if (at.key === null) continue;
    const same = isEqual(at.key, key, ANY);
    if (same === undefined) return m.unknown("a key of a context");
    if (same) return at.value;
  }
  return null;
}

/** Methods of contexts. */
export const CONTEXT_METHODS: Readonly<Record<string, Readonly<Record<string, LibraryMethod>>>> = {
  "context.node": {
    Done: method("Done", "-> Done", (_, node) => doneOf(node) ?? null),
    Err: method("Err", "-> error", (m, node) => {
      asked(m);
      return errorOf(node);
    }),
    Value: method("Value", "any -> any", (m, node, [key]) => valueFor(m, node, key!)),
    Deadline: method("Deadline", "-> Time bool", (_, { deadline }) => [
      new Box([deadline ?? 0], TIME),
      deadline !== undefined,
    ]),
  },
};

export const CONTEXT_ERRORS: Readonly<Record<string, { readonly type: RunType; readonly value: Value }>> = {
  Canceled: { type: ERROR, value: CANCELED },
  DeadlineExceeded: { type: ERROR, value: DEADLINE_EXCEEDED },
};
