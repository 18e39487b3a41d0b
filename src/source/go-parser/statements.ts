import { Field, Kind } from "../tree-kinds.ts";
import { CONTINUES_LITERAL, mayBeLiteral } from "./block-or-literal.ts";
import { declaration } from "./declarations.ts";
import { giveUp } from "./give-up.ts";
import { forStatement, ifStatement } from "./headed-statements.ts";
import { expressionList, expressions } from "./lists.ts";
import {
  advance,
  atTerminator,
  begin,
  descend,
  emptyStatement,
  expect,
  kindOf,
  leaf,
  node,
  setKind,
  setRole,
} from "./nodes.ts";
import { restOfStatement } from "./simple-statements.ts";
import { above, type Parse } from "./state.ts";
import { selectStatement, switchStatement } from "./switches.ts";
import { IS_NAME, Token } from "./tokens.ts";

/** `{ ... }` (specification, "Blocks"). */
export function block(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  descend(p);
  expect(p, Token.OpenBrace);
  if (p.token !== Token.CloseBrace) statementList(p);
  expect(p, Token.CloseBrace);
  p.depth--;
  node(p, Kind.Block, first, start);
}

/** Statements up to the end of a block or case. The terminator of the last, if there is one, is part of the list. */
export function statementList(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  for (;;) {
    statement(p);
    const last = p.size - 1;
    if (!atTerminator(p)) break;
    if (p.token === Token.Semicolon && mayBeLiteral(p, last)) giveUp();
    advance(p);
    if (isEndOfList(p)) break;
    if (CONTINUES_LITERAL[p.token] === 1 && mayBeLiteral(p, last)) giveUp();
  }
  node(p, Kind.StatementList, first, start);
}

function isEndOfList({ token }: Parse): boolean {
  return token === Token.CloseBrace || token === Token.Case || token === Token.Default;
}

/** A statement (specification, "Statements"). */
export function statement(p: Parse): void {
  switch (p.token) {
    case Token.Name:
      return startingWithName(p);
    case Token.If:
      return ifStatement(p);
    case Token.Return:
      return returnStatement(p);
    case Token.For:
      return forStatement(p);
    case Token.Switch:
      return switchStatement(p);
    case Token.Select:
      return selectStatement(p);
    case Token.Const:
    case Token.Type:
    case Token.Var:
      return declaration(p);
    case Token.Go:
      return wrapped(p, Kind.GoStatement);
    case Token.Defer:
      return wrapped(p, Kind.DeferStatement);
    case Token.Break:
      return jump(p, Kind.BreakStatement);
    case Token.Continue:
      return jump(p, Kind.ContinueStatement);
    case Token.Goto:
      return jump(p, Kind.GotoStatement);
    case Token.Fallthrough:
      return leaf(p, Kind.FallthroughStatement);
    case Token.OpenBrace:
      return block(p);
    case Token.Semicolon:
      return emptyStatement(p);
    default:
      return startingWithExpression(p);
  }
}

function startingWithExpression(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  const count = expressions(p);
  restOfStatement(p, { first, start, count });
}

/** The same, or a labelled statement. */
function startingWithName(p: Parse): void {
  const first = begin(p);
  const { start, end } = p;
  const count = expressions(p);
  if (p.token !== Token.Colon || p.lastEnd !== end) return restOfStatement(p, { first, start, count });
  if (count !== 1 || kindOf(p, first) !== Kind.Identifier) giveUp();
  setKind(p, first, Kind.LabelName);
  setRole(p, first, Field.Label);
  descend(p);
  advance(p);
  if (!isEndOfList(p)) statement(p);
  p.depth--;
  node(p, Kind.LabeledStatement, first, start);
}

function returnStatement(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  advance(p);
  if (!atTerminator(p) && p.token !== Token.CloseBrace) expressionList(p);
  node(p, Kind.ReturnStatement, first, start);
}

function wrapped(p: Parse, kind: number): void {
  const first = begin(p);
  const { start } = p;
  advance(p);
  above.expression(p);
  node(p, kind, first, start);
}

function jump(p: Parse, kind: number): void {
  const first = begin(p);
  const { start } = p;
  advance(p);
  if (IS_NAME[p.token] === 1) leaf(p, Kind.LabelName);
  else if (kind === Kind.GotoStatement) giveUp();
  node(p, kind, first, start);
}
