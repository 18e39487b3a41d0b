import { ownerIndex } from "../byte-map.ts";
import { type Claims, claimAt } from "./claims.ts";
import { type GoType, readType } from "./go-type.ts";
import { LayoutError } from "./layout-error.ts";
import { i32, spend, word } from "./memory.ts";

/** Types by address. */
export type GoTypes = ReadonlyMap<number, GoType>;

/** Builtin types and unnamed types of builtin parts: the compiler emits them with the runtime. */
const BUILTIN_PACKAGE = "runtime";
/** No packages that anybody wrote: `unsafe.Pointer`, and the shapes that stand for type arguments in generic code. */
const NOT_PACKAGES: ReadonlySet<string | undefined> = new Set([undefined, "", "unsafe", "go.shape"]);

/**
 * Finds all type descriptors from those that something refers to, and claims them, their names and pointer masks for the
 * package of the type. A type without one (`[]T`, `func(T)`) belongs to that of the first part that has one.
 *
 * @param seeds addresses found in code and data; what is no type there is passed over
 * @returns the types, and where the last one ends
 */
export function claimTypes(claims: Claims, seeds: Iterable<number>): GoTypes {
  const types = collectTypes(claims, seeds);
  const owners = new Map<number, number>();
  for (const type of types.values()) {
    const owner = ownerIndex(
      claims.owners,
      packageOfType(claims, types, { type, depth: 0 }) ?? BUILTIN_PACKAGE,
    );
    owners.set(type.address, owner);
    for (const range of type.ranges) claimAt(claims, range, "type descriptors", owner);
  }
  for (const type of types.values()) {
    const owner = owners.get(type.address)!;
    for (const range of type.names) claimAt(claims, range, "type names", owner);
    if (type.mask.end > type.mask.start) claimAt(claims, type.mask, "gc masks", owner);
  }
  claimItabs(claims, types, owners);
  return types;
}

function collectTypes(claims: Claims, seeds: Iterable<number>): Map<number, GoType> {
  const { memory } = claims;
  const { types: range, typelinks, itablinks } = claims.program.tables;
  const pending = [...seeds];
  for (let i = 0; i < typelinks.count; i++) pending.push(range.start + i32(memory, typelinks.start + 4 * i));
  for (let i = 0; i < itablinks.count; i++) {
    const itab = word(memory, itablinks.start + 8 * i);
    pending.push(word(memory, itab), word(memory, itab + 8));
  }
  const found = new Map<number, GoType>();
  const visited = new Set<number>();
  for (let address = pending.pop(); address !== undefined; address = pending.pop()) {
    if (address < range.start || address >= range.end || address % 8 !== 0 || visited.has(address)) continue;
    visited.add(address);
    const type = tryType(claims, address);
    if (!type) continue;
    found.set(address, type);
    for (const part of type.parts) pending.push(part);
  }
  return found;
}

function tryType(claims: Claims, address: number): GoType | undefined {
  try {
    return readType(claims.memory, claims.program.tables.types, address);
  } catch (error) {
    if (error instanceof LayoutError && claims.memory.budget.left >= 0) return undefined;
    throw error;
  }
}

/** Types refer to each other in circles: a few levels name the package, or nothing does. */
const MAX_DEPTH = 6;

function packageOfType(
  claims: Claims,
  types: GoTypes,
  { type, depth }: { type: GoType; depth: number },
): string | undefined {
  if (!NOT_PACKAGES.has(type.package)) return type.package;
  if (depth === MAX_DEPTH) return undefined;
  spend(claims.memory, type.parts.length);
  for (const part of type.parts) {
    const inner = types.get(part);
    const found = inner && packageOfType(claims, types, { type: inner, depth: depth + 1 });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** An itab (runtime.itab) is two types, a hash and the methods: one word for each of the interface. */
function claimItabs(claims: Claims, types: GoTypes, owners: ReadonlyMap<number, number>): void {
  const { itablinks, typelinks } = claims.program.tables;
  for (let i = 0; i < itablinks.count; i++) {
    const link = itablinks.start + 8 * i;
    const itab = word(claims.memory, link);
    const methods = types.get(word(claims.memory, itab))?.interfaceMethods ?? 1;
    const owner = owners.get(word(claims.memory, itab + 8)) ?? claims.runtime;
    claimAt(claims, { start: itab, end: itab + 24 + 8 * Math.max(methods, 1) }, "itabs", owner);
    claimAt(claims, { start: link, end: link + 8 }, "itabs", owner);
  }
  for (let i = 0; i < typelinks.count; i++) {
    const link = typelinks.start + 4 * i;
    const type = claims.program.tables.types.start + i32(claims.memory, link);
    claimAt(claims, { start: link, end: link + 4 }, "type links", owners.get(type) ?? claims.runtime);
  }
}
