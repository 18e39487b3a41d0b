import { byteAt, type GoMemory, spend, textAt, u32, word } from "./memory.ts";
import type { Range } from "./tables.ts";

/** A type descriptor (internal/abi/type.go) as far as sizes and owners go. All are addresses. */
export interface GoType {
  readonly address: number;
  /** Descriptor, uncommon part, methods, fields, parameters; the first begins at `address`. */
  readonly ranges: readonly Range[];
  /** Names of the type, its fields, methods and package: each a flag byte, a varint length, the text, perhaps a tag. */
  readonly names: readonly Range[];
  /** The pointer mask; empty when there is none. */
  readonly mask: Range;
  /** Types that this one is made of. */
  readonly parts: readonly number[];
  readonly package: string | undefined;
  /** Number of methods of an interface type, which is the length of its itabs. */
  readonly interfaceMethods: number;
}

const Kind = {
  array: 17,
  chan: 18,
  func: 19,
  interface: 20,
  map: 21,
  pointer: 22,
  slice: 23,
  struct: 25,
  last: 26,
};
const TFLAG_UNCOMMON = 1;
const TFLAG_MASK_ON_DEMAND = 16;
/** Go 1.24 and 1.25 keep "direct interface" in bit 5 of the kind. */
const KIND_MASK = 31;
const TYPE_BYTES = 48;
const UNCOMMON_BYTES = 16;
/** Bytes of the descriptor with what its kind adds; others are plain. The map type is the swiss one of Go 1.24 and later. */
const DESCRIPTOR_BYTES: Readonly<Record<number, number>> = {
  [Kind.array]: 72,
  [Kind.chan]: 64,
  [Kind.func]: 56,
  [Kind.interface]: 80,
  [Kind.map]: 112,
  [Kind.pointer]: 56,
  [Kind.slice]: 56,
  [Kind.struct]: 80,
};

/**
 * Reads the type at an address that something refers to as if it were a type.
 *
 * @returns undefined when it is not plausible
 * @throws LayoutError when it leaves the memory or the work allowed is used up
 */
export function readType(memory: GoMemory, types: Range, address: number): GoType | undefined {
  const kind = byteAt(memory, address + 23) & KIND_MASK;
  const flags = byteAt(memory, address + 20);
  const alignment = byteAt(memory, address + 21);
  const isPlausible = kind > 0 && kind <= Kind.last && flags < 64 && isAlignment(alignment);
  if (!isPlausible || word(memory, address + 8) > word(memory, address)) return undefined;
  const name = nameAt(memory, types, types.start + u32(memory, address + 40));
  if (!name || name.text === "") return undefined;

  const coreEnd = address + (DESCRIPTOR_BYTES[kind] ?? TYPE_BYTES);
  const inner = readInner(memory, types, {
    address,
    kind,
    coreEnd,
    hasUncommon: (flags & TFLAG_UNCOMMON) !== 0,
  });
  const uncommon = flags & TFLAG_UNCOMMON ? readUncommon(memory, types, coreEnd) : NO_UNCOMMON;
  const pointerTo = u32(memory, address + 44);
  if (pointerTo) inner.parts.push(types.start + pointerTo);
  const maskStart = flags & TFLAG_MASK_ON_DEMAND ? 0 : word(memory, address + 32);
  const pointerWords = word(memory, address + 8) / 8;
  return {
    address,
    ranges: [{ start: address, end: Math.max(coreEnd, uncommon.end) }, ...uncommon.ranges, ...inner.ranges],
    names: [name, ...uncommon.names, ...inner.names],
    mask: { start: maskStart, end: maskStart === 0 ? 0 : maskStart + Math.ceil(pointerWords / 8) },
    parts: [...inner.parts, ...uncommon.parts],
    package: uncommon.package ?? inner.package,
    interfaceMethods: kind === Kind.interface ? word(memory, address + 64) : 0,
  };
}

function isAlignment(value: number): boolean {
  return value === 1 || value === 2 || value === 4 || value === 8 || value === 16;
}

interface Pieces {
  readonly ranges: Range[];
  readonly names: Range[];
  readonly parts: number[];
  package: string | undefined;
}

interface Core {
  readonly address: number;
  readonly kind: number;
  readonly coreEnd: number;
  readonly hasUncommon: boolean;
}

