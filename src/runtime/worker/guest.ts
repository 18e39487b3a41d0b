import { ToolError } from "../../errors.ts";
import { createFileSystem } from "../fs/create.ts";
import type { Quotas } from "../fs/file-system.ts";
import type { MountFiles } from "../fs/mount-files.ts";
import { type HostFunction, linkHostFunctions } from "../host-functions.ts";
import { growthGuard } from "../limits/growth-guard.ts";
import { type Meter, meterOf } from "../limits/hosted-exports.ts";
import { PAGE_BYTES } from "../limits/pages.ts";
import { NO_TAPE } from "../recording/no-tape.ts";
import type { openTape } from "../recording/open-tape.ts";
import { ReplayEnd } from "../recording/replay-end.ts";
import type { Tape, TapeHost } from "../recording/tape.ts";
import { createWasi } from "../wasi/create.ts";
import { Errno } from "../wasi/errno.ts";
import {
  type Clock,
  GuestExit,
  GuestStop,
  type Streams,
  type WasiFunctions,
  type WasiHost,
} from "../wasi/host.ts";
import type { GuestMemory } from "../wasi/memory.ts";
import { realClock, sleepMs } from "./clock.ts";
import { Big, Word } from "./control.ts";
import { STACK_FRAMES } from "./frames.ts";
import { endOf } from "./guest-end.ts";
import { withMoments } from "./moments.ts";
import { type Notes, sharedNotes } from "./notes.ts";
import { LOG, MOMENTS } from "./output-ring.ts";
import { type GuestEnd, type GuestMessage, needsPreparation, type StartMessage } from "./protocol.ts";
import { realRandom, seededRandom } from "./random.ts";
import { rulesOf } from "./rule-groups.ts";
import { type SharedStreams, sharedStreams } from "./streams.ts";
import { type PlaybackClock, virtualClock } from "./virtual-clock.ts";

/** What the thread has of its platform. */
export interface GuestPlatform {
  readonly post: (message: GuestMessage) => void;
  /** How host files are read for mounts; undefined where there are none. */
  readonly mountFiles: MountFiles | undefined;
  /** Opens `StartMessage.tape`; undefined where there is none. */
  readonly openTape: typeof openTape | undefined;
  /** Of `StartMessage.hostModules`. */
  readonly hostFunctions: readonly HostFunction[];
}

/** Calls that can end the guest. In a replay every call can. */
const ENDING_CALLS = ["proc_exit", "proc_raise", "fd_write", "on_grow"];
const ENDS = [GuestExit, GuestStop, ReplayEnd, ToolError];

/** Runs one guest to its end in this thread and tells the host everything by messages and shared memory. Never throws. */
export function runGuest(start: StartMessage, platform: GuestPlatform): void {
  Error.stackTraceLimit = STACK_FRAMES;
  const run = new GuestRun(start, platform);
  let end: GuestEnd;
  try {
    end = run.execute();
  } catch (error) {
    end = endOf(error);
  }
  platform.post(run.ended(end));
}

/** The life of one guest: its instance, once there is one, and the figures that are read from it. */
class GuestRun {
  readonly #start: StartMessage;
  readonly #platform: GuestPlatform;
  readonly #control: Int32Array;
  readonly #figures: BigInt64Array;
  readonly #notes: Notes;
  readonly #streams: SharedStreams;
  readonly #tape: Tape;
  #meter: Meter | undefined;
  #memory: WebAssembly.Memory | undefined;
  #startMs: number | undefined;
  /** The first exit or stop, or failure of a function of the caller's. A guest can catch it (catch_all), but it stays how the run ended. */
  #ending: GuestExit | GuestStop | ReplayEnd | ToolError | undefined;

