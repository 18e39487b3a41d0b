import { childIn, childrenOf, NO_NODE } from "../../../source/tree.ts";
import { Field, Kind } from "../../../source/tree-kinds.ts";
import type { PackageIndex } from "../../flow/package-index.ts";
import type { IndexedFile } from "../../flow/symbols.ts";
import type { LoopSite } from "../code.ts";
import type { Frame, Machine, Observer } from "../machine.ts";
import { prepareRun } from "../run-program.ts";
import { type Order, type RunPlace, Scheduler, type Task, type WaitKind } from "./scheduler.ts";
import { startGoroutine } from "./start.ts";

/** A goroutine that waits for ever. */
export interface Stuck {
  readonly kind: WaitKind;
  readonly at: RunPlace;
  /** The go statement; undefined for the first goroutine. */
  readonly start: RunPlace | undefined;
}

/** What running the program in one order shows; `mayDiffer` when another order may show something else. */
export type Rehearsal =
  /** The first goroutine waits for ever, and so do all that are left. */
  | { readonly kind: "deadlock"; readonly stuck: readonly Stuck[] }
  /** The program is over, and these are left. */
  | { readonly kind: "leak"; readonly stuck: readonly Stuck[] }
  | { readonly kind: "spawns"; readonly at: RunPlace; readonly alive: number }
  | { readonly kind: "spins"; readonly at: RunPlace }
  /** Nothing, or what happens is not modelled. */
  | { readonly kind: "nothing"; readonly why: string; readonly mayDiffer: boolean };

const BUDGET = { steps: 100_000, cells: 100_000 };
/** Goroutines of which each was started by another: more than this do not come to an end soon. */
const MANY_DESCENDANTS = 1_500;
const MANY_GENERATIONS = 8;
/** Goroutines that one endless loop has started. */
const MANY = 4_000;
/** Rounds of a loop that asks in vain while nobody else can do anything. */
const ROUNDS_IN_VAIN = 1_000;
/** Rounds of a loop after which the others get a turn. */
const ROUNDS_OF_TURN = 100;
/** Time that goroutines get to end after the first one, in nanoseconds: a fifth of a second. */
const GRACE = 2e8;

/** Runs a program with its goroutines in one order; `spend` is told how many instructions that took. */
export function rehearse(index: PackageIndex, order: Order, spend: (steps: number) => void): Rehearsal {
  const spins = new SpinWatch();
  const run = prepareRun(index, BUDGET, () => spins);
  if (run === undefined) return { kind: "nothing", why: "no main", mayDiffer: false };
  const { machine, start, main } = run;
  let found: Rehearsal | undefined;
  const end = (outcome: Rehearsal): void => {
    found ??= outcome;
    machine.stop ??= { kind: "ended" };
  };
  const scheduler = new Scheduler(
    machine,
    order,
    () => end(whoIsLeft(scheduler)),
    (task) => {
      const outcome = tooMany(scheduler, task);
      if (outcome !== undefined) end(outcome);
    },
  );
  machine.goroutines = scheduler;
  spins.onSpin = (at) => end({ kind: "spins", at });
  startGoroutine(machine, start, [], { file: main.file, node: main.node }, { isFirst: true });
  scheduler.onFinish = (task) => {
    if (task === scheduler.tasks[0]) scheduler.deadline = scheduler.now + GRACE;
  };
  scheduler.resume();
  machine.run(undefined);
  spend(machine.steps);
  if (found !== undefined) return found;
  const { stop } = machine;
  return { kind: "nothing", why: stop?.kind === "unknown" ? stop.why : (stop?.kind ?? ""), mayDiffer: false };
}

/** The goroutines that wait when nothing happens any more. */
function whoIsLeft({ tasks }: Scheduler): Rehearsal {
  const stuck = tasks.flatMap(({ isDone, waiting, start }): Stuck[] =>
    isDone || waiting === undefined || waiting.kind === "sleep" || waiting.isFed()
      ? []
      : [{ kind: waiting.kind, at: waiting.at, start }],
  );
  if (stuck.length === 0) return { kind: "nothing", why: "all end", mayDiffer: true };
  return { kind: tasks[0]!.isDone ? "leak" : "deadlock", stuck };
}

/** Whether goroutines are started without end. */
function tooMany({ alive, pendingStarts }: Scheduler, { generation, start }: Task): Rehearsal | undefined {
  if (start === undefined) return undefined;
  const all = alive + pendingStarts;
  const isTree = generation >= MANY_GENERATIONS && all > MANY_DESCENDANTS;
  const isLoop = all > MANY && isInEndlessLoop(start);
  return isTree || isLoop ? { kind: "spawns", at: start, alive: all } : undefined;
}

function isInEndlessLoop({ file, node }: RunPlace): boolean {
  const { tree } = file.source;
  for (let at = tree.parent[node]!; at > 0; at = tree.parent[at]!) {
    if (tree.kind[at] === Kind.FuncLiteral) return false;
    if (tree.kind[at] === Kind.ForStatement) return childrenOf(tree, at).length === 1;
  }
  return false;
}

/** Notes loops that only ask, while nobody else can do anything. */
class SpinWatch implements Observer {
  onSpin: (at: RunPlace) => void = () => {};
  private turn = 0;
  private readonly rounds = new Map<
    LoopSite,
    { frame: Frame; count: number; events: number; polls: number }
  >();

  atLoop(machine: Machine, frame: Frame, site: LoopSite): void {
    const { goroutines } = machine;
    if (goroutines === undefined) return;
    if (++this.turn % ROUNDS_OF_TURN === 0) goroutines.pause();
    if (counts(site)) return;
    const { events, polls } = goroutines;
    const known = this.rounds.get(site);
    if (known === undefined || known.frame !== frame || known.events !== events || known.polls === polls) {
      this.rounds.set(site, { frame, count: 0, events, polls });
      return;
    }
    known.polls = polls;
    known.count++;
    if (known.count >= ROUNDS_IN_VAIN && goroutines.isAlone)
      this.onSpin({ file: site.file, node: site.node });
  }

  atCall(): void {}

  atReturn(): void {}
}

/** Whether a loop has a step of its own, so that it comes to an end though nobody else does anything. */
function counts({ file, node }: LoopSite): boolean {
  const { tree } = file.source;
  const clause = childrenOf(tree, node).find((child) => tree.kind[child] === Kind.ForClause);
  return clause !== undefined && childIn(tree, clause, Field.Update) !== NO_NODE;
}

const LAST = (length: number): number => length;

/** Numbers that look like chance, and are the same each time (Park and Miller's generator). */
function shuffled(seed: number): Order {
  let state = seed;
  const below = (count: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % count;
  };
  return { place: (length) => below(length + 1), eager: true, choose: below };
}

/** The orders that are tried, one after the other until one shows something. */
export function orders(): readonly Order[] {
  return [
    { place: LAST, eager: false, choose: () => 0 },
    { place: () => 0, eager: false, choose: (count) => count - 1 },
    { place: LAST, eager: true, choose: () => 0 },
    { place: LAST, eager: true, choose: (count) => count - 1 },
    shuffled(7),
    shuffled(1_968),
    shuffled(40_487),
  ];
}

/** Whether a package has anything for which running it in several orders makes a difference. */
export function hasGoroutines(files: readonly IndexedFile[]): boolean {
  const kinds = [Kind.GoStatement, Kind.ChannelType];
  return files.some(
    ({ source: { tree } }) =>
      kinds.some((kind) => tree.kind.includes(kind)) || /\b(sync|context|time\.AfterFunc)\b/.test(tree.text),
  );
}
