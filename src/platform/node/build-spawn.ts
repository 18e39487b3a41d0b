import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import process, { platform } from "node:process";
import type { Readable } from "node:stream";
import type { Command, CommandLimits, CommandResult } from "../../build/host.ts";
import { folderBytes, groupResidentBytes } from "./build-watch.ts";

const WATCH_INTERVAL_MS = 250;
/** The unit of `ulimit -f` in every POSIX shell. */
const BLOCK_BYTES = 512;
/** Builds stand back behind what the user is doing. */
const NICENESS = 10;

/**
 * Runs a program in a process group of its own, with exactly the given environment and no input. Address space, file size and
 * processor time are limited by the system where there is a POSIX shell; time, real memory and the watched folder by looking
 * on. When a limit is met the whole group is killed. Rejects only when the program cannot be started.
 */
export async function runCommand(command: Command): Promise<CommandResult> {
  if (command.signal?.aborted) return { ended: "cancelled", exitCode: 137, stdout: "", stderr: "" };
  const { program, args } = limited(command);
  const child = spawn(program, args, {
    cwd: command.folder,
    env: command.environment,
    stdio: ["ignore", "pipe", "pipe"],
    detached: platform !== "win32",
    windowsHide: true,
  });
  return superviseChild(child, command);
}

async function superviseChild(child: ChildProcess, { limits, signal }: Command): Promise<CommandResult> {
  let ended: CommandResult["ended"] = "exited";
  const stop = (reason: CommandResult["ended"]): void => {
    if (ended === "exited") ended = reason;
    killGroup(child);
  };
  const cancel = (): void => stop("cancelled");
  const killOnExit = (): void => killGroup(child);
  const timer = setTimeout(() => stop("timed-out"), limits.timeLimitMs);
  const watcher = setInterval(
    () => void overdrawn(child, limits).then((what) => what && stop(what)),
    WATCH_INTERVAL_MS,
  );
  signal?.addEventListener("abort", cancel, { once: true });
  // First of all: nothing must write any more where others then remove.
  process.prependOnceListener("exit", killOnExit);
  try {
    const [stdout, stderr, exitCode] = await Promise.all([
      collect(child.stdout, limits.outputLimitBytes),
      collect(child.stderr, limits.outputLimitBytes),
      exit(child),
    ]);
    return { ended, exitCode, stdout, stderr };
  } finally {
    clearTimeout(timer);
    clearInterval(watcher);
    signal?.removeEventListener("abort", cancel);
    process.removeListener("exit", killOnExit);
    killGroup(child);
  }
}

/** The command behind a shell that lowers its own limits first; a limit that the system does not know is passed over. */
function limited({ program, args, limits }: Command): { program: string; args: string[] } {
  if (platform === "win32") return { program, args: [...args] };
  const { addressSpaceBytes, fileBytes, timeLimitMs } = limits;
  const lines = ["ulimit -c 0", `ulimit -t ${Math.ceil(timeLimitMs / 1000) * 8 + 60}`];
  if (addressSpaceBytes !== undefined) lines.push(`ulimit -v ${Math.floor(addressSpaceBytes / 1024)}`);
  if (fileBytes !== undefined) lines.push(`ulimit -f ${Math.ceil(fileBytes / BLOCK_BYTES)}`);
  const script = [
    ...lines.map((line) => `${line} 2>/dev/null || :`),
    `for nice in /usr/bin/nice /bin/nice; do [ -x $nice ] && exec $nice -n ${NICENESS} "$@"; done`,
    'exec "$@"',
  ].join("\n");
  return { program: "/bin/sh", args: ["-c", script, "sh", program, ...args] };
}

async function overdrawn(child: ChildProcess, limits: CommandLimits): Promise<"memory" | "disk" | undefined> {
  const { residentBytes, watchedFolder } = limits;
  if (child.pid === undefined || child.exitCode !== null) return undefined;
  if (residentBytes !== undefined && (await groupResidentBytes(child.pid)) > residentBytes) return "memory";
  if (watchedFolder === undefined) return undefined;
  return (await folderBytes(watchedFolder.path)) > watchedFolder.limitBytes ? "disk" : undefined;
}

/** A negative id names the group, so that compilers started by the go command end with it. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (platform !== "win32") process.kill(-child.pid, "SIGKILL");
    else if (child.exitCode === null)
      spawn("taskkill", ["/pid", String(child.pid), "/T", "/F"], { stdio: "ignore" });
  } catch {
    // Nobody is left in the group.
  }
}

function exit(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) =>
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    );
  });
}

/** Reads all there is, so that the writer never blocks, and keeps the beginning. */
async function collect(stream: Readable | null, limitBytes: number): Promise<string> {
  const kept: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream ?? []) {
    if (bytes < limitBytes) kept.push((chunk as Buffer).subarray(0, limitBytes - bytes));
    bytes += (chunk as Buffer).length;
  }
  return Buffer.concat(kept).toString("utf8");
}
