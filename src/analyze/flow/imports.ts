import { unquote } from "../../source/go-string.ts";
import { childIn, NO_NODE, type NodeId, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { type FileDraft, type IndexBuilder, newSymbol } from "./index-builder.ts";
import { declareIn, openScope, type Scope } from "./scope.ts";

/** Reads the imports of a file into `draft.imports`; returns the scope of the file, which holds their local names. */
export function importsOf(builder: IndexBuilder, draft: FileDraft): Scope {
  const { tree } = draft.source;
  const scope = openScope(builder.packageScope, tree.size, undefined);
  for (let top = 1; top < tree.size; top = tree.after[top]!) {
    if (tree.kind[top] !== Kind.ImportDeclaration) continue;
    for (let node = top + 1; node < tree.after[top]!; node++) {
      if (tree.kind[node] === Kind.ImportSpec) addImport(builder, draft, scope, node);
    }
  }
  return scope;
}

function addImport(builder: IndexBuilder, draft: FileDraft, scope: Scope, node: NodeId): void {
  const { tree } = draft.source;
  const pathNode = childIn(tree, node, Field.Path);
  if (pathNode === NO_NODE) return;
  // `import "\x6fs"` is `os`; a malformed literal is the compiler's to refuse.
  const literal = textOf(tree, pathNode);
  const path = unquote(literal) ?? literal.slice(1, -1);
  const nameNode = childIn(tree, node, Field.Name);
  const localName = nameNode === NO_NODE ? defaultPackageName(path) : textOf(tree, nameNode);
  const bound = localName !== "_" && localName !== ".";
  const symbol = bound
    ? newSymbol(builder, {
        name: localName,
        kind: "package",
        file: draft,
        node: pathNode,
        declaration: node,
        path,
      })
    : undefined;
  if (symbol !== undefined) {
    declareIn(scope, symbol);
    if (nameNode !== NO_NODE) draft.symbolOf[nameNode] = symbol.id;
  }
  draft.imports.push({ path, localName, node, symbol });
}

/**
 * Name of the package at `path`, by convention: the last element, without a major version (`/v2`, `.v3`), `go-` or
 * `.go`. Only the package clause, which is not here, really says.
 */
export function defaultPackageName(path: string): string {
  const parts = path.split("/");
  let last = parts.at(-1)!;
  if (/^v[0-9]+$/.test(last) && parts.length > 1) last = parts.at(-2)!;
  last = last
    .replace(/\.v[0-9]+$/, "")
    .replace(/[.-]go$/, "")
    .replace(/^go-/, "");
  return last.split("-").at(-1)!;
}
