import { bytesText } from "../quantities.ts";
import { GuestStop, type Streams } from "../wasi/host.ts";
import { type SharedBuffers, Word } from "./control.ts";
import { type LOG, type MOMENTS, outputWriter, type StreamNumber } from "./output-ring.ts";
import type { GuestMessage } from "./protocol.ts";
import { stdinReader } from "./stdin-ring.ts";

/** The host is told of so much waiting output; it looks by itself now and then too. */
const ANNOUNCE_BYTES = 64 << 10;
/**
 * The host does not touch its input before the guest asks, so the first answer takes a moment. A guest that only looks
 * (a poll without a timeout) is given so long once: what lies in the pipe is there for it as for a native program.
 */
const FIRST_LOOK_MS = 20;
const NAMES = { 1: "standard output", 2: "standard error" } as const;

export interface StreamOptions {
  /** For each of the two output streams. */
  readonly limitBytes: number;
  /**
   * On a virtual clock all input is there at time 0, so that what a run does never depends on when or in which pieces input
   * came: a read waits until it is full or the input has ended.
   */
  readonly virtualTime: boolean;
  readonly post: (message: GuestMessage) => void;
  /** Called before the guest waits for anything, to leave figures where a kill does not lose them. */
  readonly onPause: () => void;
}

export interface SharedStreams extends Streams {
  /** Tells the host something beside the output, in its place among it. */
  tell(channel: typeof MOMENTS | typeof LOG, bytes: Uint8Array): void;
}

/** Standard streams over shared memory. Beyond the limit, `write` hands over what fits and throws GuestStop, every time. */
export function sharedStreams(shared: SharedBuffers, options: StreamOptions): SharedStreams {
  const control = new Int32Array(shared.control);
  const { post, onPause, limitBytes } = options;
  const output = outputWriter(control, new Uint8Array(shared.output));
  const written = { 1: 0, 2: 0 };

  const announce = (): void => {
    if (Atomics.exchange(control, Word.outputAnnounced, 1) === 0) post({ kind: "output" });
  };
  const flush = (): void => {
    onPause();
    if (output.pendingBytes() > 0) announce();
  };
  const putAll = (stream: StreamNumber, bytes: Uint8Array): void => {
    for (let at = 0; at < bytes.length; ) {
      const tail = Atomics.load(control, Word.outputTail);
      const taken = output.put(stream, at === 0 ? bytes : bytes.subarray(at));
      at += taken;
      if (taken > 0) continue;
      flush();
      Atomics.store(control, Word.waiting, 1);
      Atomics.wait(control, Word.outputTail, tail);
      Atomics.store(control, Word.waiting, 0);
    }
    if (output.pendingBytes() >= ANNOUNCE_BYTES) announce();
  };

  return {
    ...sharedStdin(shared, flush, options),
    flush,
    tell: putAll,
    write: (stream, bytes) => {
      const room = limitBytes - written[stream];
      const fits = bytes.length <= room ? bytes : bytes.subarray(0, room);
      written[stream] += fits.length;
      putAll(stream, fits);
      if (fits.length === bytes.length) return;
      flush();
      throw new GuestStop(
        "output-limit",
        `too much output: more than ${bytesText(limitBytes)} on ${NAMES[stream]}`,
      );
    },
  };
}

function sharedStdin(
  shared: SharedBuffers,
  flush: () => void,
  { post, virtualTime }: StreamOptions,
): Pick<Streams, "readStdin" | "waitStdin"> {
  const ask = (): void => post({ kind: "stdin" });
  const input = stdinReader(new Int32Array(shared.control), new Uint8Array(shared.stdin), ask);
  /** The host reads its input only for a guest that asks: a shell's loop keeps what the guest left. */
  let asked = false;
  const prepare = (): void => {
    flush();
    if (asked) return;
    asked = true;
    ask();
  };
  return {
    readStdin: (target) => {
      let taken = 0;
      do {
        while (taken < target.length && !input.isReady()) {
          prepare();
          input.wait(undefined);
        }
        taken += input.take(target.subarray(taken));
      } while (virtualTime && taken < target.length && !input.hasEnded());
      return taken;
    },
    waitStdin: (timeoutNs) => {
      const leastMs = asked ? 0 : FIRST_LOOK_MS;
      const timeoutMs =
        timeoutNs === undefined || virtualTime ? undefined : Math.max(leastMs, Number(timeoutNs) / 1e6);
      const deadlineMs = timeoutMs === undefined ? Number.POSITIVE_INFINITY : performance.now() + timeoutMs;
      while (!input.isReady()) {
        const leftMs = deadlineMs - performance.now();
        prepare();
        if (leftMs <= 0) return false;
        input.wait(timeoutMs === undefined ? undefined : leftMs);
      }
      return true;
    },
  };
}
