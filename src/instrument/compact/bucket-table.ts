import { Op } from "../../wasm/opcodes.ts";
import { i32Const, VOID_BLOCK } from "../rewrite/assemble.ts";
import type { MemoryImage } from "./memory-image.ts";

/** Where Go's `runtime.findfunctab` stands, as far as it can be computed. */
export interface BucketTable {
  readonly address: number;
  readonly buckets: number;
}

/** runtime.findfuncbucket: the number of a function, then 16 bytes that count on within the bucket. */
const BUCKET_BYTES = 20;
/** Each function has 65,536 program counters of its own on wasm, and a bucket is for 4096 (cmd/link/internal/ld/pcln.go). */
const BUCKETS_PER_FUNCTION = 16;
/** Fewer are not worth a function. */
const LEAST_FUNCTIONS = 16;

/**
 * Finds the longest table whose bucket i is the number i / 16 and 16 zeros, which is what findfunctab comes to when each
 * function has 16 buckets. It is told by its contents alone, byte by byte, so it does not matter which version of Go
 * linked the module, or whether it is Go at all.
 */
export function findBucketTable({ bytes, bottom }: MemoryImage): BucketTable | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stride = BUCKETS_PER_FUNCTION * BUCKET_BYTES;
  let best: BucketTable | undefined;
  for (let at = stride; at + stride <= bytes.length; at += 4) {
    // The first bucket of the second function: behind it another like it, before it one of the first function.
    if (view.getUint32(at, true) !== 1 || view.getUint32(at + BUCKET_BYTES, true) !== 1) continue;
    const functions = countFunctions(view, at - stride);
    if (functions < LEAST_FUNCTIONS) continue;
    const buckets = functions * BUCKETS_PER_FUNCTION;
    if (best === undefined || buckets > best.buckets) best = { address: bottom + at - stride, buckets };
    at += stride * (functions - 2);
  }
  return best;
}

/** Whole functions from `start` on. */
function countFunctions(view: DataView, start: number): number {
  for (let bucket = 0; ; bucket++) {
    const at = start + bucket * BUCKET_BYTES;
    const functions = Math.floor(bucket / BUCKETS_PER_FUNCTION);
    if (at + BUCKET_BYTES > view.byteLength || view.getUint32(at, true) !== functions) return functions;
    for (let byte = 4; byte < BUCKET_BYTES; byte += 4) {
      if (view.getUint32(at + byte, true) !== 0) return functions;
    }
  }
}

/** The image without the table. */
export function withoutTable({ bytes, bottom }: MemoryImage, { address, buckets }: BucketTable): MemoryImage {
  const rest = bytes.slice();
  rest.fill(0, address - bottom, address - bottom + buckets * BUCKET_BYTES);
  return { bytes: rest, bottom };
}

/**
 * Instructions that write the table's numbers over zeros: they use two locals of i32, from `firstLocal` on, that are 0, and end
 * after `buckets` rounds.
 */
export function rebuildCode({ address, buckets }: BucketTable, firstLocal: number): number[] {
  const [bucket, pointer] = [firstLocal, firstLocal + 1];
  const add = (local: number, value: number): number[] => [
    ...[Op.localGet, local],
    ...[...i32Const(value), Op.i32Add],
  ];
  return [
    ...[...i32Const(address | 0), Op.localSet, pointer],
    ...[Op.loop, VOID_BLOCK],
    ...[Op.localGet, pointer, Op.localGet, bucket, ...i32Const(4), I32_SHR_U, I32_STORE, 2, 0],
    ...[...add(pointer, BUCKET_BYTES), Op.localSet, pointer],
    ...[...add(bucket, 1), Op.localTee, bucket, ...i32Const(buckets), I32_LT_U, Op.brIf, 0],
    Op.end,
  ];
}

/** How many locals `rebuildCode` uses. */
export const REBUILD_LOCALS = 2;

const I32_LT_U = 0x49;
const I32_SHR_U = 0x76;
const I32_STORE = 0x36;
