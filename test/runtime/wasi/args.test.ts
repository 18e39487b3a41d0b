import { describe, expect, it } from "vitest";
import { bench } from "./bench.ts";

const lists = [
  { list: "args", options: (texts: string[]) => ({ args: texts }) },
  { list: "environ", options: (texts: string[]) => ({ environment: texts }) },
];

describe.each(lists)("$list", ({ list, options }) => {
  it("tells count and bytes with a NUL behind each", () => {
    const { call, view } = bench(options(["a", "日本"]));
    expect(call[`${list}_sizes_get`]!(0, 4)).toBe(0);
    expect([view.getUint32(0, true), view.getUint32(4, true)]).toEqual([2, 2 + 7]);
  });

  it("writes pointers and strings", () => {
    const { call, view, bytes } = bench(options(["a=1", "ü"]));
    expect(call[`${list}_get`]!(0, 100)).toBe(0);
    expect([view.getUint32(0, true), view.getUint32(4, true)]).toEqual([100, 104]);
    expect(Buffer.from(bytes.slice(100, 107)).toString()).toBe("a=1\0ü\0");
  });

  it("answers EFAULT for a pointer outside and writes nothing", () => {
    const { call, bytes } = bench(options(["abc"]));
    expect(call[`${list}_sizes_get`]!(0, -2)).toBe(21);
    expect(call[`${list}_get`]!(0, bytes.length - 2)).toBe(21);
    expect(call[`${list}_get`]!(bytes.length, 0)).toBe(21);
    expect(bytes.every((byte) => byte === 0)).toBe(true);
  });

  it("is empty when the policy denies it, since Go does not start on an errno", () => {
    const { call, view } = bench({
      ...options(["secret"]),
      rules: new Map([[`${list}_get`, { rule: "deny" }]]),
    });
    view.setUint32(0, 9, true);
    expect(call[`${list}_sizes_get`]!(0, 4)).toBe(0);
    expect([view.getUint32(0, true), view.getUint32(4, true)]).toEqual([0, 0]);
    expect(call[`${list}_get`]!(0, 0)).toBe(0);
  });
});
