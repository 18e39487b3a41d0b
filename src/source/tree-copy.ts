import type { SyntaxTree } from "./tree.ts";
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
const DROPPED = 0xfffe;
const OPERATOR_BASE = 0x1000;
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

/** Kinds whose children say nothing that the text does not: saves the cursor a descent. */
// biome-ignore format: a set reads better dense
const LEAVES: ReadonlySet<number> = new Set<number>([
  Kind.Identifier, Kind.TypeIdentifier, Kind.FieldIdentifier, Kind.PackageIdentifier, Kind.LabelName, Kind.Comment,
  Kind.RawStringLiteral, Kind.InterpretedStringLiteral, Kind.IntLiteral, Kind.FloatLiteral, Kind.ImaginaryLiteral,
  Kind.RuneLiteral, Kind.Nil, Kind.True, Kind.False, Kind.Iota, Kind.BlankIdentifier, Kind.Dot, Kind.EmptyStatement,
]);

/** Growing columns of the tree that is being built. Kept between calls: most files are smaller than the largest. */
class Columns {
  capacity = 1 << 14;
  kind: Uint8Array = new Uint8Array(this.capacity);
  field: Uint8Array = new Uint8Array(this.capacity);
  operator: Uint8Array = new Uint8Array(this.capacity);
  start: Uint32Array = new Uint32Array(this.capacity);
  end: Uint32Array = new Uint32Array(this.capacity);
  parent: Int32Array = new Int32Array(this.capacity);
  after: Int32Array = new Int32Array(this.capacity);

  grow(): void {
    this.capacity *= 2;
    const enlarge = <A extends Uint8Array | Uint32Array | Int32Array>(old: A, larger: A): A => {
      larger.set(old);
      return larger;
    };
    this.kind = enlarge(this.kind, new Uint8Array(this.capacity));
    this.field = enlarge(this.field, new Uint8Array(this.capacity));
    this.operator = enlarge(this.operator, new Uint8Array(this.capacity));
    this.start = enlarge(this.start, new Uint32Array(this.capacity));
    this.end = enlarge(this.end, new Uint32Array(this.capacity));
    this.parent = enlarge(this.parent, new Int32Array(this.capacity));
    this.after = enlarge(this.after, new Int32Array(this.capacity));
  }
}

const scratch = new Columns();

/**
 * Copies a tree-sitter tree in one pass of a cursor that stands on its root. Returns undefined when the tree has more
 * than `maxNodes` nodes. `hasErrors` (of the root) only saves asking each node whether it is missing. Errors right inside
 * errors, or of no width, are left out: engines of different versions put different ones there.
 */
export function copyTree(
  cursor: TreeCursor,
  text: string,
  types: NodeTypes,
  limits: { readonly maxNodes: number; readonly hasErrors: boolean },
): SyntaxTree | undefined {
  const errors: number[] = [];
  let size = 0;
  let parent = -1;
  for (;;) {
    const typeId = cursor.nodeTypeId;
    let kind = types.types[typeId]!;
    if (kind === UNLEARNED) kind = learnType(types, cursor, typeId);
    if (limits.hasErrors && cursor.nodeIsMissing) kind = Kind.Missing;
    let descend = false;
    const isEcho = kind === Kind.Error && parent >= 0 && isEchoIn(parent, cursor);
    if (kind < OPERATOR_BASE && !isEcho) {
      if (size >= limits.maxNodes) return undefined;
      if (size === scratch.capacity) scratch.grow();
      if (kind === Kind.Error || kind === Kind.Missing) errors.push(size);
      writeNode(size, kind, parent, cursor, types);
      size++;
      descend = !LEAVES.has(kind) && cursor.gotoFirstChild();
      if (descend) parent = size - 1;
      else scratch.after[size - 1] = size;
    } else if (!isEcho && kind !== DROPPED && parent >= 0 && scratch.operator[parent] === 0) {
      scratch.operator[parent] = kind - OPERATOR_BASE;
    }
    while (!descend && !cursor.gotoNextSibling()) {
      if (!cursor.gotoParent()) {
        if (limits.hasErrors && errors.length === 0) errors.push(0);
        return finish(text, size, errors);
      }
      scratch.after[parent] = size;
      parent = scratch.parent[parent]!;
    }
  }
}

/** An error in an error, or of no width, says nothing new. */
function isEchoIn(parent: number, cursor: TreeCursor): boolean {
  return scratch.kind[parent] === Kind.Error || cursor.startIndex === cursor.endIndex;
}

function writeNode(node: number, kind: number, parent: number, cursor: TreeCursor, types: NodeTypes): void {
  const fieldId = cursor.currentFieldId;
  let field = types.fields[fieldId]!;
  if (field === UNLEARNED_FIELD) {
    field = FIELD_BY_NAME.get(cursor.currentFieldName ?? "none") ?? 0;
    types.fields[fieldId] = field;
  }
  scratch.kind[node] = kind;
  scratch.field[node] = field;
  scratch.operator[node] = 0;
  scratch.start[node] = cursor.startIndex;
  scratch.end[node] = cursor.endIndex;
  scratch.parent[node] = parent;
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

function finish(text: string, size: number, errors: readonly number[]): SyntaxTree {
  return {
    text,
    size,
    kind: scratch.kind.slice(0, size),
    field: scratch.field.slice(0, size),
    operator: scratch.operator.slice(0, size),
    start: scratch.start.slice(0, size),
    end: scratch.end.slice(0, size),
    parent: scratch.parent.slice(0, size),
    after: scratch.after.slice(0, size),
    errors,
  };
}
