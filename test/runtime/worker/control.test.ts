import { describe, expect, test } from "vitest";
import { recycleBuffers, sharedBuffers } from "../../../src/runtime/worker/control.ts";

describe("buffers that are used again", () => {
  test("come back with all words at 0, and not to two at a time", () => {
    const first = sharedBuffers();
    new Int32Array(first.control).fill(7);
    recycleBuffers(first);
    const second = sharedBuffers();
    expect(second).toBe(first);
    expect(new Int32Array(second.control).every((word) => word === 0)).toBe(true);
    expect(sharedBuffers()).not.toBe(first);
  });

  test("are kept for 16 guests at most", () => {
    const many = Array.from({ length: 20 }, () => sharedBuffers());
    for (const one of many) recycleBuffers(one);
    const again = Array.from({ length: 20 }, () => sharedBuffers());
    expect(again.filter((one) => many.includes(one))).toHaveLength(16);
  });
});
