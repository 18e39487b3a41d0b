import { childIn, childrenIn, childrenOf, NO_NODE, type NodeId, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { PackageIndex } from "./package-index.ts";
import type { GoFunction, IndexedFile } from "./symbols.ts";
import { type GoType, typeFromNode, UNKNOWN_TYPE, underlying, withoutPointer } from "./types.ts";

/** Embedding deeper than this is not searched. */
const MAX_EMBEDDING = 4;

interface StructField {
  readonly name: string;
  readonly type: GoType;
  readonly embedded: boolean;
}

/** Type of the field `name` of a value of `type` (or of what it points to), promoted fields included. */
export function fieldType(index: PackageIndex, type: GoType, name: string, depth = 0): GoType {
  if (depth > MAX_EMBEDDING) return UNKNOWN_TYPE;
  const fields = fieldsOf(index, withoutPointer(type));
  const own = fields.find((field) => field.name === name);
  if (own !== undefined) return own.type;
  for (const field of fields) {
    if (!field.embedded) continue;
    const promoted = fieldType(index, field.type, name, depth + 1);
    if (promoted.kind !== "unknown") return promoted;
  }
  return UNKNOWN_TYPE;
}

/** Method `name` of `type` (or of what it points to), promoted methods of embedded types of the package included. */
export function methodOf(index: PackageIndex, type: GoType, name: string, depth = 0): GoFunction | undefined {
  if (depth > MAX_EMBEDDING) return undefined;
  const base = withoutPointer(type);
  if (base.kind !== "named" || base.symbol.owner !== undefined) return undefined;
  const own = index.methods.get(base.symbol.name)?.get(name);
  if (own !== undefined) return own;
  const fields = fieldsOf(index, base);
  if (fields.some((field) => field.name === name)) return undefined;
  let found: GoFunction | undefined;
  for (const field of fields) {
    const promoted = field.embedded ? methodOf(index, field.type, name, depth + 1) : undefined;
    if (promoted === undefined) continue;
    if (found !== undefined) return undefined;
    found = promoted;
  }
  return found;
}

const NO_FIELDS: readonly StructField[] = [];
/** By the type of the struct, which is one object for each type name. */
const known = new WeakMap<GoType, readonly StructField[]>();

function fieldsOf(index: PackageIndex, type: GoType): readonly StructField[] {
  const struct = underlying(index, type);
  if (struct.kind !== "struct") return NO_FIELDS;
  let fields = known.get(struct);
  if (fields === undefined) {
    fields = declaredFields(index, struct);
    known.set(struct, fields);
  }
  return fields;
}

function declaredFields(
  index: PackageIndex,
  { file, node }: Extract<GoType, { readonly file: IndexedFile }>,
): readonly StructField[] {
  const { tree } = file.source;
  const list = childrenOf(tree, node).find((child) => tree.kind[child] === Kind.FieldDeclarationList);
  if (list === undefined) return [];
  return childrenOf(tree, list).flatMap((field) => fieldsOfDeclaration(index, file, field));
}

function fieldsOfDeclaration(index: PackageIndex, file: IndexedFile, field: NodeId): StructField[] {
  const { tree } = file.source;
  const typeNode = childIn(tree, field, Field.Type);
  if (typeNode === NO_NODE) return [];
  const type = typeFromNode(index, file, typeNode);
  const names = childrenIn(tree, field, Field.Name);
  if (names.length > 0) return names.map((name) => ({ name: textOf(tree, name), type, embedded: false }));
  const name = textOf(tree, typeNode).replace(/\[.*$/s, "").split(".").at(-1)!;
  return [{ name: name.trim(), type, embedded: true }];
}
