import type { Streams, WasiFunctions } from "../wasi/host.ts";
import { EntryWriter } from "./bytes.ts";
import { type Entry, GROW_CALL, type MemoryWrite, writeEntry } from "./entry.ts";
import type { Tape, TapeHost } from "./tape.ts";
import { type Range, writtenRanges } from "./written-ranges.ts";

type Denied = Entry["denied"][number];

/** What is collected while one call is under way. */
interface Pending {
  readonly call: string;
  readonly fuel: bigint;
  readonly denied: Denied[];
  readonly readings: number[];
  isWritten: boolean;
}

/**
 * A tape that passes every entry to `keep` as soon as it is complete: a length and the entry. Output is written down before
 * it is made, all else after, so that a kill at any time leaves a log of whole entries. What only the guest decides
 * (exit, a signal that ends it, yields) is not written down.
 */
export function recorder(keep: (bytes: Uint8Array) => void): Tape {
  const entries = new EntryWriter();
  const lengths = new EntryWriter();
  let fuelBefore = 0n;
  let pending: Pending | undefined;
  let playback: () => bigint = () => 0n;
  let momentNs = 0n;

  const write = (
    entry: Omit<Entry, "call" | "fuel" | "denied" | "readings">,
    { call, fuel, denied, readings }: Pending,
  ): void => {
    writeEntry(entries, { ...entry, call, fuel, denied, readings }, fuelBefore);
    fuelBefore = fuel;
    const bytes = entries.take();
    lengths.number(bytes.length);
    keep(lengths.take());
    keep(bytes);
  };
  const begin = (call: string, { fuelUsed }: TapeHost): Pending => {
    pending = { call, fuel: fuelUsed(), denied: [], readings: [], isWritten: false };
    return pending;
  };
  const recorded =
    (name: string, call: WasiFunctions[string], host: TapeHost): WasiFunctions[string] =>
    (...values) => {
      const current = begin(name, host);
      const ranges = writtenRanges(name, values, host);
      const result = call(...values)!;
      if (current.isWritten) return result;
      write({ result, writes: contents(ranges(result, host.memory), host), output: undefined }, current);
      return result;
    };

  return {
    calls: (functions, host) =>
      Object.fromEntries(
        Object.entries(functions).map(([name, call]) => [
          name,
          OWN_CALLS.has(name) ? call : recorded(name, call, host),
        ]),
      ),
    grow: (call, host) => (delta, pages) => {
      const current = begin(GROW_CALL, host);
      let result = 0;
      try {
        result = call(delta, pages);
        return result;
      } finally {
        write({ result, writes: [], output: undefined }, current);
      }
    },
    streams: (streams): Streams => ({
      ...streams,
      write: (stream, bytes) => {
        if (pending !== undefined && !pending.isWritten) {
          pending.isWritten = true;
          momentNs = playback();
          write({ result: 0, writes: [], output: { stream, playbackNs: momentNs } }, pending);
        }
        streams.write(stream, bytes);
      },
    }),
    playbackNs: (real) => {
      playback = real;
      return () => momentNs;
    },
    readingMs: (real) => () => {
      const reading = real();
      pending?.readings.push(reading);
      return reading;
    },
    denials: (report) => (importName, flag) => {
      pending?.denied.push([importName, flag]);
      report(importName, flag);
    },
    begin: () => undefined,
  };
}

/** Calls whose outcome the guest alone decides. */
export const OWN_CALLS: ReadonlySet<string> = new Set(["proc_exit", "sched_yield"]);

function contents(ranges: readonly Range[], { memory }: TapeHost): MemoryWrite[] {
  return ranges
    .filter(([, length]) => length >>> 0 > 0)
    .map(([pointer, length]) => ({ pointer: pointer >>> 0, bytes: memory.bytes(pointer, length) }));
}
