import { describe, expect, it } from "vitest";
import { bench } from "./bench.ts";

describe.each(["sock_accept", "sock_recv", "sock_send", "sock_shutdown"])("%s", (name) => {
  it("answers ENOTSOCK for a stream, and EBADF for a directory and what is not open", () => {
    const { call } = bench();
    expect(call[name]!(1, 0, 0, 0, 0, 0)).toBe(57);
    expect(call[name]!(2, 0, 0, 0, 0, 0)).toBe(57);
    expect(call[name]!(3, 0, 0, 0, 0, 0)).toBe(8);
    expect(call[name]!(99, 0, 0, 0, 0, 0)).toBe(8);
    expect(call[name]!(-1, 0, 0, 0, 0, 0)).toBe(8);
  });
});
