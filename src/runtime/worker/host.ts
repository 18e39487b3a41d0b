import { ToolError } from "../../errors.ts";
import type { Limits } from "../../policy/policy.ts";
import type { Changes } from "../fs/changes.ts";
import { startDeadline } from "../limits/deadline.ts";
import { type FatalTexts, fatalTextScanner } from "../limits/fatal-text.ts";
import { PAGE_BYTES } from "../limits/pages.ts";
import { Big, recycleBuffers, type SharedBuffers, sharedBuffers, Word } from "./control.ts";
import { type OutputSink, startOutputPump } from "./output-pump.ts";
import {
  type GuestEnd,
  type GuestMessage,
  type MeterReading,
  type Note,
  needsPreparation,
  type StartMessage,
} from "./protocol.ts";
import { type StdinSource, startStdinPump } from "./stdin-pump.ts";

/** Threads of the platform that can be ended whatever runs in them. */
export interface GuestThreads {
  start(events: ThreadEvents): GuestThread;
}

export interface ThreadEvents {
  readonly onMessage: (message: GuestMessage) => void;
  /** The thread ended without being told to. */
  readonly onFailure: (failure: ThreadFailure) => void;
}

export interface ThreadFailure {
  readonly error: Error;
  /** The thread's own heap was exhausted: the guest's doing, not a bug. */
  readonly outOfMemory: boolean;
}

export interface GuestThread {
  post(message: StartMessage): void;
  /** Processor time of the thread since it was ready, in milliseconds. */
  cpuMs(): number;
  /** Ends the thread at once, also in a loop without calls or asleep; resolves when it is gone. */
  terminate(): Promise<void>;
}

/** Why the host ended the thread. */
export type KillReason = "timeout" | "cancelled" | "thread-memory";

/** A run as it was seen from outside. */
export interface Supervised {
  readonly end: GuestEnd | { readonly how: "killed"; readonly why: KillReason };
  readonly meter: MeterReading;
  /** False when the guest was computing as it was killed: the counter was last seen some time before. */
  readonly fuelIsExact: boolean;
  readonly memoryPeakBytes: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly stdoutBytes: number;
  readonly stderrBytes: number;
  readonly fatalTexts: FatalTexts;
  readonly notes: readonly { readonly note: Note; readonly count: number }[];
  /** What the guest changed in memory; undefined when it was killed, or nobody asked. */
  readonly changes?: Changes | undefined;
}

export interface SuperviseOptions {
  /** May still be compiling while the thread is started. */
  readonly start: Promise<Omit<StartMessage, "kind" | "shared">>;
  readonly limits: Pick<Limits, "timeoutMs">;
  readonly stdin: StdinSource | undefined;
  readonly onStdout: OutputSink;
  readonly onStderr: OutputSink;
  /** Moments of the output (see moments.ts), and the log of a recording, in any pieces. */
  readonly onMoments?: OutputSink | undefined;
  readonly onLog?: OutputSink | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Runs a guest in a thread of its own until it ends or a limit ends it. What the guest wrote before is delivered in
 * every case. Throws what a sink or the input threw, and on a defect of the thread's own code.
 */
export async function superviseGuest(options: SuperviseOptions, threads: GuestThreads): Promise<Supervised> {
  const run = new SupervisedRun(options, threads);
  try {
    return await run.result();
  } finally {
    await run.release();
  }
}

type Ended = Extract<GuestMessage, { kind: "ended" }>;
type Conclusion = Ended | { readonly kind: "killed"; readonly why: KillReason };

/** One guest's thread and everything that watches it. */
class SupervisedRun {
  readonly #options: SuperviseOptions;
  readonly #shared: SharedBuffers = sharedBuffers();
  readonly #control = new Int32Array(this.#shared.control);
  readonly #texts = fatalTextScanner();
  readonly #notes: Note[] = [];
  readonly #output;
  readonly #stdin;
  readonly #thread: GuestThread;
  readonly #conclusion: Promise<Conclusion>;
  #conclude!: (conclusion: Conclusion) => void;
  #fail!: (error: unknown) => void;
  #changes: Changes | undefined;
  #startMs: number | undefined;
  #endMs: number | undefined;
  /** Nobody writes into the shared buffers any more: not the thread, and no pump that still waits for its other end. */
  #isUntouched = false;
  #stopDeadline: () => void = () => undefined;
  readonly #onAbort = (): void => this.#conclude({ kind: "killed", why: "cancelled" });

