import { NOBODY } from "../byte-map.ts";
import type { Kind } from "../kinds.ts";
import { type Claims, claimAt } from "./claims.ts";
import { spend } from "./memory.ts";
import { mergeReferences, type References } from "./references.ts";
import type { Range } from "./tables.ts";

/** A stretch of memory of one kind in which symbols lie side by side. */
interface Region extends Range {
  readonly kind: Kind;
}

/**
 * Claims what is left in read-only data and variables: strings, tables, initial values. Where a symbol begins is known only
 * from who refers to it, so a referenced address owns the bytes up to the next one. Its owner is the package whose code
 * names it most often, else the owner of data that points to it: a close guess, since an unexported variable is named
 * by its own package only.
 *
 * @param code references from code to anything between the types and the end of the data
 * @param stringsAt where string constants lie, in bytes that nothing else claimed
 */
export function claimData(claims: Claims, code: References, stringsAt: Range): void {
  const { types, noptrdata, data } = claims.program.tables;
  const regions: Region[] = [
    { start: types.start, end: stringsAt.start, kind: "read-only data" },
    { ...stringsAt, kind: "strings" },
    { start: stringsAt.end, end: types.end, kind: "read-only data" },
    { ...noptrdata, kind: "variables" },
    { ...data, kind: "variables" },
  ];
  const objects = withOwners(claims, mergeReferences(code, pointerTargets(claims, regions)), regions);
  for (const region of regions) claimRegion(claims, region, objects);
}

/** Every aligned word of unclaimed data that could be a pointer into data. */
function pointerTargets(claims: Claims, regions: readonly Region[]): number[] {
  const low = claims.program.tables.types.start;
  const high = claims.program.tables.data.end;
  const targets: number[] = [];
  for (const { start, end } of regions) {
    eachPointer(claims, { start, end }, (target) => {
      if (target >= low && target < high) targets.push(target);
    });
  }
  return targets;
}

function eachPointer(claims: Claims, range: Range, found: (target: number) => void): void {
  const { memory, map } = claims;
  spend(memory, (range.end - range.start) / 8);
  const end = Math.min(range.end, memory.image.length) - 8;
  for (let at = Math.ceil(range.start / 8) * 8; at <= end; at += 8) {
    if (map.kinds[at] !== 0 || memory.view.getUint32(at + 4, true) !== 0) continue;
    const target = memory.view.getUint32(at, true);
    if (target !== 0) found(target);
  }
}

/** Hands the owner of data on to the data that it points to and that no code names. */
function withOwners(claims: Claims, references: References, regions: readonly Region[]): References {
  const { addresses } = references;
  const owners = references.owners.slice();
  const position = new Map<number, number>();
  addresses.forEach((address, i) => {
    position.set(address, i);
  });
  const pending: number[] = [];
  for (let i = owners.length - 1; i >= 0; i--) if (owners[i] !== NOBODY) pending.push(i);
  for (let i = pending.pop(); i !== undefined; i = pending.pop()) {
    const owner = owners[i]!;
    eachPointer(claims, objectRange(addresses, i, regions), (target) => {
      const pointed = position.get(target);
      if (pointed === undefined || owners[pointed] !== NOBODY) return;
      owners[pointed] = owner;
      pending.push(pointed);
    });
  }
  return { addresses, owners };
}

function objectRange(addresses: Float64Array, i: number, regions: readonly Region[]): Range {
  const start = addresses[i]!;
  const region = regions.find((candidate) => start >= candidate.start && start < candidate.end);
  return { start, end: region ? Math.min(addresses[i + 1] ?? region.end, region.end) : start };
}

function claimRegion(claims: Claims, region: Region, { addresses, owners }: References): void {
  let at = region.start;
  let owner = NOBODY;
  for (
    let i = firstAtOrAfter(addresses, region.start);
    i < addresses.length && addresses[i]! < region.end;
    i++
  ) {
    claimAt(claims, { start: at, end: addresses[i]! }, region.kind, owner);
    at = addresses[i]!;
    owner = owners[i]!;
  }
  claimAt(claims, { start: at, end: region.end }, region.kind, owner);
}

function firstAtOrAfter(addresses: Float64Array, address: number): number {
  let low = 0;
  let high = addresses.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (addresses[middle]! < address) low = middle + 1;
    else high = middle;
  }
  return low;
}
