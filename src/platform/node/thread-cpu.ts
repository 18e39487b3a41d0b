import { closeSync, openSync, readlinkSync, readSync } from "node:fs";

/** The processor time of one thread. */
export interface ThreadCpu {
  /** So far, in milliseconds. */
  ms(): number;
  /** Gives back what the reading holds; afterwards `ms` is that of the whole process. */
  close(): void;
}

/** A number of nanoseconds has at most 19 digits. */
const LINE_BYTES = 64;

/**
 * Processor time of one thread in milliseconds. Node 20 tells it for the whole process only, so this reads what Linux
 * accounts: /proc/PID/task/TID/schedstat, whose first number is nanoseconds on a processor (Documentation/scheduler/sched-stats.rst),
 * up to a scheduler tick behind for a thread that is running. The file is kept open, as opening it takes ten times as long
 * as reading. The engine's helper threads (compiler, garbage collector) are not in it. Without `procPath`, or on a kernel
 * without these statistics, it is the process's time: an upper bound.
 */
export function watchThreadCpu(procPath: string | undefined): ThreadCpu {
  let file = procPath !== undefined && /^\d+\/task\/\d+$/.test(procPath) ? open(procPath) : undefined;
  const line = Buffer.alloc(LINE_BYTES);
  const close = (): void => {
    if (file !== undefined) closeSync(file);
    file = undefined;
  };
  return {
    close,
    ms: () => {
      if (file === undefined) return processMs();
      try {
        const bytes = readSync(file, line, 0, LINE_BYTES, 0);
        return Number(line.toString("latin1", 0, bytes).split(" ")[0]) / 1e6;
      } catch {
        // The thread has ended.
        return processMs();
      }
    },
  };
}

function open(procPath: string): number | undefined {
  try {
    return openSync(`/proc/${procPath}/schedstat`, "r");
  } catch {
    return undefined;
  }
}

function processMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
}

/** Where Linux accounts for the calling thread ("PID/task/TID"); undefined where it does not. */
export function ownProcPath(): string | undefined {
  try {
    const path = readlinkSync("/proc/thread-self");
    closeSync(openSync(`/proc/${path}/schedstat`, "r"));
    return path;
  } catch {
    return undefined;
  }
}
