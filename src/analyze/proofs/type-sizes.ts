import { childIn, childrenIn, childrenOf, NO_NODE, type NodeId } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { constantAt } from "../flow/constants.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { IndexedFile } from "../flow/symbols.ts";
import { typeFromNode } from "../flow/types.ts";

/** Sizes in bytes of what is no array or struct, as Go lays them out for GOARCH=wasm, a 64-bit architecture to it. */
const BASIC_BYTES: Readonly<Record<string, bigint>> = {
  bool: 1n,
  byte: 1n,
  int8: 1n,
  uint8: 1n,
  int16: 2n,
  uint16: 2n,
  int32: 4n,
  uint32: 4n,
  rune: 4n,
  float32: 4n,
  string: 16n,
  complex128: 16n,
  any: 16n,
  error: 16n,
};
const WORD_BYTES = 8n;
const SLICE_BYTES = 24n;
const INTERFACE_BYTES = 16n;
/** Types nested deeper count as nothing: the result is a lower bound anyway. */
const MAX_DEPTH = 60;
/** No size needs more digits than this: beyond, nested arrays only cost time. */
const ENOUGH = 1n << 80n;

/** A lower bound of the size of the type at `node`, in bytes; padding and types that are not known count as nothing. */
export function typeBytes(facts: PackageFacts, file: IndexedFile, node: NodeId, depth = 0): bigint {
  if (node === NO_NODE || depth > MAX_DEPTH) return 0n;
  const { tree } = file.source;
  const inner = (child: NodeId): bigint => typeBytes(facts, file, child, depth + 1);
  switch (tree.kind[node]) {
    case Kind.ArrayType: {
      const length = constantAt(facts.fixed, file, childIn(tree, node, Field.Length))?.value;
      const element = inner(childIn(tree, node, Field.Element));
      return typeof length === "bigint" && length > 0n ? capped(length * element) : 0n;
    }
    case Kind.SliceType:
      return SLICE_BYTES;
    case Kind.PointerType:
    case Kind.MapType:
    case Kind.ChannelType:
    case Kind.FunctionType:
      return WORD_BYTES;
    case Kind.InterfaceType:
      return INTERFACE_BYTES;
    case Kind.StructType:
      return structBytes(facts, file, node, depth);
    case Kind.ParenthesizedType:
      return inner(childrenOf(tree, node)[0] ?? NO_NODE);
    case Kind.TypeIdentifier:
    case Kind.Identifier:
      return namedBytes(facts, file, node, depth);
    default:
      return 0n;
  }
}

function capped(bytes: bigint): bigint {
  return bytes < ENOUGH ? bytes : ENOUGH;
}

function structBytes(facts: PackageFacts, file: IndexedFile, node: NodeId, depth: number): bigint {
  const { tree } = file.source;
  const list = childrenOf(tree, node).find((child) => tree.kind[child] === Kind.FieldDeclarationList);
  let bytes = 0n;
  for (const declaration of list === undefined ? [] : childrenOf(tree, list)) {
    const names = childrenIn(tree, declaration, Field.Name).length;
    const type = childIn(tree, declaration, Field.Type);
    bytes += BigInt(Math.max(1, names)) * typeBytes(facts, file, type, depth + 1);
  }
  return capped(bytes);
}

const known = new WeakMap<PackageFacts, Map<number, bigint>>();

function namedBytes(facts: PackageFacts, file: IndexedFile, node: NodeId, depth: number): bigint {
  const type = typeFromNode(facts.index, file, node);
  if (type.kind === "basic") return BASIC_BYTES[type.name] ?? WORD_BYTES;
  if (type.kind !== "named" || type.symbol.file === undefined) return 0n;
  let sizes = known.get(facts);
  if (sizes === undefined) {
    sizes = new Map();
    known.set(facts, sizes);
  }
  const { id, file: home, declaration } = type.symbol;
  const done = sizes.get(id);
  if (done !== undefined) return done;
  sizes.set(id, 0n);
  const bytes = typeBytes(facts, home, childIn(home.source.tree, declaration, Field.Type), depth + 1);
  sizes.set(id, bytes);
  return bytes;
}

/** `17.2 GB`, for messages. */
export function bytesText(bytes: bigint): string {
  const units = ["bytes", "KB", "MB", "GB", "TB", "PB", "EB"];
  let value = Number(bytes);
  let unit = 0;
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000;
    unit++;
  }
  return `${unit === 0 ? value : value.toPrecision(3)} ${units[unit]}`;
}
