import { childIn, childrenOf, NO_NODE, type NodeId, type SyntaxTree } from "../../../source/tree.ts";
import { Field, Kind } from "../../../source/tree-kinds.ts";
import type { PackageIndex } from "../../flow/package-index.ts";
import type { GoFunction, IndexedFile } from "../../flow/symbols.ts";
import { type FoundDivergence, whatWasSeen } from "../divergence-found.ts";
import { prepareRun } from "../run-program.ts";
import { both, LoneWatch, type Vain } from "./lone-watch.ts";
import { type Order, type RunPlace, Scheduler, type Task, type WaitKind } from "./scheduler.ts";
import { SpinWatch } from "./spin-watch.ts";
import { startGoroutine } from "./start.ts";

/** A goroutine that waits for ever. */
export interface Stuck {
  readonly kind: WaitKind;
  readonly at: RunPlace;
  /** The go statement; undefined for the first goroutine. */
  readonly start: RunPlace | undefined;
  /** Where the context was made that it waits for. */
  readonly context: RunPlace | undefined;
  /** The wait itself, when `at` is the call that led to it. */
  readonly inner: RunPlace | undefined;
}

/** What running the program in one order shows; `mayDiffer` when another order may show something else. */
export type Rehearsal =
  /** The first goroutine waits for ever, and so do all that are left. */
  | { readonly kind: "deadlock"; readonly stuck: readonly Stuck[] }
  /** The program is over, and these are left. */
  | { readonly kind: "leak"; readonly stuck: readonly Stuck[] }
  | { readonly kind: "spawns"; readonly at: RunPlace; readonly alive: number }
  /** A loop asks in vain, or with `naps` is woken by nothing but its own timer. */
  | { readonly kind: "spins"; readonly at: RunPlace; readonly naps: boolean }
  /** The one goroutine that is left does the same for ever. */
  | { readonly kind: "repeats"; readonly what: FoundDivergence; readonly vain: Vain }
  /** The program is over, and this goroutine goes on: nothing but the clock wakes it. */
  | { readonly kind: "unending"; readonly at: RunPlace; readonly start: RunPlace | undefined }
  /** Nothing, or what happens is not modelled. */
  | { readonly kind: "nothing"; readonly why: string; readonly mayDiffer: boolean };

const BUDGET = { steps: 100_000, cells: 100_000 };
/** Goroutines of which each was started by another: more than this do not come to an end soon. */
const MANY_DESCENDANTS = 1_500;
const MANY_GENERATIONS = 8;
/** Goroutines that one endless loop has started. */
const MANY = 4_000;
/** Time that goroutines get to end after the first one, in nanoseconds: a fifth of a second. */
const GRACE = 2e8;

const NO_DEADLINE = Number.POSITIVE_INFINITY;
/** Turns of a goroutine after the end of the program, all of them given by the clock, after which it is taken to go on. */
const TURNS_BY_CLOCK = 300;

/** Who wants to know of a run. */
export interface Audience {
  /** Told how many instructions it took. */
  readonly spend?: (steps: number) => void;
  /** Gets the functions that were called. */
  readonly called?: Set<GoFunction>;
  /** Gets what is printed, one unit a byte. */
  readonly output?: (text: string) => void;
}

/** Runs a program with its goroutines in one order. */
export function rehearse(index: PackageIndex, order: Order, { spend, called, output }: Audience): Rehearsal {
  let found: Rehearsal | undefined;
  const spins = new SpinWatch(called);
  const run = prepareRun(index, BUDGET, (globalTracks) =>
    both(
      spins,
      new LoneWatch(globalTracks, (sighting, vainly) => {
        const what = whatWasSeen(sighting, machine);
        found ??= scheduler.tasks[0]!.isDone
          ? { kind: "unending", at: what, start: scheduler.current?.start }
          : { kind: "repeats", what, vain: vainly(machine) };
      }),
    ),
  );
  if (run === undefined) return { kind: "nothing", why: "no main", mayDiffer: false };
  const { machine, start, main } = run;
  machine.output = output;
  const end = (outcome: Rehearsal): void => {
    found ??= outcome;
    machine.stop ??= { kind: "ended" };
  };
  const scheduler = new Scheduler(
    machine,
    order,
    () => isPutOff(scheduler, end),
    (task) => {
      const outcome = tooMany(scheduler, task);
      if (outcome !== undefined) end(outcome);
    },
  );
  machine.goroutines = scheduler;
  spins.onSpin = (at, naps) => end({ kind: "spins", at, naps });
  startGoroutine(machine, start, [], { file: main.file, node: main.node }, { isFirst: true });
  scheduler.onHopeless = ({ kind, at, context, inner }) => {
    const { start } = scheduler.current!;
    const isMain = scheduler.current === scheduler.tasks[0];
    end({ kind: isMain ? "deadlock" : "leak", stuck: [{ kind, at, start, context, inner }] });
  };
  scheduler.onFinish = (task) => {
    if (task === scheduler.tasks[0]) scheduler.deadline = scheduler.now + GRACE;
  };
  scheduler.resume();
  machine.run(undefined);
  spend?.(machine.steps);
  if (found !== undefined) return found;
  const { stop } = machine;
  const grown = stop?.kind === "budget" ? whoGrows(scheduler) : undefined;
  if (grown !== undefined) return grown;
  return { kind: "nothing", why: stop?.kind === "unknown" ? stop.why : (stop?.kind ?? ""), mayDiffer: false };
}

