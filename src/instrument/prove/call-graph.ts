import { hasCycle } from "./cycles.ts";
import type { FunctionProof } from "./function-proof.ts";

/** What the proofs of all functions come to together. Functions are positions among those that the module defines. */
export interface CallGraph {
  readonly proofs: readonly FunctionProof[];
  /** Instructions of each function. */
  readonly lengths: readonly number[];
  readonly importedFunctions: number;
  /** Functions that an indirect call of a type may reach. */
  targetsOf(typeIndex: number): readonly number[];
}

/** A function that can recur without a check; undefined when there is none. */
export function uncheckedRecursion(graph: CallGraph): number | undefined {
  return hasCycle(uncheckedCalls(graph).map((callees) => [...new Set(callees)]));
}

/**
 * How many instructions may run in one function and what it calls between two checks; what returns from a deep recursion may
 * do as much for each frame. Takes a graph without unchecked recursion.
 */
export function runsOn(graph: CallGraph): number {
  const unchecked = uncheckedCalls(graph);
  const work = longestWork(unchecked, graph.lengths);
  const ofType = new Map<number | undefined, number>();
  const longest = (call: Call): number => {
    const known = call.typeIndex === undefined ? undefined : ofType.get(call.typeIndex);
    if (known !== undefined) return known;
    const most = calleesOf(graph, call).reduce((sum, callee) => Math.max(sum, work[callee]!), 0);
    if (call.typeIndex !== undefined) ofType.set(call.typeIndex, most);
    return most;
  };
  let most = 0;
  for (const [position, { calls }] of graph.proofs.entries()) {
    let sum = graph.lengths[position]!;
    for (const call of calls) sum += longest(call);
    most = Math.max(most, sum);
  }
  return most;
}

type Call = FunctionProof["calls"][number];

function calleesOf(
  { importedFunctions, targetsOf }: CallGraph,
  { callee, typeIndex }: Call,
): readonly number[] {
  if (typeIndex !== undefined) return targetsOf(typeIndex);
  return callee! < importedFunctions ? [] : [callee! - importedFunctions];
}

/** One entry for each place that calls without having checked since the entry. */
function uncheckedCalls(graph: CallGraph): readonly (readonly number[])[] {
  return graph.proofs.map(({ calls }) =>
    calls.filter(({ isUnchecked }) => isUnchecked).flatMap((call) => calleesOf(graph, call)),
  );
}

/** Own instructions and those of all unchecked calls, by position. Depth first, with a stack of its own. */
function longestWork(calls: readonly (readonly number[])[], lengths: readonly number[]): Float64Array {
  const work = new Float64Array(calls.length).fill(-1);
  for (let root = 0; root < calls.length; root++) {
    const path = work[root]! < 0 ? [{ position: root, next: 0 }] : [];
    while (path.length > 0) {
      const visit = path[path.length - 1]!;
      const callee = calls[visit.position]![visit.next++];
      if (callee === undefined) {
        path.pop();
        work[visit.position] = calls[visit.position]!.reduce(
          (sum, one) => sum + work[one]!,
          lengths[visit.position]!,
        );
      } else if (work[callee]! < 0) path.push({ position: callee, next: 0 });
    }
  }
  return work;
}
