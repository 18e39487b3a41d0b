import { Field, Kind } from "../tree-kinds.ts";
import { advance, begin, node, role, withOperator } from "./nodes.ts";
import { above, giveUp, type Parse } from "./state.ts";
import { IS_ASSIGNMENT, Operator, Token } from "./tokens.ts";

/** `a, b` as a list, also when it is only one. */
export function expressionList(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  expressions(p);
  node(p, Kind.ExpressionList, first, start);
}

/** The same without a node for the list. Returns how many there are. */
export function expressions(p: Parse): number {
  above.expression(p);
  let count = 1;
  while (p.token === Token.Comma) {
    advance(p);
    above.expression(p);
    count++;
  }
  return count;
}

/** An expression, assignment, `:=`, `++`, `--` or send (specification, "Simple statements"). */
export function simpleStatement(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  const count = expressions(p);
  restOfStatement(p, { first, start, count });
}

/** The expressions on the left of a simple statement: nothing is written for the list yet. */
export interface LeftSide {
  readonly first: number;
  readonly start: number;
  readonly count: number;
}

/** The rest of a simple statement behind its left side. */
export function restOfStatement(p: Parse, left: LeftSide): void {
  const { token } = p;
  const { first, start } = left;
  if (IS_ASSIGNMENT[token] === 1 || token === Operator.Define) {
    endOfLeft(p, left);
    expressionList(p);
    endOfAssignment(p, token, left);
    return;
  }
  if (left.count !== 1) giveUp();
  if (token === Token.Increment || token === Token.Decrement) {
    advance(p);
    node(p, token === Token.Increment ? Kind.IncStatement : Kind.DecStatement, first, start);
  } else if (token === Operator.Arrow) send(p, left);
  else node(p, Kind.ExpressionStatement, first, start);
}

/** Completes the left side as a list, and passes the operator. */
export function endOfLeft(p: Parse, { first, start }: LeftSide): void {
  node(p, Kind.ExpressionList, first, start);
  role(p, Field.Left);
  advance(p);
}

/** Completes an assignment, or a declaration with `:=`, whose right side is the last node. */
export function endOfAssignment(p: Parse, token: number, { first, start }: LeftSide): void {
  role(p, Field.Right);
  const kind = token === Operator.Define ? Kind.ShortVarDeclaration : Kind.AssignmentStatement;
  node(p, withOperator(kind, token), first, start);
}

/** `<- x` behind a channel (specification, "Send statements"). */
export function send(p: Parse, { first, start }: LeftSide): void {
  role(p, Field.Channel);
  advance(p);
  above.expression(p);
  role(p, Field.Value);
  node(p, withOperator(Kind.SendStatement, Operator.Arrow), first, start);
}
