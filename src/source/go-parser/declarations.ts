import { Field, Kind } from "../tree-kinds.ts";
import { giveUp } from "./give-up.ts";
import { expressionList } from "./lists.ts";
import { advance, atTerminator, begin, expect, nameLeaf, node, role, withOperator } from "./nodes.ts";
import { above, type Parse } from "./state.ts";
import { Operator, Token } from "./tokens.ts";
import { typeDeclaration } from "./type-declarations.ts";

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
