import { childIn, childrenOf, type NodeId } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { accessAt, mayChange, within } from "../flow/accesses.ts";
import type { Loop } from "../flow/loops.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";

/** Declarations in a loop that hide one of `variables`, so that the loop updates something else. */
export function shadowsOf(
  facts: PackageFacts,
  fn: GoFunction,
  loop: Loop,
  variables: readonly GoSymbol[],
): NodeId[] {
  const { tree } = fn.file.source;
  const names = new Set(variables.map((variable) => variable.name));
  const found: NodeId[] = [];
  const body = childIn(tree, loop.statement, Field.Body);
  for (let node = body; node < tree.after[body]!; node++) {
    if (tree.kind[node] === Kind.FuncLiteral) node = tree.after[node]! - 1;
    if (tree.kind[node] !== Kind.Identifier) continue;
    const symbol = facts.index.symbols[fn.file.symbolOf[node]!];
    if (symbol?.node === node && symbol.kind === "variable" && names.has(symbol.name)) found.push(node);
  }
  return found;
}

/** Calls in a loop that get one of `variables` by value and change only their copy. */
export function copiesOf(
  facts: PackageFacts,
  fn: GoFunction,
  loop: Loop,
  variables: readonly GoSymbol[],
): NodeId[] {
  const { tree } = fn.file.source;
  const ids = new Set(variables.map((variable) => variable.id));
  return within(fn.calls, loop.statement, tree.after[loop.statement]!).filter((call) => {
    const callee = facts.oracle.calleeOf(fn.file, call);
    const list = childIn(tree, call, Field.Arguments);
    if (callee.kind !== "function" || list < 0) return false;
    const changed = changedParameters(facts, callee.fn);
    return childrenOf(tree, list).some(
      (argument, at) =>
        tree.kind[argument] === Kind.Identifier && ids.has(fn.file.symbolOf[argument]!) && changed.has(at),
    );
  });
}

/** Positions of the parameters that a function assigns. */
function changedParameters(facts: PackageFacts, fn: GoFunction): Set<number> {
  const { tree } = fn.file.source;
  const list = childIn(tree, fn.node, Field.Parameters);
  const positions = new Set<number>();
  let position = 0;
  for (const declaration of list < 0 ? [] : childrenOf(tree, list)) {
    const names = childrenOf(tree, declaration).filter((child) => tree.field[child] === Field.Name);
    for (const name of names) {
      const symbol = facts.index.symbols[fn.file.symbolOf[name]!];
      const isChanged = symbol?.uses.some((use) => {
        const access = accessAt(tree, use);
        return mayChange(access) && access !== "method";
      });
      if (isChanged === true) positions.add(position);
      position++;
    }
    if (names.length === 0) position++;
  }
  return positions;
}
