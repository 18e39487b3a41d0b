import { childIn, childrenOf, NO_NODE, type NodeId, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { type Call, sureTargetsOf } from "../flow/call-graph.ts";
import { methodCallee } from "../flow/callees.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import { type Place, placeAt, placeKey } from "../flow/places.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { concurrencyOf } from "../proofs/concurrency.ts";
import { followReceiver } from "../proofs/same-receiver.ts";
import { type Draft, type Rule, spanOf } from "../rule.ts";

/** sync.Once whose function comes back to the same Once. */
export const nestedOnce: Rule = {
  id: "nested-once",
  hazard: "deadlock",
  severity: "error",
  cwe: ["CWE-833", "CWE-674"],
  help: "let the function that Do runs use the value directly, without the accessor that calls Do",
  docs: {
    what: "A function that is run by sync.Once.Do and calls Do of the same Once again, directly or through other functions.",
    why: "Do returns only when the first call of the function has returned. The inner Do waits for the outer one, which waits for the inner one.",
    bad: "func load() config {\n\tonce.Do(func() {\n\t\tcurrent = parse(load().path) // load calls Do again\n\t})\n\treturn current\n}",
    good: "func load() config {\n\tonce.Do(func() {\n\t\tcurrent = parse(defaultPath)\n\t})\n\treturn current\n}",
  },
  check({ facts }, report) {
    const calls = doCallsOf(facts);
    for (const outer of calls) {
      const draft = nestedIn(facts, outer, calls);
      if (draft !== undefined) report(draft);
    }
  },
};

/** A call of Do on a Once that has a name. */
interface DoCall {
  readonly fn: GoFunction;
  readonly node: NodeId;
  readonly place: Place;
  /** What it runs; undefined for a function that is not known. */
  readonly target: GoFunction | undefined;
}

function doCallsOf(facts: PackageFacts): readonly DoCall[] {
  return facts.index.functions.flatMap((fn) =>
    facts.graph.calls[fn.id]!.flatMap((call) => {
      if (call.callee.kind !== "library" || call.callee.path !== "sync" || call.callee.name !== "Once.Do")
        return [];
      const { tree } = fn.file.source;
      const place = placeAt(
        facts.oracle,
        fn.file,
        childIn(tree, childIn(tree, call.node, Field.Function), Field.Operand),
      );
      return place === undefined
        ? []
        : [{ fn, node: call.node, place, target: givenFunction(facts, fn, call) }];
    }),
  );
}

/** The function of the package that a call is given: a literal, a name, a method value. */
function givenFunction({ oracle }: PackageFacts, { file }: GoFunction, call: Call): GoFunction | undefined {
  const { tree } = file.source;
  const list = childIn(tree, call.node, Field.Arguments);
  const argument = list === NO_NODE ? undefined : childrenOf(tree, list)[0];
  if (argument === undefined) return undefined;
  if (tree.kind[argument] === Kind.SelectorExpression) {
    const type = oracle.typeOf(file, childIn(tree, argument, Field.Operand));
    const callee = methodCallee(oracle, type, textOf(tree, childIn(tree, argument, Field.Field)));
    return callee.kind === "function" ? callee.fn : undefined;
  }
  const type = oracle.typeOf(file, argument);
  return type.kind === "function" ? type.file.functionAt.get(type.node) : undefined;
}

/** How a function was come to: by a call of another one. */
interface Hop {
  readonly from: GoFunction;
  readonly call: Call;
}

/** The first Do of the same Once that the function of `outer` may come to; what an interface calls is not followed. */
function nestedIn(facts: PackageFacts, outer: DoCall, calls: readonly DoCall[]): Draft | undefined {
  const { target } = outer;
  if (target === undefined) return undefined;
  const cameBy = new Map<GoFunction, Hop | undefined>([[target, undefined]]);
  for (const [fn] of cameBy) {
    const inner = calls.find((one) => one.fn === fn && one.place.family === outer.place.family);
    if (inner !== undefined) {
      const hops = hopsTo(cameBy, fn);
      return isSameOnce(facts, outer, inner, hops) ? draftOf(facts, outer, inner, hops) : undefined;
    }
    for (const call of facts.graph.calls[fn.id]!) {
      if (call.mode === "go") continue;
      const next =
        call.callee.kind === "library" && call.callee.name === "Once.Do"
          ? doTarget(calls, call)
          : sureTargetsOf(call);
      for (const one of next) if (!cameBy.has(one)) cameBy.set(one, { from: fn, call });
    }
  }
  return undefined;
}

/** Whether the inner Do is on the Once of the same object: each node of a graph has one of its own. */
function isSameOnce(facts: PackageFacts, outer: DoCall, inner: DoCall, hops: readonly Hop[]): boolean {
  const functions = [outer.target!, ...hops.slice(1).map(({ from }) => from), inner.fn];
  const steps = [{ from: outer.fn, call: outer.node, to: outer.target! }];
  for (const [at, { from, call }] of hops.entries())
    steps.push({ from, call: call.node, to: functions[at + 1]! });
  return followReceiver(facts, outer.place.root, steps) === inner.place.root;
}

function doTarget(calls: readonly DoCall[], call: Call): readonly GoFunction[] {
  const target = calls.find(({ node, target: given }) => node === call.node && given !== undefined)?.target;
  return target === undefined ? [] : [target];
}

function hopsTo(cameBy: ReadonlyMap<GoFunction, Hop | undefined>, fn: GoFunction): readonly Hop[] {
  const hops: Hop[] = [];
  for (let hop = cameBy.get(fn); hop !== undefined; hop = cameBy.get(hop.from)) hops.unshift(hop);
  return hops;
}

function draftOf(facts: PackageFacts, outer: DoCall, inner: DoCall, hops: readonly Hop[]): Draft {
  const { mustReach } = concurrencyOf(facts);
  const name = `${outer.place.root.name}${outer.place.path}`;
  const isSame = placeKey(outer.place) === placeKey(inner.place) && outer.place.root.owner === undefined;
  const isSure =
    isSame &&
    mustReach.reaches(outer.fn, outer.node) &&
    hops.every(({ from, call }) => mustReach.passes(from, call.node)) &&
    mustReach.passes(inner.fn, inner.node);
  return {
    at: spanOf(inner.fn.file.source, inner.node),
    ...(isSure
      ? {
          severity: "error",
          witness: `the function that ${name}.Do runs comes on every path to ${name}.Do again; the program always comes here`,
        }
      : { severity: "warning" }),
    message: `${name}.Do is called again from inside the function that it runs: it waits for itself`,
    related: [
      { at: spanOf(outer.fn.file.source, outer.node), message: "Do runs the function here" },
      ...hops.map(({ from, call }) => ({
        at: spanOf(from.file.source, call.node),
        message: "which calls this",
      })),
    ],
  };
}
