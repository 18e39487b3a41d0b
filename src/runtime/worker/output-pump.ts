import { type SharedBuffers, Word } from "./control.ts";
import { LOG, MOMENTS, type OutputRun, outputReader } from "./output-ring.ts";

/** How often the host looks for output that the guest did not announce: a program that prints and then computes. */
const LOOK_INTERVAL_MS = 20;

/** Less is left for the next announcement or look: a flood of small writes costs few large ones. */
const WORTHWHILE_BYTES = 32 << 10;

/**
 * So long may output be handed over without a turn for timers and messages: a sink that takes everything at once would
 * otherwise let a guest that writes byte by byte outlive its time limit.
 */
const LONGEST_TURN_MS = 10;

/** After a kill, a sink that takes nothing for so long is given up: its reader must not keep alive what a limit ended. */
const PATIENCE_MS = 500;

/** Takes the bytes; a promise holds back the guest until it is settled. */
export type OutputSink = (bytes: Uint8Array) => void | Promise<void>;

/** Where each stream goes. What nobody wants is dropped. */
export interface OutputSinks {
  readonly stdout: OutputSink;
  readonly stderr: OutputSink;
  readonly moments?: OutputSink | undefined;
  readonly log?: OutputSink | undefined;
}

const SINK_OF = { 1: "stdout", 2: "stderr", [MOMENTS]: "moments", [LOG]: "log" } as const;

export interface OutputPump {
  /** Looks into the ring now. */
  wake(): void;
  /**
   * Hands over everything that is in the ring, then stops; also after the thread is gone. Once `isUrgent`, a sink that takes
   * nothing for half a second ends it too. Tells whether all was taken. Throws what a sink threw.
   */
  finish(isUrgent: () => boolean): Promise<boolean>;
  /** Looks no more. */
  stop(): void;
  bytes(): { readonly stdout: number; readonly stderr: number };
}

/** Moves output from shared memory to the sinks, in order, one write at a time. `onFailure` hears of a sink that fails. */
export function startOutputPump(
  shared: SharedBuffers,
  sinks: OutputSinks,
  onFailure: (error: unknown) => void,
): OutputPump {
  const control = new Int32Array(shared.control);
  const reader = outputReader(control, new Uint8Array(shared.output));
  const bytes = { stdout: 0, stderr: 0, moments: 0, log: 0 };
  let work: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;
  let turnStartMs = 0;
  /** The guest asked while work was under way. */
  let isWanted = false;
  let isFinishing = false;
  let handedOver = 0;

  const handOver = async ({ stream, bytes: data }: OutputRun): Promise<void> => {
    const name = SINK_OF[stream];
    bytes[name] += data.length;
    await sinks[name]?.(data);
    reader.release();
    handedOver += 1;
    if (performance.now() - turnStartMs < LONGEST_TURN_MS) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    turnStartMs = performance.now();
  };
  /** Hands over all that waits now, and goes on while at least so much has come meanwhile. */
  const drain = async (worthwhileBytes: number): Promise<void> => {
    do {
      // Before looking, so that what comes after the look is announced again.
      Atomics.store(control, Word.outputAnnounced, 0);
      for (let dueBytes = reader.pendingBytes(); dueBytes > 0; ) {
        const run = reader.next();
        if (run === undefined) return;
        await handOver(run);
        dueBytes -= run.ringBytes;
      }
    } while (reader.pendingBytes() >= worthwhileBytes);
  };
  /** For a message or a timer, which is a turn of its own. */
  const wakeInNewTurn = (): void => {
    turnStartMs = performance.now();
    wake();
  };
  const wake = (): void => {
    isWanted = true;
    if (work !== undefined || isFinishing || failure !== undefined) return;
    isWanted = false;
    work = drain(WORTHWHILE_BYTES)
      .catch((error) => {
        failure ??= { error };
        onFailure(error);
      })
      .finally(() => {
        work = undefined;
        if (isWanted) wake();
      });
  };
  const deliverRest = async (): Promise<void> => {
    turnStartMs = performance.now();
    await work;
    if (failure !== undefined) throw failure.error;
    await drain(1);
  };
  const timer = setInterval(() => {
    if (reader.pendingBytes() > 0) wakeInNewTurn();
  }, LOOK_INTERVAL_MS);

  return {
    wake: wakeInNewTurn,
    bytes: () => ({ stdout: bytes.stdout, stderr: bytes.stderr }),
    stop: () => clearInterval(timer),
    finish: (isUrgent) => {
      clearInterval(timer);
      isFinishing = true;
      return untilStuck(deliverRest(), () => (isUrgent() ? handedOver : undefined));
    },
  };
}

/** Settles as `work` does, with true, or with false when `progress` stays the same number from one look to the next. */
async function untilStuck(work: Promise<void>, progress: () => number | undefined): Promise<boolean> {
  let before = progress();
  let timer: ReturnType<typeof setInterval> | undefined;
  const stuck = new Promise<false>((resolve) => {
    timer = setInterval(() => {
      const now = progress();
      if (now !== undefined && now === before) resolve(false);
      before = now;
    }, PATIENCE_MS);
  });
  // Given up, it may still fail, which nobody hears.
  work.catch(() => undefined);
  try {
    return await Promise.race([work.then(() => true), stuck]);
  } finally {
    clearInterval(timer);
  }
}
