import { expect, test, vi } from "vitest";
import { type SharedBuffers, sharedBuffers } from "../../../src/runtime/worker/control.ts";
import { startOutputPump } from "../../../src/runtime/worker/output-pump.ts";
import { outputWriter, type StreamNumber } from "../../../src/runtime/worker/output-ring.ts";

/** A guest that writes a byte to each stream in turn as long as there is room, until it is told to stop. */
function chatterbox(mostMs: number) {
  const shared = sharedBuffers();
  const writer = outputWriter(new Int32Array(shared.control), new Uint8Array(shared.output));
  const startMs = performance.now();
  let isStopped = false;
  let stream: StreamNumber = 1;
  const speak = (): void => {
    if (isStopped || performance.now() - startMs > mostMs) return;
    while (writer.put(stream, Uint8Array.of(1)) > 0) stream = stream === 1 ? 2 : 1;
  };
  const stop = (): void => {
    isStopped = true;
  };
  return { shared, speak, stop, startMs };
}

test("timers get their turn while a guest writes byte by byte", async () => {
  const guest = chatterbox(2_000);
  const failures: unknown[] = [];
  guest.speak();
  const pump = startOutputPump(guest.shared, { stdout: guest.speak, stderr: guest.speak }, (error) =>
    failures.push(error),
  );
  pump.wake();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const lateMs = performance.now() - guest.startMs;
  guest.stop();
  await pump.finish(() => false);
  expect(lateMs).toBeLessThan(1_000);
  expect(pump.bytes().stdout).toBeGreaterThan(1_000);
  expect(failures).toEqual([]);
});

test("once it is urgent, a sink that takes nothing is given up", async () => {
  const never = (): Promise<void> => new Promise(() => undefined);
  const pump = startOutputPump(withThreeBytes(), { stdout: never, stderr: never }, () => undefined);
  pump.wake();
  await pump.finish(() => true);
  expect(pump.bytes()).toEqual({ stdout: 3, stderr: 0 });
});

test("the little that waits at a guest's end is handed over at once, without waiting for a timer", async () => {
  const shared = withThreeBytes();
  vi.useFakeTimers({ toFake: ["setTimeout", "setInterval", "clearInterval"] });
  try {
    const pump = startOutputPump(
      shared,
      { stdout: () => undefined, stderr: () => undefined },
      () => undefined,
    );
    expect(await pump.finish(() => false)).toBe(true);
    expect(pump.bytes().stdout).toBe(3);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

test("tells that not all was taken when a sink is given up", async () => {
  const never = (): Promise<void> => new Promise(() => undefined);
  const pump = startOutputPump(withThreeBytes(), { stdout: never, stderr: never }, () => undefined);
  expect(await pump.finish(() => true)).toBe(false);
});

/** Buffers of a guest that wrote three bytes. */
function withThreeBytes(): SharedBuffers {
  const shared = sharedBuffers();
  outputWriter(new Int32Array(shared.control), new Uint8Array(shared.output)).put(1, Uint8Array.of(1, 2, 3));
  return shared;
}