function readInner(memory: GoMemory, types: Range, core: Core): Pieces {
  const { address, kind, coreEnd } = core;
  const pieces: Pieces = { ranges: [], names: [], parts: [], package: undefined };
  const part = (at: number) => pieces.parts.push(word(memory, at));
  if (kind === Kind.array || kind === Kind.map)
    for (let i = 0; i < 2; i++) part(address + TYPE_BYTES + 8 * i);
  if (kind === Kind.map) part(address + TYPE_BYTES + 16);
  if (kind === Kind.chan || kind === Kind.pointer || kind === Kind.slice) part(address + TYPE_BYTES);
  if (kind === Kind.func)
    readParameters(memory, pieces, address, coreEnd + (core.hasUncommon ? UNCOMMON_BYTES : 0));
  if (kind === Kind.interface) readMembers(memory, types, pieces, { address, bytes: 8, isOffset: true });
  if (kind === Kind.struct) readMembers(memory, types, pieces, { address, bytes: 24, isOffset: false });
  return pieces;
}

/** Counts at 48 and 50 (the top bit of the second says "variadic"); pointers to the types follow the uncommon part. */
function readParameters(memory: GoMemory, pieces: Pieces, address: number, start: number): void {
  const counts = u32(memory, address + TYPE_BYTES);
  const count = (counts & 0xffff) + ((counts >>> 16) & 0x7fff);
  spend(memory, count);
  for (let i = 0; i < count; i++) pieces.parts.push(word(memory, start + 8 * i));
  pieces.ranges.push({ start, end: start + 8 * count });
}

/** Methods of an interface (offsets of name and type) or fields of a struct (pointers to both, and an offset). */
function readMembers(
  memory: GoMemory,
  types: Range,
  pieces: Pieces,
  { address, bytes, isOffset }: { address: number; bytes: number; isOffset: boolean },
): void {
  const packageName = nameAt(memory, types, word(memory, address + TYPE_BYTES));
  if (packageName) {
    pieces.names.push(packageName);
    pieces.package = packageName.text;
  }
  const start = word(memory, address + TYPE_BYTES + 8);
  const count = word(memory, address + TYPE_BYTES + 16);
  const end = start + count * bytes;
  if (count === 0 || start < types.start || end > types.end) return;
  pieces.ranges.push({ start, end });
  for (let at = start; at < end; at += bytes) {
    const name = isOffset ? types.start + u32(memory, at) : word(memory, at);
    const found = nameAt(memory, types, name);
    if (found) pieces.names.push(found);
    pieces.parts.push(isOffset ? types.start + u32(memory, at + 4) : word(memory, at + 8));
  }
}

interface Uncommon extends Pieces {
  readonly end: number;
}

const NO_UNCOMMON: Uncommon = { ranges: [], names: [], parts: [], package: undefined, end: 0 };
const METHOD_BYTES = 16;

/** Package path, and a table of methods: offsets of name and type, then two of code (abi.UncommonType, abi.Method). */
function readUncommon(memory: GoMemory, types: Range, at: number): Uncommon {
  const packageName = nameAt(memory, types, types.start + u32(memory, at));
  const methods = u32(memory, at + 4) & 0xffff;
  const start = at + u32(memory, at + 8);
  const end = start + methods * METHOD_BYTES;
  const names: Range[] = packageName ? [packageName] : [];
  const parts: number[] = [];
  const isInside = methods > 0 && end <= types.end;
  for (let method = start; isInside && method < end; method += METHOD_BYTES) {
    const name = nameAt(memory, types, types.start + u32(memory, method));
    if (name) names.push(name);
    const methodType = u32(memory, method + 4);
    if (methodType) parts.push(types.start + methodType);
  }
  const ranges = isInside ? [{ start, end }] : [];
  return { ranges, names, parts, package: packageName?.text, end: at + UNCOMMON_BYTES };
}

interface Name extends Range {
  readonly text: string;
}

const NAME_HAS_TAG = 2;
const NAME_HAS_PACKAGE = 4;
/** Struct types written out in full are long; nothing in Go's own programs is longer than 3,000. */
const MAX_NAME_BYTES = 65_536;

/** A name of abi.Name: flags, length, text, then a tag and the offset of a package path if the flags say so. */
function nameAt(memory: GoMemory, types: Range, start: number): Name | undefined {
  if (start <= types.start || start >= types.end) return undefined;
  const flags = byteAt(memory, start);
  if (flags > 15) return undefined;
  const length = varint(memory, start + 1);
  const textEnd = length.end + length.value;
  if (length.value > MAX_NAME_BYTES || textEnd > types.end) return undefined;
  spend(memory, length.value);
  let end = textEnd;
  if (flags & NAME_HAS_TAG) {
    const tag = varint(memory, end);
    end = tag.end + tag.value;
  }
  if (flags & NAME_HAS_PACKAGE) end += 4;
  return end > types.end ? undefined : { start, end, text: textAt(memory, length.end, textEnd) };
}

function varint(memory: GoMemory, at: number): { value: number; end: number } {
  let value = 0;
  for (let shift = 0; shift < 28; shift += 7) {
    const byte = byteAt(memory, at++);
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) break;
  }
  return { value, end: at };
}
