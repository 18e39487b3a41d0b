import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { resourceUsage } from "node:process";

/**
 * CPU milliseconds (user and system) of a child process and its children, through the difference of the shell's `times`.
 * Throws when the child fails, so that a crash never counts as fast.
 */
export function childCpuMs(command: string): number {
  const { stderr, status } = spawnSync(
    "bash",
    ["-c", `TIMEFORMAT='%U %S'; time { ${command} >/dev/null 2>/dev/null; }`],
    {
      encoding: "utf8",
    },
  );
  if (status !== 0) throw new Error(`${command} failed with ${status}`);
  const [user = 0, system = 0] = (stderr.trim().split("\n").at(-1) ?? "").split(" ").map(Number);
  return (user + system) * 1000;
}

/** What the numbers were measured on, for the head of every table. */
export function machineLine(): string {
  const cpu = existsSync("/proc/cpuinfo")
    ? (readFileSync("/proc/cpuinfo", "utf8").match(/model name\s*: (.*)/)?.[1] ?? "")
    : "";
  const go = execFileSync("go", ["version"], { encoding: "utf8" }).trim();
  return `node ${process.version}, ${go}, ${cpu}, peak ${Math.round(resourceUsage().maxRSS / 1024)} MiB`;
}
