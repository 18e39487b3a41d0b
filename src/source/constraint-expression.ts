import { fieldsOf } from "./go-space.ts";

/** A build constraint: what go/build/constraint calls Expr. */
export type ConstraintExpression =
  | { readonly kind: "tag"; readonly tag: string }
  | { readonly kind: "not"; readonly operand: ConstraintExpression }
  | {
      readonly kind: "and" | "or";
      readonly left: ConstraintExpression;
      readonly right: ConstraintExpression;
    };

/** go/build/constraint refuses larger ones, so recursion is bounded. */
const MAX_OPERANDS = 1000;
const MAX_PLUS_BUILD_OPERATORS = 100;

/**
 * Parses what follows `//go:build` as go/build/constraint does; undefined where Go reports a syntax error.
 *
 *     or = and { "||" and }   and = not { "&&" not }   not = [ "!" ] atom   atom = tag | "(" or ")"
 */
export function parseConstraint(text: string): ConstraintExpression | undefined {
  const tokens = tokensOf(text);
  if (tokens === undefined) return undefined;
  const state: ParserState = { tokens, at: 0, operands: 0 };
  const expression = parseOr(state);
  return state.at === tokens.length ? expression : undefined;
}

/** Parses what follows `// +build`: spaces are or, commas are and (parsePlusBuildExpr); undefined where Go ignores the line. */
export function parsePlusBuild(text: string): ConstraintExpression | undefined {
  let operators = 0;
  const join = (kind: "and" | "or") => (left: ConstraintExpression, right: ConstraintExpression) => {
    operators++;
    return { kind, left, right } as const;
  };
  const alternatives = fieldsOf(text).map((clause) =>
    clause.split(",").map(plusBuildLiteral).reduce(join("and")),
  );
  const whole = alternatives.length === 0 ? tagNode("ignore") : alternatives.reduce(join("or"));
  return operators > MAX_PLUS_BUILD_OPERATORS ? undefined : whole;
}

/**
 * Value of a constraint where some tags are undecided (Kleene's three-valued logic): undefined when it depends on them.
 */
export function evaluate(
  expression: ConstraintExpression,
  holds: (tag: string) => boolean | undefined,
): boolean | undefined {
  if (expression.kind === "tag") return holds(expression.tag);
  if (expression.kind === "not") {
    const value = evaluate(expression.operand, holds);
    return value === undefined ? undefined : !value;
  }
  const decisive = expression.kind === "or";
  const left = evaluate(expression.left, holds);
  if (left === decisive) return decisive;
  const right = evaluate(expression.right, holds);
  if (right === decisive) return decisive;
  return left === undefined || right === undefined ? undefined : !decisive;
}

interface ParserState {
  readonly tokens: readonly string[];
  at: number;
  operands: number;
}

/** Tags are letters, digits, `_` and `.`; undefined for any other character or a lone `&` or `|`. */
function tokensOf(text: string): readonly string[] | undefined {
  const tokens: string[] = [];
  const next = /[ \t]*(?:(\|\||&&|[()!]|[\p{L}\p{Nd}_.]+)|$)/uy;
  while (next.lastIndex < text.length) {
    const found = next.exec(text);
    if (found === null) return undefined;
    if (found[1] !== undefined) tokens.push(found[1]);
  }
  return tokens;
}

function parseOr(state: ParserState): ConstraintExpression | undefined {
  return parseChain(state, "||", () => parseChain(state, "&&", () => parseNot(state)));
}

function parseChain(
  state: ParserState,
  operator: "||" | "&&",
  operand: () => ConstraintExpression | undefined,
): ConstraintExpression | undefined {
  let left = operand();
  while (left !== undefined && state.tokens[state.at] === operator) {
    state.at++;
    const right = operand();
    left = right && { kind: operator === "||" ? "or" : "and", left, right };
  }
  return left;
}

function parseNot(state: ParserState): ConstraintExpression | undefined {
  if (++state.operands > MAX_OPERANDS) return undefined;
  if (state.tokens[state.at] !== "!") return parseAtom(state);
  state.at++;
  const operand = parseAtom(state);
  return operand && { kind: "not", operand };
}

function parseAtom(state: ParserState): ConstraintExpression | undefined {
  const token = state.tokens[state.at++];
  if (token === "(") {
    const inner = parseOr(state);
    return state.tokens[state.at++] === ")" ? inner : undefined;
  }
  return token !== undefined && isTag(token) ? tagNode(token) : undefined;
}

function plusBuildLiteral(literal: string): ConstraintExpression {
  if (literal.startsWith("!!") || literal === "!") return tagNode("ignore");
  const negated = literal.startsWith("!");
  const name = negated ? literal.slice(1) : literal;
  const operand = tagNode(isTag(name) ? name : "ignore");
  return negated ? { kind: "not", operand } : operand;
}

function isTag(text: string): boolean {
  return /^[\p{L}\p{Nd}_.]+$/u.test(text);
}

function tagNode(tag: string): ConstraintExpression {
  return { kind: "tag", tag };
}
