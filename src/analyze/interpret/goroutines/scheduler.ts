import type { NodeId } from "../../../source/tree.ts";
import type { IndexedFile } from "../../flow/symbols.ts";
import type { Frame, Machine } from "../machine.ts";

/** Where in the program something happens. */
export interface RunPlace {
  readonly file: IndexedFile;
  readonly node: NodeId;
}

/** The place in the program itself: where the code around `at`, when that is of the library, was called from. */
export function placeInProgram(frame: Frame | undefined, at: RunPlace): RunPlace {
  if (at.file.home === "") return at;
  let { node } = at;
  for (let one = frame; one !== undefined; one = one.caller) {
    if (one.code.file.home === "") return { file: one.code.file, node };
    node = one.callNode;
  }
  return at;
}

/** What a goroutine waits for: `call` for a wait inside the library. Only `sleep` ends by itself. */
export type WaitKind = "send" | "receive" | "select" | "lock" | "group" | "call" | "sleep";

/** A goroutine. */
export interface Task {
  /** The go statement; undefined for the first goroutine. */
  readonly start: RunPlace | undefined;
  /** The library started it, for a call at that place. */
  readonly isOfLibrary: boolean;
  /** How many goroutines started one another to come here. */
  readonly generation: number;
  /** Its innermost call, while it does not run. */
  frame: Frame | undefined;
  depth: number;
  /** What it waits for, and where; undefined while it can go on. */
  waiting: Waiting | undefined;
  /** Asked when it is its turn: false when it has to wait on, because somebody else came first. */
  retry: (() => boolean) | undefined;
  isDone: boolean;
  /** What it waited for last. */
  last: Waiting | undefined;
  /** How often it went on. */
  turns: number;
  /** Done when it ends, however that comes. */
  readonly atEnd: (() => void) | undefined;
}

/** A wait of a goroutine. */
export interface Waiting {
  readonly kind: WaitKind;
  readonly at: RunPlace;
  /** Whether the clock will end it: it waits for a ticker that goes on. */
  readonly isFed: () => boolean;
  /** Where the context was made that it waits for. */
  readonly context: RunPlace | undefined;
  /** The wait itself, when `at` is the call that led to it. */
  readonly inner: RunPlace | undefined;
}

const NEVER = (): boolean => false;

/** In which order goroutines run. Every order is one that Go may choose, too. */
export interface Order {
  /** Place in a queue of this length for a goroutine that became ready: 0 is the next to run. */
  readonly place: (length: number) => number;
  /** Whether a goroutine lets the others go first after each operation that they may see. */
  readonly eager: boolean;
  /** Picks one of `count` ready cases of a select. */
  readonly choose: (count: number) => number;
}

/** Something that happens at a time. */
export interface Timer {
  readonly time: number;
  readonly fire: () => void;
  isStopped: boolean;
}

/** Nanoseconds that a step takes on the virtual clock, which must go on though nobody sleeps. */
const NANOSECONDS_OF_STEP = 5;

/** Times that an order takes the same one of several ready cases before it takes another. */
const MOST_SAME_CHOICES = 8;

/** Runs goroutines one at a time on one machine. Time goes on with each step, and leaps when all of them wait. */
export class Scheduler {
  readonly tasks: Task[] = [];
  current: Task | undefined;
  /** Told of each goroutine that ends. */
  onFinish: (task: Task) => void = () => {};
  /** Loops over channels that were run. */
  readonly channelLoops: Set<RunPlace> = new Set();
  /** Told of a wait of the goroutine that runs which nobody else can end. */
  onHopeless: (waiting: Waiting) => void = () => {};
  /** Told of each goroutine that goes on. */
  onTurn: ((task: Task) => void) | undefined;
  alive = 0;
  /** Grows whenever something happens that another goroutine may see. */
  events = 0;
  /** Goroutines that the clock is still to start. */
  pendingStarts = 0;
  /** Nanoseconds at which the run ends, when it is not over before. */
  deadline: number = Number.POSITIVE_INFINITY;
  /** Grows whenever a goroutine asks for something that was not there, and goes on. */
  polls = 0;
  /** Grows whenever the clock alone wakes the goroutine that ran last, and no other can go on. */
  naps = 0;
  /** How often time leapt. */
  leaps = 0;
  /** Of `polls`, those that ask a context. */
  contextPolls = 0;
  /** Locks that were free when they were wanted. */
  locksTaken = 0;
  /** Receives from a closed channel. */
  closedReceives = 0;
  /**
   * Grows whenever something has a say that the state of the goroutine that runs does not show: another one ran, the clock
   * or chance was asked, or what the library keeps for itself changed.
   */
  unseen = 0;
  private readonly ready: Task[] = [];
  /** In the order of their times. */
  private readonly timers: Timer[] = [];
  private leapt = 0;
  private mayLeap = false;
  private lastChoice = -1;
  private sameChoices = 0;

  readonly machine: Machine;
  readonly order: Order;
  /** Told when no goroutine can go on and no timer is left; whether the deadline was put off. */
  private readonly onStuck: () => boolean;
  /** Told of each goroutine that starts. */
  private readonly onStart: (task: Task) => void;

  constructor(machine: Machine, order: Order, onStuck: () => boolean, onStart: (task: Task) => void) {
    this.machine = machine;
    this.order = order;
    this.onStuck = onStuck;
    this.onStart = onStart;
  }

  /** Which of `count` ready cases is taken. */
  chooseOf(count: number): number {
    if (count === 1) return 0;
    this.unseen++;
    const wanted = this.order.choose(count);
    this.sameChoices = wanted === this.lastChoice ? this.sameChoices + 1 : 0;
    this.lastChoice = wanted;
    // Go chooses by chance: no case that is ready is passed over for ever.
    return this.sameChoices % MOST_SAME_CHOICES === MOST_SAME_CHOICES - 1 ? (wanted + 1) % count : wanted;
  }

