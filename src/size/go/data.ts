import { NOBODY } from "../byte-map.ts";
import type { Kind } from "../kinds.ts";
import { type Claims, claimAt } from "./claims.ts";
import { spend } from "./memory.ts";
import { lowerBound, type References } from "./references.ts";
import { type Region, symbolStarts } from "./symbol-starts.ts";
import type { Range } from "./tables.ts";

interface KindedRegion extends Region {
  readonly kind: Kind;
}

/** A symbol without a name; `owner` is found out step by step. */
interface Symbol extends Range {
  readonly kind: Kind;
  owner: number;
}

/**
 * Claims what is left in read-only data and variables: strings, tables, initial values. The linker keeps no names of these,
 * so a symbol is what lies between two addresses that are referred to. Its owner is the package whose code refers to it
 * most often, else the owner of data that points to it: a close guess, as unexported variables are named by their own
 * package only, but a table that its package hands out belongs to whoever uses it.
 *
 * @param code references from code to anything between the types and the end of the data
 * @param stringsAt where string constants lie, in bytes that nothing else claimed
 */
export function claimData(claims: Claims, code: References, stringsAt: Range): void {
  const { types, noptrdata, data } = claims.program.tables;
  const regions: KindedRegion[] = [
    { start: types.start, end: stringsAt.start, kind: "read-only data", alignment: 32 },
    { ...stringsAt, kind: "strings", alignment: 1 },
    { start: stringsAt.end, end: types.end, kind: "read-only data", alignment: 32 },
    { ...noptrdata, kind: "variables", alignment: 32 },
    { ...data, kind: "variables", alignment: 32 },
  ];
  const pointers = pointerTargets(claims, regions);
  const symbols = regions.flatMap((region) => symbolsOf(region, code, pointers));
  for (const symbol of symbols) symbol.owner = mostFrequentOwner(code, symbol);
  handOn(claims, symbols);
  for (const symbol of symbols) claimAt(claims, symbol, symbol.kind, symbol.owner);
}

/** Every aligned word of unclaimed data that could be a pointer into data; rising, each once. */
function pointerTargets(claims: Claims, regions: readonly Region[]): Float64Array {
  const targets: number[] = [];
  for (const region of regions) eachPointer(claims, region, (target) => targets.push(target));
  return risingUnique(targets);
}

function eachPointer(claims: Claims, range: Range, found: (target: number) => void): void {
  const { memory, map } = claims;
  const { types, data } = claims.program.tables;
  spend(memory, (range.end - range.start) / 8);
  for (let at = Math.ceil(range.start / 8) * 8; at + 8 <= range.end; at += 8) {
    if (map.kinds[at] !== 0 || memory.view.getUint32(at + 4, true) !== 0) continue;
    const target = memory.view.getUint32(at, true);
    if (target >= types.start && target < data.end) found(target);
  }
}

function symbolsOf(region: KindedRegion, code: References, pointers: Float64Array): Symbol[] {
  const within = (rising: Float64Array) =>
    rising.subarray(lowerBound(rising, region.start), lowerBound(rising, region.end));
  const candidates = [region.start, ...within(code.addresses), ...within(pointers)];
  const starts = symbolStarts(region, risingUnique(candidates));
  return Array.from(starts, (start, i) => {
    return { start, end: starts[i + 1] ?? region.end, kind: region.kind, owner: NOBODY };
  });
}

function risingUnique(numbers: readonly number[]): Float64Array {
  return Float64Array.from(numbers)
    .sort()
    .filter((value, i, sorted) => value !== sorted[i - 1]);
}

/** A reference to the very start of a symbol is surely one; one to its inside may be a number in the code. */
const START_WEIGHT = 8;

function mostFrequentOwner(code: References, { start, end }: Range): number {
  const votes = new Map<number, number>();
  let best = NOBODY;
  let bestVotes = 0;
  for (
    let row = lowerBound(code.addresses, start);
    row < code.addresses.length && code.addresses[row]! < end;
    row++
  ) {
    const owner = code.owners[row]!;
    const weight = code.addresses[row] === start ? START_WEIGHT : 1;
    const sum = (votes.get(owner) ?? 0) + weight * code.votes[row]!;
    votes.set(owner, sum);
    if (sum > bestVotes) {
      best = owner;
      bestVotes = sum;
    }
  }
  return best;
}

/** Hands the owner of data on to the data that it points to and that no code names. */
function handOn(claims: Claims, symbols: readonly Symbol[]): void {
  const starts = Float64Array.from(symbols, ({ start }) => start);
  const pending = symbols.filter(({ owner }) => owner !== NOBODY).reverse();
  for (let from = pending.pop(); from !== undefined; from = pending.pop()) {
    const { owner } = from;
    eachPointer(claims, from, (target) => {
      const position = lowerBound(starts, target + 1) - 1;
      const pointed = symbols[position];
      if (!pointed || pointed.owner !== NOBODY || target >= pointed.end) return;
      pointed.owner = owner;
      pending.push(pointed);
    });
  }
}
