import { Errno } from "./errno.ts";
import type { CallGroup } from "./guest.ts";

/** The most that the Web Crypto API gives at a time (getRandomValues, QuotaExceededError). */
const CHUNK_BYTES = 65_536;

/** Specification: preview 1 `random_get`. */
export const randomCalls: CallGroup = ({ host, memory }) => ({
  random_get(pointer: number, lengthBytes: number) {
    const target = memory.bytes(pointer, lengthBytes);
    for (let at = 0; at < target.length; at += CHUNK_BYTES)
      host.random(target.subarray(at, at + CHUNK_BYTES));
    return Errno.SUCCESS;
  },
});
