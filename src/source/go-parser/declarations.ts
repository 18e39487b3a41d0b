import { Field, Kind } from "../tree-kinds.ts";
import { bracketsAhead } from "./look-ahead.ts";
import {
  advance,
  atTerminator,
  begin,
  expect,
  leaf,
  mark,
  nameLeaf,
  node,
  rewind,
  role,
  withOperator,
} from "./nodes.ts";
import { expressionList } from "./simple-statements.ts";
import { above, giveUp, type Parse } from "./state.ts";
import { IS_NAME, Operator, Token } from "./tokens.ts";
import { typeElement } from "./type-names.ts";

/** `const`, `var` or `type` (specification, "Declarations and scope"). */
export function declaration(p: Parse): void {
  if (p.token === Token.Const) constDeclaration(p);
  else if (p.token === Token.Var) varDeclaration(p);
  else typeDeclaration(p);
}

function constDeclaration(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  advance(p);
  if (p.token === Token.OpenParenthesis) group(p, constSpec);
  else constSpec(p);
  node(p, Kind.ConstDeclaration, first, start);
}

function varDeclaration(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  advance(p);
  const list = begin(p);
  const listStart = p.start;
  if (p.token === Token.OpenParenthesis) {
    group(p, varSpec);
    node(p, Kind.VarSpecList, list, listStart);
  } else varSpec(p);
  node(p, Kind.VarDeclaration, first, start);
}

/** The reference grammar wants a terminator behind each of a group, also the last. */
function group(p: Parse, spec: (p: Parse) => void): void {
  advance(p);
  while (p.token !== Token.CloseParenthesis) {
    spec(p);
    if (!atTerminator(p)) giveUp();
    advance(p);
  }
  advance(p);
}

function constSpec(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  names(p);
  if (atTerminator(p)) {
    node(p, Kind.ConstSpec, first, start);
    return;
  }
  if (p.token !== Operator.Assign) typed(p);
  if (p.token !== Operator.Assign) giveUp();
  values(p);
  node(p, withOperator(Kind.ConstSpec, Operator.Assign), first, start);
}

function varSpec(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  names(p);
  if (p.token !== Operator.Assign) typed(p);
  if (p.token !== Operator.Assign) {
    node(p, Kind.VarSpec, first, start);
    return;
  }
  values(p);
  node(p, withOperator(Kind.VarSpec, Operator.Assign), first, start);
}

function names(p: Parse): void {
  for (;;) {
    nameLeaf(p, Kind.Identifier);
    role(p, Field.Name);
    if (p.token !== Token.Comma) return;
    advance(p);
  }
}

function typed(p: Parse): void {
  above.type(p);
  role(p, Field.Type);
}

function values(p: Parse): void {
  expect(p, Operator.Assign);
  expressionList(p);
  role(p, Field.Value);
}

/** `type T U`, `type (A = B; C[P any] D)` (specification, "Type declarations"). */
export function typeDeclaration(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  advance(p);
  if (p.token !== Token.OpenParenthesis) typeSpec(p);
  else {
    advance(p);
    while (p.token !== Token.CloseParenthesis) {
      typeSpec(p);
      if (p.token === Token.CloseParenthesis) break;
      if (!atTerminator(p)) giveUp();
      advance(p);
    }
    advance(p);
  }
  node(p, Kind.TypeDeclaration, first, start);
}

function typeSpec(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  nameLeaf(p, Kind.TypeIdentifier);
  role(p, Field.Name);
  if (p.token === Token.OpenBracket && hasTypeParameters(p)) {
    typeParameterList(p);
    role(p, Field.TypeParameters);
  }
  let kind: number = Kind.TypeSpec;
  if (p.token === Operator.Assign) {
    advance(p);
    kind = withOperator(Kind.TypeAlias, Operator.Assign);
  }
  above.type(p);
  role(p, Field.Type);
  node(p, kind, first, start);
}

/**
 * `type T[P any] U` or `type T [N]U`: behind the first name in the brackets comes a name, `,` or a word of a type, or else
 * it is a length. What may be either, as in `[P *C]`, is one if a comma follows; else it is left to the reference parser.
 */
function hasTypeParameters(p: Parse): boolean {
  const from = mark(p);
  advance(p);
  let has: boolean | undefined = false;
  if (IS_NAME[p.token] === 1) {
    advance(p);
    has = isConstraintBehindName(p.token);
  }
  rewind(p, from);
  return has ?? (bracketsAhead(p).count > 1 || giveUp());
}

/** undefined: it may be, or be part of a length. */
function isConstraintBehindName(token: number): boolean | undefined {
  if (token === Token.OpenParenthesis || token === Token.OpenBracket) return undefined;
  if (token === Operator.Star || token === Operator.Arrow) return undefined;
  return (
    IS_NAME[token] === 1 ||
    token === Token.Comma ||
    token === Token.Tilde ||
    token === Token.Interface ||
    token === Token.Func ||
    token === Token.Chan ||
    token === Token.Map ||
    token === Token.Struct
  );
}

/** `[K comparable, V any]` (specification, "Type parameter declarations"). */
export function typeParameterList(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  expect(p, Token.OpenBracket);
  for (;;) {
    typeParameters(p);
    if (p.token !== Token.Comma) break;
    advance(p);
    if (p.token === Token.CloseBracket) break;
  }
  expect(p, Token.CloseBracket);
  node(p, Kind.TypeParameterList, first, start);
}

function typeParameters(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  for (;;) {
    // To the reference parser `[make any]` may begin a length, and `make` is no name there.
    if (p.token !== Token.Name) giveUp();
    leaf(p, Kind.Identifier);
    role(p, Field.Name);
    if (p.token !== Token.Comma) break;
    advance(p);
  }
  typeElement(p, Kind.TypeConstraint);
  role(p, Field.Type);
  node(p, Kind.TypeParameterDeclaration, first, start);
}
