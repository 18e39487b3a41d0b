import { Field, Kind } from "../tree-kinds.ts";
import {
  advance,
  begin,
  expect,
  firstOf,
  kindOf,
  leaf,
  node,
  role,
  setKind,
  setRole,
  startOf,
} from "./nodes.ts";
import { above, giveUp, NODE_NUMBERS, type Parse } from "./state.ts";
import { BEGINS_TYPE, IS_NAME, Token } from "./tokens.ts";
import { bracketIsPartOfName, typeAfterName } from "./type-names.ts";

/** Parameters and result of a function, behind its name and type parameters (specification, "Function types"). */
export function signature(p: Parse): void {
  parameterList(p);
  role(p, Field.Parameters);
  if (p.token === Token.OpenParenthesis) parameterList(p);
  else if (BEGINS_TYPE[p.token] === 1) above.type(p);
  else return;
  role(p, Field.Result);
}

/**
 * `(a, b int, c ...string)`, or only types. Names without a type are written as types, each in a declaration of its own,
 * until a type that follows shows that they were names.
 */
export function parameterList(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  expect(p, Token.OpenParenthesis);
  let unclear = p.size;
  while (p.token !== Token.CloseParenthesis) {
    unclear = parameter(p, unclear);
    if (p.token === Token.CloseParenthesis) break;
    expect(p, Token.Comma);
  }
  advance(p);
  node(p, Kind.ParameterList, first, start);
}

/** One parameter. `unclear` is the first of the nodes right before that may yet turn out to be names; returns the new one. */
function parameter(p: Parse, unclear: number): number {
  const first = begin(p);
  const { start } = p;
  if (p.token === Token.Ellipsis) return variadic(p, first, start);
  if (IS_NAME[p.token] === 0) {
    above.type(p);
    role(p, Field.Type);
    node(p, Kind.ParameterDeclaration, first, start);
    return p.size;
  }
  leaf(p, Kind.TypeIdentifier);
  if (p.token === Token.Ellipsis) {
    setKind(p, first, Kind.Identifier);
    setRole(p, first, Field.Name);
    return variadic(p, first, start);
  }
  const isNamed = p.token === Token.OpenBracket ? !bracketIsPartOfName(p) : isTypeBehindName(p.token);
  if (isNamed) {
    setKind(p, first, Kind.Identifier);
    setRole(p, first, Field.Name);
    const from = namesBefore(p, unclear, first);
    above.type(p);
    role(p, Field.Type);
    node(p, Kind.ParameterDeclaration, from, startOf(p, from));
    return p.size;
  }
  const isBare = p.token !== Token.Dot && p.token !== Token.OpenBracket;
  typeAfterName(p, first, start);
  role(p, Field.Type);
  node(p, Kind.ParameterDeclaration, first, start);
  return isBare ? unclear : p.size;
}

function isTypeBehindName(token: number): boolean {
  return BEGINS_TYPE[token] === 1 || token === Token.OpenParenthesis;
}

function variadic(p: Parse, first: number, start: number): number {
  advance(p);
  above.type(p);
  role(p, Field.Type);
  node(p, Kind.VariadicParameterDeclaration, first, start);
  return p.size;
}

/** Of a longer list of names the reference parser takes the first ones for types: it follows so many readings at a time. */
const MOST_NAMES = 9;

/**
 * The names from node `unclear` on were written as types, in declarations of their own; those are taken out. The name at
 * `last` moves up behind them. Returns the first name.
 */
function namesBefore(p: Parse, unclear: number, last: number): number {
  let to = unclear;
  for (let from = unclear; from <= last; from++) {
    const kind = kindOf(p, from);
    if (kind === Kind.ParameterDeclaration) continue;
    p.nodes.copyWithin(to * NODE_NUMBERS, from * NODE_NUMBERS, (from + 1) * NODE_NUMBERS);
    p.nodes[to * NODE_NUMBERS + 3] = to;
    if (kind === Kind.TypeIdentifier) {
      setKind(p, to, Kind.Identifier);
      setRole(p, to, Field.Name);
    }
    to++;
  }
  p.size = to;
  if (to - unclear > MOST_NAMES) giveUp();
  // A comment before the first name belongs to the list.
  let name = unclear;
  while (kindOf(p, name) === Kind.Comment) name++;
  if (firstOf(p, name) !== name) giveUp();
  return name;
}
