import { describe, expect, it } from "vitest";
import { GuestExit } from "../../../src/runtime/wasi/host.ts";
import { bench } from "./bench.ts";

function exitCodeOf(run: () => unknown): number {
  try {
    run();
  } catch (error) {
    if (error instanceof GuestExit) return error.exitCode;
    throw error;
  }
  throw new Error("did not exit");
}

describe("proc_exit", () => {
  it.each([
    [0, 0],
    [3, 3],
    [255, 255],
    [256, 0],
    [-1, 255],
  ])(
    "with %i leaves the guest with the exit code %i, and its output for whoever hears of it",
    (code, expected) => {
      const { call, host } = bench();
      expect(exitCodeOf(() => call["proc_exit"]!(code))).toBe(expected);
      expect(host.log).toEqual([]);
    },
  );
});

describe("proc_raise", () => {
  it("ends the guest like the signal would", () => {
    const { call } = bench();
    expect(exitCodeOf(() => call["proc_raise"]!(6))).toBe(134);
    expect(exitCodeOf(() => call["proc_raise"]!(9))).toBe(137);
  });

  it("does nothing for signals that are ignored by default, and knows no others", () => {
    const { call } = bench();
    expect([0, 16, 17, 22, 27].map((signal) => call["proc_raise"]!(signal))).toEqual([0, 0, 0, 0, 0]);
    expect(call["proc_raise"]!(31)).toBe(28);
  });
});

it("yields at once", () => {
  expect(bench().call["sched_yield"]!()).toBe(0);
});
