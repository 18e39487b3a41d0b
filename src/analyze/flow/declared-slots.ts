import { childIn, childrenIn, NO_NODE, type NodeId, type SyntaxTree, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { DisjointSets } from "./disjoint-sets.ts";
import type { PackageFacts } from "./package-facts.ts";
import { signatureResults } from "./results.ts";
import type { Creation, Operation } from "./shared-values.ts";
import {
  isCopied,
  namedResultsOf,
  parametersOf,
  resultSlot,
  type SharedKind,
  sharedKind,
  slotAt,
  slotOfAnyField,
  slotOfField,
  variableSlot,
} from "./slots.ts";
import type { GoSymbol } from "./symbols.ts";
import { typeFromNode } from "./types.ts";
import { isUsedAsValue, methodValueNames } from "./value-uses.ts";

/** What mentions of shared values say. */
export interface SlotFacts {
  readonly operations: { readonly slot: string; readonly operation: Operation }[];
  readonly creations: { readonly slot: string; readonly creation: Creation }[];
  readonly variables: { readonly slot: string; readonly symbol: GoSymbol; readonly kind: SharedKind }[];
  readonly fields: { readonly slot: string; readonly kind: SharedKind }[];
  readonly escaped: Set<string>;
}

/** Slots that are being connected. */
export interface Walk {
  readonly facts: PackageFacts;
  readonly sets: DisjointSets;
  readonly found: SlotFacts;
  /** Names of the fields of structs of the package that hold a shared value. */
  readonly fieldNames: Set<string>;
  /** Their lengths: most other names have none of these. */
  readonly nameLengths: Set<number>;
  /** Symbol id → whether it is a variable that holds a shared value. */
  readonly isShared: Uint8Array;
}

/** The field that a selector names, when some field of that name holds a shared value. */
export function sharedFieldAt(walk: Walk, tree: SyntaxTree, selector: NodeId): string | undefined {
  const field = childIn(tree, selector, Field.Field);
  if (field === NO_NODE || !walk.nameLengths.has(tree.end[field]! - tree.start[field]!)) return undefined;
  const name = textOf(tree, field);
  return walk.fieldNames.has(name) ? name : undefined;
}

/** Collects the slots that variables, fields and signatures declare. */
export function collectDeclared(walk: Walk): void {
  collectVariables(walk);
  collectFields(walk);
  collectSignatures(walk);
}

function isOpen(walk: Walk, name: string): boolean {
  return walk.facts.index.name !== "main" && /^\p{Lu}/u.test(name);
}

function collectVariables({ facts, found, ...walk }: Walk): void {
  for (const symbol of facts.index.symbols) {
    if (symbol.kind !== "variable" && symbol.kind !== "parameter") continue;
    const type = facts.oracle.typeOfSymbol(symbol);
    const kind = sharedKind(facts.oracle, type);
    if (kind === undefined || symbol.file === undefined) continue;
    walk.isShared[symbol.id] = 1;
    const slot = variableSlot(symbol.id);
    found.variables.push({ slot, symbol, kind });
    if (symbol.owner === undefined && isOpen({ facts, found, ...walk }, symbol.name)) found.escaped.add(slot);
    const { tree } = symbol.file.source;
    const isZero =
      kind === "wait-group" &&
      isCopied(type) &&
      tree.kind[symbol.declaration] === Kind.VarSpec &&
      childIn(tree, symbol.declaration, Field.Value) === NO_NODE;
    if (isZero) {
      const creation = { file: symbol.file, fn: symbol.owner, node: symbol.declaration };
      found.creations.push({ slot, creation });
    }
  }
}

/** Fields of the struct types of the package; those of types without a name are told apart by nothing but their name. */
function collectFields(walk: Walk): void {
  const { facts, found, sets } = walk;
  for (const file of facts.index.files) {
    const { tree } = file.source;
    for (let node = 1; node < tree.size; node++) {
      if (tree.kind[node] !== Kind.FieldDeclaration) continue;
      const type = typeFromNode(facts.index, file, childIn(tree, node, Field.Type));
      const kind = sharedKind(facts.oracle, type);
      if (kind === undefined) continue;
      const spec = tree.parent[tree.parent[tree.parent[node]!]!]!;
      const owner =
        tree.kind[spec] === Kind.TypeSpec
          ? facts.index.symbols[file.symbolOf[childIn(tree, spec, Field.Name)]!]
          : undefined;
      for (const nameNode of childrenIn(tree, node, Field.Name)) {
        const name = textOf(tree, nameNode);
        const slot = owner === undefined ? slotOfAnyField(name) : slotOfField(owner.id, name);
        walk.fieldNames.add(name);
        walk.nameLengths.add(name.length);
        found.fields.push({ slot, kind });
        if (owner === undefined || isOpen(walk, name)) found.escaped.add(slot);
        if (kind === "wait-group" && isCopied(type)) {
          found.creations.push({ slot, creation: { file, fn: undefined, node } });
        }
      }
    }
  }
  joinUnresolvedFields(walk, sets);
}

/** Where something of unknown type has the field, it may be any of that name. */
function joinUnresolvedFields(walk: Walk, sets: DisjointSets): void {
  const { facts, found, fieldNames } = walk;
  if (fieldNames.size === 0) return;
  for (const file of facts.index.files) {
    const { tree } = file.source;
    for (let node = 1; node < tree.size; node++) {
      if (tree.kind[node] !== Kind.SelectorExpression) continue;
      const name = sharedFieldAt(walk, tree, node);
      if (name === undefined || slotAt(facts.oracle, file, node) !== slotOfAnyField(name)) continue;
      for (const { slot } of found.fields) {
        if (slot.endsWith(`.${name}`)) sets.join(slot, slotOfAnyField(name));
      }
    }
  }
}

/** Named results are what the function returns; functions that others may call get values from nobody knows where. */
function collectSignatures(walk: Walk): void {
  const { facts, found, sets } = walk;
  const methodValues = methodValueNames(facts);
  for (const fn of facts.index.functions) {
    const short = fn.name.slice(fn.name.lastIndexOf(".") + 1);
    const isForeign =
      (fn.kind !== "literal" && isOpen(walk, short)) ||
      (fn.kind === "method" && methodValues.has(short)) ||
      isUsedAsValue(facts, fn) ||
      fn.body === NO_NODE;
    for (const parameter of parametersOf(fn)) {
      const slot = parameter === undefined ? undefined : slotAt(facts.oracle, fn.file, parameter);
      if (slot !== undefined && isForeign) found.escaped.add(slot);
    }
    if (isForeign) {
      const results = signatureResults(facts.oracle, fn.file, fn.node);
      for (const at of results.keys()) found.escaped.add(resultSlot(fn, at));
    }
    for (const [at, name] of namedResultsOf(fn).entries()) {
      const slot = slotAt(facts.oracle, fn.file, name);
      if (slot !== undefined) sets.join(slot, resultSlot(fn, at));
    }
  }
}
