import { NO_NODE, type NodeId } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { resolveCall, targetsOf } from "../flow/call-graph.ts";
import { Effect } from "../flow/effect.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, IndexedFile } from "../flow/symbols.ts";
import { mayExit } from "./unseen-callees.ts";

const MAY_END = Effect.Exits | Effect.Unknown;

/** Decides whether what never returns also keeps the program from ending. */
export interface Reach {
  /** Whether running into an endless loop of `fn`, or calling it, is proved to happen and to be final. */
  readonly isFinal: (fn: GoFunction) => boolean;
}

/**
 * In package main: main (or init) never comes to an end, nothing else can end the program, and `fn` is called from there
 * on the same goroutine; what a file does that was not looked at is not known. In a library: every call of `fn` by whoever never returns, unless only `go` starts it.
 */
export function reachOf(facts: PackageFacts, diverging: ReadonlySet<number>): Reach {
  const isProgram = facts.index.name === "main";
  if (diverging.size === 0 || (isProgram && facts.index.missing === "unseen"))
    return { isFinal: () => false };
  const main = isProgram ? facts.index.functionByName.get("main") : undefined;
  if (main === undefined) {
    const started = onlyStarted(facts);
    return { isFinal: (fn) => isFinalInLibrary(fn, diverging, started) };
  }
  const roots = [...facts.index.initializers, main];
  const neverEnds = roots.some((root) => diverging.has(root.id)) && !mayEndOtherwise(facts, diverging, roots);
  const onMain = neverEnds ? calledFrom(facts, roots) : new Set<number>();
  return { isFinal: (fn) => onMain.has(fn.id) };
}

/** A literal that is called where it stands is as final as the function around it; another may never run. */
function isFinalInLibrary(
  fn: GoFunction,
  diverging: ReadonlySet<number>,
  started: ReadonlySet<number>,
): boolean {
  let outer = fn;
  while (outer.kind === "literal") {
    if (outer.parent === undefined || !runsInPlace(outer.file, outer.node)) return false;
    outer = outer.parent;
  }
  return diverging.has(outer.id) && !started.has(outer.id);
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

/** Functions that the package starts with `go` and never calls: they end with the program. */
function onlyStarted(facts: PackageFacts): Set<number> {
  const started = new Set<number>();
  const called = new Set<number>();
  for (const calls of facts.graph.calls) {
    for (const call of calls) {
      const ids = call.mode === "go" ? started : called;
      for (const target of targetsOf(call)) ids.add(target.id);
    }
  }
  for (const id of called) started.delete(id);
  return started;
}

/** Initialization, goroutines and functions handed out: could any of them end the program? */
function mayEndOtherwise(
  facts: PackageFacts,
  diverging: ReadonlySet<number>,
  roots: readonly GoFunction[],
): boolean {
  const mayEnd = (fn: GoFunction): boolean => (facts.effectsOf(fn) & MAY_END) !== 0;
  const early = roots.slice(0, -1).filter((fn) => !diverging.has(fn.id));
  if (early.some((fn) => mayEnd(fn) || (facts.effectsOf(fn) & Effect.Raises) !== 0)) return true;
  const initial = facts.index.topLevelCalls.flatMap(({ file, node }) =>
    resolveCall(facts.oracle, file, node),
  );
  if (startsUnclear(facts)) return true;
  const isUnclear = initial.some(({ callee }) => callee.kind === "unknown" || callee.kind === "methods");
  return isUnclear || initial.flatMap(targetsOf).some(mayEnd) || handedOut(facts).some(mayEnd);
}

/** `go os.Exit(0)`, `go f()` of a variable: the goroutine runs code that we do not see, and it is not known to be harmless. */
function startsUnclear({ graph }: PackageFacts): boolean {
  return graph.calls.some((calls) =>
    calls.some((call) => call.mode === "go" && targetsOf(call).length === 0 && mayExit(call.callee)),
  );
}

/** Functions that may run at another time or place than where they are called: by `go`, or as values. */
function handedOut(facts: PackageFacts): GoFunction[] {
  const found = new Set<GoFunction>();
  for (const calls of facts.graph.calls) {
    for (const call of calls) if (call.mode === "go") for (const target of targetsOf(call)) found.add(target);
  }
  for (const fn of facts.index.functions) {
    if (fn.kind === "literal" && !runsInPlace(fn.file, fn.node)) found.add(fn);
  }
  for (const symbol of facts.index.symbols) {
    if (symbol.kind !== "function" || symbol.file === undefined) continue;
    const isValue = symbol.uses.some((use, at) => !runsInPlace(symbol.useFiles[at]!, use));
    const fn = isValue ? symbol.file.functionAt.get(symbol.declaration) : undefined;
    if (fn !== undefined) found.add(fn);
  }
  return [...found];
}

/** Whether the function at `node` (a literal, or a mention) is called there, and not by `go`. */
function runsInPlace(file: IndexedFile, node: NodeId): boolean {
  const { tree } = file.source;
  let at = node;
  while (tree.kind[tree.parent[at]!] === Kind.ParenthesizedExpression) at = tree.parent[at]!;
  const call = tree.parent[at]!;
  if (call === NO_NODE || tree.kind[call] !== Kind.CallExpression || tree.field[at] !== Field.Function)
    return false;
  return tree.kind[tree.parent[call]!] !== Kind.GoStatement;
}
