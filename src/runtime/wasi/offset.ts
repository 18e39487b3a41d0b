import { Errno, fail } from "./errno.ts";

const MAX_I64 = 2n ** 63n - 1n;
const MAX_OFFSET = BigInt(Number.MAX_SAFE_INTEGER);

/** A `$filesize` as a number of bytes. Throws Fault EINVAL where it is negative as an off_t, EFBIG above 2^53. */
export function offsetBytes(value: bigint): number {
  const unsigned = BigInt.asUintN(64, value);
  if (unsigned > MAX_I64) fail(Errno.EINVAL);
  if (unsigned > MAX_OFFSET) fail(Errno.EFBIG);
  return Number(unsigned);
}
