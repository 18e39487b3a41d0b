import type { GoFunction } from "../flow/symbols.ts";
import { isClosed } from "./closed-work.ts";
import type { Code, LoopSite } from "./code.ts";
import { type LoopRun, newRun } from "./loop-run.ts";
import type { Frame, Machine, Observer } from "./machine.ts";
import { type Recurrence, recurrenceOf } from "./recurrence.ts";
import { isSameState, type Roots, snapshotOf } from "./snapshot.ts";
import type { Track } from "./track.ts";

/** A loop, or a recursion, that was seen not to end. */
export interface Sighting {
  readonly kind: "loop" | "recursion";
  readonly run: LoopRun;
  readonly recurrence: Recurrence;
  readonly frame: Frame;
  /** Of a loop. */
  readonly site: LoopSite | undefined;
  /** A work list that never gets empty. */
  readonly isRefilled?: boolean;
}

/** Snapshots of one run; Brent's way to find a cycle in linear time. */
const MAX_ROUNDS_BETWEEN = 1 << 20;

/** Round of the first snapshot. */
const FIRST_ROUND = 4;

/** How often a lost snapshot of a recursion is taken anew at the same depth. */
const MAX_RETRIES = 200;

/** Stops the machine at the first state that comes back for ever. The functions that are called are put into `called`. */
export function newObserver(
  globalTracks: () => readonly Track[],
  found: (sighting: Sighting) => void,
  called?: Set<GoFunction>,
): Observer {
  const calls = new Map<Code, CallSeries>();
  const look = (
    machine: Machine,
    run: LoopRun,
    roots: Roots,
    rest: Pick<Sighting, "kind" | "site">,
  ): void => {
    const recurrence = step(machine, run, roots);
    if (recurrence === undefined) return;
    found({ ...rest, run, recurrence, frame: roots.frame });
    machine.stop ??= { kind: "found", verdict: undefined };
  };
  return {
    atLoop(machine, frame, site) {
      frame.loops ??= new Map();
      let run = frame.loops.get(site);
      if (run === undefined) {
        run = newRun(machine, FIRST_ROUND + (site.looks >> 2));
        frame.loops.set(site, run);
        if (site.hasCondition && machine.conditionReads === undefined) {
          machine.conditionReads = { frame, places: run.reads };
        }
      }
      run.rounds++;
      const had = run.snapshot;
      const roots = { frame, slots: site.slots, tracks: site.tracks, globalTracks: globalTracks() };
      if (site.work !== undefined && isClosed(machine, run, site.work, roots)) {
        found({ kind: "loop", site, run, recurrence: { moving: [], period: 1 }, frame, isRefilled: true });
        machine.stop ??= { kind: "found", verdict: undefined };
        return;
      }
      look(machine, run, { ...roots, walk: site.walk }, { kind: "loop", site });
      // A loop that was often looked at in vain is looked at later the next time.
      if (run.snapshot !== had) site.looks++;
    },
    atCall(machine, frame) {
      let series = calls.get(frame.code);
      if (series === undefined && frame.code.fn !== undefined) called?.add(frame.code.fn);
      if (series === undefined || series.open === 0) {
        series = {
          run: newRun(machine, FIRST_ROUND),
          open: 0,
          holder: undefined,
          heldAt: 0,
          retries: 0,
        };
        calls.set(frame.code, series);
      }
      series.open++;
      if (series.open < 2) return;
      const { run } = series;
      run.rounds = series.open;
      const slots = frame.code.parameters + frame.code.captured;
      const had = run.snapshot;
      look(
        machine,
        run,
        { frame, slots, tracks: frame.code.tracks, globalTracks: globalTracks() },
        { kind: "recursion", site: undefined },
      );
      if (run.snapshot === had) return;
      series.holder = frame;
      series.heldAt = series.open;
    },
    atReturn(_, frame) {
      const series = calls.get(frame.code);
      if (series === undefined) return;
      series.open--;
      // The call of the snapshot is over: what came after it was not inside it for ever.
      if (series.holder === frame) {
        series.run.snapshot = undefined;
        series.run.moments = [];
        series.run.since = series.run.sinceBefore;
        series.holder = undefined;
        // Often the first call at a new depth is the base case, and only the second goes on.
        if (series.retries++ < MAX_RETRIES) series.run.nextRound = series.heldAt;
      }
    },
  };
}

interface CallSeries {
  readonly run: LoopRun;
  open: number;
  /** The call at whose start the snapshot was taken. */
  holder: Frame | undefined;
  /** How deep that was. */
  heldAt: number;
  retries: number;
}

/** Compares the state at the start of a round with the snapshot, and takes a new one now and then. */
function step(machine: Machine, run: LoopRun, roots: Roots): Recurrence | undefined {
  const moment = { step: machine.steps, round: run.rounds, comparisons: machine.comparisons.length };
  if (run.snapshot !== undefined && isSameState(machine, roots, run.snapshot)) {
    run.moments.push(moment);
    const recurrence = recurrenceOf(machine, run);
    if (recurrence !== undefined) return recurrence;
  }
  if (run.rounds >= run.nextRound) {
    run.snapshot = snapshotOf(machine, roots, Math.min(run.since, machine.steps), run.kept);
    run.moments = run.snapshot === undefined ? [] : [moment];
    run.sinceBefore = run.since;
    run.since = machine.steps;
    run.nextRound = run.rounds + Math.min(run.rounds, MAX_ROUNDS_BETWEEN) + 1;
  }
  return undefined;
}
