import { childIn, childrenIn, childrenOf, NO_NODE, type NodeId, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { PackageIndex } from "../flow/package-index.ts";
import type { GoFunction, IndexedFile } from "../flow/symbols.ts";
import { notModelled } from "./program.ts";

/** Nodes that may be looked at for the order of all variables. */
const MAX_NODES = 3_000_000;

/** `var a, b = x, y` of a package. */
export interface VariableSpec {
  readonly file: IndexedFile;
  readonly node: NodeId;
  readonly names: readonly NodeId[];
  readonly values: readonly NodeId[];
}

/** The variables of a package in the order in which Go initialises them. */
export function initialisationOrder(index: PackageIndex): readonly VariableSpec[] {
  const specs = index.files.flatMap((file) => specsOf(file));
  const specOf = new Map<number, VariableSpec>();
  for (const spec of specs) for (const name of spec.names) specOf.set(spec.file.symbolOf[name]!, spec);
  const ordered: VariableSpec[] = [];
  const budget = { nodes: MAX_NODES };
  const done = new Set<VariableSpec>();
  // Depth first gives the same order as picking the first that is ready: what a variable needs comes right before it.
  const visit = (spec: VariableSpec): void => {
    if (done.has(spec)) return;
    done.add(spec);
    for (const id of mentionedBy(index, spec, budget)) {
      const other = specOf.get(id);
      if (other !== undefined) visit(other);
    }
    ordered.push(spec);
  };
  for (const spec of specs) visit(spec);
  return ordered;
}

function specsOf(file: IndexedFile): VariableSpec[] {
  const { tree } = file.source;
  const found: VariableSpec[] = [];
  for (let top = 1; top < tree.size; top = tree.after[top]!) {
    if (tree.kind[top] !== Kind.VarDeclaration) continue;
    for (let node = top; node < tree.after[top]!; node++) {
      if (tree.kind[node] !== Kind.VarSpec) continue;
      const list = childIn(tree, node, Field.Value);
      const values = list === NO_NODE ? [] : childrenOf(tree, list);
      found.push({ file, node, names: childrenIn(tree, node, Field.Name), values });
      node = tree.after[node]! - 1;
    }
  }
  return found;
}

/** Package variables that the initial values mention, themselves or in functions that they mention. */
function mentionedBy(
  index: PackageIndex,
  { file, values }: VariableSpec,
  budget: { nodes: number },
): ReadonlySet<number> {
  const found = new Set<number>();
  const seen = new Set<GoFunction>();
  const work: { file: IndexedFile; from: NodeId; to: NodeId }[] = values.map((value) => ({
    file,
    from: value,
    to: file.source.tree.after[value]!,
  }));
  const visit = (fn: GoFunction | undefined): void => {
    if (fn === undefined || seen.has(fn) || fn.body === NO_NODE) return;
    seen.add(fn);
    work.push({ file: fn.file, from: fn.node, to: fn.file.source.tree.after[fn.node]! });
  };
  for (let part = work.pop(); part !== undefined; part = work.pop()) {
    const { tree } = part.file.source;
    budget.nodes -= part.to - part.from;
    if (budget.nodes < 0) notModelled("so many package variables");
    for (let node = part.from; node < part.to; node++) {
      if (tree.kind[node] === Kind.FieldIdentifier) {
        for (const method of index.methodsByName.get(textOf(tree, node)) ?? []) visit(method);
        continue;
      }
      const symbol = index.symbols[part.file.symbolOf[node]!];
      if (symbol === undefined || symbol.owner !== undefined) continue;
      if (symbol.kind === "variable") found.add(symbol.id);
      else if (symbol.kind === "function") visit(symbol.file?.functionAt.get(symbol.declaration));
    }
  }
  return found;
}
