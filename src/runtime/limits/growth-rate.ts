/** DESIGN section 6: the rate is that of a sliding second. */
const WINDOW_MS = 1_000;
/** Growth within so long counts as one, so the window holds at most a hundred entries whatever the guest does. */
const BUCKET_MS = 10;

export interface GrowthRate {
  /** Notes growth; the bytes of the last second, this growth included. */
  add(bytes: number, nowMs: number): number;
  /** Milliseconds until so many bytes would fit under the limit, or until the window is empty where they never fit; at most 1,000. */
  waitMs(bytes: number, limitBytes: number, nowMs: number): number;
}

/** Bytes by which the guest's memory grew within the last second. Times are milliseconds of any clock that never goes back. */
export function growthRate(): GrowthRate {
  let grown: { atMs: number; bytes: number }[] = [];
  const total = (nowMs: number): number => {
    grown = grown.filter(({ atMs }) => atMs > nowMs - WINDOW_MS);
    return grown.reduce((sum, { bytes }) => sum + bytes, 0);
  };
  return {
    add: (bytes, nowMs) => {
      const last = grown.at(-1);
      if (last !== undefined && nowMs - last.atMs < BUCKET_MS) last.bytes += bytes;
      else grown.push({ atMs: nowMs, bytes });
      return total(nowMs);
    },
    waitMs: (bytes, limitBytes, nowMs) => {
      let left = total(nowMs);
      let waitMs = 0;
      for (const { atMs, bytes: old } of grown) {
        if (left + bytes <= limitBytes) break;
        left -= old;
        waitMs = atMs + WINDOW_MS - nowMs;
      }
      return waitMs;
    },
  };
}
