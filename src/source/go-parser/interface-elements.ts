import { Field, Kind } from "../tree-kinds.ts";
import { giveUp } from "./give-up.ts";
import { advance, atTerminator, begin, expect, leaf, node, setKind, setRole } from "./nodes.ts";
import { signature } from "./parameters.ts";
import type { Parse } from "./state.ts";
import { IS_NAME, Token } from "./tokens.ts";
import { typeAfterName, typeElement, unionAfter } from "./type-names.ts";

/** `interface { M(); ~int | T }` (specification, "Interface types"). */
export function interfaceType(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  advance(p);
  expect(p, Token.OpenBrace);
  while (p.token !== Token.CloseBrace) {
    interfaceElement(p);
    if (p.token === Token.CloseBrace) break;
    if (!atTerminator(p)) giveUp();
    advance(p);
  }
  advance(p);
  node(p, Kind.InterfaceType, first, start);
}

function interfaceElement(p: Parse): void {
  if (IS_NAME[p.token] === 0) {
    typeElement(p, Kind.TypeElem);
    return;
  }
  const first = begin(p);
  const { start } = p;
  leaf(p, Kind.TypeIdentifier);
  if (p.token === Token.OpenParenthesis) {
    setKind(p, first, Kind.FieldIdentifier);
    setRole(p, first, Field.Name);
    signature(p);
    node(p, Kind.MethodElem, first, start);
    return;
  }
  typeAfterName(p, first, start);
  unionAfter(p, Kind.TypeElem, first, start);
}
