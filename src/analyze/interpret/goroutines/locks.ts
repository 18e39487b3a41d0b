import type { Box } from "../value.ts";
import type { RunPlace, Scheduler, Task, WaitKind } from "./scheduler.ts";

/**
 * A sync.Mutex or sync.RWMutex. Its state is a number in the memory of the guest, so that a copy of a locked mutex is
 * locked: -1 for a writer, else the number of readers. Those that wait are not copied.
 */
export interface Lock {
  readonly box: Box;
  readonly queue: { readonly task: Task; readonly isShared: boolean }[];
}

const known = new WeakMap<Box, Lock>();

/** The lock that a struct is. */
export function lockBehind(box: Box): Lock {
  let lock = known.get(box);
  if (lock === undefined) {
    lock = { box, queue: [] };
    known.set(box, lock);
  }
  return lock;
}

const stateOf = ({ box }: Lock): number => box.cells[0] as number;

/** Takes a lock, or parks the goroutine until it has it; a writer that waits keeps new readers out, as in Go. */
export function takeLock(scheduler: Scheduler, lock: Lock, isShared: boolean, at: RunPlace): void {
  if (tryLock(lock, isShared)) {
    scheduler.visible();
    return;
  }
  lock.queue.push({ task: scheduler.current!, isShared });
  scheduler.park("lock", at);
}

/** Takes a lock when that is possible at once. */
export function tryLock(lock: Lock, isShared: boolean): boolean {
  const state = stateOf(lock);
  if (state < 0 || (isShared ? lock.queue.length > 0 : state > 0)) return false;
  lock.box.cells[0] = isShared ? state + 1 : -1;
  return true;
}

/** Gives a lock back, to the next in the queue. False when nobody holds it. */
export function giveBack(scheduler: Scheduler, lock: Lock, isShared: boolean): boolean {
  const state = stateOf(lock);
  if (isShared ? state <= 0 : state >= 0) return false;
  lock.box.cells[0] = isShared ? state - 1 : 0;
  for (let next = lock.queue[0]; next !== undefined; next = lock.queue[0]) {
    const now = stateOf(lock);
    if (now < 0 || (!next.isShared && now > 0)) break;
    lock.queue.shift();
    lock.box.cells[0] = next.isShared ? now + 1 : -1;
    scheduler.wake(next.task);
  }
  return true;
}

/** Goroutines that wait until somebody lets them go: at a wait group, a condition, a sync.Once. */
export class Line {
  private readonly places: { readonly task: Task; readonly lock: Lock | undefined }[] = [];

  /** Parks the goroutine that runs; with a lock, it takes that before it goes on. */
  stand(scheduler: Scheduler, kind: WaitKind, at: RunPlace, lock?: Lock): void {
    this.places.push({ task: scheduler.current!, lock });
    scheduler.park(kind, at);
  }

  /** Lets the first `count` go on. */
  release(scheduler: Scheduler, count = this.places.length): void {
    for (const { task, lock } of this.places.splice(0, count)) {
      if (lock === undefined || tryLock(lock, false)) scheduler.wake(task);
      else {
        task.waiting = { ...task.waiting!, kind: "lock" };
        lock.queue.push({ task, isShared: false });
      }
    }
  }
}
