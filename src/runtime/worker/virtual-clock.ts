import type { Clock } from "../wasi/host.ts";

/** 2009-11-10T23:00:00Z, when Go was announced; the Go Playground's clock starts there too. */
const START_NS = 1_257_894_000_000_000_000n;
/** Go takes a monotonic clock of 0 for a broken one. */
const MONOTONIC_START_NS = 1_000_000n;
/** So that a loop that only looks at the clock gets somewhere, also in a module without a fuel counter. */
const READING_NS = 100n;

/** A clock that also says how much time a viewer of the run sees go by. */
export interface PlaybackClock extends Clock {
  /** Nanoseconds since the guest began to act; asking does not move the clock. */
  playbackNs(): bigint;
}

/**
 * A clock on which the same program sees the same times on every run. It advances with sleep (which costs no real time),
 * with fuel (1 ns a unit, `fuelUsed` in units) and by 100 ns a reading.
 *
 * For a viewer, time stands still while the guest computes, as on the Go Playground: what it prints between two sleeps is
 * printed at the moment it woke, and the first moment is when it first prints or sleeps.
 */
export function virtualClock(fuelUsed: () => bigint): PlaybackClock {
  let movedNs = 0n;
  let firstNs: bigint | undefined;
  let wokeNs = 0n;
  const elapsedNs = (): bigint => movedNs + fuelUsed();
  const begin = (): bigint => {
    if (firstNs === undefined) firstNs = wokeNs = elapsedNs();
    return firstNs;
  };
  const nowNs = (clockId: 0 | 1): bigint => {
    movedNs += READING_NS;
    return (clockId === 0 ? START_NS : MONOTONIC_START_NS) + elapsedNs();
  };
  return {
    resolutionNs: 1n,
    nowNs,
    writeNowNs: (clockId, view, offset) =>
      view.setBigUint64(offset, BigInt.asUintN(64, nowNs(clockId)), true),
    sleepNs: (durationNs) => {
      if (durationNs <= 0n) return;
      begin();
      movedNs += durationNs;
      wokeNs = elapsedNs();
    },
    playbackNs: () => {
      const first = begin();
      return wokeNs - first;
    },
  };
}
