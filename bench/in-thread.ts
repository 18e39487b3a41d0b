import { createFileSystem } from "../src/runtime/fs/create.ts";
import { createWasi } from "../src/runtime/wasi/create.ts";
import { GuestExit, type WasiHost } from "../src/runtime/wasi/host.ts";

/** What a metered guest wants of its host. */
export interface Metering {
  readonly imports?: WebAssembly.Imports;
  /** Called before the guest starts. */
  readonly begin?: (exports: WebAssembly.Exports) => void;
}

/** Runs `_start` in this thread with output thrown away, so that the time measured is the guest's; throws unless it exits with 0. */
export function startInThread(
  module: WebAssembly.Module,
  args: readonly string[],
  { imports, begin }: Metering = {},
): void {
  const { functions, bindMemory } = createWasi(quietHost(args));
  const instance = new WebAssembly.Instance(module, { wasi_snapshot_preview1: functions, ...imports });
  const { memory, _start } = instance.exports as { memory: WebAssembly.Memory; _start: () => void };
  begin?.(instance.exports);
  bindMemory(memory);
  try {
    _start();
  } catch (error) {
    if (!(error instanceof GuestExit) || error.exitCode !== 0) throw error;
  }
}

function quietHost(args: readonly string[]): WasiHost {
  const started = process.hrtime.bigint();
  const nowNs = (): bigint => process.hrtime.bigint() - started + 1n;
  return {
    args,
    environment: [],
    clock: {
      nowNs,
      writeNowNs: (_, view, offset) => view.setBigUint64(offset, nowNs(), true),
      resolutionNs: 1n,
      sleepNs: (durationNs) => {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(durationNs) / 1e6);
      },
    },
    random: (target) => target.fill(7),
    streams: { readStdin: () => 0, waitStdin: () => true, write: () => undefined, flush: () => undefined },
    fileSystem: createFileSystem({ mounts: [], clockNs: nowNs }),
    rules: new Map(),
    unmounted: 44,
    onDenied: () => undefined,
  };
}