/** Looks at who is left when nothing happens any more, or the deadline is there; whether it is put off. */
function isPutOff(scheduler: Scheduler, end: (outcome: Rehearsal) => void): boolean {
  const outcome = whoIsLeft(scheduler);
  const clocked = scheduler.tasks.filter(({ isDone, waiting }) => !isDone && waiting !== undefined);
  if (outcome.kind !== "nothing" || clocked.length === 0 || scheduler.deadline === NO_DEADLINE) {
    end(outcome);
    return false;
  }
  scheduler.deadline = NO_DEADLINE;
  for (const task of clocked) task.turns = 0;
  scheduler.onTurn = ({ turns, last, start }) => {
    if (turns >= TURNS_BY_CLOCK && last !== undefined) end({ kind: "unending", at: last.at, start });
  };
  return true;
}

/** The goroutines that wait when nothing happens any more. */
function whoIsLeft({ tasks }: Scheduler): Rehearsal {
  const stuck = tasks.flatMap(({ isDone, waiting, start, isOfLibrary }): Stuck[] =>
    isDone || waiting === undefined || waiting.kind === "sleep" || waiting.isFed()
      ? []
      : isOfLibrary
        ? [{ kind: "call", at: start!, start: undefined, context: undefined, inner: undefined }]
        : [{ kind: waiting.kind, at: waiting.at, start, context: waiting.context, inner: waiting.inner }],
  );
  if (stuck.length === 0) return { kind: "nothing", why: "all end", mayDiffer: true };
  return { kind: tasks[0]!.isDone ? "leak" : "deadlock", stuck };
}

/** Whether goroutines are started without end. */
function tooMany(
  { alive, pendingStarts, channelLoops }: Scheduler,
  { generation, start }: Task,
): Rehearsal | undefined {
  if (start === undefined) return undefined;
  const all = alive + pendingStarts;
  const isTree = generation >= MANY_GENERATIONS && all > MANY_DESCENDANTS;
  const isLoop = all > MANY && isInEndlessLoop(start, channelLoops);
  return isTree || isLoop ? { kind: "spawns", at: start, alive: all } : undefined;
}

/** Goroutines of one endless loop that are there at the end of a run. */
const MANY_AT_END = 500;
/** Goroutines of which each started the next: a chain that is longer at the end of a run has none. */
const GENERATIONS_AT_END = 300;

/** When a run uses up its budget: the go statement in an endless loop that has started many goroutines, that are still there. */
function whoGrows({ tasks, alive, channelLoops }: Scheduler): Rehearsal | undefined {
  const last = tasks.at(-1);
  if (last?.start !== undefined && last.generation >= GENERATIONS_AT_END)
    return { kind: "spawns", at: last.start, alive: last.generation };
  if (alive < MANY_AT_END) return undefined;
  const byStart = new Map<NodeId, { readonly start: RunPlace; count: number }>();
  for (const { start, isDone } of tasks) {
    if (start === undefined || isDone) continue;
    const known = byStart.get(start.node) ?? { start, count: 0 };
    byStart.set(start.node, known);
    known.count++;
  }
  const grown = [...byStart.values()].find(
    ({ start, count }) => count >= MANY_AT_END && isInEndlessLoop(start, channelLoops),
  );
  return grown === undefined ? undefined : { kind: "spawns", at: grown.start, alive: grown.count };
}

function isInEndlessLoop({ file, node }: RunPlace, channelLoops: ReadonlySet<RunPlace>): boolean {
  const { tree } = file.source;
  for (let at = tree.parent[node]!; at > 0; at = tree.parent[at]!) {
    if (tree.kind[at] === Kind.FuncLiteral) return false;
    if (tree.kind[at] !== Kind.ForStatement) continue;
    return (
      hasNoCondition(tree, at) || [...channelLoops].some((loop) => loop.file === file && loop.node === at)
    );
  }
  return false;
}

/** `for {` or `for i := 0; ; i++ {`. */
function hasNoCondition(tree: SyntaxTree, loop: NodeId): boolean {
  const parts = childrenOf(tree, loop);
  if (parts.length === 1) return true;
  const clause = parts.find((child) => tree.kind[child] === Kind.ForClause);
  return clause !== undefined && childIn(tree, clause, Field.Condition) === NO_NODE;
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

/** What makes goroutines, or waits, without a go statement or a channel. */
const WAITS =
  /\b(sync|context|time\.(AfterFunc|After|Sleep|Tick|NewTicker|NewTimer)|io\.Pipe|iter\.Pull2?)\b/;

/** Whether a package has anything for which running it in several orders makes a difference. */
export function hasGoroutines(files: readonly IndexedFile[]): boolean {
  const kinds = [Kind.GoStatement, Kind.ChannelType];
  return files.some(
    ({ source: { tree } }) => kinds.some((kind) => tree.kind.includes(kind)) || WAITS.test(tree.text),
  );
}
