import { Field, Kind } from "../tree-kinds.ts";
import { advance, begin, descend, expect, node, role, withOperator } from "./nodes.ts";
import {
  endOfAssignment,
  endOfLeft,
  expressionList,
  expressions,
  type LeftSide,
  restOfStatement,
  simpleStatement,
} from "./simple-statements.ts";
import { above, giveUp, type Parse } from "./state.ts";
import { IS_ASSIGNMENT, Operator, Token } from "./tokens.ts";

/** `if x := f(); x {} else {}` (specification, "If statements"). */
export function ifStatement(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  descend(p);
  advance(p);
  p.inHead = true;
  const left = leftSide(p);
  if (p.token === Token.OpenBrace && left.count === 1) role(p, Field.Condition);
  else {
    restOfStatement(p, left);
    role(p, Field.Initializer);
    expect(p, Token.Semicolon);
    above.expression(p);
    role(p, Field.Condition);
  }
  block(p, Field.Consequence);
  if (p.token === Token.Else) {
    advance(p);
    if (p.token === Token.If) {
      ifStatement(p);
      role(p, Field.Alternative);
    } else block(p, Field.Alternative);
  }
  p.depth--;
  node(p, Kind.IfStatement, first, start);
}

/** Reads the expressions that a simple statement may begin with. */
export function leftSide(p: Parse): LeftSide {
  const first = begin(p);
  const { start } = p;
  return { first, start, count: expressions(p) };
}

/** The block behind a head. */
function block(p: Parse, field: number): void {
  p.inHead = false;
  above.block(p);
  role(p, field);
}

/** `for`, with a condition, three clauses, a range, or nothing (specification, "For statements"). */
export function forStatement(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  advance(p);
  p.inHead = true;
  if (p.token === Token.Range) range(p, { first: begin(p), start: p.start, count: 0 }, 0);
  else if (p.token === Token.Semicolon) forClause(p, begin(p), p.start);
  else if (p.token !== Token.OpenBrace) forHead(p);
  block(p, Field.Body);
  node(p, Kind.ForStatement, first, start);
}

/** What begins with an expression: a condition, a range, or the first of three clauses. */
function forHead(p: Parse): void {
  const left = leftSide(p);
  const { token } = p;
  if (token === Token.OpenBrace && left.count === 1) return;
  if (IS_ASSIGNMENT[token] === 0 && token !== Operator.Define) restOfStatement(p, left);
  else {
    endOfLeft(p, left);
    if (p.token === Token.Range) {
      range(p, left, token);
      return;
    }
    expressionList(p);
    endOfAssignment(p, token, left);
  }
  role(p, Field.Initializer);
  forClause(p, left.first, left.start);
}

/** `range x`; `token` is the operator of the left side, 0 without one. */
function range(p: Parse, { first, start }: LeftSide, token: number): void {
  if (token !== 0 && token !== Operator.Define && token !== Operator.Assign) giveUp();
  advance(p);
  above.expression(p);
  role(p, Field.Right);
  node(p, token === 0 ? Kind.RangeClause : withOperator(Kind.RangeClause, token), first, start);
}

/** `; condition; update` behind the first of the three clauses. */
function forClause(p: Parse, first: number, start: number): void {
  expect(p, Token.Semicolon);
  if (p.token !== Token.Semicolon) {
    above.expression(p);
    role(p, Field.Condition);
  }
  expect(p, Token.Semicolon);
  if (p.token !== Token.OpenBrace) {
    simpleStatement(p);
    role(p, Field.Update);
  }
  node(p, Kind.ForClause, first, start);
}
