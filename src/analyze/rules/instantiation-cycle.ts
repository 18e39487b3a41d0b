import { hasSyntaxErrors } from "../../source/go-file.ts";
import { childIn, childrenOf, NO_NODE, type NodeId } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { componentsOf } from "../flow/components.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import { parametersOf } from "../flow/slots.ts";
import type { GoFunction, IndexedFile } from "../flow/symbols.ts";
import {
  bindingsOf,
  parametersIn,
  receiverParametersOf,
  type TypeTerm,
  termOfExpression,
  termOfType,
  typeParametersOf,
} from "../proofs/type-terms.ts";
import { type Rule, spanOf } from "../rule.ts";

/** Generic code that needs itself for ever larger types. */
export const instantiationCycle: Rule = {
  id: "instantiation-cycle",
  hazard: "compile-bomb",
  severity: "error",
  cwe: ["CWE-674", "CWE-400"],
  help: "use the same type argument in the recursion, or an interface",
  docs: {
    what: "A generic function or type that uses itself with a type argument made from its own type parameter, directly or through others.",
    why: "Each instance needs another one with a larger type, without end. Go's compiler refuses such a program; the rule says so without running it.",
    bad: "func nest[T any](n int, v T) {\n\tif n > 0 {\n\t\tnest(n-1, []T{v})\n\t}\n}",
    good: "func nest[T any](n int, v T) {\n\tif n > 0 {\n\t\tnest(n-1, v)\n\t}\n}",
  },
  check({ facts }, report) {
    if (!facts.index.symbols.some(({ kind }) => kind === "type-parameter")) return;
    const edges = edgesOf(facts);
    const ids = [...new Set(edges.flatMap(({ from, to }) => [from, to]))];
    const position = new Map(ids.map((id, at) => [id, at]));
    const next: number[][] = ids.map(() => []);
    for (const { from, to } of edges) next[position.get(from)!]!.push(position.get(to)!);
    const componentOf = new Map<number, number>();
    for (const [number, members] of componentsOf(ids.length, (at) => next[at]!).entries()) {
      for (const at of members) componentOf.set(ids[at]!, number);
    }
    const reported = new Set<number | undefined>();
    for (const { from, to, grows, file, node } of edges) {
      const component = componentOf.get(from);
      if (!grows || component !== componentOf.get(to) || reported.has(component)) continue;
      reported.add(component);
      const isBroken = hasSyntaxErrors(file.source);
      const name = facts.index.symbols[from]!.name;
      report({
        at: spanOf(file.source, node),
        ...(isBroken
          ? { severity: "warning" }
          : {
              severity: "error",
              witness: `a type made from ${name} becomes ${name} again in the next instance, so that there is no largest one`,
            }),
        message: `this needs itself for a type made from its own type parameter ${name}, and so on without end`,
      });
    }
  },
};

/** A type parameter `to` that is given a type with `from` in it; `grows`: as part of something larger. */
interface Edge {
  readonly from: number;
  readonly to: number;
  readonly grows: boolean;
  readonly file: IndexedFile;
  readonly node: NodeId;
}

/** As in Go's own check (go/types/mono.go): one vertex a type parameter, one edge a use. */
function edgesOf(facts: PackageFacts): Edge[] {
  const { index } = facts;
  const edges: Edge[] = [];
  const bind = (file: IndexedFile, node: NodeId, to: number, term: TypeTerm): void => {
    for (const { id, isInside } of parametersIn(term))
      edges.push({ from: id, to, grows: isInside, file, node });
  };
  for (const fn of index.functions) {
    sameAsType(facts, fn, edges);
    for (const call of facts.graph.calls[fn.id]!) {
      if (call.callee.kind !== "function") continue;
      for (const [to, term] of instanceOf(facts, fn, call.node, call.callee.fn))
        bind(fn.file, call.node, to, term);
    }
  }
  for (const file of index.files) {
    const { tree } = file.source;
    for (let node = 1; node < tree.size; node++) {
      // A receiver names the parameters of its type, it gives it none.
      if (tree.field[node] === Field.Receiver) node = tree.after[node]! - 1;
      if (tree.kind[node] !== Kind.GenericType) continue;
      const name = childIn(tree, node, Field.Type);
      const list = childIn(tree, node, Field.TypeArguments);
      const symbol = name === NO_NODE ? undefined : index.symbols[file.symbolOf[name]!];
      if (symbol?.kind !== "type" || symbol.file === undefined || list === NO_NODE) continue;
      const targets = typeParametersOf(symbol.file, symbol.declaration);
      for (const [at, argument] of childrenOf(tree, list).entries()) {
        if (targets[at] !== undefined) bind(file, node, targets[at], termOfType(index, file, argument));
      }
    }
  }
  return edges;
}

/** The parameters in a method's receiver are those of its type. */
function sameAsType({ index }: PackageFacts, fn: GoFunction, edges: Edge[]): void {
  if (fn.receiver === undefined) return;
  const own = receiverParametersOf(index, fn);
  if (own.length === 0) return;
  const type = index.symbols.find(
    (one) =>
      one.kind === "type" &&
      one.owner === undefined &&
      one.name === fn.receiver!.typeName &&
      one.file !== undefined,
  );
  const targets = type === undefined ? [] : typeParametersOf(type.file!, type.declaration);
  for (const [at, id] of own.entries()) {
    const target = targets[at];
    if (target === undefined) continue;
    edges.push({ from: id, to: target, grows: false, file: fn.file, node: fn.node });
    edges.push({ from: target, to: id, grows: false, file: fn.file, node: fn.node });
  }
}

/** What a call gives the type parameters of its callee, written out or inferred from the arguments. */
function instanceOf(
  { index }: PackageFacts,
  fn: GoFunction,
  call: NodeId,
  callee: GoFunction,
): (readonly [number, TypeTerm])[] {
  const targets = typeParametersOf(callee.file, callee.node);
  if (targets.length === 0) return [];
  const { tree } = fn.file.source;
  const found: (readonly [number, TypeTerm])[] = [];
  for (const [at, argument] of explicitArguments(fn, call).entries()) {
    if (targets[at] !== undefined) found.push([targets[at], termOfType(index, fn.file, argument)]);
  }
  const list = childIn(tree, call, Field.Arguments);
  const given = list === NO_NODE ? [] : childrenOf(tree, list);
  const home = callee.file.source.tree;
  for (const [at, parameter] of parametersOf(callee).entries()) {
    const argument = given[at];
    if (parameter === undefined || argument === undefined) continue;
    const pattern = termOfType(index, callee.file, childIn(home, home.parent[parameter]!, Field.Type));
    for (const [id, term] of bindingsOf(pattern, termOfExpression(index, fn.file, argument))) {
      if (targets.includes(id)) found.push([id, term]);
    }
  }
  return found;
}

function explicitArguments({ file }: GoFunction, call: NodeId): NodeId[] {
  const { tree } = file.source;
  const own = childIn(tree, call, Field.TypeArguments);
  if (own !== NO_NODE) return childrenOf(tree, own);
  const fn =
    tree.kind[call] === Kind.TypeConversionExpression
      ? childIn(tree, call, Field.Type)
      : childIn(tree, call, Field.Function);
  if (fn === NO_NODE) return [];
  if (tree.kind[fn] === Kind.IndexExpression) return childrenOf(tree, fn).slice(1);
  const list = childIn(tree, fn, Field.TypeArguments);
  return list === NO_NODE ? [] : childrenOf(tree, list);
}
