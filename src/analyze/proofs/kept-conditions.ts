import { NO_NODE, type NodeId } from "../../source/tree.ts";
import { Kind } from "../../source/tree-kinds.ts";
import { assignedBy, within } from "../flow/accesses.ts";
import type { Loop } from "../flow/loops.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";
import { underlying } from "../flow/types.ts";
import { evaluate } from "./evaluate.ts";
import { stored } from "./values.ts";

/** A condition on one variable to which the loop only assigns values for which it is true. */
export interface KeptCondition {
  readonly variable: GoSymbol;
  /** What is assigned, in source order. */
  readonly values: readonly NodeId[];
}

/** The variable that keeps a condition true whatever the loop does; undefined when there is no such one. */
export function keptCondition(
  facts: PackageFacts,
  fn: GoFunction,
  loop: Loop,
  condition: NodeId,
): KeptCondition | undefined {
  const variable = onlyVariable(facts, fn, condition);
  if (variable === undefined || loop.statement === NO_NODE) return undefined;
  const { tree } = fn.file.source;
  const writes = within(facts.changesOf(variable), loop.statement, tree.after[loop.statement]!);
  const type = underlying(facts.index, facts.oracle.typeOfSymbol(variable));
  const values: NodeId[] = [];
  for (const write of writes) {
    const assigned = assignedBy(fn.file, write);
    const nothing = { facts, file: fn.file, read: () => undefined };
    const value = assigned === undefined ? undefined : stored(evaluate(nothing, assigned), type);
    if (assigned === undefined || value === undefined) return undefined;
    const outcome = evaluate(
      { ...nothing, read: (symbol) => (symbol === variable ? value : undefined) },
      condition,
    );
    if (outcome?.kind !== "boolean" || !outcome.value) return undefined;
    values.push(assigned);
  }
  return values.length === 0 ? undefined : { variable, values };
}

/** The one variable of a condition without calls and channels, when it is a plain local one. */
function onlyVariable(facts: PackageFacts, fn: GoFunction, condition: NodeId): GoSymbol | undefined {
  const { tree } = fn.file.source;
  let found: GoSymbol | undefined;
  for (let node = condition; node < tree.after[condition]!; node++) {
    const kind = tree.kind[node];
    if (kind === Kind.CallExpression || kind === Kind.SelectorExpression || kind === Kind.IndexExpression)
      return undefined;
    if (kind !== Kind.Identifier) continue;
    const symbol = facts.index.symbols[fn.file.symbolOf[node]!];
    if (symbol?.kind === "constant") continue;
    if (symbol?.owner !== fn || (found !== undefined && found !== symbol) || !facts.isPlainLocal(symbol))
      return undefined;
    found = symbol;
  }
  return found;
}
