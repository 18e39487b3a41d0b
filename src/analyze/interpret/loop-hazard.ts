import type { Hazard } from "../../source/finding.ts";
import { childIn, NO_NODE, textOf } from "../../source/tree.ts";
import { Field } from "../../source/tree-kinds.ts";
import { loopCondition } from "../flow/loop-condition.ts";
import type { LoopSite } from "./code.ts";
import type { LoopRun } from "./loop-run.ts";
import type { Comparison, Machine } from "./machine.ts";
import type { Sighting } from "./observe.ts";
import type { Track } from "./track.ts";

/** What is wrong with a loop, by what was observed. */
export function hazardOfLoop({ site, run, recurrence, frame }: Sighting, machine: Machine): Hazard {
  const { startedAt, reads, snapshot, moments } = run;
  const compared = [...snapshot!.without].filter((track) => track.comparedAt >= moments[0]!.step);
  if (compared.some((track) => track.isMemory)) return "unbounded-alloc";
  if (!site!.hasCondition || isTautology(site!)) return "infinite-loop";
  const isUntouched = reads.every(({ cells, at, value, track }) => {
    const isVariable = cells === frame.locals || cells === machine.globals.cells;
    return Object.is(cells[at], value) && !(isVariable && track.writtenAt >= startedAt);
  });
  // What moves is then compared somewhere else.
  if (isUntouched && reads.length > 0) return "invariant-condition";
  const conditioned = new Set<Track>([...reads.map(({ track }) => track), ...compared]);
  const last = recurrence.moving[0];
  if ([...conditioned].some((track) => track.wrappedAt >= startedAt)) return "unsigned-wrap";
  const float = floatHazard(run, machine, conditioned);
  if (float !== undefined) return float;
  if (last !== undefined) {
    return isChase(last.before, last.after) ? "growing-bound" : "wrong-direction";
  }
  if (!isUntouched && isRefilled(site!)) return "growing-bound";
  return isUntouched ? "invariant-condition" : "no-progress";
}

/** `len(list) >= 0`. */
function isTautology({ file: { source }, node }: LoopSite): boolean {
  const condition = loopCondition(source.tree, node);
  return condition !== NO_NODE && /^(?:len|cap)\([^()]*\) >= 0$/.test(textOf(source.tree, condition));
}

/** What is wrong with a loop whose condition compares two floats: they are added up inexactly, or lead away. */
function floatHazard(
  { firstComparison, startedAt }: LoopRun,
  { comparisons }: Machine,
  conditioned: ReadonlySet<Track>,
): Hazard | undefined {
  const first = comparisons[firstComparison];
  if (first === undefined || first.bits !== 0) return undefined;
  const again = comparisons.findLast(({ site }) => site === first.site)!;
  const floats = [...conditioned].filter(({ isFloat }) => isFloat);
  const isAdded = floats.length > 0 && floats.every(({ jumpedAt }) => jumpedAt < startedAt);
  if (isAdded || Number.isNaN(again.left) || Number.isNaN(again.right)) return "float-counter";
  const gap = ({ left, right }: Comparison): number => Math.abs(Number(left) - Number(right));
  return gap(again) > gap(first) ? "wrong-direction" : undefined;
}

/** Whether the condition looks at the length of a list to which the loop adds: a list of work that never gets done. */
function isRefilled({ file, node }: LoopSite): boolean {
  const { tree } = file.source;
  const body = childIn(tree, node, Field.Body);
  if (body === NO_NODE) return false;
  const condition = tree.text.slice(tree.start[node]!, tree.start[body]!);
  const inside = textOf(tree, body);
  return [...condition.matchAll(/\blen\(([\w.]+)\)/g)].some(([, list]) =>
    inside.includes(`${list} = append(${list},`),
  );
}

/** Whether both sides move the same way: the bound runs away from the counter. */
function isChase(before: Comparison, after: Comparison): boolean {
  return (
    (after.left > before.left && after.right > before.right) ||
    (after.left < before.left && after.right < before.right)
  );
}
