import { describe, expect, test } from "vitest";
import { realClock } from "../../../src/runtime/worker/clock.ts";
import { sharedBuffers } from "../../../src/runtime/worker/control.ts";
import { virtualClock } from "../../../src/runtime/worker/virtual-clock.ts";

const control = new Int32Array(sharedBuffers().control);

describe("the real clock", () => {
  test("tells Unix time, and writes what it tells", () => {
    const clock = realClock(control);
    const view = new DataView(new ArrayBuffer(16));
    const before = clock.nowNs(0);
    clock.writeNowNs(0, view, 8);
    const after = clock.nowNs(0);
    const written = view.getBigUint64(8, true);
    expect(written >= before && written <= after).toBe(true);
    expect(Math.abs(Number(written / 1_000_000n) - Date.now())).toBeLessThan(5_000);
  });

  test("has a monotonic clock that never is 0 and never goes back", () => {
    const clock = realClock(control);
    const view = new DataView(new ArrayBuffer(8));
    let last = 0n;
    for (let i = 0; i < 10_000; i++) {
      clock.writeNowNs(1, view, 0);
      const now = view.getBigUint64(0, true);
      if (now < last || now === 0n) throw new Error(`${now} after ${last}`);
      last = now;
    }
    expect(last).toBeGreaterThan(0n);
  });

  test("sleeps at least as long as it is told", () => {
    const clock = realClock(control);
    const before = clock.nowNs(1);
    clock.sleepNs(3_000_000n);
    expect(clock.nowNs(1) - before).toBeGreaterThanOrEqual(3_000_000n);
  });
});

describe("the virtual clock", () => {
  test("starts when Go was announced and moves by sleep, fuel and reading alone", () => {
    let fuel = 0n;
    const clock = virtualClock(() => fuel);
    expect(new Date(Number(clock.nowNs(0) / 1_000_000n)).toISOString()).toBe("2009-11-10T23:00:00.000Z");
    const before = clock.nowNs(1);
    clock.sleepNs(3_600_000_000_000n);
    clock.sleepNs(-5n);
    fuel = 1_000n;
    expect(clock.nowNs(1) - before).toBe(3_600_000_001_100n);
    expect(before).toBeGreaterThan(0n);
  });
});
