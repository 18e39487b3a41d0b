import { Word } from "./control.ts";

/**
 * Output of the guest in shared memory: what was written is there for the host whatever happens to the thread.
 * A record is a header of 4 bytes (length times 4, plus the stream's number less 1) and its bytes, padded to 4; the order
 * of all streams is the order of the writes. Positions count bytes modulo 2^32, the capacity is a power of two.
 */
const HEADER_BYTES = 4;
/** A record is at most this long, so that a big write starts to flow before all of it fits. */
const RECORD_BYTES = 32 << 10;

/** Standard output and error, and what the thread tells beside them: when they were written, and the log of a recording. */
export type StreamNumber = 1 | 2 | typeof MOMENTS | typeof LOG;
export const MOMENTS = 3;
export const LOG = 4;
const STREAM_BITS = 2;
const STREAM_MASK = (1 << STREAM_BITS) - 1;

export interface OutputWriter {
  /** Takes a part of the bytes that fits and returns how many; 0 when there is no room. */
  put(stream: StreamNumber, bytes: Uint8Array): number;
  /** Bytes that the host has not taken, headers included. */
  pendingBytes(): number;
}

/** The guest's end of the ring. */
export function outputWriter(control: Int32Array, ring: Uint8Array): OutputWriter {
  const mask = ring.length - 1;
  const headers = new Uint32Array(ring.buffer, ring.byteOffset, ring.length >>> 2);
  let head = Atomics.load(control, Word.outputHead);
  const pendingBytes = (): number => (head - Atomics.load(control, Word.outputTail)) >>> 0;
  return {
    pendingBytes,
    put: (stream, bytes) => {
      const room = ring.length - pendingBytes() - HEADER_BYTES;
      const length = Math.min(bytes.length, RECORD_BYTES, room);
      if (length <= 0) return 0;
      const at = head & mask;
      headers[at >>> 2] = (length << STREAM_BITS) | (stream - 1);
      copyIn(ring, (at + HEADER_BYTES) & mask, length === bytes.length ? bytes : bytes.subarray(0, length));
      head = (head + HEADER_BYTES + padded(length)) | 0;
      Atomics.store(control, Word.outputHead, head);
      return length;
    },
  };
}

export interface OutputRun {
  readonly stream: StreamNumber;
  /** A copy: the ring goes on below it. */
  readonly bytes: Uint8Array;
  /** What it took in the ring, headers included. */
  readonly ringBytes: number;
}

export interface OutputReader {
  /** Bytes that wait, headers included. */
  pendingBytes(): number;
  /** The next bytes of one stream, adjacent records joined; undefined when there are none. */
  next(): OutputRun | undefined;
  /** Gives back the room of what `next` returned and wakes a guest that waits for it. */
  release(): void;
}

/** The host's end of the ring. */
export function outputReader(control: Int32Array, ring: Uint8Array): OutputReader {
  const mask = ring.length - 1;
  const headers = new Uint32Array(ring.buffer, ring.byteOffset, ring.length >>> 2);
  let tail = Atomics.load(control, Word.outputTail);
  const ahead = (): number => (Atomics.load(control, Word.outputHead) - tail) >>> 0;
  return {
    pendingBytes: ahead,
    next: () => {
      const available = ahead();
      if (available === 0) return undefined;
      const stream = ((headers[(tail & mask) >>> 2]! & STREAM_MASK) + 1) as StreamNumber;
      const parts: { at: number; length: number }[] = [];
      let taken = 0;
      let total = 0;
      while (taken < available) {
        const header = headers[((tail + taken) & mask) >>> 2]!;
        if ((header & STREAM_MASK) + 1 !== stream) break;
        const length = header >>> STREAM_BITS;
        parts.push({ at: (tail + taken + HEADER_BYTES) & mask, length });
        total += length;
        taken += HEADER_BYTES + padded(length);
      }
      tail = (tail + taken) | 0;
      const bytes = new Uint8Array(total);
      let offset = 0;
      for (const { at, length } of parts) {
        copyOut(ring, at, bytes.subarray(offset, offset + length));
        offset += length;
      }
      return { stream, bytes, ringBytes: taken };
    },
    release: () => {
      Atomics.store(control, Word.outputTail, tail);
      Atomics.notify(control, Word.outputTail);
    },
  };
}

function padded(length: number): number {
  return (length + 3) & ~3;
}

/** Copies into a ring, around its end where needed. */
export function copyIn(ring: Uint8Array, at: number, bytes: Uint8Array): void {
  const first = Math.min(bytes.length, ring.length - at);
  if (first === bytes.length) {
    ring.set(bytes, at);
    return;
  }
  ring.set(bytes.subarray(0, first), at);
  ring.set(bytes.subarray(first), 0);
}

/** Fills the target from a ring, around its end where needed. */
export function copyOut(ring: Uint8Array, at: number, target: Uint8Array): void {
  const first = Math.min(target.length, ring.length - at);
  target.set(ring.subarray(at, at + first));
  if (first < target.length) target.set(ring.subarray(0, target.length - first), first);
}
