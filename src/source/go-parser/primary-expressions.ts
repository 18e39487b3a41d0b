import { Field, Kind } from "../tree-kinds.ts";
import { call, conversion } from "./arguments.ts";
import { brackets } from "./brackets.ts";
import { becomeType, compositeLiteral } from "./composite-literals.ts";
import { giveUp } from "./give-up.ts";
import { advance, begin, expect, leaf, node, role } from "./nodes.ts";
import { Operand, operand } from "./operands.ts";
import { above, type Parse } from "./state.ts";
import { IS_NAME, Token } from "./tokens.ts";
import { evidenceOfType } from "./type-evidence.ts";

/**
 * An operand with all that selects from it, indexes or calls it (specification, "Primary expressions"). `stars` says where
 * the `*` before it are. Returns where it starts: at the first of them if they turned out to be part of a type.
 */
export function primary(p: Parse, stars: readonly number[]): number {
  const first = begin(p);
  let { start } = p;
  let kind = operand(p);
  if (kind === Operand.Type) {
    start = conversion(p, first, start, stars);
    kind = Operand.Other;
  }
  for (;;) {
    switch (p.token) {
      case Token.Dot:
        kind = behindDot(p, first, start, kind);
        if (kind === Operand.Switched) return start;
        break;
      case Token.OpenParenthesis:
        if (kind === Operand.Parenthesized && (evidenceOfType(p, first) ?? 0) > 0) giveUp();
        call(p, first, start);
        kind = Operand.Other;
        break;
      case Token.OpenBracket:
        start = brackets(p, {
          node: p.size - 1,
          first,
          start,
          mayBeType: kind === Operand.Name || kind === Operand.Qualified,
          stars,
        });
        kind = Operand.Other;
        break;
      case Token.OpenBrace:
        if (p.inHead || (kind !== Operand.Name && kind !== Operand.Qualified)) return start;
        becomeType(p, p.size - 1);
        compositeLiteral(p, first, start);
        kind = Operand.Other;
        break;
      default:
        return start;
    }
  }
}

/** `.field`, `.(T)` or `.(type)` behind the last node, an operand of the given kind. Returns that of the whole. */
function behindDot(p: Parse, first: number, start: number, kind: number): number {
  const of = p.size - 1;
  role(p, Field.Operand);
  advance(p);
  if (IS_NAME[p.token] === 1) {
    leaf(p, Kind.FieldIdentifier);
    role(p, Field.Field);
    node(p, Kind.SelectorExpression, first, start);
    return kind === Operand.Name ? Operand.Qualified : Operand.Other;
  }
  expect(p, Token.OpenParenthesis);
  if (p.token === Token.Type) {
    advance(p);
    expect(p, Token.CloseParenthesis);
    p.switched = of;
    p.unclaimed++;
    return Operand.Switched;
  }
  above.type(p);
  role(p, Field.Type);
  expect(p, Token.CloseParenthesis);
  node(p, Kind.TypeAssertionExpression, first, start);
  return Operand.Other;
}
