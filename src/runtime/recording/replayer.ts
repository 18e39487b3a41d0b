import { ToolError } from "../../errors.ts";
import type { Streams, WasiFunctions } from "../wasi/host.ts";
import type { GuestMemory } from "../wasi/memory.ts";
import { BadEntry, EntryReader } from "./bytes.ts";
import { type Entry, GROW_CALL, readEntry } from "./entry.ts";
import { OWN_CALLS } from "./recorder.ts";
import { ReplayEnd } from "./replay-end.ts";
import type { Tape, TapeHost } from "./tape.ts";

export interface ReplayLog {
  /** Entries, each behind its length. */
  readonly log: Uint8Array;
  /** The run was ended from outside (killed, or the engine gave up): so is the replay, after the last entry. */
  readonly endsWithLog: boolean;
  /** What the run printed in all: a kill can cut the last write short. */
  readonly stdoutBytes: number;
  readonly stderrBytes: number;
}

/**
 * A tape that answers every call from a log and never asks the host. Each call must be the recorded one at the recorded fuel.
 * Throws ToolError `replay/diverged` where it is not and `replay/corrupted` for a log that cannot be one.
 */
export function replayer(recording: ReplayLog): Tape {
  const entries = new LogReader(recording);
  let current: Entry | undefined;
  let readings: number[] = [];
  let report: (importName: string, flag: string) => void = () => undefined;
  const left = { 1: recording.stdoutBytes, 2: recording.stderrBytes };
  let streams: Streams | undefined;

  const take = (call: string, host: TapeHost): Entry => {
    current = entries.next(call, host.fuelUsed());
    readings = [...current.readings];
    return current;
  };
  const answered =
    (name: string, call: WasiFunctions[string], host: TapeHost): WasiFunctions[string] =>
    (...values) => {
      // A signal that ended the guest left no entry.
      if (name === "proc_raise" && entries.nextCall() !== name) return call(...values);
      const entry = take(name, host);
      for (const { pointer, bytes } of entry.writes) entries.write(host.memory, pointer, bytes);
      for (const [importName, flag] of entry.denied) report(importName, flag);
      if (entry.output !== undefined) print(entry.output.stream, values, host.memory, streams);
      entries.endHere();
      return entry.result;
    };

  return {
    calls: (functions, host) =>
      Object.fromEntries(
        Object.entries(functions).map(([name, call]) => [
          name,
          OWN_CALLS.has(name) ? call : answered(name, call, host),
        ]),
      ),
    grow: (call, host) => (delta, pages) => {
      const entry = take(GROW_CALL, host);
      call(delta, pages);
      entries.endHere();
      return entry.result;
    },
    streams: (real): Streams => {
      streams = {
        ...real,
        write: (stream, bytes) => {
          const printed = recording.endsWithLog ? bytes.subarray(0, left[stream]) : bytes;
          left[stream] -= printed.length;
          real.write(stream, printed);
        },
      };
      return streams;
    },
    playbackNs: () => () => current?.output?.playbackNs ?? 0n,
    readingMs: () => () =>
      readings.shift() ?? entries.diverged(`a reading of the clock is missing in ${GROW_CALL}`),
    denials: (real) => {
      report = real;
      return real;
    },
    begin: () => entries.endHere(),
  };
}

/** Writes what the guest wrote, from its own memory, and how much that was. */
function print(
  stream: 1 | 2,
  values: readonly number[],
  memory: GuestMemory,
  streams: Streams | undefined,
): void {
  const [, iovecs, count, result] = values;
  const buffers = memory.buffers(iovecs!, count!);
  let total = 0;
  for (const buffer of buffers) {
    if (buffer.length > 0) streams?.write(stream, buffer);
    total += buffer.length;
  }
  memory.writeU32(result!, total);
}

/** Where in the log a replay is. */
class LogReader {
  readonly #recording: ReplayLog;
  readonly #reader: EntryReader;
  #fuel = 0n;
  #calls = 0;

  constructor(recording: ReplayLog) {
    this.#recording = recording;
    this.#reader = new EntryReader(recording.log);
  }

  /** The next entry, which must be of this call at this fuel. */
  next(call: string, fuel: bigint): Entry {
    if (this.#reader.isAtEnd)
      this.diverged(`the guest calls ${call} at fuel ${fuel}, where the recording has ended`);
    const entry = this.#parsed(() => {
      const bytes = this.#reader.bytes();
      const reader = new EntryReader(bytes);
      const parsed = readEntry(reader, this.#fuel);
      if (!reader.isAtEnd) throw new BadEntry("an entry is longer than its parts");
      return parsed;
    });
    this.#calls += 1;
    if (entry.call !== call || entry.fuel !== fuel)
      this.diverged(
        `the guest calls ${call} at fuel ${fuel}, recorded is ${entry.call} at fuel ${entry.fuel}`,
      );
    this.#fuel = fuel;
    return entry;
  }

  /** Name of the call that comes next; undefined at the end. */
  nextCall(): string | undefined {
    if (this.#reader.isAtEnd) return undefined;
    const ahead = new EntryReader(this.#recording.log, this.#reader.position);
    return this.#parsed(() => readEntry(new EntryReader(ahead.bytes()), this.#fuel)).call;
  }

  write(memory: GuestMemory, pointer: number, bytes: Uint8Array): void {
    if (pointer + bytes.length > memory.view().byteLength)
      this.#corrupted("a write is outside of the guest's memory");
    memory.bytes(pointer, bytes.length).set(bytes);
  }

  /** Ends a run here that was ended from outside after the last entry. */
  endHere(): void {
    if (this.#recording.endsWithLog && this.#reader.isAtEnd)
      throw new ReplayEnd("the recorded run was ended here");
  }

  diverged(what: string): never {
    throw new ToolError(
      "replay/diverged",
      `the run takes another way than the recording at its call ${this.#calls}: ${what}`,
      {
        hint: "replay with the version of sandglass that recorded it, or record it again",
      },
    );
  }

  #parsed<T>(parse: () => T): T {
    try {
      return parse();
    } catch (error) {
      if (error instanceof BadEntry) this.#corrupted(error.message);
      throw error;
    }
  }

  #corrupted(what: string): never {
    throw new ToolError(
      "replay/corrupted",
      `the recording is corrupted in the entry of call ${this.#calls + 1}, byte ${this.#reader.position} of its log: ${what}`,
      { hint: "record the run again" },
    );
  }
}
