import type { Range } from "./tables.ts";

/** Stretches of data that the linker filled with symbols of one sort, smallest first (cmd/link/internal/ld, dodataSect). */
export interface Region extends Range {
  /** Symbols of this size or more begin at multiples of it; strings are not aligned (symalign, stringAlign). */
  readonly alignment: 1 | 32;
}

/**
 * Picks from the addresses that something refers to those at which a symbol begins. Others are inside a symbol, or are no
 * addresses at all but numbers in the code. Two facts tell them apart: symbols of 32 bytes and more are aligned, and their
 * sizes rise through the region, so that an address that would make a smaller one than those before it is no start.
 *
 * @param candidates rising, each once, all in the region
 */
export function symbolStarts(region: Region, candidates: Float64Array): Float64Array {
  const likely = region.alignment === 1 ? candidates : alignedOnly(candidates, region.alignment);
  const starts: number[] = [];
  const sizes: number[] = [];
  for (let i = 0; i < likely.length; i++) {
    const at = likely[i]!;
    const least = leastSize(sizes, region.alignment - 1);
    const unit = Math.min(region.alignment, 2 ** Math.floor(Math.log2(least)));
    const previous = starts.at(-1);
    if (previous !== undefined && (at % unit !== 0 || at - previous < least)) continue;
    if (previous !== undefined && (likely[i + 1] ?? region.end) - at < least) continue;
    if (previous !== undefined) sizes.push(at - previous);
    starts.push(at);
  }
  return Float64Array.from(starts);
}

/** One symbol that nothing refers to makes its neighbour look larger; three in a row are not to be expected. */
const RECENT = 3;

function leastSize(sizes: readonly number[], paddingBytes: number): number {
  const recent = sizes.slice(-RECENT);
  return recent.length < RECENT ? 1 : Math.max(Math.min(...recent) - paddingBytes, 1);
}

/** How likely an address is aligned: among small symbols by chance, among large ones unless it is not a start. */
const ALIGNED_BY_CHANCE = 0.25;
const ALIGNED_WHEN_LARGE = 0.9;

/** Finds the most likely point from which on symbols are aligned, and drops what is not aligned behind it. */
function alignedOnly(candidates: Float64Array, alignment: number): Float64Array {
  let best = 0;
  let turn = 0;
  let gain = 0;
  for (let i = candidates.length - 1; i >= 0; i--) {
    const isAligned = candidates[i]! % alignment === 0;
    gain += isAligned
      ? Math.log(ALIGNED_WHEN_LARGE / ALIGNED_BY_CHANCE)
      : Math.log((1 - ALIGNED_WHEN_LARGE) / (1 - ALIGNED_BY_CHANCE));
    if (gain >= best) {
      best = gain;
      turn = i;
    }
  }
  if (best === 0) return candidates;
  return candidates.filter((address, i) => i < turn || address % alignment === 0);
}
