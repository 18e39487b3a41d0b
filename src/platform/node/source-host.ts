import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  type Stats,
} from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { cwd, stdin } from "node:process";
import { setImmediate as nextTurn } from "node:timers/promises";
import { ToolError } from "../../errors.ts";
import type { EntryKind, SourceHost } from "../../source/source-host.ts";

/** Small files are read about five times faster by blocking calls; this often the event loop still gets its turn. */
const LONGEST_TURN_MS = 15;

/** Source of this machine. Reads only what it is asked for and never changes anything. */
export function nodeSourceHost(): SourceHost {
  const turn = newTurn();
  return {
    workingDirectory: () => slashed(cwd()),
    canonical: (path) => slashed(canonical(resolve(path))),
    lstat: async (path) => {
      const facts = attempt(() => lstatSync(path));
      return facts === undefined ? undefined : { kind: kindOf(facts), bytes: facts.size };
    },
    readdir: async (path) => {
      await turn();
      return readdirSync(path, { withFileTypes: true })
        .map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    realpath: async (path) => {
      const real = attempt(() => realpathSync.native(path));
      return real === undefined ? undefined : slashed(real);
    },
    readFile: async (path, limitBytes) => {
      await turn();
      return readRegularFile(path, limitBytes);
    },
    readStdin,
  };
}

function newTurn(): () => Promise<void> {
  let started = performance.now();
  return async () => {
    if (performance.now() - started < LONGEST_TURN_MS) return;
    await nextTurn();
    started = performance.now();
  };
}

/** O_NONBLOCK keeps a FIFO that took the place of a file from blocking us in open(2). */
function readRegularFile(path: string, limitBytes: number): Uint8Array {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    throw readError(path, error);
  }
  try {
    const facts = fstatSync(file);
    if (!facts.isFile()) throw notAFile(path, facts.isDirectory());
    if (facts.size > limitBytes) throw tooLarge(path, limitBytes);
    return readAll(file, facts.size, path, limitBytes);
  } catch (error) {
    throw error instanceof ToolError ? error : readError(path, error);
  } finally {
    closeSync(file);
  }
}

/** Files of /proc say that they have 0 bytes, and any file may grow: so it reads until the end, wherever that is. */
function readAll(file: number, expectedBytes: number, path: string, limitBytes: number): Uint8Array {
  let target = new Uint8Array(expectedBytes + 1);
  let length = 0;
  for (;;) {
    const count = readSync(file, target, length, target.length - length, null);
    if (count === 0) return target.subarray(0, length);
    length += count;
    if (length > limitBytes) throw tooLarge(path, limitBytes);
    if (length < target.length) continue;
    const larger = new Uint8Array(Math.max(64 * 1024, target.length * 2));
    larger.set(target);
    target = larger;
  }
}

async function readStdin(limitBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > limitBytes) throw tooLarge("standard input", limitBytes);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function canonical(path: string): string {
  const real = attempt(() => realpathSync.native(path));
  if (real !== undefined) return real;
  const folder = dirname(path);
  return folder === path ? path : join(canonical(folder), basename(path));
}

function kindOf(facts: Stats | Dirent): EntryKind {
  if (facts.isFile()) return "file";
  if (facts.isDirectory()) return "folder";
  return facts.isSymbolicLink() ? "link" : "other";
}

function slashed(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function notAFile(path: string, isFolder: boolean): ToolError {
  const what = isFolder ? "a folder" : "a FIFO, device or socket";
  return new ToolError("source/not-a-file", `${path} is ${what}, not a regular file`, {
    hint: "name a regular file; standard input is -",
    place: { file: path },
  });
}

function tooLarge(path: string, limitBytes: number): ToolError {
  return new ToolError("source/too-large", `${path} has more than ${limitBytes} bytes`, {
    hint: "name a smaller file",
    place: { file: path },
  });
}

function readError(path: string, error: unknown): ToolError {
  const errno = (error as NodeJS.ErrnoException).code ?? String(error);
  if (errno === "ENOENT" || errno === "ENOTDIR") {
    return new ToolError("source/no-such-file", `there is no file ${path}`, {
      hint: "check the path",
      place: { file: path },
      cause: error,
    });
  }
  const denied = errno === "EACCES" || errno === "EPERM";
  return new ToolError(
    "source/unreadable",
    `cannot read ${path}: ${denied ? "permission denied" : `the system said ${errno}`}`,
    {
      hint: denied ? "give yourself permission to read it" : "check the file and its disk",
      place: { file: path },
      cause: error,
    },
  );
}
