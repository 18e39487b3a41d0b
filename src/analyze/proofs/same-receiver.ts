import { childIn, childrenOf, NO_NODE, type NodeId } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";

/** A step from one function to the next: a call of it, or of something that is given it. */
export interface Step {
  readonly from: GoFunction;
  readonly call: NodeId;
  readonly to: GoFunction;
}

/**
 * The variable of the last function that holds the object which `start` holds in the first: as long as each step calls a
 * method on it, or runs a literal that captures it. undefined when another object may have taken its place.
 */
export function followReceiver(
  facts: PackageFacts,
  start: GoSymbol,
  steps: readonly Step[],
): GoSymbol | undefined {
  let held: GoSymbol | undefined = start;
  for (const { from, call, to } of steps) {
    if (held === undefined || held.owner === undefined) return held;
    // Called once more, the function that declares it has another one.
    if (to === held.owner && to.kind === "literal") return undefined;
    if (to.kind === "literal") continue;
    held = isCalledOn(facts, held, from, call, to) ? receiverOf(facts, to) : undefined;
  }
  return held;
}

/** Whether a method is called on what a variable holds, or given away bound to it: `x.m()`, `once.Do(x.m)`. */
function isCalledOn(
  { index }: PackageFacts,
  held: GoSymbol,
  { file }: GoFunction,
  call: NodeId,
  to: GoFunction,
): boolean {
  const { tree } = file.source;
  const given = childrenOf(tree, childIn(tree, call, Field.Arguments));
  return [childIn(tree, call, Field.Function), ...given].some((one) => {
    if (one === NO_NODE || tree.kind[one] !== Kind.SelectorExpression || to.receiver === undefined)
      return false;
    const name = childIn(tree, one, Field.Field);
    const operand = childIn(tree, one, Field.Operand);
    const method = tree.text.slice(tree.start[name]!, tree.end[name]!);
    return to.name.endsWith(`.${method}`) && index.symbols[file.symbolOf[operand]!] === held;
  });
}

function receiverOf({ index }: PackageFacts, { receiver, file }: GoFunction): GoSymbol | undefined {
  const name = receiver?.name ?? NO_NODE;
  return name === NO_NODE ? undefined : index.symbols[file.symbolOf[name]!];
}
