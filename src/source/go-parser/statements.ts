import { Field, Kind } from "../tree-kinds.ts";
import { CONTINUES_LITERAL, mayBeLiteral, mayGoOn } from "./block-or-literal.ts";
import { declaration } from "./declarations.ts";
import { forStatement, ifStatement } from "./headed-statements.ts";
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
import { expressionList, expressions, restOfStatement, simpleStatement } from "./simple-statements.ts";
import { above, giveUp, type Parse, type Part } from "./state.ts";
import { selectStatement, switchStatement } from "./switches.ts";
import { IS_NAME, Token } from "./tokens.ts";

/** `{ ... }` (specification, "Blocks"). */
export function block(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  expect(p, Token.OpenBrace);
  if (p.token !== Token.CloseBrace) statementList(p);
  expect(p, Token.CloseBrace);
  node(p, Kind.Block, first, start);
}

/**
 * Statements up to the end of a block or case. The terminator of the last, if there is one, is part of the list. Where a
 * statement may go on in the next, both must be assignments: `a = b[c]` and `(d) = e` cannot be one, which has one `=`.
 * Where the block of a statement may be a literal, the next must be one, and nothing may go on behind that.
 */
export function statementList(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  let goesOn = false;
  let isLiteral = false;
  for (;;) {
    statement(p);
    const last = p.size - 1;
    if ((goesOn || isLiteral) && !isAssignment(p, last)) giveUp();
    if (!atTerminator(p)) break;
    const isSemicolon = p.token === Token.Semicolon;
    advance(p);
    if (isLiteral && (isSemicolon || CONTINUES_LITERAL[p.token] === 1)) giveUp();
    if (isEndOfList(p)) break;
    isLiteral = (isSemicolon || CONTINUES_LITERAL[p.token] === 1) && mayBeLiteral(p, last);
    goesOn = CONTINUES_LITERAL[p.token] === 1 && mayGoOn(p, last);
    if ((isLiteral && isSemicolon) || (goesOn && !isAssignment(p, last))) giveUp();
  }
  node(p, Kind.StatementList, first, start);
}

function isAssignment(p: Parse, statement: number): boolean {
  const kind = kindOf(p, statement);
  return kind === Kind.AssignmentStatement || kind === Kind.ShortVarDeclaration;
}

function isEndOfList({ token }: Parse): boolean {
  return token === Token.CloseBrace || token === Token.Case || token === Token.Default;
}

/** A statement (specification, "Statements"). */
export function statement(p: Parse): void {
  descend(p);
  if (p.token === Token.Name) startingWithName(p, false);
  else (STATEMENTS[p.token] ?? simpleStatement)(p);
  p.depth--;
}

/** A simple or a labelled statement. A label of nothing may not be in another (`isNested`): the grammar lacks that. */
function startingWithName(p: Parse, isNested: boolean): void {
  const first = begin(p);
  const { start, end } = p;
  const count = expressions(p);
  if (p.token !== Token.Colon || p.lastEnd !== end) {
    restOfStatement(p, { first, start, count });
    return;
  }
  if (count !== 1 || kindOf(p, first) !== Kind.Identifier) giveUp();
  setKind(p, first, Kind.LabelName);
  setRole(p, first, Field.Label);
  descend(p);
  advance(p);
  if (p.token === Token.Name) startingWithName(p, true);
  else if (!isEndOfList(p)) statement(p);
  else if (isNested) giveUp();
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

/** What begins with a keyword or sign, by its token; all else is a simple statement. */
const STATEMENTS: Part[] = [];
STATEMENTS[Token.If] = ifStatement;
STATEMENTS[Token.Return] = returnStatement;
STATEMENTS[Token.For] = forStatement;
STATEMENTS[Token.Switch] = switchStatement;
STATEMENTS[Token.Select] = selectStatement;
STATEMENTS[Token.Const] = declaration;
STATEMENTS[Token.Type] = declaration;
STATEMENTS[Token.Var] = declaration;
STATEMENTS[Token.Go] = (p) => wrapped(p, Kind.GoStatement);
STATEMENTS[Token.Defer] = (p) => wrapped(p, Kind.DeferStatement);
STATEMENTS[Token.Break] = (p) => jump(p, Kind.BreakStatement);
STATEMENTS[Token.Continue] = (p) => jump(p, Kind.ContinueStatement);
STATEMENTS[Token.Goto] = (p) => jump(p, Kind.GotoStatement);
STATEMENTS[Token.Fallthrough] = (p) => leaf(p, Kind.FallthroughStatement);
STATEMENTS[Token.OpenBrace] = block;
STATEMENTS[Token.Semicolon] = emptyStatement;
