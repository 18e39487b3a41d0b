import type { FunctionBytes } from "../functions.ts";
import { scanConstants } from "./constants.ts";
import type { Range } from "./tables.ts";

/**
 * How often functions of a package name an address: one row for each pair, rising by address, then by owner. Columns
 * instead of objects, since a large program has a million references.
 */
export interface References {
  readonly addresses: Float64Array;
  readonly owners: Uint16Array;
  readonly votes: Uint32Array;
}

/** Packs an address and an owner into one number that sorts by address first; addresses stay below 2^28. */
const OWNER_RANGE = 0x1_0000;

/**
 * Scans the code for constants that lie in a range of addresses. Code does not tell an address from a number that looks
 * like one, so some of these are false.
 *
 * @param ownerOf number of the package of a function
 */
export function codeReferences(
  bytes: Uint8Array,
  functions: readonly FunctionBytes[],
  ownerOf: (described: FunctionBytes) => number,
  range: Range,
): References {
  let keys = new Float64Array(1024);
  let count = 0;
  for (const described of functions) {
    const owner = ownerOf(described);
    scanConstants(bytes, described.body, (value) => {
      if (value < range.start || value >= range.end) return;
      if (count === keys.length) keys = grown(keys);
      keys[count++] = value * OWNER_RANGE + owner;
    });
  }
  return countVotes(keys.subarray(0, count).sort());
}

function grown(keys: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(keys.length * 2);
  larger.set(keys);
  return larger;
}

/** `sorted` keys: the same address named by the same owner stands together. */
function countVotes(sorted: Float64Array): References {
  const addresses = new Float64Array(sorted.length);
  const owners = new Uint16Array(sorted.length);
  const votes = new Uint32Array(sorted.length);
  let rows = 0;
  for (let i = 0; i < sorted.length; rows++) {
    const key = sorted[i]!;
    let next = i + 1;
    while (sorted[next] === key) next++;
    addresses[rows] = Math.floor(key / OWNER_RANGE);
    owners[rows] = key % OWNER_RANGE;
    votes[rows] = next - i;
    i = next;
  }
  return {
    addresses: addresses.subarray(0, rows),
    owners: owners.subarray(0, rows),
    votes: votes.subarray(0, rows),
  };
}

/** Position of the first number that is not below `value` in a rising list. */
export function lowerBound(rising: Float64Array, value: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rising[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
