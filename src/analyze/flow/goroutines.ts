import { childIn, childrenOf, NO_NODE, type NodeId } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { type Call, targetsOf } from "./call-graph.ts";
import type { PackageFacts } from "./package-facts.ts";
import type { GoFunction } from "./symbols.ts";
import { isUsedAsValue } from "./value-uses.ts";

/** A place that starts a goroutine. */
export interface Start {
  /** Function around it. */
  readonly fn: GoFunction;
  readonly call: Call;
  /** What the goroutine may run first; empty when that is not known. */
  readonly targets: readonly GoFunction[];
}

/** Who runs on which goroutine. */
export interface Goroutines {
  readonly starts: readonly Start[];
  /** The starts whose goroutine may come to run `fn`. */
  readonly startsOf: (fn: GoFunction) => readonly Start[];
  /** Whether `fn` runs only on goroutines that the package starts. */
  readonly isOnlyStarted: (fn: GoFunction) => boolean;
  /** Whether `fn` may run on another goroutine than the first: started, or called by code that we do not see. */
  readonly mayRunElsewhere: (fn: GoFunction) => boolean;
}

const NO_STARTS: readonly Start[] = [];

/** Finds what starts goroutines: `go`, and calls named Go of the library (sync.WaitGroup, errgroup.Group), time.AfterFunc. */
export function goroutinesOf(facts: PackageFacts): Goroutines {
  const { functions } = facts.index;
  const starts = functions.flatMap((fn) =>
    facts.graph.calls[fn.id]!.flatMap((call) => {
      const targets = startedBy(facts, fn, call);
      return targets === undefined ? [] : [{ fn, call, targets }];
    }),
  );
  const startsOf = new Map<number, Start[]>();
  for (const start of starts) {
    for (const fn of calledFrom(facts, start.targets)) {
      const known = startsOf.get(fn.id);
      if (known === undefined) startsOf.set(fn.id, [start]);
      else known.push(start);
    }
  }
  let plain: ReadonlySet<GoFunction> | undefined;
  let handedOut: ReadonlySet<GoFunction> | undefined;
  return {
    starts,
    startsOf: (fn) => startsOf.get(fn.id) ?? NO_STARTS,
    isOnlyStarted(fn) {
      if (!startsOf.has(fn.id)) return false;
      plain ??= calledFrom(facts, rootsOf(facts, starts));
      return !plain.has(fn);
    },
    mayRunElsewhere(fn) {
      handedOut ??= calledFrom(
        facts,
        functions.filter((one) => isUsedAsValue(facts, one)),
      );
      return startsOf.has(fn.id) || handedOut.has(fn);
    },
  };
}

/** What a call starts as a goroutine; undefined when it starts none. */
function startedBy(facts: PackageFacts, fn: GoFunction, call: Call): readonly GoFunction[] | undefined {
  if (call.mode === "go") return call.callee.kind === "function" ? [call.callee.fn] : targetsOf(call);
  const { callee } = call;
  const isGo =
    callee.kind === "library" &&
    (callee.name.endsWith(".Go") || (callee.path === "time" && callee.name === "AfterFunc"));
  return isGo ? literalArguments(facts, fn, call) : undefined;
}

/** The functions of the package that a call is given. */
function literalArguments(facts: PackageFacts, fn: GoFunction, call: Call): GoFunction[] {
  const { tree } = fn.file.source;
  const list = childIn(tree, call.node, Field.Arguments);
  return (list === NO_NODE ? [] : childrenOf(tree, list)).flatMap((argument) => {
    const type = facts.oracle.typeOf(fn.file, argument);
    const target = type.kind === "function" ? type.file.functionAt.get(type.node) : undefined;
    return target === undefined ? [] : [target];
  });
}

/** Everything that runs when `roots` are called, but for what that starts as goroutines. */
function calledFrom(facts: PackageFacts, roots: readonly GoFunction[]): ReadonlySet<GoFunction> {
  const seen = new Set(roots);
  for (const fn of seen) {
    for (const call of facts.graph.calls[fn.id]!) {
      if (call.mode === "go") continue;
      for (const target of targetsOf(call)) seen.add(target);
    }
  }
  return seen;
}

/** Functions that nobody of the package starts: main, what others call, handlers. */
function rootsOf(facts: PackageFacts, starts: readonly Start[]): GoFunction[] {
  const started = new Set(starts.flatMap(({ targets }) => targets));
  const called = new Set<GoFunction>();
  for (const calls of facts.graph.calls) {
    for (const call of calls)
      if (call.mode !== "go") for (const target of targetsOf(call)) called.add(target);
  }
  return facts.index.functions.filter((fn) => {
    if (fn.kind === "literal") return !started.has(fn) && !called.has(fn);
    const isOpen = facts.index.name !== "main" && /(^|\.)\p{Lu}[^.]*$/u.test(fn.name);
    return isOpen || (!started.has(fn) && !called.has(fn));
  });
}

/** The go statement (or the call) that starts it. */
export function startNode({ fn, call }: Start): NodeId {
  const { tree } = fn.file.source;
  const outer = tree.parent[call.node]!;
  return tree.kind[outer] === Kind.GoStatement ? outer : call.node;
}
