import {
  childIn,
  childrenIn,
  childrenOf,
  NO_NODE,
  type NodeId,
  onlyChild,
  operatorOf,
  textOf,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { accessAt } from "../flow/accesses.ts";
import { methodOf } from "../flow/fields.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoSymbol, IndexedFile } from "../flow/symbols.ts";
import { type GoType, typeFromNode, underlying, withoutPointer } from "../flow/types.ts";

/**
 * Names of storage, one for all that may be the same memory: `variable 7` a variable with its fields and array elements,
 * `field 3.next` a field of a struct that is reached through a pointer or in a slice or map, `element int` the elements of
 * every slice or map of that element type, `library container/list` whatever objects of a package hold.
 */
export type Storage = string;

/** Storage that something unknown may write at any time. */
export const VOLATILE: Storage = "volatile";

const VARIABLE = "variable ";

/** Id of the symbol of `variable 7`; undefined for other storage. */
export function idOfVariable(storage: Storage): number | undefined {
  return storage.startsWith(VARIABLE) ? Number(storage.slice(VARIABLE.length)) : undefined;
}

/** Deeper expressions are taken for unknown. */
const MAX_DEPTH = 24;

/** The storage of an expression that stands for a place; undefined for values and for what is not known. */
export function storageAt(
  facts: PackageFacts,
  file: IndexedFile,
  node: NodeId,
  depth = 0,
): Storage | undefined {
  const { tree } = file.source;
  if (node === NO_NODE || depth > MAX_DEPTH) return VOLATILE;
  switch (tree.kind[node]) {
    case Kind.ParenthesizedExpression:
      return storageAt(facts, file, onlyChild(tree, node), depth + 1);
    case Kind.Identifier: {
      const symbol = facts.index.symbols[file.symbolOf[node]!];
      return symbol?.kind === "variable" || symbol?.kind === "parameter"
        ? variableStorage(facts, symbol)
        : undefined;
    }
    case Kind.SelectorExpression:
      return fieldStorage(facts, file, node, depth);
    case Kind.IndexExpression:
      return elementStorage(facts, file, node, depth);
    case Kind.UnaryExpression: {
      if (operatorOf(tree, node) !== "*") return undefined;
      const type = facts.oracle.typeOf(file, node);
      return type.kind === "named" && underlying(facts.index, type).kind === "struct"
        ? `struct ${type.symbol.id}`
        : VOLATILE;
    }
    default:
      return undefined;
  }
}

/** A struct to which pointers exist is the same storage as what they point to. */
function variableStorage(facts: PackageFacts, symbol: GoSymbol): Storage {
  const type = facts.oracle.typeOfSymbol(symbol);
  const behind = underlying(facts.index, type);
  if ((behind.kind !== "struct" && behind.kind !== "array") || !isExposed(facts, symbol))
    return `variable ${symbol.id}`;
  if (behind.kind === "array") return elementsOf(facts, behind.element);
  return type.kind === "named" ? `struct ${type.symbol.id}` : VOLATILE;
}

function fieldStorage(
  facts: PackageFacts,
  file: IndexedFile,
  node: NodeId,
  depth: number,
): Storage | undefined {
  const { tree } = file.source;
  const operand = childIn(tree, node, Field.Operand);
  const symbol =
    tree.kind[operand] === Kind.Identifier ? facts.index.symbols[file.symbolOf[operand]!] : undefined;
  if (symbol?.kind === "package") return VOLATILE;
  const name = textOf(tree, childIn(tree, node, Field.Field));
  const type = facts.oracle.typeOf(file, operand);
  const outer = storageAt(facts, file, operand, depth + 1);
  const isWithin =
    underlying(facts.index, type).kind === "struct" && outer !== undefined && outer.startsWith("variable");
  if (
    isWithin &&
    !isExposed(facts, rootOf(facts, file, operand)) &&
    ownerOf(facts, type, name)?.isDirect === true
  )
    return outer;
  const owner = ownerOf(facts, type, name);
  return owner === undefined ? VOLATILE : `field ${owner.id}.${name}`;
}

function elementStorage(
  facts: PackageFacts,
  file: IndexedFile,
  node: NodeId,
  depth: number,
): Storage | undefined {
  const operand = childIn(file.source.tree, node, Field.Operand);
  if (textOf(file.source.tree, operand) === "os.Args") return undefined;
  const type = underlying(facts.index, facts.oracle.typeOf(file, operand));
  if (type.kind === "array") {
    return storageAt(facts, file, operand, depth + 1);
  }
  if (type.kind === "slice" || type.kind === "map") return elementsOf(facts, type.element);
  if (type.kind === "basic") return undefined;
  return type.kind === "pointer" && type.element.kind === "array"
    ? elementsOf(facts, type.element.element)
    : VOLATILE;
}

/** The storage of all elements of a type. */
export function elementsOf(facts: PackageFacts, element: GoType): Storage {
  return `element ${typeName(facts, element)}`;
}

function typeName(facts: PackageFacts, type: GoType, depth = 0): string {
  if (depth > 6) return "?";
  switch (type.kind) {
    case "basic":
      return type.name === "byte" ? "uint8" : type.name === "rune" ? "int32" : type.name;
    case "named":
      return `#${type.symbol.id}`;
    case "external":
      return `${type.path}.${type.name}`;
    case "pointer":
    case "slice":
    case "array":
    case "map":
    case "channel":
      return `${type.kind} ${typeName(facts, type.element, depth + 1)}`;
    default:
      return type.kind;
  }
}

/** The variable at the root of `x.f[i].g`. */
function rootOf(facts: PackageFacts, file: IndexedFile, node: NodeId): GoSymbol | undefined {
  const { tree } = file.source;
  let at = node;
  for (let step = 0; step < MAX_DEPTH && at !== NO_NODE; step++) {
    const kind = tree.kind[at];
    if (kind === Kind.Identifier) return facts.index.symbols[file.symbolOf[at]!];
    if (kind === Kind.ParenthesizedExpression) at = onlyChild(tree, at);
    else if (kind === Kind.SelectorExpression || kind === Kind.IndexExpression)
      at = childIn(tree, at, Field.Operand);
    else return undefined;
  }
  return undefined;
}

const exposed = new WeakMap<GoSymbol, boolean>();

/** Whether the address of a variable is taken, in a method call or a slice of it too, so that pointers may write it. */
export function isExposed(facts: PackageFacts, symbol: GoSymbol | undefined): boolean {
  if (symbol?.file === undefined || symbol.owner === undefined) return true;
  const known = exposed.get(symbol);
  if (known !== undefined) return known;
  const { file } = symbol;
  const { tree } = file.source;
  const found = symbol.uses.some((use) => {
    const access = accessAt(tree, use);
    if (access === "slice")
      return underlying(facts.index, facts.oracle.typeOfSymbol(symbol)).kind === "array";
    if (access === "method") return isWrittenByMethod(facts, file, use);
    return access === "address" || isMethodValue(facts, file, use);
  });
  exposed.set(symbol, found);
  return found;
}

/** Whether the method that a mention of a variable is called for may get a pointer to it. */
function isWrittenByMethod(facts: PackageFacts, file: IndexedFile, use: NodeId): boolean {
  const { tree } = file.source;
  let call = tree.parent[use]!;
  while (tree.kind[call] !== Kind.CallExpression) call = tree.parent[call]!;
  const callee = facts.oracle.calleeOf(file, call);
  if (callee.kind === "library" && callee.path === "time") return false;
  return callee.kind !== "function" || callee.fn.receiver?.pointer !== false;
}

/** `x.m` without a call: the method keeps a pointer to x, when it takes one. */
export function isMethodValue(facts: PackageFacts, file: IndexedFile, use: NodeId): boolean {
  const { tree } = file.source;
  for (let inner = use; ; inner = tree.parent[inner]!) {
    const outer = tree.parent[inner]!;
    const isSelected = tree.kind[outer] === Kind.SelectorExpression && tree.field[inner] === Field.Operand;
    if (!isSelected) return false;
    const name = textOf(tree, childIn(tree, outer, Field.Field));
    const method = methodOf(facts.index, facts.oracle.typeOf(file, inner), name);
    if (method !== undefined) return method.receiver?.pointer === true;
  }
}

interface FieldOwner {
  readonly id: number;
  readonly isDirect: boolean;
}

const owners = new WeakMap<GoSymbol, Map<string, FieldOwner | undefined>>();

/** The struct type that declares a field which is selected from a type, and whether no embedded pointer lies between. */
export function ownerOf(facts: PackageFacts, type: GoType, name: string): FieldOwner | undefined {
  const base = withoutPointer(type);
  if (base.kind !== "named") return ownerWithin(facts, base, name, 0);
  const ofType = owners.get(base.symbol) ?? new Map<string, FieldOwner | undefined>();
  owners.set(base.symbol, ofType);
  if (!ofType.has(name)) ofType.set(name, ownerWithin(facts, base, name, 0));
  return ofType.get(name);
}

function ownerWithin(facts: PackageFacts, type: GoType, name: string, depth: number): FieldOwner | undefined {
  const base = withoutPointer(type);
  const struct = underlying(facts.index, base);
  if (struct.kind !== "struct" || depth > 4) return undefined;
  const { file, node } = struct;
  const { tree } = file.source;
  const list = childrenOf(tree, node).find((child) => tree.kind[child] === Kind.FieldDeclarationList);
  const declarations = list === undefined ? [] : childrenOf(tree, list);
  const id = base.kind === "named" ? base.symbol.id : -node;
  const isOwn = declarations.some((one) => {
    const names = childrenIn(tree, one, Field.Name);
    if (names.length > 0) return names.some((own) => textOf(tree, own) === name);
    return embeddedName(file, one) === name;
  });
  if (isOwn) return { id, isDirect: true };
  for (const one of declarations) {
    if (childrenIn(tree, one, Field.Name).length > 0) continue;
    const typeNode = childIn(tree, one, Field.Type);
    const isPointer = tree.text.slice(tree.start[one]!, tree.start[typeNode]!).includes("*");
    const inner = ownerWithin(facts, typeFromNode(facts.index, file, typeNode), name, depth + 1);
    if (inner !== undefined) return { id: inner.id, isDirect: inner.isDirect && !isPointer };
  }
  return undefined;
}

function embeddedName({ source: { tree } }: IndexedFile, declaration: NodeId): string {
  const text = textOf(tree, childIn(tree, declaration, Field.Type)).replace(/\[.*$/s, "");
  return text.split(".").at(-1)!.trim();
}

/** Whether writing one storage may change what is read from the other. */
export function mayOverlap(facts: PackageFacts, written: Storage, read: Storage): boolean {
  if (written === read || written === VOLATILE || read === VOLATILE) return true;
  if (written.startsWith("element array") || read.startsWith("element array"))
    return written.startsWith("element") && read.startsWith("element");
  return isPartOf(facts, read, written) || isPartOf(facts, written, read);
}

/** Whether `part` is a field of the structs that `whole` stands for. */
function isPartOf(facts: PackageFacts, part: Storage, whole: Storage): boolean {
  if (!whole.startsWith("struct ") && !whole.startsWith("element #")) return false;
  const struct = /^(?:struct |element #)(\d+)$/.exec(whole);
  const field = struct === null ? null : /^field (\d+)\./.exec(part);
  if (struct === null) return false;
  const isSame = part === `struct ${struct[1]}` || part === `element #${struct[1]}`;
  return isSame || (field !== null && structsWithin(facts, Number(struct[1])).has(Number(field[1])));
}

const within = new WeakMap<PackageFacts, Map<number, ReadonlySet<number>>>();

/** Ids of the struct types of which a value of a struct type contains values. */
function structsWithin(facts: PackageFacts, id: number): ReadonlySet<number> {
  const known = within.get(facts) ?? new Map<number, ReadonlySet<number>>();
  within.set(facts, known);
  const before = known.get(id);
  if (before !== undefined) return before;
  const found = new Set<number>([id]);
  for (const one of found) {
    const symbol = facts.index.symbols[one];
    const struct = symbol === undefined ? undefined : underlying(facts.index, { kind: "named", symbol });
    if (struct?.kind !== "struct" || found.size > 50) continue;
    const { tree } = struct.file.source;
    for (let node = struct.node; node < tree.after[struct.node]!; node++) {
      if (tree.kind[node] !== Kind.TypeIdentifier) continue;
      const type = typeFromNode(facts.index, struct.file, node);
      if (type.kind === "named") found.add(type.symbol.id);
    }
  }
  known.set(id, found);
  return found;
}
