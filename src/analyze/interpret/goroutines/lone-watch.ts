import type { LoopSite } from "../code.ts";
import type { Frame, Machine, Observer } from "../machine.ts";
import { newObserver, type Sighting } from "../observe.ts";
import type { Track } from "../track.ts";
import type { Scheduler } from "./scheduler.ts";

/** What a round that comes again for ever asks for in vain: a closed channel, a context, something else, or nothing. */
export type Vain = "closed" | "context" | "poll" | "nothing";

interface Asks {
  readonly closed: number;
  readonly polls: number;
  readonly context: number;
  readonly locks: number;
}

const asksOf = ({ closedReceives, polls, contextPolls, locksTaken }: Scheduler): Asks => ({
  closed: closedReceives,
  polls,
  context: contextPolls,
  locks: locksTaken,
});

/**
 * Looks for a state that comes again for ever while one goroutine is the only one that can do anything. What the state
 * does not show (another goroutine ran, the clock was read, chance had a say) starts the search anew.
 */
export class LoneWatch implements Observer {
  private unseen = -1;
  private asksBefore: Asks = { closed: 0, polls: 0, context: 0, locks: 0 };
  private inner: Observer;
  private readonly restart: () => Observer;

  constructor(
    globalTracks: () => readonly Track[],
    found: (sighting: Sighting, vainly: (machine: Machine) => Vain) => void,
  ) {
    this.restart = () =>
      newObserver(globalTracks, (sighting) => found(sighting, (m) => this.vainly(m, sighting)));
    this.inner = this.restart();
  }

  atLoop(machine: Machine, frame: Frame, site: LoopSite): void {
    this.refresh(machine);
    if (machine.goroutines?.isAlone === true) this.inner.atLoop(machine, frame, site);
  }

  atCall(machine: Machine, frame: Frame): void {
    this.refresh(machine);
    if (machine.goroutines?.isAlone === true) this.inner.atCall(machine, frame);
  }

  atReturn(machine: Machine, frame: Frame): void {
    this.inner.atReturn(machine, frame);
  }

  /** What each round asks for in vain. */
  private vainly({ goroutines }: Machine, { run: { moments } }: Sighting): Vain {
    const rounds = moments.at(-1)!.round - moments[0]!.round;
    const [now, before] = [asksOf(goroutines!), this.asksBefore];
    if (now.closed - before.closed >= rounds) return "closed";
    if (now.context - before.context >= rounds) return "context";
    // What is asked under a lock is for others to change.
    const asks = Math.max(now.polls - before.polls, now.locks - before.locks);
    return asks >= rounds ? "poll" : "nothing";
  }

  private refresh({ goroutines, frame }: Machine): void {
    if (goroutines === undefined || goroutines.unseen === this.unseen) return;
    this.unseen = goroutines.unseen;
    this.asksBefore = asksOf(goroutines);
    for (let at = frame; at !== undefined; at = at.caller) at.loops = undefined;
    this.inner = this.restart();
  }
}

/** Two that look on. */
export function both(first: Observer, second: Observer): Observer {
  return {
    atLoop(machine, frame, site) {
      second.atLoop(machine, frame, site);
      first.atLoop(machine, frame, site);
    },
    atCall(machine, frame) {
      first.atCall(machine, frame);
      second.atCall(machine, frame);
    },
    atReturn(machine, frame) {
      first.atReturn(machine, frame);
      second.atReturn(machine, frame);
    },
  };
}