  constructor(start: StartMessage, platform: GuestPlatform) {
    this.#start = start;
    this.#platform = platform;
    this.#control = new Int32Array(start.shared.control);
    this.#figures = new BigInt64Array(start.shared.control);
    this.#notes = sharedNotes(this.#control, platform.post);
    this.#streams = sharedStreams(start.shared, {
      limitBytes: start.limits.stdoutLimitBytes,
      virtualTime: start.clock === "fixed",
      post: platform.post,
      onPause: () => this.#recordFigures(),
    });
    const keep = (bytes: Uint8Array): void => this.#streams.tell(LOG, bytes);
    this.#tape = platform.openTape?.(start.tape, keep) ?? NO_TAPE;
  }

  execute(): GuestEnd {
    const host = this.#host();
    try {
      const wasi = createWasi(host);
      const { args, environment } = host;
      const seen = { memory: wasi.memory, fuelUsed: () => this.#fuelUsed(), args, environment };
      const imports = {
        wasi_snapshot_preview1: this.#sticky(this.#tape.calls(wasi.functions, seen)),
        sandglass: this.#hosted(host.clock, seen),
        ...this.#hostImports(wasi.memory),
      };
      if (needsPreparation(this.#start)) this.#platform.post({ kind: "started" });
      this.#startMs = performance.now();
      const instance = new WebAssembly.Instance(this.#start.module, imports as WebAssembly.Imports);
      this.#memory = instance.exports["memory"] as WebAssembly.Memory;
      wasi.bindMemory(this.#memory);
      this.#setLimits(instance.exports);
      this.#tape.begin();
      const { startExport } = this.#start;
      for (const name of startExport === undefined ? ["_start"] : [startExport, "_start"])
        (instance.exports[name] as () => void)();
      return endOf(this.#ending ?? new GuestExit(0));
    } catch (error) {
      return endOf(this.#ending ?? error);
    } finally {
      const changes = host.fileSystem.changes();
      if (changes !== undefined) this.#platform.post({ kind: "changes", changes });
      host.fileSystem.close();
    }
  }

  ended(end: GuestEnd): GuestMessage {
    const wallMs = this.#startMs === undefined ? 0 : performance.now() - this.#startMs;
    this.#recordFigures();
    const meter = this.#meter?.read() ?? { fuelRemaining: undefined, stop: 0, memoryDenied: undefined };
    const memoryPages = Atomics.load(this.#control, Word.memoryPages);
    return { kind: "ended", end, meter, memoryPages, wallMs };
  }

  #host(): WasiHost {
    const { start, clock } = { start: this.#start, clock: this.#clock() };
    const { mountFiles } = this.#platform;
    return {
      args: start.args,
      environment: start.environment,
      clock,
      random: start.randomSeed === undefined ? realRandom : seededRandom(start.randomSeed),
      streams: this.#outputs(clock),
      terminals: start.terminals,
      fileSystem: createFileSystem({
        mounts: start.mounts,
        clockNs: () => clock.nowNs(0),
        tracksChanges: start.tracksChanges,
        quotas: diskQuotas(start.limits),
        ...(mountFiles === undefined ? {} : { files: mountFiles }),
      }),
      rules: rulesOf(start.rules),
      // Go takes ENOENT alone for a file that is not there; wasi-libc answers ENOTCAPABLE itself where nothing is mounted.
      unmounted: start.builtByGo ? Errno.ENOENT : Errno.ENOTCAPABLE,
      onDenied: this.#tape.denials((importName, flag) => this.#notes.denied(importName, flag)),
    };
  }

  #clock(): PlaybackClock {
    if (this.#start.clock === "fixed") return virtualClock(() => this.#fuelUsed());
    const clock = realClock(this.#control);
    return { ...clock, playbackNs: () => clock.nowNs(1) };
  }

  /** The streams as the guest's calls use them: on the tape, and with the moments that the report wants. */
  #outputs(clock: PlaybackClock): Streams {
    const playbackNs = this.#tape.playbackNs(() => clock.playbackNs());
    if (!this.#start.playback) return this.#tape.streams(this.#streams);
    const tell = (moment: Uint8Array): void => this.#streams.tell(MOMENTS, moment);
    return this.#tape.streams(
      withMoments(this.#streams, { playbackNs, fuelUsed: () => this.#fuelUsed(), tell }),
    );
  }

  #hosted(clock: Clock, seen: TapeHost): WasiFunctions {
    const { limits } = this.#start;
    const onGrow = growthGuard({
      limits,
      nowMs: this.#tape.readingMs(() => Number(clock.nowNs(1)) / 1e6),
      pause: (durationMs) => this.#pause(durationMs, clock),
      onAlarm: (bytes) =>
        this.#notes.event("memory-rate-alarm", this.#fuelUsed(), {
          bytesInLastSecond: bytes,
          limitBytesPerSecond: limits.memoryRateBytesPerSecond,
          action: limits.memoryRateAction,
        }),
      onSize: (pages) => {
        Atomics.store(this.#control, Word.memoryPages, pages);
        this.#recordFuel();
      },
    });
    // A run has one budget: nothing is added when it is used up, and the guest stops by itself.
    const onFuel = (): undefined => undefined;
    return { ...this.#sticky({ on_grow: this.#tape.grow(onGrow, seen) }), on_fuel: onFuel };
  }

  /** Remembers the first exit or stop that a call threw. Only calls that can throw one are wrapped. */
  #sticky(functions: WasiFunctions): WasiFunctions {
    const wrapped = { ...functions };
    const isReplay = this.#start.tape.kind === "replay";
    for (const name of isReplay ? Object.keys(functions) : ENDING_CALLS) {
      const call = functions[name];
      if (call !== undefined) wrapped[name] = this.#remembering(call);
    }
    return wrapped;
  }

  #remembering<Values extends unknown[], Result>(
    call: (...values: Values) => Result,
  ): (...values: Values) => Result {
    return (...values) => {
      try {
        return call(...values);
      } catch (error) {
        if (ENDS.some((end) => error instanceof end)) this.#ending ??= error as GuestStop;
        throw error;
      }
    };
  }

  #hostImports(memory: GuestMemory): WebAssembly.Imports {
    const { hostFunctions } = this.#platform;
    const linked = linkHostFunctions(hostFunctions, this.#start.hostCapabilities, memory);
    for (const functions of Object.values(linked))
      for (const [name, call] of Object.entries(functions))
        functions[name] = this.#remembering(call as (...values: unknown[]) => unknown);
    return linked;
  }

  /** A pause on a virtual clock passes there alone, as a sleep does: otherwise the wall-clock limit would decide. In a replay it has passed. */
  #pause(durationMs: number, clock: Clock): void {
    if (this.#start.tape.kind === "replay") return;
    if (this.#start.clock === "fixed") {
      clock.sleepNs(BigInt(Math.ceil(durationMs * 1e6)));
      return;
    }
    this.#recordFigures();
    // Before the pause, so that the deadline does not fall into it.
    Atomics.add(this.#control, Word.pausedMs, Math.ceil(durationMs));
    sleepMs(this.#control, durationMs);
  }

  #setLimits(exports: WebAssembly.Exports): void {
    const { limits } = this.#start;
    const meter = meterOf(exports);
    meter.setFuel(limits.fuelUnits);
    meter.setMemoryLimit(Math.floor(limits.memoryBytes / PAGE_BYTES));
    this.#meter = meter;
    this.#recordFigures();
  }

  #fuelUsed(): bigint {
    const remaining = this.#meter?.fuelRemaining();
    return remaining === undefined ? 0n : this.#start.limits.fuelUnits - remaining;
  }

  /** Leaves the figures in shared memory, where a kill does not lose them. */
  #recordFigures(): void {
    const pages = (this.#memory?.buffer.byteLength ?? 0) / PAGE_BYTES;
    Atomics.store(this.#control, Word.memoryPages, pages);
    this.#recordFuel();
  }

  #recordFuel(): void {
    const remaining = this.#meter?.fuelRemaining();
    if (remaining === undefined) return;
    Atomics.store(this.#figures, Big.fuelRemaining, remaining);
    Atomics.store(this.#control, Word.fuelSeen, 1);
  }
}

function diskQuotas({ diskBytes }: StartMessage["limits"]): Partial<Quotas> {
  return diskBytes === undefined ? {} : { bytes: diskBytes, liveBytes: diskBytes };
}
