import type { Clock } from "../wasi/host.ts";

/** 2009-11-10T23:00:00Z, when Go was announced; the Go Playground's clock starts there too. */
const START_NS = 1_257_894_000_000_000_000n;
/** Go takes a monotonic clock of 0 for a broken one. */
const MONOTONIC_START_NS = 1_000_000n;
/** So that a loop that only looks at the clock gets somewhere, also in a module without a fuel counter. */
const READING_NS = 100n;

/**
 * A clock on which the same program sees the same times on every run. It advances with sleep (which costs no real time),
 * with fuel (1 ns a unit, `fuelUsed` in units) and by 100 ns a reading.
 */
export function virtualClock(fuelUsed: () => bigint): Clock {
  let movedNs = 0n;
  const nowNs = (clockId: 0 | 1): bigint => {
    movedNs += READING_NS;
    return (clockId === 0 ? START_NS : MONOTONIC_START_NS) + movedNs + fuelUsed();
  };
  return {
    resolutionNs: 1n,
    nowNs,
    writeNowNs: (clockId, view, offset) =>
      view.setBigUint64(offset, BigInt.asUintN(64, nowNs(clockId)), true),
    sleepNs: (durationNs) => {
      if (durationNs > 0n) movedNs += durationNs;
    },
  };
}
