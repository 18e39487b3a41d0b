import { readFileSync } from "node:fs";

/**
 * Processor time of one thread in milliseconds. Node 20 tells it for the whole process only, so this reads what Linux
 * accounts: /proc/PID/task/TID/schedstat, whose first number is nanoseconds on a processor (Documentation/scheduler/sched-stats.rst),
 * up to a scheduler tick behind for a thread that is running. Elsewhere it is the process's time, which is an upper bound.
 * The engine's helper threads (compiler, garbage collector) are not counted on Linux.
 */
export function threadCpuMs(procPath: string | undefined): number {
  if (procPath !== undefined && /^\d+\/task\/\d+$/.test(procPath)) {
    try {
      return Number(readFileSync(`/proc/${procPath}/schedstat`, "utf8").split(" ")[0]) / 1e6;
    } catch {
      // A kernel without scheduler statistics, or a thread that is gone.
    }
  }
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
}
