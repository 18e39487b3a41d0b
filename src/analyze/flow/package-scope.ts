import { childIn, childrenIn, NO_NODE, type NodeId, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { type FileDraft, type IndexBuilder, newSymbol } from "./index-builder.ts";
import { declareIn } from "./scope.ts";
import type { SymbolKind } from "./symbols.ts";

/** Declares the names that a file adds to the package block: they are visible in every file, in any order. */
export function collectPackageScope(builder: IndexBuilder, draft: FileDraft): void {
  const { tree } = draft.source;
  for (let top = 1; top < tree.size; top = tree.after[top]!) {
    switch (tree.kind[top]) {
      case Kind.FunctionDeclaration:
        declareNames(builder, draft, top, "function");
        break;
      case Kind.ConstDeclaration:
      case Kind.VarDeclaration:
      case Kind.TypeDeclaration:
        collectSpecs(builder, draft, top);
        break;
    }
  }
}

function collectSpecs(builder: IndexBuilder, draft: FileDraft, declaration: NodeId): void {
  const { tree } = draft.source;
  let iota = 0;
  for (let node = declaration + 1; node < tree.after[declaration]!; ) {
    const kind = specKind(tree.kind[node]!);
    if (kind !== undefined) declareNames(builder, draft, node, kind, kind === "constant" ? iota++ : 0);
    node = kind === undefined && tree.kind[node] === Kind.VarSpecList ? node + 1 : tree.after[node]!;
  }
}

/** What the names of a spec are, undefined for other nodes. */
export function specKind(kind: number): SymbolKind | undefined {
  if (kind === Kind.ConstSpec) return "constant";
  if (kind === Kind.VarSpec) return "variable";
  if (kind === Kind.TypeSpec || kind === Kind.TypeAlias) return "type";
  return undefined;
}

function declareNames(
  builder: IndexBuilder,
  draft: FileDraft,
  spec: NodeId,
  kind: SymbolKind,
  iota = 0,
): void {
  const { tree } = draft.source;
  const names = kind === "function" ? [childIn(tree, spec, Field.Name)] : childrenIn(tree, spec, Field.Name);
  for (const [position, node] of names.entries()) {
    if (node === NO_NODE) continue;
    const name = textOf(tree, node);
    const symbol = newSymbol(builder, { name, kind, file: draft, node, declaration: spec, position, iota });
    draft.symbolOf[node] = symbol.id;
    if (name !== "_" && name !== "init") declareIn(builder.packageScope, symbol);
  }
}
