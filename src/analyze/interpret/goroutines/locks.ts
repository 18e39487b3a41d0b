import type { Frame } from "../machine.ts";
import type { Box } from "../value.ts";
import type { RunPlace, Scheduler, Task, WaitKind } from "./scheduler.ts";

/**
 * A sync.Mutex or sync.RWMutex. Its state is a number in the memory of the guest, so that a copy of a locked mutex is
 * locked: -1 for a writer, else the number of readers. Those that wait are not copied.
 */
export interface Lock {
  readonly box: Box;
  readonly queue: Waiter[];
  /** Who holds it. */
  readonly holders: { readonly task: Task; readonly frame: Frame | undefined }[];
}

interface Waiter {
  readonly task: Task;
  readonly isShared: boolean;
  /** Whether it was woken and did not have its turn yet. */
  isCalled: boolean;
}

const known = new WeakMap<Box, Lock>();

/** The lock that a struct is. */
export function lockBehind(box: Box): Lock {
  let lock = known.get(box);
  if (lock === undefined) {
    lock = { box, queue: [], holders: [] };
    known.set(box, lock);
  }
  return lock;
}

const stateOf = ({ box }: Lock): number => box.cells[0] as number;

/** Takes a lock, or parks the goroutine until it has it. */
export function takeLock(scheduler: Scheduler, lock: Lock, isShared: boolean, at: RunPlace): void {
  if (tryLock(scheduler, lock, isShared)) {
    scheduler.locksTaken++;
    scheduler.visible();
    return;
  }
  const own = lock.holders.find(({ task }) => task === scheduler.current);
  const under = own === undefined ? at : callUnder(scheduler.machine.frame, own.frame, at);
  lock.queue.push({ task: scheduler.current!, isShared, isCalled: false });
  const inner = under === at ? undefined : at;
  // Inside the library, waiting is not followed; but who waits for himself need not be.
  if (own !== undefined && scheduler.machine.isNested)
    scheduler.onHopeless({ kind: "lock", at: under, isFed: () => false, context: undefined, inner });
  scheduler.park("lock", under, { inner });
}

/** The call in the frame `outer`, which holds a lock, that led to the wait for it at `at`. */
function callUnder(inner: Frame | undefined, outer: Frame | undefined, at: RunPlace): RunPlace {
  let { node } = at;
  for (let frame = inner; frame !== undefined && outer !== undefined; frame = frame.caller) {
    if (frame === outer) return frame === inner ? at : { file: frame.code.file, node };
    node = frame.callNode;
  }
  return at;
}

/** Takes a lock when that is possible at once; a writer that waits keeps new readers out, as in Go. */
export function tryLock(scheduler: Scheduler, lock: Lock, isShared: boolean): boolean {
  if (isShared && lock.queue.some((one) => !one.isShared)) return false;
  return hold(lock, isShared, { task: scheduler.current!, frame: scheduler.machine.frame });
}

function hold(lock: Lock, isShared: boolean, holder: Lock["holders"][number]): boolean {
  const state = stateOf(lock);
  if (state < 0 || (!isShared && state > 0)) return false;
  lock.box.cells[0] = isShared ? state + 1 : -1;
  lock.holders.push(holder);
  return true;
}

/** Gives a lock back; those that wait may try, and somebody who comes first may be faster. False when nobody holds it. */
export function giveBack(scheduler: Scheduler, lock: Lock, isShared: boolean): boolean {
  const state = stateOf(lock);
  if (isShared ? state <= 0 : state >= 0) return false;
  lock.box.cells[0] = isShared ? state - 1 : 0;
  const own = lock.holders.findIndex(({ task }) => task === scheduler.current);
  lock.holders.splice(Math.max(0, own), 1);
  callNext(scheduler, lock);
  return true;
}

/** Wakes the first that waits; of readers all up to the next writer. */
function callNext(scheduler: Scheduler, lock: Lock): void {
  for (const one of lock.queue) {
    if (!one.isCalled) call(scheduler, lock, one);
    if (!one.isShared) return;
  }
}

function call(scheduler: Scheduler, lock: Lock, one: Waiter): void {
  one.isCalled = true;
  scheduler.wakeToTry(one.task, () => {
    one.isCalled = false;
    if (!hold(lock, one.isShared, { task: one.task, frame: one.task.frame })) return false;
    lock.queue.splice(lock.queue.indexOf(one), 1);
    return true;
  });
}

/** Goroutines that wait until somebody lets them go: at a wait group. */
export class Line {
  private readonly places: Task[] = [];

  /** Parks the goroutine that runs. */
  stand(scheduler: Scheduler, kind: WaitKind, at: RunPlace): void {
    this.places.push(scheduler.current!);
    scheduler.park(kind, at);
  }

  /** Lets all go on. */
  release(scheduler: Scheduler): void {
    for (const task of this.places.splice(0)) scheduler.wake(task);
  }
}
