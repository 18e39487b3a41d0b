import { childIn, childrenOf, NO_NODE, type NodeId, onlyChild, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { PackageIndex } from "./package-index.ts";
import type { GoSymbol, IndexedFile } from "./symbols.ts";

/** A type as far as the package's own source tells. Everything else is `unknown`, which proves nothing. */
export type GoType =
  | { readonly kind: "unknown" }
  /** Predeclared, or `untyped int` and the like for constants. */
  | { readonly kind: "basic"; readonly name: string }
  /** Declared in this package. */
  | { readonly kind: "named"; readonly symbol: GoSymbol }
  /** Declared in an imported package. */
  | { readonly kind: "external"; readonly path: string; readonly name: string }
  | { readonly kind: "pointer" | "slice" | "array" | "channel" | "map"; readonly element: GoType }
  | { readonly kind: "function" | "struct" | "interface"; readonly file: IndexedFile; readonly node: NodeId };

export const UNKNOWN_TYPE: GoType = { kind: "unknown" };
/** No honest type nests deeper. */
const MAX_TYPE_DEPTH = 40;
const CONTAINERS: ReadonlyMap<number, readonly ["pointer" | "slice" | "array" | "channel" | "map", number]> =
  new Map([
    [Kind.PointerType, ["pointer", Field.None]],
    [Kind.SliceType, ["slice", Field.Element]],
    [Kind.ArrayType, ["array", Field.Element]],
    [Kind.ImplicitLengthArrayType, ["array", Field.Element]],
    [Kind.ChannelType, ["channel", Field.Value]],
    [Kind.MapType, ["map", Field.Value]],
  ]);

/** A predeclared type by name. */
export function basicType(name: string): GoType {
  return { kind: "basic", name };
}

/** What the type expression at `node` means. */
export function typeFromNode(index: PackageIndex, file: IndexedFile, node: NodeId, depth = 0): GoType {
  if (node === NO_NODE || depth > MAX_TYPE_DEPTH) return UNKNOWN_TYPE;
  const { tree } = file.source;
  const kind = tree.kind[node]!;
  const container = CONTAINERS.get(kind);
  if (container !== undefined) {
    const inner = container[1] === Field.None ? onlyChild(tree, node) : childIn(tree, node, container[1]);
    return { kind: container[0], element: typeFromNode(index, file, inner, depth + 1) };
  }
  switch (kind) {
    case Kind.TypeIdentifier:
    case Kind.Identifier:
      return typeOfName(index, file, node, depth);
    case Kind.QualifiedType:
      return qualifiedType(index, file, node);
    case Kind.GenericType:
      return typeFromNode(index, file, childIn(tree, node, Field.Type), depth + 1);
    case Kind.ParenthesizedType:
    case Kind.ParenthesizedExpression:
      return typeFromNode(index, file, onlyChild(tree, node), depth + 1);
    case Kind.FunctionType:
      return { kind: "function", file, node };
    case Kind.StructType:
      return { kind: "struct", file, node };
    case Kind.InterfaceType:
      return { kind: "interface", file, node };
    default:
      return UNKNOWN_TYPE;
  }
}

function typeOfName(index: PackageIndex, file: IndexedFile, node: NodeId, depth: number): GoType {
  const symbol = index.symbols[file.symbolOf[node]!];
  if (symbol?.kind !== "type") return UNKNOWN_TYPE;
  const { file: home, declaration } = symbol;
  if (home === undefined) return basicType(symbol.name);
  const { tree } = home.source;
  if (tree.kind[declaration] !== Kind.TypeAlias) return { kind: "named", symbol };
  return typeFromNode(index, home, childIn(tree, declaration, Field.Type), depth + 1);
}

function qualifiedType(index: PackageIndex, file: IndexedFile, node: NodeId): GoType {
  const { tree } = file.source;
  const [packageNode, name] = childrenOf(tree, node);
  if (packageNode === undefined || name === undefined) return UNKNOWN_TYPE;
  const symbol = index.symbols[file.symbolOf[packageNode]!];
  return symbol?.kind === "package"
    ? { kind: "external", path: symbol.path, name: textOf(tree, name) }
    : UNKNOWN_TYPE;
}

/** The type behind names: what its values are made of. The same object for each use of a name. */
export function underlying(index: PackageIndex, type: GoType): GoType {
  if (type.kind !== "named") return type;
  type.symbol.underlying ??= behindName(index, type);
  return type.symbol.underlying;
}

function behindName(index: PackageIndex, type: GoType): GoType {
  let current = type;
  for (let step = 0; step < MAX_TYPE_DEPTH && current.kind === "named"; step++) {
    const { file, declaration } = current.symbol;
    if (file === undefined) return UNKNOWN_TYPE;
    current = typeFromNode(index, file, childIn(file.source.tree, declaration, Field.Type));
  }
  return current.kind === "named" ? UNKNOWN_TYPE : current;
}

/** `T` of `*T`, else the type itself. */
export function withoutPointer(type: GoType): GoType {
  return type.kind === "pointer" ? type.element : type;
}
