import { wasiSignatures } from "../wasi/signatures.ts";
import { BadEntry, type EntryReader, type EntryWriter } from "./bytes.ts";

/** The hosted import beside those of WASI whose answer depends on a clock. */
export const GROW_CALL = "on_grow";

/** What an entry calls a function by: its place here. Part of the format: a new one goes to the end. */
export const RECORDED_CALLS: readonly string[] = [...wasiSignatures.keys(), GROW_CALL];

/** Bytes that a call left in the guest's memory. */
export interface MemoryWrite {
  readonly pointer: number;
  readonly bytes: Uint8Array;
}

/** Everything of one call that did not come from the guest itself. */
export interface Entry {
  /** Name of the function. */
  readonly call: string;
  /** Units of fuel used when it was called. */
  readonly fuel: bigint;
  /** What it returned. */
  readonly result: number;
  readonly writes: readonly MemoryWrite[];
  /** What the policy denied in it: import and flag. */
  readonly denied: readonly (readonly [importName: string, flag: string])[];
  /** Readings of the clock that the host took for itself, in milliseconds. */
  readonly readings: readonly number[];
  /** Set when it wrote to a standard stream: which, and what a viewer's clock said, in nanoseconds. */
  readonly output: { readonly stream: 1 | 2; readonly playbackNs: bigint } | undefined;
}

const Part = { denied: 1, readings: 2, output: 4 } as const;

/** Appends an entry; its fuel counts from that of the entry before. */
export function writeEntry(to: EntryWriter, entry: Entry, fuelBefore: bigint): void {
  const { denied, readings, output } = entry;
  to.number(RECORDED_CALLS.indexOf(entry.call));
  to.number(Number(entry.fuel - fuelBefore));
  to.number(entry.result >>> 0);
  to.number(entry.writes.length);
  for (const { pointer, bytes } of entry.writes) {
    to.number(pointer);
    to.bytes(bytes);
  }
  const parts =
    (denied.length > 0 ? Part.denied : 0) |
    (readings.length > 0 ? Part.readings : 0) |
    (output === undefined ? 0 : Part.output);
  to.number(parts);
  if (denied.length > 0) {
    to.number(denied.length);
    for (const texts of denied) for (const text of texts) to.text(text);
  }
  if (readings.length > 0) {
    to.number(readings.length);
    for (const reading of readings) to.double(reading);
  }
  if (output === undefined) return;
  to.number(output.stream);
  to.number(Number(output.playbackNs));
}

/** Reads an entry that follows one of this fuel. Throws BadEntry. */
export function readEntry(from: EntryReader, fuelBefore: bigint): Entry {
  const call = RECORDED_CALLS[from.number()];
  if (call === undefined) throw new BadEntry("there is no such call");
  const fuel = fuelBefore + BigInt(from.number());
  const result = from.number();
  const writes = list(from, () => ({ pointer: from.number(), bytes: from.bytes() }));
  const parts = from.number();
  const denied = parts & Part.denied ? list(from, () => [from.text(), from.text()] as const) : [];
  const readings = parts & Part.readings ? list(from, () => from.double()) : [];
  const output = parts & Part.output ? readOutput(from) : undefined;
  return { call, fuel, result, writes, denied, readings, output };
}

function readOutput(from: EntryReader): Entry["output"] {
  const stream = from.number();
  if (stream !== 1 && stream !== 2) throw new BadEntry("there is no such stream");
  return { stream, playbackNs: BigInt(from.number()) };
}

/** As long as it says it is; every item takes a byte at least, so a false count ends with the bytes. */
function list<T>(from: EntryReader, item: () => T): T[] {
  const items: T[] = [];
  for (let left = from.number(); left > 0; left--) items.push(item());
  return items;
}
