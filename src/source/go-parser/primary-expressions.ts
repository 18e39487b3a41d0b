import { Field, Kind } from "../tree-kinds.ts";
import { call, conversion } from "./arguments.ts";
import { brackets, isConversion } from "./brackets.ts";
import { becomeType, compositeLiteral } from "./composite-literals.ts";
import { giveUp } from "./give-up.ts";
import { advance, begin, expect, kindOf, leaf, node, rewind, role } from "./nodes.ts";
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
  const { token, start, end, lastEnd } = p;
  let began = start;
  let kind = operand(p);
  if (kind === Operand.Type) {
    began = conversion(p, first, start, stars);
    kind = Operand.Other;
  }
  for (;;) {
    switch (p.token) {
      case Token.Dot:
        kind = behindDot(p, first, began, kind);
        if (kind === Operand.Switched) return began;
        break;
      case Token.OpenParenthesis:
        if (kind === Operand.Parenthesized && readsAsType(p, first)) {
          rewind(p, { token, start, end, lastEnd, size: first });
          above.type(p);
          began = conversion(p, first, start, stars);
        } else call(p, first, began);
        kind = Operand.Other;
        break;
      case Token.OpenBracket: {
        if (kindOf(p, p.size - 1) === Kind.TypeInstantiationExpression) giveUp();
        const isName = kind === Operand.Name || kind === Operand.Qualified;
        const from = kind === Operand.Other ? undefined : { token, start, end, lastEnd, size: first };
        began = brackets(p, { node: p.size - 1, first, start: began, isName, from, stars });
        kind = isName && kindOf(p, p.size - 1) === Kind.IndexExpression ? Operand.Indexed : Operand.Other;
        break;
      }
      case Token.OpenBrace:
        if (p.inHead || (kind !== Operand.Name && kind !== Operand.Qualified)) return began;
        becomeType(p, p.size - 1);
        compositeLiteral(p, first, began);
        kind = Operand.Other;
        break;
      default:
        return began;
    }
  }
}

/** Whether what is in parentheses, with an argument behind it, is a generic type: `(*T[K])(x)`. */
function readsAsType(p: Parse, first: number): boolean {
  return (evidenceOfType(p, first, p.size) ?? 0) > 0 && isConversion(p);
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
