import { childIn, childrenOf, NO_NODE, type NodeId } from "../../source/tree.ts";
import { Field } from "../../source/tree-kinds.ts";
import { firstFrom } from "./accesses.ts";
import type { GoSymbol, IndexedFile } from "./symbols.ts";

/** Const block → its specs with values, in order; worked out once for each block that is asked about. */
const valuedSpecs = new WeakMap<IndexedFile, Map<NodeId, readonly NodeId[]>>();

/**
 * The spec that gives a constant its type and value: its own, or the nearest with values before it in the block, which
 * a spec without values repeats (specification, "Iota"). NO_NODE when there is none.
 */
export function specOfConstant({ file, declaration }: GoSymbol): NodeId {
  if (file === undefined) return NO_NODE;
  if (childIn(file.source.tree, declaration, Field.Value) !== NO_NODE) return declaration;
  const specs = specsWithValues(file, file.source.tree.parent[declaration]!);
  return specs[firstFrom(specs, declaration) - 1] ?? NO_NODE;
}

function specsWithValues(file: IndexedFile, block: NodeId): readonly NodeId[] {
  const { tree } = file.source;
  const known = valuedSpecs.get(file) ?? new Map<NodeId, readonly NodeId[]>();
  valuedSpecs.set(file, known);
  const specs =
    known.get(block) ??
    childrenOf(tree, block).filter((child) => childIn(tree, child, Field.Value) !== NO_NODE);
  known.set(block, specs);
  return specs;
}
