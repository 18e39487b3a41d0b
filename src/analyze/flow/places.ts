import { childIn, NO_NODE, type NodeId, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { accessAt, mayChange } from "./accesses.ts";
import type { TypeOracle } from "./oracle.ts";
import { innermost } from "./slots.ts";
import type { GoSymbol, IndexedFile } from "./symbols.ts";
import { withoutPointer } from "./types.ts";

/** A variable, or a field reached from one by names alone. */
export interface Place {
  readonly root: GoSymbol;
  /** `.field.field`, "" for the variable itself. */
  readonly path: string;
  /** All places of one kind: `Type.field` for a field of a type of the package, the key itself for a variable. */
  readonly family: string;
}

/** Names a place within a function. */
export function placeKey({ root, path }: Place): string {
  return `${root.id}${path}`;
}

/** The place that an expression stands for; `&`, `*` and parentheses do not matter. undefined for anything computed. */
export function placeAt(oracle: TypeOracle, file: IndexedFile, node: NodeId): Place | undefined {
  const { tree } = file.source;
  const names: string[] = [];
  let at = innermost(file, node);
  let family: string | undefined;
  while (at !== NO_NODE && tree.kind[at] === Kind.SelectorExpression) {
    const field = childIn(tree, at, Field.Field);
    const operand = childIn(tree, at, Field.Operand);
    if (field === NO_NODE || operand === NO_NODE) return undefined;
    names.push(textOf(tree, field));
    const owner = withoutPointer(oracle.typeOf(file, operand));
    if (family === undefined && owner.kind === "named") family = `${owner.symbol.name}.${names[0]}`;
    at = innermost(file, operand);
  }
  if (at === NO_NODE || tree.kind[at] !== Kind.Identifier) return undefined;
  const root = oracle.index.symbols[file.symbolOf[at]!];
  if (root?.kind !== "variable" && root?.kind !== "parameter") return undefined;
  const path = names
    .reverse()
    .map((name) => `.${name}`)
    .join("");
  return { root, path, family: family ?? `${root.name}#${root.id}${path}` };
}

/** The place of a field of what is at `place`. */
export function fieldOf(place: Place, name: string, typeName: string | undefined): Place {
  const path = `${place.path}.${name}`;
  const family =
    typeName === undefined ? `${place.root.name}#${place.root.id}${path}` : `${typeName}.${name}`;
  return { root: place.root, path, family };
}

/** Whether the mention of a variable at `node` makes it, or a part of it, something else. */
export function isRenewed(file: IndexedFile, node: NodeId, symbol: GoSymbol): boolean {
  if (symbol.node === node) return true;
  const access = accessAt(file.source.tree, node);
  return access !== "address" && access !== "method" && mayChange(access);
}
