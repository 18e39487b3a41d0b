import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { startDeadline } from "../../../src/runtime/limits/deadline.ts";

describe("a deadline", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("expires once, on time", () => {
    const expire = vi.fn();
    startDeadline(100, () => 0, expire);
    vi.advanceTimersByTime(99);
    expect(expire).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1_000);
    expect(expire).toHaveBeenCalledOnce();
  });

  test("does not count pauses, but for the minute that is free", () => {
    let pausedMs = 0;
    const expire = vi.fn();
    startDeadline(100, () => pausedMs, expire);
    pausedMs = 50;
    vi.advanceTimersByTime(149);
    expect(expire).not.toHaveBeenCalled();
    pausedMs = 10 ** 9;
    vi.advanceTimersByTime(59_900);
    expect(expire).not.toHaveBeenCalled();
    vi.advanceTimersByTime(100);
    expect(expire).toHaveBeenCalledOnce();
  });

  test("does not expire when it was ended", () => {
    const expire = vi.fn();
    startDeadline(100, () => 0, expire)();
    vi.advanceTimersByTime(1_000);
    expect(expire).not.toHaveBeenCalled();
  });

  test("may lie further away than a timer reaches", () => {
    const expire = vi.fn();
    startDeadline(2 ** 32, () => 0, expire);
    vi.advanceTimersByTime(2 ** 31);
    expect(expire).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2 ** 31);
    expect(expire).toHaveBeenCalledOnce();
  });
});