  constructor(options: SuperviseOptions, threads: GuestThreads) {
    this.#options = options;
    this.#conclusion = new Promise((resolve, reject) => {
      this.#conclude = resolve;
      this.#fail = reject;
    });
    // Failures are also awaited while output is drained; without this they would count as unhandled before that.
    this.#conclusion.catch(() => undefined);
    options.start.catch(() => undefined);
    // First, as it may fail; its messages come later.
    this.#thread = threads.start({
      onMessage: (message) => this.#receive(message),
      onFailure: ({ error, outOfMemory }) => {
        if (outOfMemory) this.#conclude({ kind: "killed", why: "thread-memory" });
        else this.#fail(error);
      },
    });
    const stderr = async (bytes: Uint8Array): Promise<void> => {
      this.#texts.push(bytes);
      await options.onStderr(bytes);
    };
    const sinks = { stdout: options.onStdout, stderr, moments: options.onMoments, log: options.onLog };
    this.#output = startOutputPump(this.#shared, sinks, this.#fail);
    this.#stdin = startStdinPump(this.#shared, options.stdin, this.#fail);
    options.signal?.addEventListener("abort", this.#onAbort);
    if (options.signal?.aborted === true) this.#onAbort();
  }

  async result(): Promise<Supervised> {
    // A module that does not compile need not wait for the thread.
    this.#options.start.catch(this.#fail);
    const conclusion = await this.#conclusion;
    this.#endMs = performance.now();
    this.#stopDeadline();
    const gone = this.#thread.terminate();
    const cpuMs = this.#thread.cpuMs();
    await gone;
    const { signal } = this.#options;
    const isTaken = await this.#output.finish(() => conclusion.kind === "killed" || signal?.aborted === true);
    this.#isUntouched = isTaken && this.#options.stdin === undefined && hasExited(conclusion);
    rethrow(conclusion);
    const { stdout, stderr } = this.#output.bytes();
    return {
      ...this.#endOf(conclusion),
      memoryPeakBytes: Atomics.load(this.#control, Word.memoryPages) * PAGE_BYTES,
      wallMs: this.#wallMs(conclusion),
      cpuMs,
      stdoutBytes: stdout,
      stderrBytes: stderr,
      fatalTexts: this.#texts.texts(),
      notes: this.#notes.map((note) => ({
        note,
        count: Atomics.load(this.#control, Word.notes + note.slot),
      })),
      changes: this.#changes,
    };
  }

  async release(): Promise<void> {
    this.#stopDeadline();
    this.#options.signal?.removeEventListener("abort", this.#onAbort);
    this.#stdin.stop();
    this.#output.stop();
    await this.#thread.terminate();
    if (this.#isUntouched) recycleBuffers(this.#shared);
  }

  #receive(message: GuestMessage): void {
    switch (message.kind) {
      case "ready":
        this.#options.start
          .then((start) => {
            this.#thread.post({ ...start, kind: "start", shared: this.#shared });
            if (!needsPreparation(start)) this.#started();
          })
          .catch(this.#fail);
        return;
      case "started":
        this.#started();
        return;
      case "output":
        this.#output.wake();
        return;
      case "stdin":
        this.#stdin.wake();
        return;
      case "changes":
        this.#changes = message.changes;
        return;
      case "note":
        this.#notes.push(message.note);
        return;
      case "ended":
        this.#conclude(message);
    }
  }

  #started(): void {
    // A run that was cancelled while its module was compiled must leave no timer.
    if (this.#endMs !== undefined) return;
    this.#startMs = performance.now();
    this.#stopDeadline = startDeadline(
      this.#options.limits.timeoutMs,
      () => Atomics.load(this.#control, Word.pausedMs),
      () => this.#conclude({ kind: "killed", why: "timeout" }),
    );
  }

  /** As the thread measured it, or, for a thread that was killed, as it looked from here. */
  #wallMs(conclusion: Conclusion): number {
    if (conclusion.kind === "ended") return conclusion.wallMs;
    return this.#startMs === undefined ? 0 : this.#endMs! - this.#startMs;
  }

  #endOf(conclusion: Conclusion): Pick<Supervised, "end" | "meter" | "fuelIsExact"> {
    if (conclusion.kind === "ended")
      return { end: conclusion.end, meter: conclusion.meter, fuelIsExact: true };
    const seen = Atomics.load(this.#control, Word.fuelSeen) === 1;
    const remaining = Atomics.load(new BigInt64Array(this.#shared.control), Big.fuelRemaining);
    return {
      end: { how: "killed", why: conclusion.why },
      meter: { fuelRemaining: seen ? remaining : undefined, stop: 0, memoryDenied: undefined },
      fuelIsExact: Atomics.load(this.#control, Word.waiting) === 1,
    };
  }
}

function hasExited(conclusion: Conclusion): boolean {
  return conclusion.kind === "ended" && conclusion.end.how === "exit";
}

/** Ends that are no outcome of the guest: a mistake of the user that the thread found, a defect of ours. */
function rethrow(conclusion: Conclusion): void {
  if (conclusion.kind !== "ended") return;
  const { end } = conclusion;
  if (end.how === "tool-error")
    throw new ToolError(end.code, end.message, end.hint === undefined ? {} : { hint: end.hint });
  if (end.how === "fault") throw new Error(`defect in the guest's thread: ${end.stack}`);
}
