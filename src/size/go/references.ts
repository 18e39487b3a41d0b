import type { FunctionBytes } from "../functions.ts";
import { scanConstants } from "./constants.ts";
import type { Range } from "./tables.ts";

/** Addresses that something names, rising, each once, with the owner that names it most often (0: none known). */
export interface References {
  readonly addresses: Float64Array;
  readonly owners: Uint16Array;
}

/** Packs an address and an owner into one number that sorts by address first; addresses stay below 2^28. */
const OWNER_RANGE = 0x1_0000;

/**
 * Scans the code for constants that lie in a range of addresses. A number that only looks like an address splits the data
 * in a wrong place and claims it for a wrong owner: code does not tell the two apart.
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
  return mostFrequentOwners(keys.subarray(0, count).sort());
}

/** The union of both; where both name an address, the first decides whose it is. */
export function mergeReferences(first: References, addresses: Iterable<number>): References {
  const known = new Set(first.addresses);
  const added = [...new Set(addresses)]
    .filter((address) => !known.has(address))
    .map((address) => address * OWNER_RANGE);
  const keys = new Float64Array(first.addresses.length + added.length);
  first.addresses.forEach((address, i) => {
    keys[i] = address * OWNER_RANGE + first.owners[i]!;
  });
  keys.set(added, first.addresses.length);
  return mostFrequentOwners(keys.sort());
}

function grown(keys: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(keys.length * 2);
  larger.set(keys);
  return larger;
}

/** `sorted` keys: equal addresses stand together, and within them equal owners. */
function mostFrequentOwners(sorted: Float64Array): References {
  const addresses = new Float64Array(sorted.length);
  const owners = new Uint16Array(sorted.length);
  let last = -1;
  let bestCount = 0;
  for (let i = 0; i < sorted.length; ) {
    const key = sorted[i]!;
    let next = i + 1;
    while (sorted[next] === key) next++;
    const address = Math.floor(key / OWNER_RANGE);
    const isNew = last < 0 || addresses[last] !== address;
    if (isNew) addresses[++last] = address;
    if (isNew || next - i > bestCount) {
      bestCount = next - i;
      owners[last] = key % OWNER_RANGE;
    }
    i = next;
  }
  return { addresses: addresses.subarray(0, last + 1), owners: owners.subarray(0, last + 1) };
}
