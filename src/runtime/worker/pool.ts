import type { GuestThread, GuestThreads, ThreadEvents } from "./host.ts";

/**
 * A thread is used for so many guests and then replaced, so that nothing that a run leaves behind in the engine's heap of
 * that thread can add up (in 6,000 runs of hello nothing did). A replacement costs as much as some 50 runs of a small
 * program, most of it until the engine has optimised our code again.
 */
const MOST_RUNS = 10_000;

/** Threads that are started ahead, each lent to one guest at a time. */
export interface ThreadPool {
  /**
   * Waits for a free thread and lends it for one run. Undefined when the signal is aborted before. Rejects when a thread
   * cannot be started, and once the pool is closed.
   */
  lend(signal: AbortSignal | undefined): Promise<Loan | undefined>;
  /** Ends all threads; those who wait for one, or for one to finish, hear of it as a failure. */
  close(): Promise<void>;
}

export interface Loan {
  /** Can start one thread. */
  readonly threads: GuestThreads;
  /** Gives the thread back if it was not started, as for a guest that was refused. */
  readonly giveBack: () => void;
}

/**
 * Keeps `size` threads. A thread goes back to the pool only when its guest ended by itself, by exit, and had no functions
 * of the caller's: after a kill, a trap or any other end it is ended too, and another takes its place. Throws what starting a thread throws.
 */
export function threadPool(threads: GuestThreads, size: number): ThreadPool {
  return new Pool(threads, size);
}

/** A thread of the pool and whom it serves now. */
interface Warm {
  /** It loaded functions of the caller's, which may keep state, and guests share none. */
  isUsedUp: boolean;
  readonly thread: GuestThread;
  events: ThreadEvents | undefined;
  runs: number;
  /** Its guest exited, and nothing of it runs any more. */
  isClean: boolean;
}

interface Waiting {
  readonly resolve: (loan: Loan | undefined) => void;
  readonly reject: (error: unknown) => void;
}

class Pool implements ThreadPool {
  readonly #threads: GuestThreads;
  readonly #size: number;
  readonly #all = new Set<Warm>();
  readonly #idle: Warm[] = [];
  readonly #waiting: Waiting[] = [];
  #isClosed = false;

  constructor(threads: GuestThreads, size: number) {
    this.#threads = threads;
    this.#size = size;
    this.#fill();
  }

  async lend(signal: AbortSignal | undefined): Promise<Loan | undefined> {
    if (this.#isClosed) throw closed();
    if (signal?.aborted === true) return undefined;
    let onAbort: (() => void) | undefined;
    try {
      return await new Promise((resolve, reject) => {
        const waiting: Waiting = { resolve, reject };
        onAbort = () => {
          const at = this.#waiting.indexOf(waiting);
          if (at >= 0) this.#waiting.splice(at, 1);
          if (at >= 0) resolve(undefined);
        };
        signal?.addEventListener("abort", onAbort);
        this.#waiting.push(waiting);
        this.#fill();
        this.#serve();
      });
    } finally {
      if (onAbort !== undefined) signal?.removeEventListener("abort", onAbort);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { reject } of this.#waiting.splice(0)) reject(closed());
    const all = [...this.#all];
    this.#all.clear();
    // A thread that is ended says nothing any more, so whoever waits for it is told here.
    for (const { events } of all) events?.onFailure({ error: closed(), outOfMemory: false });
    await Promise.all(all.map(({ thread }) => thread.terminate()));
  }

  #fill(): void {
    while (this.#all.size < this.#size && !this.#isClosed) this.#all.add(this.#start());
  }

  #start(): Warm {
    const warm: Warm = {
      isUsedUp: false,
      events: undefined,
      runs: 0,
      isClean: false,
      thread: this.#threads.start({
        onMessage: (message) => {
          if (message.kind === "ready") return this.#free(warm);
          warm.isClean = message.kind === "ended" && message.end.how === "exit";
          warm.events?.onMessage(message);
        },
        onFailure: (failure) => {
          if (!this.#all.delete(warm)) return;
          warm.isClean = false;
          if (warm.events !== undefined) warm.events.onFailure(failure);
          else this.#lost(warm, failure.error);
        },
      }),
    };
    return warm;
  }

  /** A thread that fails unused would fail again: whoever waits is told, and the next to come tries anew. */
  #lost(warm: Warm, error: Error): void {
    const at = this.#idle.indexOf(warm);
    if (at >= 0) this.#idle.splice(at, 1);
    else this.#waiting.shift()?.reject(error);
  }

  #free(warm: Warm): void {
    if (this.#isClosed) return;
    this.#idle.push(warm);
    this.#serve();
  }

  #serve(): void {
    while (this.#idle.length > 0 && this.#waiting.length > 0) {
      const warm = this.#idle.shift()!;
      this.#waiting.shift()!.resolve(this.#loan(warm));
    }
  }

  #loan(warm: Warm): Loan {
    let isOpen = true;
    const take = (): boolean => {
      const wasOpen = isOpen;
      isOpen = false;
      return wasOpen;
    };
    return {
      threads: {
        start: (events) => {
          if (!take()) throw new Error("a thread is lent for one run");
          if (this.#isClosed) throw closed();
          return this.#lendTo(warm, events);
        },
      },
      giveBack: () => {
        if (take()) this.#free(warm);
      },
    };
  }

  #lendTo(warm: Warm, events: ThreadEvents): GuestThread {
    warm.events = events;
    warm.runs += 1;
    warm.isClean = false;
    const startCpuMs = warm.thread.cpuMs();
    let end: { readonly cpuMs: number; readonly done: Promise<void> } | undefined;
    const cpuMs = (): number => end?.cpuMs ?? Math.max(0, warm.thread.cpuMs() - startCpuMs);
    // As a thread of its own would: after the one who starts it has it in hand.
    queueMicrotask(() => events.onMessage({ kind: "ready" }));
    return {
      post: (message) => {
        warm.isUsedUp = message.hostModules.length > 0;
        warm.thread.post(message);
      },
      cpuMs,
      terminate: () => {
        end ??= { cpuMs: cpuMs(), done: this.#takeBack(warm) };
        return end.done;
      },
    };
  }

  async #takeBack(warm: Warm): Promise<void> {
    warm.events = undefined;
    const isFresh = warm.isClean && !warm.isUsedUp && warm.runs < MOST_RUNS;
    if (isFresh && this.#all.has(warm)) return this.#free(warm);
    this.#all.delete(warm);
    const gone = warm.thread.terminate();
    this.#fill();
    await gone;
  }
}

function closed(): Error {
  return new Error("the pool is closed");
}
