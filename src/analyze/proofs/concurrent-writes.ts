import { NO_NODE } from "../../source/tree.ts";
import { Kind } from "../../source/tree-kinds.ts";
import { targetsOf } from "../flow/call-graph.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { ownWrites } from "./footprints.ts";
import type { Storage } from "./storage.ts";

interface Concurrent {
  /** The functions that goroutines of the package run. */
  readonly started: ReadonlySet<GoFunction>;
  readonly ofGoroutines: ReadonlySet<Storage>;
  /** What any function writes; worked out when it is asked for. */
  ofAll: ReadonlySet<Storage> | undefined;
}

const known = new WeakMap<PackageFacts, Concurrent>();

/** What others may write while a function runs: goroutines, and everybody where the function runs in a goroutine itself. */
export function concurrentWrites(facts: PackageFacts, fn: GoFunction): ReadonlySet<Storage> {
  const one = known.get(facts) ?? concurrentOf(facts);
  known.set(facts, one);
  if (!one.started.has(fn)) return one.ofGoroutines;
  one.ofAll ??= writesOf(facts, facts.index.functions);
  return one.ofAll;
}

function concurrentOf(facts: PackageFacts): Concurrent {
  const started = new Set<GoFunction>();
  for (const calls of facts.graph.calls)
    for (const call of calls) if (call.mode === "go") for (const fn of targetsOf(call)) started.add(fn);
  for (const fn of facts.index.functions) if (isHandedToLibrary(facts, fn)) started.add(fn);
  for (const fn of started)
    for (const call of facts.graph.calls[fn.id]!) for (const target of targetsOf(call)) started.add(target);
  return { started, ofGoroutines: writesOf(facts, started), ofAll: undefined };
}

function writesOf(facts: PackageFacts, functions: Iterable<GoFunction>): ReadonlySet<Storage> {
  const found = new Set<Storage>();
  for (const fn of functions) for (const storage of ownWrites(facts, fn)) found.add(storage);
  return found;
}

/** A literal that the library may call later, from a goroutine of its own: a handler, a timer's function. */
function isHandedToLibrary(facts: PackageFacts, fn: GoFunction): boolean {
  const { tree } = fn.file.source;
  const list = fn.kind === "literal" ? tree.parent[fn.node]! : NO_NODE;
  if (list === NO_NODE || tree.kind[list] !== Kind.ArgumentList) return false;
  const callee = facts.oracle.calleeOf(fn.file, tree.parent[list]!);
  return callee.kind === "library" && /^(net|time|os|context|runtime|sync)\b/.test(callee.path);
}
