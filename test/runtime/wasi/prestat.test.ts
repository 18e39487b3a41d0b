import { describe, expect, it } from "vitest";
import { bench } from "./bench.ts";

describe("preopens", () => {
  it("are one directory named /, at descriptor 3", () => {
    const { call, view, bytes } = bench();
    expect(call["fd_prestat_get"]!(3, 0)).toBe(0);
    expect([view.getUint32(0, true), view.getUint32(4, true)]).toEqual([0, 1]);
    expect(call["fd_prestat_dir_name"]!(3, 16, 1)).toBe(0);
    expect(bytes[16]).toBe("/".charCodeAt(0));
    expect(call["fd_prestat_get"]!(4, 0)).toBe(8);
  });

  it.each([0, 1, 2, 4, -1])("are not descriptor %i", (fd) => {
    expect(bench().call["fd_prestat_get"]!(fd, 0)).toBe(8);
    expect(bench().call["fd_prestat_dir_name"]!(fd, 0, 8)).toBe(8);
  });

  it("need a buffer that holds the name, and take a larger one", () => {
    const { call, bytes } = bench();
    expect(call["fd_prestat_dir_name"]!(3, 0, 0)).toBe(37);
    expect(call["fd_prestat_dir_name"]!(3, 0, 9)).toBe(0);
    expect(Array.from(bytes.slice(0, 3))).toEqual([47, 0, 0]);
    expect(call["fd_prestat_dir_name"]!(3, -1, 1)).toBe(0 + 21);
    expect(call["fd_prestat_get"]!(3, -4)).toBe(21);
  });

  it("are none when the policy denies them: EBADF, on which Go stops asking", () => {
    const { call } = bench({ rules: new Map([["fd_prestat_get", { rule: "deny" }]]) });
    expect(call["fd_prestat_get"]!(3, 0)).toBe(8);
  });

  it("are gone once closed", () => {
    const { call } = bench();
    expect(call["fd_close"]!(3)).toBe(0);
    expect(call["fd_prestat_get"]!(3, 0)).toBe(8);
  });
});
