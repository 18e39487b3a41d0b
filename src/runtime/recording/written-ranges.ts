import {
  EVENT_BYTES,
  FDSTAT_BYTES,
  FILESTAT_BYTES,
  IOVEC_BYTES,
  MAX_IOVECS,
  PRESTAT_BYTES,
} from "../wasi/abi.ts";
import { Errno } from "../wasi/errno.ts";
import type { GuestMemory } from "../wasi/memory.ts";

/** A part of the guest's memory: where it begins and how many bytes it has. */
export type Range = readonly [pointer: number, lengthBytes: number];

/** What the ranges depend on beside the arguments of a call. */
export interface RangeContext {
  readonly memory: GuestMemory;
  readonly args: readonly string[];
  readonly environment: readonly string[];
}

/** Asked before a call, since a call may overwrite its own arguments; gives the ranges that it has written, once it has returned. */
type Ranges = (
  values: readonly number[],
  context: RangeContext,
) => (result: number, memory: GuestMemory) => readonly Range[];

/**
 * Where each call writes, by its signature in preview 1 (wasi_snapshot_preview1.witx). Calls that are not named write nothing.
 * A call that fails writes nothing, but for reads that filled buffers before.
 */
const WRITTEN: ReadonlyMap<string, Ranges> = new Map<string, Ranges>([
  ["args_sizes_get", fixed([0, 4], [1, 4])],
  ["environ_sizes_get", fixed([0, 4], [1, 4])],
  ["args_get", (values, { args }) => texts(values, args)],
  ["environ_get", (values, { environment }) => texts(values, environment)],
  ["clock_res_get", fixed([1, 8])],
  ["clock_time_get", fixed([2, 8])],
  ["fd_fdstat_get", fixed([1, FDSTAT_BYTES])],
  ["fd_filestat_get", fixed([1, FILESTAT_BYTES])],
  ["fd_pread", (values, context) => buffers(values, 4, context)],
  ["fd_prestat_get", fixed([1, PRESTAT_BYTES])],
  ["fd_prestat_dir_name", (values) => successful([[values[1]!, values[2]!]])],
  ["fd_pwrite", fixed([4, 4])],
  ["fd_read", (values, context) => buffers(values, 3, context)],
  ["fd_readdir", (values) => counted(values[1]!, values[4]!, 1)],
  ["fd_seek", fixed([3, 8])],
  ["fd_tell", fixed([1, 8])],
  ["fd_write", fixed([3, 4])],
  ["path_filestat_get", fixed([4, FILESTAT_BYTES])],
  ["path_open", fixed([8, 4])],
  ["path_readlink", (values) => counted(values[3]!, values[5]!, 1)],
  ["poll_oneoff", (values) => counted(values[1]!, values[3]!, EVENT_BYTES)],
  ["random_get", (values) => successful([[values[0]!, values[1]!]])],
]);

/** Asked before the call with its arguments (pointers as the guest passed them); the answer is asked with its result. */
export function writtenRanges(
  call: string,
  values: readonly number[],
  context: RangeContext,
): ReturnType<Ranges> {
  return WRITTEN.get(call)?.(values, context) ?? (() => []);
}

function successful(ranges: readonly Range[]): ReturnType<Ranges> {
  return (result) => (result === Errno.SUCCESS ? ranges : []);
}

/** Ranges of so many bytes behind the arguments with these indices. */
function fixed(...places: readonly (readonly [argument: number, lengthBytes: number])[]): Ranges {
  return (values) => successful(places.map(([argument, length]) => [values[argument]!, length]));
}

/** The pointers and the texts, each with a NUL behind it. */
function texts([pointers, bytes]: readonly number[], all: readonly string[]): ReturnType<Ranges> {
  const lengths = all.map((text) => new TextEncoder().encode(text).length + 1);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return successful([
    [pointers!, all.length * 4],
    [bytes!, total],
  ]);
}

/** A count behind `result`, and so many items of a buffer. */
function counted(buffer: number, result: number, itemBytes: number): ReturnType<Ranges> {
  return (errno, memory) => {
    if (errno !== Errno.SUCCESS) return [];
    return [
      [buffer, memory.view().getUint32(result >>> 0, true) * itemBytes],
      [result, 4],
    ];
  };
}

/** The buffers of an iovec array, as far as they were filled; all of them after a failure, when nobody says how far. */
function buffers(values: readonly number[], resultAt: number, { memory }: RangeContext): ReturnType<Ranges> {
  const result = values[resultAt]!;
  const all = iovecs(values[1]!, values[2]!, memory);
  return (errno, after) => {
    if (errno !== Errno.SUCCESS) return errno === Errno.EFAULT || errno === Errno.EINVAL ? [] : all;
    let left = after.view().getUint32(result >>> 0, true);
    const filled: Range[] = [];
    for (const [pointer, length] of all) {
      if (left === 0) break;
      filled.push([pointer, Math.min(length, left)]);
      left -= Math.min(length, left);
    }
    return [...filled, [result, 4]];
  };
}

/** None when the array itself is bad: then the call fails without a write. */
function iovecs(pointer: number, count: number, memory: GuestMemory): readonly Range[] {
  const start = pointer >>> 0;
  const length = count >>> 0;
  const view = memory.view();
  if (length > MAX_IOVECS || start + length * IOVEC_BYTES > view.byteLength) return [];
  return Array.from({ length }, (_, index): Range => {
    const at = start + index * IOVEC_BYTES;
    return [view.getUint32(at, true), view.getUint32(at + 4, true)];
  });
}
