import { env, stderr, stdin, stdout } from "node:process";
import { nodeBuildHost } from "../src/platform/node/build-host.ts";
import { nodePlatform } from "../src/platform/node.ts";
import type { Io } from "./command.ts";

/** A line that appears sooner only flickers. */
const PROGRESS_DELAY_MS = 300;
const DEFAULT_WIDTH = 100;

/** The streams and facts of this process's terminal. */
export function terminalIo(colorFlag: string, quiet: boolean, version: string, signal: AbortSignal): Io {
  // What takes long and happens once (fetching Go, compiling its standard library) is told on any stderr, also of CI.
  const progress = (message: string): void => void (quiet || stderr.write(`${message}\n`));
  return {
    writeOut: (data) => write(stdout, data),
    writeError: (data) => write(stderr, data),
    stdin,
    color: { stdout: wantsColor(colorFlag, stdout.isTTY), stderr: wantsColor(colorFlag, stderr.isTTY) },
    width: stdout.columns ?? DEFAULT_WIDTH,
    progress: quiet || !stderr.isTTY || env["CI"] !== undefined ? () => () => undefined : showProgress,
    environment: env,
    platform: nodePlatform(nodeBuildHost({ progress })),
    version,
    signal,
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

/** Resolves when the stream took the data, so that a slow reader slows the writer; a closed pipe is the reader's choice. */
function write(stream: NodeJS.WriteStream, data: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(data, (error) => {
      if (error && (error as NodeJS.ErrnoException).code !== "EPIPE") reject(error);
      else resolve();
    });
  });
}
