import { Field, Kind } from "../tree-kinds.ts";
import { leftSide } from "./headed-statements.ts";
import { advance, begin, expect, firstOf, leaf, node, role, setRole, withOperator } from "./nodes.ts";
import {
  endOfAssignment,
  endOfLeft,
  expressionList,
  expressions,
  type LeftSide,
  restOfStatement,
  send,
} from "./simple-statements.ts";
import { above, giveUp, type Parse } from "./state.ts";
import { Operator, Token } from "./tokens.ts";

/** What the head of a switch says it is. */
const EXPRESSIONS: number = Kind.ExpressionSwitchStatement;
const TYPES: number = Kind.TypeSwitchStatement;
const TYPES_WITH_ALIAS: number = withOperator(Kind.TypeSwitchStatement, Operator.Define);

/** `switch x := f(); x {}`, `switch y := x.(type) {}` (specification, "Switch statements"). */
export function switchStatement(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  advance(p);
  p.inHead = true;
  let kind = EXPRESSIONS;
  if (p.token !== Token.OpenBrace) {
    kind = head(p);
    if (kind === 0) {
      role(p, Field.Initializer);
      advance(p);
      kind = p.token === Token.OpenBrace ? EXPRESSIONS : head(p);
      if (kind === 0) giveUp();
    }
  }
  p.inHead = false;
  expect(p, Token.OpenBrace);
  cases(p, kind === EXPRESSIONS ? expressionCase : typeCase);
  node(p, kind, first, start);
}

/** What is switched on, and which switch that makes; 0: it was a statement before the semicolon that is next. */
function head(p: Parse): number {
  const left = leftSide(p);
  const { token } = p;
  if (token === Token.OpenBrace && left.count === 1) return switched(p, left.first, EXPRESSIONS);
  if (token !== Operator.Define) restOfStatement(p, left);
  else {
    endOfLeft(p, left);
    const list = p.size - 1;
    const right = begin(p);
    const { start } = p;
    const count = expressions(p);
    if (count === 1 && p.token === Token.OpenBrace) {
      setRole(p, list, Field.Alias);
      return switched(p, right, 0);
    }
    node(p, Kind.ExpressionList, right, start);
    endOfAssignment(p, token, left);
  }
  if (p.token !== Token.Semicolon) giveUp();
  return 0;
}

/** The last node, which begins at `first`, is switched on; if its type is, that kind of switch, else `otherwise`. */
function switched(p: Parse, first: number, otherwise: number): number {
  const last = p.size - 1;
  role(p, Field.Value);
  if (p.switched !== last || firstOf(p, last) !== first) return otherwise === 0 ? giveUp() : otherwise;
  p.switched = -1;
  p.unclaimed--;
  return otherwise === 0 ? TYPES_WITH_ALIAS : TYPES;
}

/** The cases up to the closing brace. */
function cases(p: Parse, readCase: (p: Parse) => void): void {
  while (p.token !== Token.CloseBrace) {
    if (p.token === Token.Case) readCase(p);
    else if (p.token === Token.Default) defaultCase(p);
    else giveUp();
  }
  advance(p);
}

function defaultCase(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  advance(p);
  body(p);
  node(p, Kind.DefaultCase, first, start);
}

function body(p: Parse): void {
  expect(p, Token.Colon);
  if (p.token !== Token.CloseBrace && p.token !== Token.Case && p.token !== Token.Default)
    above.statementList(p);
}

function expressionCase(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  advance(p);
  expressionList(p);
  role(p, Field.Value);
  body(p);
  node(p, Kind.ExpressionCase, first, start);
}

function typeCase(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  advance(p);
  for (;;) {
    if (p.token === Token.Nil) leaf(p, Kind.TypeIdentifier);
    else above.type(p);
    role(p, Field.Type);
    if (p.token !== Token.Comma) break;
    advance(p);
  }
  body(p);
  node(p, Kind.TypeCase, first, start);
}

/** `select { case x := <-c: }` (specification, "Select statements"). */
export function selectStatement(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  advance(p);
  expect(p, Token.OpenBrace);
  cases(p, communicationCase);
  node(p, Kind.SelectStatement, first, start);
}

function communicationCase(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  advance(p);
  const left = leftSide(p);
  if (p.token === Operator.Arrow && left.count === 1) send(p, left);
  else receive(p, left);
  role(p, Field.Communication);
  body(p);
  node(p, Kind.CommunicationCase, first, start);
}

function receive(p: Parse, left: LeftSide): void {
  const { token } = p;
  const { first, start } = left;
  let kind: number = Kind.ReceiveStatement;
  if (token === Operator.Define || token === Operator.Assign) {
    endOfLeft(p, left);
    above.expression(p);
    kind = withOperator(kind, token);
  } else if (left.count !== 1) giveUp();
  role(p, Field.Right);
  node(p, kind, first, start);
}
