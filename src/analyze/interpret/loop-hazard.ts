import type { Hazard } from "../../source/finding.ts";
import type { Comparison, Machine } from "./machine.ts";
import type { Sighting } from "./observe.ts";
import type { Track } from "./track.ts";

/** What is wrong with a loop, by what was observed. */
export function hazardOfLoop({ site, run, recurrence, frame }: Sighting, machine: Machine): Hazard {
  const { startedAt, reads, snapshot, moments } = run;
  const compared = [...snapshot!.without].filter((track) => track.comparedAt >= moments[0]!.step);
  if (compared.some((track) => track.isMemory)) return "unbounded-alloc";
  if (!site!.hasCondition) return "infinite-loop";
  const conditioned = new Set<Track>([...reads.map(({ track }) => track), ...compared]);
  const last = recurrence.moving[0];
  if ([...conditioned].some((track) => track.wrappedAt >= startedAt)) return "unsigned-wrap";
  if (last !== undefined) {
    if (last.after.bits === 0) return "float-counter";
    return isChase(last.before, last.after) ? "growing-bound" : "wrong-direction";
  }
  const isUntouched = reads.every(({ cells, at, value, track }) => {
    const isVariable = cells === frame.locals || cells === machine.globals.cells;
    return Object.is(cells[at], value) && !(isVariable && track.writtenAt >= startedAt);
  });
  return isUntouched ? "invariant-condition" : "no-progress";
}

/** Whether both sides move the same way: the bound runs away from the counter. */
function isChase(before: Comparison, after: Comparison): boolean {
  return (
    (after.left > before.left && after.right > before.right) || (after.left < before.left && after.right < before.right)
  );
}
