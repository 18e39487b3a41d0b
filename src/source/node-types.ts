import { FIELD_BY_NAME, KIND_BY_NAME, Kind, OPERATORS } from "./tree-kinds.ts";

/** What the native and the wasm cursor of tree-sitter have in common. */
export interface TreeCursor {
  readonly nodeType: string;
  readonly nodeTypeId: number;
  readonly nodeIsNamed: boolean;
  readonly nodeIsMissing: boolean;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly currentFieldId: number;
  readonly currentFieldName: string | null | undefined;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
}

/**
 * The engine's numbers → ours, learned by name when a number is first met: numbers differ between grammar versions and
 * between engines. One for each loaded language.
 */
export interface NodeTypes {
  /** Type id → kind, DROPPED, an operator (OPERATOR_BASE + index), or UNLEARNED. */
  readonly types: Uint16Array;
  readonly fields: Uint8Array;
}

const UNLEARNED = 0xffff;
/** A token that says nothing which its parent does not. */
export const DROPPED = 0xfffe;
/** Below: a kind of node. */
export const OPERATOR_BASE = 0x1000;
/** tree-sitter gives ERROR nodes the type id 65535. */
const TYPE_IDS = 0x10000;
const UNLEARNED_FIELD = 0xff;
const FIELD_IDS = 256;

/** An empty table of learned numbers. */
export function newNodeTypes(): NodeTypes {
  return {
    types: new Uint16Array(TYPE_IDS).fill(UNLEARNED),
    fields: new Uint8Array(FIELD_IDS).fill(UNLEARNED_FIELD),
  };
}

/** What the node under the cursor, of the type `typeId`, is to us: a kind, an operator from OPERATOR_BASE on, or DROPPED. */
export function meaningOf(types: NodeTypes, cursor: TreeCursor, typeId: number): number {
  const meaning = types.types[typeId]!;
  return meaning === UNLEARNED ? learnType(types, cursor, typeId) : meaning;
}

function learnType(types: NodeTypes, cursor: TreeCursor, typeId: number): number {
  const name = cursor.nodeType;
  let meaning: number = DROPPED;
  if (name === "ERROR" || cursor.nodeIsNamed) {
    meaning = KIND_BY_NAME.get(name) ?? Kind.Other;
  } else {
    const operator = OPERATORS.indexOf(name);
    if (operator > 0) meaning = OPERATOR_BASE + operator;
  }
  types.types[typeId] = meaning;
  return meaning;
}

/** The role of the node under the cursor in its parent. */
export function fieldUnder(types: NodeTypes, cursor: TreeCursor): number {
  const fieldId = cursor.currentFieldId;
  const known = types.fields[fieldId]!;
  if (known !== UNLEARNED_FIELD) return known;
  const field = FIELD_BY_NAME.get(cursor.currentFieldName ?? "none") ?? 0;
  types.fields[fieldId] = field;
  return field;
}

/** Kinds whose children say nothing that the text does not: saves the cursor a descent. */
// biome-ignore format: a set reads better dense
export const LEAVES: ReadonlySet<number> = new Set<number>([
  Kind.Identifier, Kind.TypeIdentifier, Kind.FieldIdentifier, Kind.PackageIdentifier, Kind.LabelName, Kind.Comment,
  Kind.RawStringLiteral, Kind.InterpretedStringLiteral, Kind.IntLiteral, Kind.FloatLiteral, Kind.ImaginaryLiteral,
  Kind.RuneLiteral, Kind.Nil, Kind.True, Kind.False, Kind.Iota, Kind.BlankIdentifier, Kind.Dot, Kind.EmptyStatement,
]);
