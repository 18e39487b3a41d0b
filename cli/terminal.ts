import { once } from "node:events";
import { env, stderr, stdin, stdout } from "node:process";
import { setTimeout as delay } from "node:timers/promises";
import { isatty } from "node:tty";
import { ToolError } from "../src/errors.ts";
import { nodeBuildHost } from "../src/platform/node/build-host.ts";
import { nodePlatform } from "../src/platform/node.ts";
import type { Platform } from "../src/platform/platform.ts";
import type { Io } from "./command.ts";
import { PATIENCE_MS } from "./impatient.ts";
import type { Interrupts } from "./interrupts.ts";

/** A line that appears sooner only flickers. */
const PROGRESS_DELAY_MS = 300;
const DEFAULT_WIDTH = 100;

/** The first write to a closed pipe fails with EPIPE, the later ones because Node then closes the stream. */
const READER_GONE: ReadonlySet<string> = new Set(["EPIPE", "ERR_STREAM_DESTROYED"]);

/** The streams and facts of this process's terminal. */
export function terminalIo(colorFlag: string, quiet: boolean, version: string, interrupts: Interrupts): Io {
  const { signal, letSignalsKill } = interrupts;
  // What takes long and happens once (fetching Go, compiling its standard library) is told on any stderr, also of CI.
  const progress = (message: string): void => void (quiet || stderr.write(`${message}\n`));
  return {
    writeOut: (data) => withinPatience(writeOut(data), signal),
    // What cannot be said cannot be complained about either.
    writeError: (data) => withinPatience(write(stderr, data), signal).then(ignore, ignore),
    stdin,
    color: { stdout: wantsColor(colorFlag, stdout.isTTY), stderr: wantsColor(colorFlag, stderr.isTTY) },
    // Undefined, whatever the types say, when it is none.
    isTerminal: { stdin: isatty(0), stdout: stdout.isTTY === true, stderr: stderr.isTTY === true },
    width: stdout.columns ?? DEFAULT_WIDTH,
    progress: quiet || !stderr.isTTY || env["CI"] !== undefined ? () => () => undefined : showProgress,
    environment: env,
    platform: interruptible(nodePlatform(nodeBuildHost({ progress })), signal),
    version,
    signal,
    letSignalsKill,
  };
}

/** NO_COLOR (no-color.org) beats FORCE_COLOR; a flag beats both. */
function wantsColor(flag: string, isTerminal: boolean): boolean {
  if (flag !== "auto") return flag === "always";
  if ((env["NO_COLOR"] ?? "") !== "") return false;
  if ((env["FORCE_COLOR"] ?? "") !== "") return env["FORCE_COLOR"] !== "0";
  return isTerminal && env["TERM"] !== "dumb";
}

function showProgress(text: string): () => void {
  let shown = false;
  const timer = setTimeout(() => {
    shown = true;
    stderr.write(`\r\u001b[2K${text}…`);
  }, PROGRESS_DELAY_MS);
  return () => {
    clearTimeout(timer);
    if (shown) stderr.write("\r\u001b[2K");
  };
}

const WRITE_FAILURES: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  ENOSPC: ["the disk is full", "free some space, then run it again"],
  EDQUOT: ["the disk quota is used up", "free some space, then run it again"],
};

/** Resolves when the stream took the data, so that a slow reader slows the writer. Throws ToolError `output/...`. */
async function writeOut(data: string | Uint8Array): Promise<void> {
  const error = await write(stdout, data);
  if (error === undefined || READER_GONE.has(error.code ?? "")) return;
  const code = error.code ?? error.message;
  const [reason, hint] = WRITE_FAILURES[code] ?? [
    `the system said ${code}`,
    "give it another standard output",
  ];
  throw new ToolError("output/stdout", `cannot write to standard output: ${reason}`, { hint, cause: error });
}

/** A write that ends in any case soon after a signal, then with its reason: the reader may never read. */
async function withinPatience<T>(written: Promise<T>, signal: AbortSignal): Promise<T> {
  const ended = new AbortController();
  const isOver = async (): Promise<never> => {
    if (!signal.aborted) await once(signal, "abort", { signal: ended.signal });
    await delay(PATIENCE_MS, undefined, { signal: ended.signal });
    throw signal.reason;
  };
  written.catch(ignore);
  const over = isOver();
  over.catch(ignore);
  try {
    return await Promise.race([written, over]);
  } finally {
    ended.abort();
  }
}

function ignore(): void {}

function write(
  stream: NodeJS.WriteStream,
  data: string | Uint8Array,
): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    stream.write(data, (error) => resolve(error ?? undefined));
  });
}

/** The source of this machine, whose wait for standard input ends with a signal. */
function interruptible(platform: Platform, signal: AbortSignal): Platform {
  const readStdin = async (limitBytes: number): Promise<Uint8Array> => {
    signal.throwIfAborted();
    const aborted = once(signal, "abort").then(() => Promise.reject(signal.reason));
    return Promise.race([platform.source.readStdin(limitBytes), aborted]);
  };
  return { ...platform, source: { ...platform.source, readStdin } };
}
