import type { Clock } from "../wasi/host.ts";
import { Word } from "./control.ts";

/** Atomics.wait takes longer timeouts, but a timer above 2^31 ms is nowhere tested. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;
const TWO_32 = 2 ** 32;

/**
 * The machine's clocks. Realtime is Unix time; monotonic counts from the start of the thread, plus one, since Go takes 0
 * for a broken clock. A sleep waits in shared memory, where `worker.terminate()` can end it at once (a sleep in
 * a system call could not be ended).
 */
export function realClock(control: Int32Array): Clock {
  const startMs = performance.now();
  const startNs = BigInt(Math.round(performance.timeOrigin * 1_000)) * 1_000n + nanoseconds(startMs);
  const base = [
    split(startNs), // 0: realtime
    split(1n), // 1: monotonic
  ] as const;
  const elapsedNs = (): number => Math.round((performance.now() - startMs) * 1e6);
  return {
    resolutionNs: 1_000n,
    nowNs: (clockId) => (clockId === 0 ? startNs : 1n) + BigInt(elapsedNs()),
    writeNowNs: (clockId, view, offset) => {
      // Two halves in doubles: a BigInt here would double the cost of the most frequent call of Go programs.
      const elapsed = elapsedNs();
      const { low, high } = base[clockId];
      const sum = low + (elapsed % TWO_32);
      view.setUint32(offset, sum >>> 0, true);
      view.setUint32(offset + 4, high + Math.floor(elapsed / TWO_32) + (sum >= TWO_32 ? 1 : 0), true);
    },
    sleepNs: (durationNs) => sleepMs(control, Number(durationNs) / 1e6),
  };
}

function nanoseconds(ms: number): bigint {
  return BigInt(Math.round(ms * 1e6));
}

function split(value: bigint): { readonly low: number; readonly high: number } {
  return { low: Number(value & 0xffffffffn), high: Number(value >> 32n) };
}

/** Blocks the thread for so long, never shorter. Infinity blocks until the thread is ended. */
export function sleepMs(control: Int32Array, durationMs: number): void {
  const deadlineMs = performance.now() + durationMs;
  Atomics.store(control, Word.waiting, 1);
  for (let leftMs = durationMs; leftMs > 0; leftMs = deadlineMs - performance.now())
    Atomics.wait(control, Word.sleep, 0, Math.min(leftMs, LONGEST_WAIT_MS));
  Atomics.store(control, Word.waiting, 0);
}
