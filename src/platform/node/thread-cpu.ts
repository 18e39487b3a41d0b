import { readFileSync, readlinkSync } from "node:fs";

/**
 * Processor time of one thread in milliseconds. Node 20 tells it for the whole process only, so this reads what Linux
 * accounts: /proc/PID/task/TID/schedstat, whose first number is nanoseconds on a processor (Documentation/scheduler/sched-stats.rst),
 * up to a scheduler tick behind for a thread that is running. The engine's helper threads (compiler, garbage collector)
 * are not in it. Without `procPath`, or on a kernel without these statistics, it is the process's time: an upper bound.
 */
export function threadCpuMs(procPath: string | undefined): number {
  if (procPath !== undefined && /^\d+\/task\/\d+$/.test(procPath)) {
    try {
      return Number(readFileSync(`/proc/${procPath}/schedstat`, "utf8").split(" ")[0]) / 1e6;
    } catch {
      // As where there is no /proc.
    }
  }
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
}

/** Where Linux accounts for the calling thread ("PID/task/TID"); undefined where it does not. */
export function ownProcPath(): string | undefined {
  try {
    const path = readlinkSync("/proc/thread-self");
    readFileSync(`/proc/${path}/schedstat`);
    return path;
  } catch {
    return undefined;
  }
}
