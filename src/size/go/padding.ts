import type { Claims } from "./claims.ts";
import { spend } from "./memory.ts";

/** The largest alignment that Go's linker gives to data on wasm is 32. */
const MAX_PADDING_BYTES = 31;

/** Zeros that nothing claimed, behind a symbol, are there for the alignment of the next one: the first one owns them. */
export function claimPadding(claims: Claims): void {
  const { kinds, owners } = claims.map;
  const { image } = claims.memory;
  for (const { address, length } of claims.program.segments) {
    spend(claims.memory, length);
    for (let at = Math.max(address, 1); at < address + length; at++) {
      if (kinds[at] !== 0 || kinds[at - 1] === 0) continue;
      let end = at;
      while (end < image.length && kinds[end] === 0 && image[end] === 0) end++;
      if (end - at <= MAX_PADDING_BYTES) {
        kinds.fill(kinds[at - 1]!, at, end);
        owners.fill(owners[at - 1]!, at, end);
      }
      at = Math.max(at, end - 1);
    }
  }
}
