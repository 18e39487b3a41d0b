import { describe, expect, it } from "vitest";
import { type Bench, bench } from "./bench.ts";
import { START_NS } from "./test-host.ts";

const IN = 4_096;
const OUT = 20_480;

type Sub =
  | { type: 0; id?: number; timeoutNs: bigint; absolute?: boolean }
  | { type: 1 | 2; fd: number }
  | { type: 9; fd: number };

function poll(
  { call, view }: Bench,
  subs: readonly Sub[],
): { errno: number; events: { user: bigint; error: number; type: number; bytes: bigint }[] } {
  for (const [index, sub] of subs.entries()) {
    const at = IN + index * 48;
    view.setBigUint64(at, BigInt(index + 1), true);
    view.setUint8(at + 8, sub.type);
    if (sub.type === 0) {
      view.setUint32(at + 16, sub.id ?? 1, true);
      view.setBigUint64(at + 24, sub.timeoutNs, true);
      view.setUint16(at + 40, sub.absolute ? 1 : 0, true);
    } else view.setUint32(at + 16, sub.fd, true);
  }
  const errno = call["poll_oneoff"]!(IN, OUT, subs.length, 0)!;
  const count = errno === 0 ? view.getUint32(0, true) : 0;
  const events = Array.from({ length: count }, (_, index) => ({
    user: view.getBigUint64(OUT + index * 32, true),
    error: view.getUint16(OUT + index * 32 + 8, true),
    type: view.getUint8(OUT + index * 32 + 10),
    bytes: view.getBigUint64(OUT + index * 32 + 16, true),
  }));
  return { errno, events };
}

describe("poll_oneoff", () => {
  it("sleeps to the nearest clock, after flushing, and reports that one", () => {
    const on = bench();
    const { events } = poll(on, [
      { type: 0, timeoutNs: 9_000n },
      { type: 0, timeoutNs: 5_000n },
      { type: 0, id: 0, timeoutNs: 5_000n },
    ]);
    expect(on.host.log).toEqual(["flush", "sleep 5000"]);
    expect(events.map(({ user }) => user)).toEqual([2n, 3n]);
  });

  it("takes absolute times, of both clocks, and does not sleep for one that has passed", () => {
    const on = bench();
    expect(poll(on, [{ type: 0, id: 0, timeoutNs: START_NS + 1_001n, absolute: true }]).events).toHaveLength(
      1,
    );
    expect(on.host.log).toEqual(["flush", "sleep 1000"]);
    expect(poll(on, [{ type: 0, id: 1, timeoutNs: 1n, absolute: true }]).events).toHaveLength(1);
    expect(on.host.log).toHaveLength(2);
  });

  it("reports output and files at once, with what is left to read", () => {
    const on = bench();
    const [, fd] = on.open("tmp/f", { flags: 1, rights: 66 });
    on.write(fd, "12345");
    on.call["fd_seek"]!(fd, 2n, 0, 0);
    const { events } = poll(on, [
      { type: 2, fd: 1 },
      { type: 2, fd: 2 },
      { type: 1, fd },
      { type: 0, timeoutNs: 10n ** 12n },
    ]);
    expect(events).toEqual([
      { user: 1n, error: 0, type: 2, bytes: 0n },
      { user: 2n, error: 0, type: 2, bytes: 0n },
      { user: 3n, error: 0, type: 1, bytes: 3n },
    ]);
    expect(on.host.log.some((line) => line.startsWith("sleep"))).toBe(false);
  });

  it("waits for input no longer than the clock allows", () => {
    const on = bench({ stdin: "x" });
    const { events } = poll(on, [
      { type: 0, timeoutNs: 700n },
      { type: 1, fd: 0 },
    ]);
    expect(on.host.log).toEqual(["flush", "wait 700"]);
    expect(events).toEqual([{ user: 2n, error: 0, type: 1, bytes: 0n }]);
  });

  it("reports an error per subscription for descriptors and clocks that do not exist", () => {
    const { events } = poll(bench(), [
      { type: 1, fd: 77 },
      { type: 0, id: 9, timeoutNs: 1n },
      { type: 1, fd: 1 },
      { type: 2, fd: 3 },
    ]);
    expect(events.map(({ error }) => error)).toEqual([8, 28, 8, 8]);
  });

  it("answers EINVAL for no subscription, too many, and unknown types", () => {
    const { call } = bench();
    expect(call["poll_oneoff"]!(IN, OUT, 0, 0)).toBe(28);
    expect(call["poll_oneoff"]!(IN, OUT, 4_097, 0)).toBe(28);
    expect(call["poll_oneoff"]!(IN, OUT, -1, 0)).toBe(28);
    expect(poll(bench(), [{ type: 9, fd: 0 }]).errno).toBe(28);
  });

  it("answers EFAULT for lists outside the memory", () => {
    const { call, bytes } = bench();
    expect(call["poll_oneoff"]!(bytes.length - 47, OUT, 1, 0)).toBe(21);
    expect(call["poll_oneoff"]!(IN, bytes.length - 31, 1, 0)).toBe(21);
    expect(call["poll_oneoff"]!(IN, OUT, 1, -1)).toBe(21);
  });
});
