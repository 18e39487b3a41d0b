import type { ImportRule } from "../../../src/policy/policy.ts";
import { createFileSystem } from "../../../src/runtime/fs/create.ts";
import type { FileSystemOptions } from "../../../src/runtime/fs/file-system.ts";
import { Errno } from "../../../src/runtime/wasi/errno.ts";
import type { Clock, Streams, WasiHost } from "../../../src/runtime/wasi/host.ts";

/** 2009-11-10T23:00:00Z, as on the Go Playground. */
export const START_NS = 1_257_894_000_000_000_000n;

export interface TestHostOptions {
  readonly args?: readonly string[];
  readonly environment?: readonly string[];
  readonly stdin?: string;
  readonly rules?: ReadonlyMap<string, ImportRule>;
  readonly unmounted?: WasiHost["unmounted"];
  readonly terminals?: WasiHost["terminals"];
  readonly fileSystem?: Partial<FileSystemOptions>;
}

export interface TestHost extends WasiHost {
  readonly denials: readonly string[];
  /** What happened, in order: `write 1`, `flush`, `sleep 5`, `wait`. */
  readonly log: readonly string[];
  readonly clock: Clock & { nowNs(id: 0 | 1): bigint };
  output(stream: 1 | 2): string;
}

/** A host for tests: a virtual clock that only sleeping moves, seeded random, streams in memory. */
export function testHost(options: TestHostOptions = {}): TestHost {
  const log: string[] = [];
  const denials: string[] = [];
  const clock = virtualClock(log);
  const written = { 1: [] as Uint8Array[], 2: [] as Uint8Array[] };
  let random = 1;
  return {
    args: options.args ?? ["guest"],
    environment: options.environment ?? [],
    clock,
    random: (target) => {
      for (let index = 0; index < target.length; index++) {
        random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
        target[index] = random >>> 16;
      }
    },
    streams: memoryStreams(options.stdin ?? "", written, log),
    fileSystem: createFileSystem({ mounts: [], clockNs: () => clock.nowNs(0), ...options.fileSystem }),
    rules: options.rules ?? new Map(),
    terminals: options.terminals,
    unmounted: options.unmounted ?? Errno.ENOENT,
    onDenied: (name, flag) => denials.push(`${name} ${flag}`),
    denials,
    log,
    output: (stream) => Buffer.concat(written[stream]).toString("utf8"),
  };
}

function virtualClock(log: string[]): Clock {
  let elapsedNs = 1n;
  const nowNs = (id: 0 | 1) => (id === 0 ? START_NS : 0n) + elapsedNs;
  return {
    nowNs,
    resolutionNs: 1n,
    writeNowNs: (id, view, offset) => {
      elapsedNs += 100n;
      view.setBigUint64(offset, nowNs(id), true);
    },
    sleepNs: (durationNs) => {
      log.push(`sleep ${durationNs}`);
      elapsedNs += durationNs;
    },
  };
}

function memoryStreams(stdin: string, written: Record<1 | 2, Uint8Array[]>, log: string[]): Streams {
  let input = new TextEncoder().encode(stdin);
  return {
    readStdin: (target) => {
      const bytes = Math.min(target.length, input.length);
      target.set(input.subarray(0, bytes));
      input = input.subarray(bytes);
      return bytes;
    },
    waitStdin: (timeoutNs) => {
      log.push(`wait ${timeoutNs}`);
      return true;
    },
    write: (stream, bytes) => {
      log.push(`write ${stream}`);
      written[stream].push(bytes.slice());
    },
    flush: () => {
      log.push("flush");
    },
  };
}
