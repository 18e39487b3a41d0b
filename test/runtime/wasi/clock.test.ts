import { describe, expect, it } from "vitest";
import { bench } from "./bench.ts";
import { START_NS } from "./test-host.ts";

describe("clocks", () => {
  it("tells the time of day and a monotonic time that only grows", () => {
    const { call, view } = bench();
    expect(call["clock_time_get"]!(0, 0n, 0)).toBe(0);
    expect(view.getBigUint64(0, true)).toBeGreaterThan(START_NS);
    call["clock_time_get"]!(1, 0n, 0);
    const first = view.getBigUint64(0, true);
    call["clock_time_get"]!(1, 0n, 0);
    expect(view.getBigUint64(0, true)).toBeGreaterThan(first);
  });

  it("tells a resolution above 0", () => {
    const { call, view } = bench();
    expect(call["clock_res_get"]!(1, 0)).toBe(0);
    expect(view.getBigUint64(0, true)).toBe(1n);
  });

  it.each([
    { id: 2, errno: 58 },
    { id: 3, errno: 58 },
    { id: 4, errno: 28 },
    { id: -1, errno: 28 },
  ])("answers $errno for the clock $id", ({ id, errno }) => {
    const { call } = bench();
    expect(call["clock_time_get"]!(id, 0n, 0)).toBe(errno);
    expect(call["clock_res_get"]!(id, 0)).toBe(errno);
  });

  it("answers EFAULT when the result does not fit", () => {
    const { call, bytes } = bench();
    expect(call["clock_time_get"]!(0, 0n, bytes.length - 7)).toBe(21);
    expect(call["clock_res_get"]!(0, -1)).toBe(21);
  });
});
