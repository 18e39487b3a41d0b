import type { NodeId } from "../../source/tree.ts";
import type { Place } from "../flow/places.ts";

/** What is known about one lock at some point of a function. */
export interface LockState {
  readonly place: Place;
  /** Held on some path, on every path. */
  readonly may: boolean;
  readonly must: boolean;
  /** Every holder on the paths here shares it. */
  readonly shared: boolean;
  /** The call that took it last. */
  readonly taken: NodeId;
  /** A deferred call gives it back. */
  readonly deferred: boolean;
  /** The function may have given it back though it did not take it: then a caller does not hold it any more. */
  readonly released: boolean;
  /** Taken on every path so far, whatever happened afterwards. */
  readonly acquired: boolean;
}

/** Lock key → its state; a lock that is not in it was not touched. */
export type HeldLocks = ReadonlyMap<string, LockState>;

/** A lock that was not touched. */
export function untouched(place: Place): LockState {
  return {
    place,
    may: false,
    must: false,
    shared: false,
    taken: -1,
    deferred: false,
    released: false,
    acquired: false,
  };
}

/** What holds where two paths meet. */
export function joinLocks(a: HeldLocks, b: HeldLocks): HeldLocks {
  if (a === b || (a.size === 0 && b.size === 0)) return a;
  const joined = new Map<string, LockState>();
  for (const key of new Set([...a.keys(), ...b.keys()])) {
    const place = (a.get(key) ?? b.get(key))!.place;
    joined.set(key, joinStates(a.get(key) ?? untouched(place), b.get(key) ?? untouched(place)));
  }
  return joined;
}

function joinStates(a: LockState, b: LockState): LockState {
  return {
    place: a.place,
    may: a.may || b.may,
    must: a.must && b.must,
    shared: a.may && b.may ? a.shared && b.shared : a.may ? a.shared : b.shared,
    taken: Math.max(a.taken, b.taken),
    deferred: a.deferred || b.deferred,
    released: a.released || b.released,
    acquired: a.acquired && b.acquired,
  };
}

/** Whether two states of all locks are the same. */
export function sameLocks(a: HeldLocks, b: HeldLocks): boolean {
  if (a.size !== b.size) return false;
  for (const [key, x] of a) {
    const y = b.get(key);
    if (
      y === undefined ||
      x.may !== y.may ||
      x.must !== y.must ||
      x.shared !== y.shared ||
      x.taken !== y.taken ||
      x.deferred !== y.deferred ||
      x.released !== y.released ||
      x.acquired !== y.acquired
    ) {
      return false;
    }
  }
  return true;
}
