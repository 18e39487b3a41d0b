import { childIn, childrenOf, NO_NODE } from "../../../source/tree.ts";
import { Field, Kind } from "../../../source/tree-kinds.ts";
import type { GoFunction } from "../../flow/symbols.ts";
import type { LoopSite } from "../code.ts";
import type { Frame, Machine, Observer } from "../machine.ts";
import type { RunPlace, Scheduler } from "./scheduler.ts";

/** Rounds of a loop that asks in vain while nobody else can do anything. */
const ROUNDS_IN_VAIN = 1_000;
/** Rounds of a loop after which the others get a turn. */
const ROUNDS_OF_TURN = 100;

/**
 * Instructions in a row without anything that goroutines do to each other, nor any look for it: a program that computes
 * that long computes for longer than it may, and shows nothing until then.
 */
const QUIET_STEPS = 20_000;

interface Rounds {
  readonly frame: Frame;
  readonly events: number;
  count: number;
  polls: number;
  naps: number;
}

/** Notes loops that only ask, or only sleep, while nobody else can do anything. */
export class SpinWatch implements Observer {
  /** Told of the first such loop; `naps`: its own timer wakes it each time. */
  onSpin: (at: RunPlace, naps: boolean) => void = () => {};
  /** Functions that were called. */
  private readonly called: Set<GoFunction> | undefined;
  private turn = 0;
  private leapsBefore = 0;
  private doings = 0;
  private quietSince = 0;
  private readonly rounds = new Map<LoopSite, Rounds>();

  constructor(called: Set<GoFunction> | undefined) {
    this.called = called;
  }

  atLoop(machine: Machine, frame: Frame, site: LoopSite): void {
    const { goroutines } = machine;
    if (goroutines === undefined) return;
    if (++this.turn % ROUNDS_OF_TURN === 0) {
      // Who sleeps in between lets time go on by itself.
      goroutines.pause(goroutines.leaps === this.leapsBefore);
      this.leapsBefore = goroutines.leaps;
      if (this.isTooQuiet(machine, goroutines)) machine.stop ??= { kind: "budget" };
    }
    if (counts(site)) return;
    const { events, polls, naps } = goroutines;
    const known = this.rounds.get(site);
    const isIdle = known !== undefined && (known.polls !== polls || known.naps !== naps);
    if (known === undefined || known.frame !== frame || known.events !== events || !isIdle) {
      this.rounds.set(site, { frame, count: 0, events, polls, naps });
      return;
    }
    const isNap = known.naps !== naps;
    known.polls = polls;
    known.naps = naps;
    known.count++;
    if (known.count >= ROUNDS_IN_VAIN && goroutines.isAlone)
      this.onSpin({ file: site.file, node: site.node }, isNap);
  }

  private isTooQuiet({ steps }: Machine, { events, polls, naps }: Scheduler): boolean {
    const doings = events + polls + naps;
    if (doings !== this.doings) {
      this.doings = doings;
      this.quietSince = steps;
    }
    return steps - this.quietSince > QUIET_STEPS;
  }

  atCall(_: Machine, { code: { fn } }: Frame): void {
    if (fn !== undefined) this.called?.add(fn);
  }

  atReturn(): void {}
}

/** Whether a loop counts up to a limit, so that it comes to an end though nobody else does anything. */
function counts({ file, node }: LoopSite): boolean {
  const { tree } = file.source;
  const clause = childrenOf(tree, node).find((child) => tree.kind[child] === Kind.ForClause);
  if (clause === undefined) return false;
  return (
    childIn(tree, clause, Field.Update) !== NO_NODE && childIn(tree, clause, Field.Condition) !== NO_NODE
  );
}
