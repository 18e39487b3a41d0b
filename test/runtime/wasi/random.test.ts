import { expect, it } from "vitest";
import { bench } from "./bench.ts";

it("fills a range larger than one chunk and nothing beside it", () => {
  const { call, bytes } = bench();
  expect(call["random_get"]!(1_000, 150_000)).toBe(0);
  expect(bytes.slice(0, 1_000).every((byte) => byte === 0)).toBe(true);
  expect(bytes.slice(151_000).every((byte) => byte === 0)).toBe(true);
  expect(bytes.slice(140_000, 151_000).some((byte) => byte !== 0)).toBe(true);
});

it("answers EFAULT for a range that leaves the memory", () => {
  const { call, bytes } = bench();
  expect(call["random_get"]!(0, -1)).toBe(21);
  expect(call["random_get"]!(bytes.length - 1, 2)).toBe(21);
  expect(call["random_get"]!(bytes.length, 0)).toBe(0);
});
