import { Word } from "./control.ts";
import { copyIn, copyOut } from "./output-ring.ts";

export interface StdinReader {
  /** Copies what is there, at most the target's length; the bytes copied. */
  take(target: Uint8Array): number;
  isReady(): boolean;
  hasEnded(): boolean;
  /** Blocks until input or its end comes, or for at most so long; undefined waits for ever. */
  wait(timeoutMs: number | undefined): void;
}

/** The guest's end of the input ring. `onRoom` is called when the host waited for the room that `take` made. */
export function stdinReader(control: Int32Array, ring: Uint8Array, onRoom: () => void): StdinReader {
  const mask = ring.length - 1;
  let tail = Atomics.load(control, Word.stdinTail);
  const available = (): number => (Atomics.load(control, Word.stdinHead) - tail) >>> 0;
  const hasEnded = (): boolean => Atomics.load(control, Word.stdinEnded) === 1;
  const isReady = (): boolean => available() > 0 || hasEnded();
  return {
    isReady,
    hasEnded: () => hasEnded() && available() === 0,
    take: (target) => {
      const length = Math.min(target.length, available());
      if (length === 0) return 0;
      copyOut(ring, tail & mask, target.subarray(0, length));
      tail = (tail + length) | 0;
      Atomics.store(control, Word.stdinTail, tail);
      if (Atomics.exchange(control, Word.stdinBlocked, 0) === 1) onRoom();
      return length;
    },
    wait: (timeoutMs) => {
      const signal = Atomics.load(control, Word.stdinSignal);
      if (isReady()) return;
      Atomics.store(control, Word.waiting, 1);
      Atomics.wait(control, Word.stdinSignal, signal, timeoutMs);
      Atomics.store(control, Word.waiting, 0);
    },
  };
}

export interface StdinWriter {
  /** Takes a part of the bytes that fits; returns how many. When it is 0, the guest will ask for more. */
  put(bytes: Uint8Array): number;
  end(): void;
}

/** The host's end of the input ring. */
export function stdinWriter(control: Int32Array, ring: Uint8Array): StdinWriter {
  const mask = ring.length - 1;
  let head = Atomics.load(control, Word.stdinHead);
  const room = (): number => ring.length - ((head - Atomics.load(control, Word.stdinTail)) >>> 0);
  const wake = (): void => {
    Atomics.add(control, Word.stdinSignal, 1);
    Atomics.notify(control, Word.stdinSignal);
  };
  return {
    put: (bytes) => {
      if (room() === 0) {
        Atomics.store(control, Word.stdinBlocked, 1);
        // The guest may have taken bytes before it could see the flag; then it will not ask, so look again.
        if (room() === 0) return 0;
        Atomics.store(control, Word.stdinBlocked, 0);
      }
      const length = Math.min(bytes.length, room());
      copyIn(ring, head & mask, bytes.subarray(0, length));
      head = (head + length) | 0;
      Atomics.store(control, Word.stdinHead, head);
      wake();
      return length;
    },
    end: () => {
      Atomics.store(control, Word.stdinEnded, 1);
      wake();
    },
  };
}
