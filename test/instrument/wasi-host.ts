/**
 * A WASI host for tests that does the same on every run, and the same as its twin in oracle.py: fuel depends on each
 * argument, clock tick and random byte. Files there are none.
 */
const SUCCESS = 0;
const BADF = 8;
const START_NS = 1_700_000_000_000_000_000n;
const CHARACTER_DEVICE = 2;

class Exit extends Error {
  readonly code: number;
  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}

export interface ProgramRun {
  readonly output: string;
  /** undefined after a trap. */
  readonly exitCode: number | undefined;
  readonly trap: string | undefined;
  readonly exports: WebAssembly.Exports;
}

/** Runs `_start`. Takes the arguments without the program's name, which is "prog". */
export async function runProgram(
  wasm: Uint8Array,
  values: readonly string[] = [],
  prepare: (exports: WebAssembly.Exports) => void = () => undefined,
): Promise<ProgramRun> {
  const module = await WebAssembly.compile(wasm as BufferSource);
  const state = { output: "", memory: undefined as WebAssembly.Memory | undefined };
  const wasi = functions(["prog", ...values], state);
  const table: Record<string, unknown> = {};
  for (const { name } of WebAssembly.Module.imports(module)) table[name] = wasi[name] ?? (() => BADF);
  const imports = { wasi_snapshot_preview1: table, sandglass: { on_grow: () => 0 } } as WebAssembly.Imports;
  const { exports } = await WebAssembly.instantiate(module, imports);
  state.memory = exports["memory"] as WebAssembly.Memory;
  prepare(exports);
  const done = { exports, exitCode: undefined, trap: undefined };
  try {
    (exports["_start"] as () => void)();
    return { ...done, output: state.output, exitCode: 0 };
  } catch (error) {
    if (error instanceof Exit) return { ...done, output: state.output, exitCode: error.code };
    if (error instanceof WebAssembly.RuntimeError)
      return { ...done, output: state.output, trap: error.message };
    throw error;
  }
}

type Functions = Record<string, (...values: never[]) => number>;

function functions(
  values: readonly string[],
  state: { output: string; readonly memory: WebAssembly.Memory | undefined },
): Functions {
  const view = (): DataView => new DataView(state.memory!.buffer);
  const bytes = (): Uint8Array => new Uint8Array(state.memory!.buffer);
  let clock = 0n;
  let random = 12_345;
  return {
    args_sizes_get(count: number, size: number) {
      view().setUint32(count, values.length, true);
      view().setUint32(
        size,
        values.reduce((sum, value) => sum + value.length + 1, 0),
        true,
      );
      return SUCCESS;
    },
    args_get(pointers: number, buffer: number) {
      let [pointer, at] = [pointers, buffer];
      for (const value of values) {
        view().setUint32(pointer, at, true);
        bytes().set(new TextEncoder().encode(`${value}\0`), at);
        pointer += 4;
        at += value.length + 1;
      }
      return SUCCESS;
    },
    environ_sizes_get(count: number, size: number) {
      view().setUint32(count, 0, true);
      view().setUint32(size, 0, true);
      return SUCCESS;
    },
    environ_get: () => SUCCESS,
    clock_time_get(_id: number, _precision: bigint, result: number) {
      clock += 1000n;
      view().setBigUint64(result, START_NS + clock, true);
      return SUCCESS;
    },
    random_get(start: number, length: number) {
      for (let i = 0; i < length; i++) {
        random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
        bytes()[start + i] = (random >>> 16) & 0xff;
      }
      return SUCCESS;
    },
    fd_write(_fd: number, vectors: number, count: number, written: number) {
      let total = 0;
      for (let i = 0; i < count; i++) {
        const start = view().getUint32(vectors + 8 * i, true);
        const length = view().getUint32(vectors + 8 * i + 4, true);
        state.output += new TextDecoder().decode(bytes().subarray(start, start + length));
        total += length;
      }
      view().setUint32(written, total, true);
      return SUCCESS;
    },
    fd_fdstat_get(_fd: number, result: number) {
      bytes().fill(0, result, result + 24);
      bytes()[result] = CHARACTER_DEVICE;
      return SUCCESS;
    },
    fd_fdstat_set_flags: () => SUCCESS,
    sched_yield: () => SUCCESS,
    proc_exit(code: number): number {
      throw new Exit(code);
    },
    /** Sleeps to the earliest clock subscription, in no time; file descriptors are never ready. */
    poll_oneoff(subscriptions: number, events: number, count: number, result: number) {
      let [earliest, chosen] = [-1n, -1];
      for (let i = 0; i < count; i++) {
        const at = subscriptions + 48 * i;
        if (view().getUint8(at + 8) !== 0) continue;
        const isAbsolute = (view().getUint16(at + 40, true) & 1) === 1;
        const timeout = view().getBigUint64(at + 24, true);
        const due = isAbsolute ? timeout - START_NS : clock + timeout;
        if (chosen < 0 || due < earliest) [earliest, chosen] = [due, i];
      }
      if (chosen < 0) return 28;
      if (earliest > clock) clock = earliest;
      bytes().fill(0, events, events + 32);
      view().setBigUint64(events, view().getBigUint64(subscriptions + 48 * chosen, true), true);
      view().setUint32(result, 1, true);
      return SUCCESS;
    },
  };
}
