import { NO_NODE, type NodeId, operatorOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";
import { isBoxed, type RunType, under } from "./go-type.ts";
import { methodsOf } from "./lookup.ts";
import type { Context } from "./program.ts";
import { Box, copyBox, type Value } from "./value.ts";

/** Whether a local variable needs a box: a literal captures it, or something points to it. */
export function isHeldElsewhere({ file, program }: Context, symbol: GoSymbol, type: RunType): boolean {
  // A struct or array is a box already.
  if (isBoxed(type)) return false;
  const owner = symbol.owner;
  const { tree } = file.source;
  const hasPointerMethods =
    type.kind === "named" &&
    under(type).kind !== "pointer" &&
    (type.symbol === undefined ||
      [...(methodsOf(program.index, type.symbol)?.values() ?? [])].some((fn) => fn.receiver!.pointer));
  return symbol.uses.some((use) => {
    if (owner !== undefined && isInLiteral(owner, tree.after, use)) return true;
    let at: NodeId = use;
    let outer = tree.parent[at]!;
    while (outer !== NO_NODE && tree.kind[outer] === Kind.ParenthesizedExpression) {
      at = outer;
      outer = tree.parent[at]!;
    }
    if (outer === NO_NODE) return false;
    if (tree.kind[outer] === Kind.UnaryExpression) return operatorOf(tree, outer) === "&";
    return (
      hasPointerMethods && tree.kind[outer] === Kind.SelectorExpression && tree.field[at] === Field.Operand
    );
  });
}

function isInLiteral(owner: GoFunction, after: Int32Array, node: NodeId): boolean {
  // In source order, and none within another.
  let [low, high] = [0, owner.literals.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (owner.literals[middle]!.node < node) low = middle + 1;
    else high = middle;
  }
  return low > 0 && node < after[owner.literals[low - 1]!.node]!;
}

/** A value as something new holds it: a struct or array as a copy of its own. */
export function bound(value: Value, type: RunType): Value {
  return value instanceof Box && isBoxed(type) ? copyBox(value) : value;
}
