import { type SharedBuffers, Word } from "./control.ts";
import { outputReader } from "./output-ring.ts";

/** How often the host looks for output that the guest did not announce: a program that prints and then computes. */
const LOOK_INTERVAL_MS = 20;

/** Takes the bytes; a promise holds back the guest until it is settled. */
export type OutputSink = (bytes: Uint8Array) => void | Promise<void>;

export interface OutputPump {
  /** Looks into the ring now. */
  wake(): void;
  /** Hands over everything that is in the ring, then stops; also after the thread is gone. */
  finish(): Promise<void>;
  /** Looks no more. */
  stop(): void;
  bytes(): { readonly stdout: number; readonly stderr: number };
}

/** Moves output from shared memory to the sinks, in order, one write at a time. `onFailure` hears of a sink that fails. */
export function startOutputPump(
  shared: SharedBuffers,
  sinks: { readonly stdout: OutputSink; readonly stderr: OutputSink },
  onFailure: (error: unknown) => void,
): OutputPump {
  const control = new Int32Array(shared.control);
  const reader = outputReader(control, new Uint8Array(shared.output));
  const bytes = { stdout: 0, stderr: 0 };
  let work: Promise<void> | undefined;

  const drain = async (): Promise<void> => {
    for (;;) {
      // Before looking, so that what comes after the last look is announced again.
      Atomics.store(control, Word.outputAnnounced, 0);
      const run = reader.next();
      if (run === undefined) return;
      const name = run.stream === 1 ? "stdout" : "stderr";
      bytes[name] += run.bytes.length;
      await sinks[name](run.bytes);
      reader.release();
    }
  };
  const wake = (): void => {
    if (work !== undefined || reader.isEmpty()) return;
    work = drain()
      .catch(onFailure)
      .finally(() => {
        work = undefined;
      });
  };
  const timer = setInterval(wake, LOOK_INTERVAL_MS);

  return {
    wake,
    bytes: () => ({ ...bytes }),
    stop: () => clearInterval(timer),
    finish: async () => {
      clearInterval(timer);
      await work;
      await drain();
    },
  };
}
