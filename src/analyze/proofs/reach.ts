import { NO_NODE, type NodeId } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { resolveCall, targetsOf } from "../flow/call-graph.ts";
import { Effect } from "../flow/effect.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, IndexedFile } from "../flow/symbols.ts";

const MAY_END = Effect.Exits | Effect.Unknown;

/** Decides whether what never returns also keeps the program from ending. */
export interface Reach {
  /** Whether running into an endless loop of `fn`, or calling it, is proved to happen and to be final. */
  readonly isFinal: (fn: GoFunction) => boolean;
}

/**
 * In package main: main (or init) never comes to an end, nothing else can end the program, and `fn` is called from there
 * on the same goroutine. In a library: every call of `fn` by whoever never returns, unless only `go` starts it.
 */
export function reachOf(facts: PackageFacts, diverging: ReadonlySet<number>): Reach {
  if (diverging.size === 0) return { isFinal: () => false };
  const main = facts.index.name === "main" ? facts.index.functionByName.get("main") : undefined;
  if (main === undefined) return { isFinal: (fn) => diverging.has(fn.id) && !isOnlyStarted(facts, fn) };
  const roots = [...facts.index.initializers, main];
  const neverEnds = roots.some((root) => diverging.has(root.id)) && !mayEndOtherwise(facts, diverging, roots);
  const onMain = neverEnds ? calledFrom(facts, roots) : new Set<number>();
  return { isFinal: (fn) => onMain.has(fn.id) };
}

function calledFrom(facts: PackageFacts, roots: readonly GoFunction[]): Set<number> {
  const seen = new Set<GoFunction>(roots);
  for (const fn of seen) {
    for (const call of facts.graph.calls[fn.id]!) {
      if (call.mode === "call") for (const target of targetsOf(call)) seen.add(target);
    }
  }
  return new Set([...seen].map((fn) => fn.id));
}

/** Functions that run only as goroutines end with the program; so do literals handed to somebody else. */
function isOnlyStarted(facts: PackageFacts, fn: GoFunction): boolean {
  if (fn.kind === "literal") return !isCalledInPlace(fn.file, fn.node) && fn.parent !== undefined;
  let starts = 0;
  for (const calls of facts.graph.calls) {
    for (const call of calls) {
      if (call.callee.kind !== "function" || call.callee.fn !== fn) continue;
      if (call.mode === "call") return false;
      if (call.mode === "go") starts++;
    }
  }
  return starts > 0;
}

/** Initialization, goroutines and functions handed out: could any of them end the program? */
function mayEndOtherwise(
  facts: PackageFacts,
  diverging: ReadonlySet<number>,
  roots: readonly GoFunction[],
): boolean {
  const { index } = facts;
  const early = roots.slice(0, -1).filter((fn) => !diverging.has(fn.id));
  if (early.some((fn) => (facts.effectsOf(fn) & (MAY_END | Effect.Raises)) !== 0)) return true;
  const initial = index.topLevelCalls.flatMap(({ file, node }) => resolveCall(facts.oracle, file, node));
  const isUnclear = initial.some(({ callee }) => callee.kind === "unknown" || callee.kind === "methods");
  if (isUnclear || initial.flatMap(targetsOf).some((fn) => (facts.effectsOf(fn) & MAY_END) !== 0))
    return true;
  return index.functions.some((fn) => isHandedOut(facts, fn) && (facts.effectsOf(fn) & MAY_END) !== 0);
}

/** Whether a function may run at another time or place than where it is called: by `go`, or as a value. */
function isHandedOut(facts: PackageFacts, fn: GoFunction): boolean {
  if (fn.kind === "literal") return !isCalledInPlace(fn.file, fn.node) || isStarted(fn.file, fn.node);
  if (fn.kind === "method") return startsSomewhere(facts, fn);
  const symbol = facts.index.symbols.find(
    (one) => one.kind === "function" && one.declaration === fn.node && one.file === fn.file,
  );
  if (symbol === undefined) return false;
  return symbol.uses.some((use, at) => {
    const file = symbol.useFiles[at]!;
    return !isCalledInPlace(file, use) || isStarted(file, use);
  });
}

function startsSomewhere(facts: PackageFacts, fn: GoFunction): boolean {
  return facts.graph.calls.some((calls) =>
    calls.some((call) => call.mode === "go" && targetsOf(call).includes(fn)),
  );
}

function callAround(file: IndexedFile, node: NodeId): NodeId {
  const { tree } = file.source;
  let at = node;
  while (tree.kind[tree.parent[at]!] === Kind.ParenthesizedExpression) at = tree.parent[at]!;
  const outer = tree.parent[at]!;
  return tree.kind[outer] === Kind.CallExpression && tree.field[at] === Field.Function ? outer : NO_NODE;
}

function isCalledInPlace(file: IndexedFile, node: NodeId): boolean {
  return callAround(file, node) !== NO_NODE;
}

function isStarted(file: IndexedFile, node: NodeId): boolean {
  const call = callAround(file, node);
  return call !== NO_NODE && file.source.tree.kind[file.source.tree.parent[call]!] === Kind.GoStatement;
}
