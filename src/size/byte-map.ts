import { KIND_INDEX, KINDS, type Kind } from "./kinds.ts";
import type { SizedName } from "./report.ts";

/**
 * What every single byte is for and who owns it. Two flat arrays of numbers, three bytes a byte: sums over it are exact by
 * construction, since no byte can be counted twice or forgotten.
 */
export interface ByteMap {
  readonly kinds: Uint8Array;
  readonly owners: Uint16Array;
}

/** Names of packages as small numbers; 0 is "nobody". */
export interface Owners {
  readonly names: string[];
  readonly indices: Map<string, number>;
}

/** More packages than this share the last number; cmd/go, a large program, has 450. */
const MAX_OWNERS = 0xffff;
export const NOBODY = 0;

/** @param length number of bytes that the map describes, all unknown and owned by nobody */
export function createByteMap(length: number): ByteMap {
  return { kinds: new Uint8Array(length), owners: new Uint16Array(length) };
}

export function createOwners(): Owners {
  return { names: [""], indices: new Map() };
}

/** @returns the number that stands for a package; every package beyond 65,534 gets the one of "(other packages)" */
export function ownerIndex(owners: Owners, name: string): number {
  const known = owners.indices.get(name);
  if (known !== undefined) return known;
  if (owners.names.length === MAX_OWNERS) owners.names.push("(other packages)");
  if (owners.names.length > MAX_OWNERS) return MAX_OWNERS;
  owners.indices.set(name, owners.names.length);
  return owners.names.push(name) - 1;
}

/** Claims the bytes of `from <= b < to` that nobody claimed before: the first, most precise claim wins. Clipped to the map. */
export function claim(map: ByteMap, from: number, to: number, kind: Kind, owner: number): void {
  const kindNumber = KIND_INDEX.get(kind)!;
  const end = Math.min(to, map.kinds.length);
  for (let at = Math.max(from, 0); at < end; at++) {
    if (map.kinds[at] !== 0) continue;
    map.kinds[at] = kindNumber;
    map.owners[at] = owner;
  }
}

export interface ByteSums {
  readonly byKind: readonly SizedName[];
  readonly byPackage: readonly SizedName[];
  readonly unattributedBytes: number;
}

/** Adds up a map. `byKind` sums to its length, so do `byPackage` and `unattributedBytes`; both fall by size, then rise by name. */
export function sumBytes(map: ByteMap, owners: Owners): ByteSums {
  const kindBytes = new Float64Array(KINDS.length);
  const ownerBytes = new Float64Array(MAX_OWNERS + 1);
  for (let at = 0; at < map.kinds.length; at++) {
    kindBytes[map.kinds[at]!]! += 1;
    ownerBytes[map.owners[at]!]! += 1;
  }
  const byPackage: SizedName[] = [];
  for (let owner = 1; owner < ownerBytes.length; owner++) {
    const bytes = ownerBytes[owner]!;
    if (bytes > 0) byPackage.push({ name: owners.names[owner]!, bytes });
  }
  const byKind = KINDS.map((name, index) => ({ name, bytes: kindBytes[index]! })).filter(
    (row) => row.bytes > 0,
  );
  return {
    byKind: fallingBySize(byKind),
    byPackage: fallingBySize(byPackage),
    unattributedBytes: ownerBytes[NOBODY]!,
  };
}

/** Largest first; equal sizes by name in code unit order, so that reports never depend on the machine. */
export function fallingBySize<Row extends SizedName>(rows: readonly Row[]): Row[] {
  return [...rows].sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