  /** Nanoseconds since the start. */
  get now(): number {
    return this.leapt + this.machine.steps * NANOSECONDS_OF_STEP;
  }

  /** Adds a goroutine that begins with `frame`. */
  start(
    frame: Frame,
    at: RunPlace | undefined,
    {
      parent = this.current,
      atEnd,
    }: { readonly parent?: Task | undefined; readonly atEnd?: (() => void) | undefined } = {},
  ): void {
    const generation = parent === undefined ? 0 : parent.generation + 1;
    const start = at === undefined ? undefined : placeInProgram(this.machine.frame, at);
    const task: Task = {
      start,
      isOfLibrary: start !== at,
      generation,
      frame,
      depth: 1,
      waiting: undefined,
      retry: undefined,
      isDone: false,
      last: undefined,
      turns: 0,
      atEnd,
    };
    this.tasks.push(task);
    this.alive++;
    this.enqueue(task);
    this.onStart(task);
  }

  /** Parks the goroutine that runs, until somebody wakes it, and goes on with another one. */
  park(
    kind: WaitKind,
    at: RunPlace,
    { isFed = NEVER, context, inner }: Partial<Omit<Waiting, "kind" | "at">> = {},
  ): void {
    if (this.machine.isNested) {
      this.machine.unknown("a wait inside the library");
      return;
    }
    const place = placeInProgram(this.machine.frame, at);
    this.current!.waiting = { kind: place === at ? kind : "call", at: place, isFed, context, inner };
    this.current!.last = this.current!.waiting;
    this.leave();
  }

  /** Lets the others go first; with `leaps`, time goes on to the next timer when there are no others. */
  pause(leaps = false): void {
    if (this.machine.isNested) return;
    this.enqueue(this.current!, 1);
    this.mayLeap = leaps;
    this.leave();
  }

  /** Something happened that others may wait for. */
  passed(): void {
    this.events++;
    this.visible();
  }

  /** Others may go first here. */
  visible(): void {
    if (this.order.eager && this.current!.waiting === undefined) this.pause();
  }

  /** The goroutine that runs is done. */
  finish(): void {
    this.current!.atEnd?.();
    if (this.machine.stop !== undefined) return;
    this.current!.isDone = true;
    this.onFinish(this.current!);
    this.alive--;
    this.events++;
    this.resume();
  }

  wake(task: Task): void {
    task.waiting = undefined;
    this.events++;
    this.enqueue(task);
  }

  /** Lets a goroutine try again to get what it waits for, when it is its turn. */
  wakeToTry(task: Task, retry: () => boolean): void {
    task.retry = retry;
    this.events++;
    this.enqueue(task);
  }

  /** Calls `fire` in `delay` nanoseconds. */
  after(delay: number, fire: () => void): Timer {
    const timer: Timer = { time: this.now + Math.max(0, delay), fire, isStopped: false };
    let at = this.timers.length;
    while (at > 0 && this.timers[at - 1]!.time > timer.time) at--;
    this.timers.splice(at, 0, timer);
    return timer;
  }

  /** Whether nobody but the goroutine that runs will ever do anything. */
  get isAlone(): boolean {
    return this.ready.length === 0 && this.timers.every((one) => one.isStopped);
  }

  /** Puts a goroutine into the queue, behind at least `least` others if there are as many. */
  private enqueue(task: Task, least = 0): void {
    const at = Math.max(least, this.order.place(this.ready.length));
    this.ready.splice(at, 0, task);
  }

  private leave(): void {
    const { machine } = this;
    const task = this.current!;
    task.frame = machine.frame;
    task.depth = machine.depth;
    this.resume();
  }

  /** Goes on with the next goroutine that can; time leaps when there is none. */
  resume(): void {
    const { machine } = this;
    this.fireUntil(this.now);
    while (machine.stop === undefined) {
      const next = this.ready.shift();
      if (next !== undefined) {
        if (next.retry !== undefined && !this.tries(next)) continue;
        if (this.mayLeap && this.ready.length === 0 && next === this.current) this.leap();
        this.mayLeap = false;
        if (next !== this.current) this.unseen++;
        next.turns++;
        this.onTurn?.(next);
        this.current = next;
        machine.frame = next.frame;
        machine.depth = next.depth;
        return;
      }
      if (!this.leap() && !this.onStuck()) return;
    }
  }

  private tries(task: Task): boolean {
    const { retry } = task;
    task.retry = undefined;
    if (!retry!()) return false;
    task.waiting = undefined;
    return true;
  }

  /** Fires the next timer, whenever that is; false when there is none. */
  private leap(): boolean {
    const timer = this.nextTimer();
    if (timer === undefined || timer.time > this.deadline) return false;
    this.leapt += Math.max(0, timer.time - this.now);
    this.leaps++;
    const { events } = this;
    const wasIdle = this.ready.length === 0;
    this.fire(timer);
    if (wasIdle && this.ready.length === 1 && this.ready[0] === this.current) {
      this.events = events;
      this.naps++;
    }
    return true;
  }

  private fireUntil(time: number): void {
    for (let timer = this.nextTimer(); timer !== undefined && timer.time <= time; timer = this.nextTimer()) {
      this.fire(timer);
    }
  }

  private nextTimer(): Timer | undefined {
    while (this.timers[0]?.isStopped === true) this.timers.shift();
    return this.timers[0];
  }

  private fire(timer: Timer): void {
    timer.isStopped = true;
    this.events++;
    timer.fire();
  }
}
