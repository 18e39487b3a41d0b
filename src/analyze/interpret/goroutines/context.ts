import { ANY, ERROR, functionOf, type RunType } from "../go-type.ts";
import { native, newError } from "../library/define.ts";
import type { LibraryMethod } from "../library/methods.ts";
import { libraryType } from "../library/types.ts";
import type { Machine } from "../machine.ts";
import type { NativeFunction } from "../native.ts";
import { Box, Closure, Dynamic, isEqual, type Value } from "../value.ts";
import { Channel, closeChannel } from "./channels.ts";
import type { Scheduler } from "./scheduler.ts";
import { CONTEXT_NODE, TIME } from "./types.ts";

/** A context: undefined `done` for one that nothing can cancel. */
interface Node {
  readonly parent: Node | undefined;
  readonly done: Channel | undefined;
  readonly children: Set<Node>;
  error: Value;
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
    key: null,
    value: null,
    deadline: node.parent?.deadline,
    ...node,
  };
  if (full.done !== undefined)
    for (let at = full.parent; at !== undefined; at = at.parent) at.children.add(full);
  nodes.set(box, full);
  return new Dynamic(CONTEXT_NODE, box);
}

/** The context behind a value; undefined for one that the program made itself. */
function nodeOf(value: Value | undefined): Node | undefined {
  const inner = value instanceof Dynamic ? value.value : value;
  return inner instanceof Box ? nodes.get(inner) : undefined;
}

function cancel(s: Scheduler, node: Node, error: Value): void {
  if (node.error !== null) return;
  node.error = error;
  if (node.done !== undefined) closeChannel(s, node.done);
  for (const child of node.children) cancel(s, child, error);
}

/** The error of a context that is done: its own, or that of one that it was made from. */
function errorOf(node: Node): Value {
  for (let at: Node | undefined = node; at !== undefined; at = at.parent)
    if (at.error !== null) return at.error;
  return null;
}

/** The channel that is closed when a context is done. */
function doneOf(node: Node): Channel | undefined {
  for (let at: Node | undefined = node; at !== undefined; at = at.parent)
    if (at.done !== undefined) return at.done;
  return undefined;
}

function derived(m: Machine, parent: Value | undefined, deadline?: number): readonly Value[] | undefined {
  const [from, s] = [nodeOf(parent), m.goroutines];
  if (from === undefined || s === undefined) return m.unknown("a context");
  const at = deadline === undefined ? from.deadline : Math.min(deadline, from.deadline ?? deadline);
  const context = newNode({ parent: from, done: new Channel(0), deadline: at });
  const node = nodeOf(context)!;
  const already = errorOf(from);
  if (already !== null) cancel(s, node, already);
  const timer =
    deadline === undefined ? undefined : s.after(deadline - s.now, () => cancel(s, node, DEADLINE_EXCEEDED));
  const stop: NativeFunction = {
    name: "cancel",
    type: functionOf([], [], false),
    run(machine) {
      if (timer !== undefined) timer.isStopped = true;
      cancel(s, node, CANCELED);
      machine.goroutines?.passed();
      return [];
    },
  };
  return [context, new Closure(stop, [])];
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
    (m, [parent, delay]) => derived(m, parent, (m.goroutines?.now ?? 0) + Number(delay)),
    GIVEN,
  ),
  WithDeadline: native(
    "WithDeadline",
    "Context Time -> Context Cancel",
    (m, [parent, time]) => derived(m, parent, Number((time as Box).cells[0])),
    GIVEN,
  ),
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
      if (m.goroutines !== undefined) m.goroutines.polls++;
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
