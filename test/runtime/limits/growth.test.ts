import { describe, expect, test } from "vitest";
import { growthGuard } from "../../../src/runtime/limits/growth-guard.ts";
import { growthRate } from "../../../src/runtime/limits/growth-rate.ts";
import { GuestStop } from "../../../src/runtime/wasi/host.ts";

describe("the growth of the last second", () => {
  test("forgets what is older", () => {
    const rate = growthRate();
    expect(rate.add(100, 0)).toBe(100);
    expect(rate.add(50, 500)).toBe(150);
    expect(rate.add(1, 999)).toBe(151);
    expect(rate.add(1, 1_000)).toBe(52);
    expect(rate.add(1, 5_000)).toBe(1);
  });

  test("tells how long until something fits, at most until the window is empty", () => {
    const rate = growthRate();
    rate.add(60, 0);
    rate.add(40, 300);
    expect(rate.waitMs(10, 200, 400)).toBe(0);
    expect(rate.waitMs(50, 100, 400)).toBe(600);
    expect(rate.waitMs(80, 100, 400)).toBe(900);
    expect(rate.waitMs(1_000, 100, 400)).toBe(900);
    expect(rate.waitMs(1_000, 100, 1_400)).toBe(0);
  });

  test("stays small under a million growths", () => {
    const rate = growthRate();
    let bytes = 0;
    for (let i = 0; i < 1_000_000; i++) bytes = rate.add(1, i / 1_000);
    expect(bytes).toBeGreaterThan(980_000);
  });
});

describe("the guard of memory growth", () => {
  function guard(action: "alarm" | "pause" | "kill") {
    const seen = { alarms: [] as number[], pauses: [] as number[], pages: 0, nowMs: 0 };
    const onGrow = growthGuard({
      limits: { memoryRateBytesPerSecond: 10 * 65_536, memoryRateAction: action },
      nowMs: () => seen.nowMs,
      pause: (ms) => {
        seen.pauses.push(ms);
        seen.nowMs += ms;
      },
      onAlarm: (bytes) => seen.alarms.push(bytes / 65_536),
      onSize: (pages) => {
        seen.pages = pages;
      },
    });
    return { seen, onGrow };
  }

  test("allows and notes the size within the rate; a growth by 0 is only a question", () => {
    const { seen, onGrow } = guard("kill");
    expect(onGrow(10, 1)).toBe(0);
    expect(onGrow(0, 11)).toBe(0);
    expect(seen).toMatchObject({ alarms: [], pages: 11 });
  });

  test("alarms above the rate and allows", () => {
    const { seen, onGrow } = guard("alarm");
    onGrow(6, 0);
    expect(onGrow(6, 6)).toBe(0);
    expect(seen).toMatchObject({ alarms: [12], pages: 12, pauses: [] });
  });

  test("pauses until the growth fits", () => {
    const { seen, onGrow } = guard("pause");
    onGrow(10, 0);
    seen.nowMs = 400;
    expect(onGrow(6, 10)).toBe(0);
    expect(seen).toMatchObject({ alarms: [6], pages: 16, pauses: [600] });
  });

  test("kills above the rate when told to", () => {
    const { seen, onGrow } = guard("kill");
    expect(() => onGrow(11, 0)).toThrow(GuestStop);
    expect(seen.alarms).toEqual([11]);
  });

  test("takes pages and delta as unsigned", () => {
    const { seen, onGrow } = guard("alarm");
    onGrow(-1, 0);
    expect(seen.pages).toBe(2 ** 32 - 1);
  });
});
