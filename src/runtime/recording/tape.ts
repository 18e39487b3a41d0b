import type { Streams, WasiFunctions } from "../wasi/host.ts";
import type { GuestMemory } from "../wasi/memory.ts";

/** What of a run a tape needs to see. */
export interface TapeHost {
  readonly memory: GuestMemory;
  /** Units used, read without side effects. */
  readonly fuelUsed: () => bigint;
  readonly args: readonly string[];
  readonly environment: readonly string[];
}

/** Stands between a guest and its host, to write down what comes from outside or to give it again. */
export interface Tape {
  /** The calls of WASI as the guest gets them. */
  calls(functions: WasiFunctions, host: TapeHost): WasiFunctions;
  /** The hosted import that is told of growth. */
  grow(
    call: (delta: number, pages: number) => number,
    host: TapeHost,
  ): (delta: number, pages: number) => number;
  streams(streams: Streams): Streams;
  /** The viewer's clock, in nanoseconds, as it is asked for each output. */
  playbackNs(real: () => bigint): () => bigint;
  /** A clock that the host reads for itself within a call of `grow`, in milliseconds. */
  readingMs(real: () => number): () => number;
  /** Reports of denied calls. */
  denials(report: (importName: string, flag: string) => void): (importName: string, flag: string) => void;
  /** Called before the guest's first instruction. */
  begin(): void;
}
