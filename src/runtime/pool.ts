import { ToolError } from "../errors.ts";
import { EXIT_CODES, type Outcome, refusedOutcome } from "./outcome.ts";
import { prepareOnce } from "./prepare.ts";
import { type RunOptions, type RunResult, run } from "./run.ts";
import type { GuestThreads } from "./worker/host.ts";
import { threadPool } from "./worker/pool.ts";

/** More threads than this are a slip of the pen: each holds some megabytes and a core while it runs. */
const MOST_THREADS = 256;

export interface PoolOptions {
  /** Guests that run at a time, each in a thread; others wait for their turn. About the number of cores is best. */
  readonly size: number;
}

/** Runs many guests fast: threads are started ahead and modules compiled once. */
export interface GuestPool {
  /**
   * As `run`, with every limit of the policy, in a fresh instance with memory and files of its own. The module is compiled
   * at its first run, known again by the identity of its bytes, which must not change. Aborted before its turn, it ends
   * in the outcome `cancelled`. Throws as `run` does.
   */
  readonly run: (options: RunOptions) => Promise<RunResult>;
  /** Ends all threads, and with them the guests that run: their promises and those of waiting runs are rejected. */
  readonly close: () => Promise<void>;
}

/** Starts a pool of threads for guests. Throws ToolError `runtime/pool-size` for a size that is none. */
export function createPool(threads: GuestThreads, { size }: PoolOptions): GuestPool {
  if (!Number.isInteger(size) || size < 1 || size > MOST_THREADS)
    throw new ToolError("runtime/pool-size", `a pool has 1 to ${MOST_THREADS} threads, not ${size}`, {
      hint: "give it about as many as there are cores",
    });
  const pool = threadPool(threads, size);
  const prepare = prepareOnce();
  return {
    close: () => pool.close(),
    run: async (options) => {
      const loan = await pool.lend(options.signal);
      if (loan === undefined) return { outcome: CANCELLED };
      try {
        return await run(options, loan.threads, prepare);
      } finally {
        loan.giveBack();
      }
    },
  };
}

const CANCELLED: Outcome = {
  ...refusedOutcome("cancelled before its turn", undefined),
  outcome: "cancelled",
  exitCode: EXIT_CODES.stopped,
};
