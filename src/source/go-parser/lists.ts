import { Kind } from "../tree-kinds.ts";
import { advance, begin, node } from "./nodes.ts";
import { above, type Parse } from "./state.ts";
import { Token } from "./tokens.ts";

/** `a, b` as a list, also when it is only one. */
export function expressionList(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  expressions(p);
  node(p, Kind.ExpressionList, first, start);
}

/** The same without a node for the list. Returns how many there are. */
export function expressions(p: Parse): number {
  above.expression(p);
  let count = 1;
  while (p.token === Token.Comma) {
    advance(p);
    above.expression(p);
    count++;
  }
  return count;
}
