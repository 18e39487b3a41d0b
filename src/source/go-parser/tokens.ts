import { OPERATORS } from "../tree-kinds.ts";

const NUMBERS = {
  EndOfFile: 0,
  /** A name that is not one of the next six. */
  Name: 1,
  Nil: 2,
  True: 3,
  False: 4,
  Iota: 5,
  New: 6,
  Make: 7,
  Int: 8,
  Float: 9,
  Imaginary: 10,
  Rune: 11,
  String: 12,
  RawString: 13,
  Break: 14,
  Case: 15,
  Chan: 16,
  Const: 17,
  Continue: 18,
  Default: 19,
  Defer: 20,
  Else: 21,
  Fallthrough: 22,
  For: 23,
  Func: 24,
  Go: 25,
  Goto: 26,
  If: 27,
  Import: 28,
  Interface: 29,
  Map: 30,
  Package: 31,
  Range: 32,
  Return: 33,
  Select: 34,
  Struct: 35,
  Switch: 36,
  Type: 37,
  Var: 38,
  OpenParenthesis: 39,
  CloseParenthesis: 40,
  OpenBracket: 41,
  CloseBracket: 42,
  OpenBrace: 43,
  CloseBrace: 44,
  Comma: 45,
  Dot: 46,
  Ellipsis: 47,
  Colon: 48,
  /** As written. */
  Semicolon: 49,
  /** The end of a line, or of the file, that ends a statement. */
  Newline: 50,
  Tilde: 51,
  Increment: 52,
  Decrement: 53,
  /** A semicolon that was read as a statement of nothing: a line end behind it counts. */
  EmptyStatement: 54,
};

/** Tokens of Go (specification, "Tokens"). Those of operators follow, from OPERATOR_TOKEN on. */
export const Token: Readonly<Record<keyof typeof NUMBERS, number>> = NUMBERS;

/** The token of OPERATORS[n] is OPERATOR_TOKEN + n. */
export const OPERATOR_TOKEN = 64;
const TOKENS = 128;

const operatorToken = (text: string): number => OPERATOR_TOKEN + OPERATORS.indexOf(text);

type OperatorName = "Star" | "Arrow" | "Assign" | "Define" | "Or" | "And" | "Plus" | "Minus" | "Xor";

/** Operators that the grammar names one by one. */
export const Operator: Readonly<Record<OperatorName, number>> = {
  Star: operatorToken("*"),
  Arrow: operatorToken("<-"),
  Assign: operatorToken("="),
  Define: operatorToken(":="),
  Or: operatorToken("|"),
  And: operatorToken("&"),
  Plus: operatorToken("+"),
  Minus: operatorToken("-"),
  Xor: operatorToken("^"),
};

/** The words of Go with a token of their own. */
export const WORD_TOKENS: ReadonlyMap<string, number> = new Map<string, number>(
  Object.entries(Token)
    .filter(([, token]) => (token >= Token.Nil && token <= Token.Make) || isKeyword(token))
    .map(([name, token]) => [name.toLowerCase(), token]),
);

function isKeyword(token: number): boolean {
  return token >= Token.Break && token <= Token.Var;
}

function tokenTable(rows: readonly (readonly [token: number, value: number])[]): Uint8Array {
  const table = new Uint8Array(TOKENS);
  for (const [token, value] of rows) table[token] = value;
  return table;
}

const flags = (tokens: readonly number[]): Uint8Array => tokenTable(tokens.map((token) => [token, 1]));

/** 1 for a name, words like `nil` and `new` included: outside of expressions they are names like any other. */
export const IS_NAME: Uint8Array = flags([
  Token.Name,
  Token.Nil,
  Token.True,
  Token.False,
  Token.Iota,
  Token.New,
  Token.Make,
]);

/** 1 for tokens behind which the end of a line ends the statement (specification, "Semicolons"). */
// biome-ignore format: a set reads better dense
export const ENDS_STATEMENT: Uint8Array = flags([
  Token.Name, Token.Nil, Token.True, Token.False, Token.Iota, Token.New, Token.Make, Token.Int, Token.Float,
  Token.Imaginary, Token.Rune, Token.String, Token.RawString, Token.Break, Token.Continue, Token.Fallthrough,
  Token.Return, Token.CloseParenthesis, Token.CloseBracket, Token.CloseBrace, Token.Increment, Token.Decrement,
  Token.EmptyStatement,
]);

/** Binding strength of binary operators, 0 for other tokens (specification, "Operator precedence"). */
export const PRECEDENCE: Uint8Array = tokenTable([
  ...["*", "/", "%", "<<", ">>", "&", "&^"].map((text) => [operatorToken(text), 5] as const),
  ...["+", "-", "|", "^"].map((text) => [operatorToken(text), 4] as const),
  ...["==", "!=", "<", "<=", ">", ">="].map((text) => [operatorToken(text), 3] as const),
  [operatorToken("&&"), 2],
  [operatorToken("||"), 1],
]);

/** 1 for operators that stand before their operand. */
export const IS_UNARY: Uint8Array = flags(["+", "-", "!", "^", "*", "&", "<-"].map(operatorToken));

/** 1 for `=` and `+=` and the like, not for `:=`. */
export const IS_ASSIGNMENT: Uint8Array = flags(
  OPERATORS.filter((text) => /^(?:=|[^<>=!:]+=|<<=|>>=)$/.test(text)).map(operatorToken),
);

/** 1 for what begins a type and no other expression, but for parentheses and `*`, which may begin both. */
export const BEGINS_ONLY_TYPE: Uint8Array = flags([
  Token.OpenBracket,
  Token.Chan,
  Token.Func,
  Token.Interface,
  Token.Map,
  Token.Struct,
]);

/** 1 for what can begin a type that is no parenthesis. */
export const BEGINS_TYPE: Uint8Array = BEGINS_ONLY_TYPE.map((value, token) =>
  IS_NAME[token] === 1 || [Operator.Star, Operator.Arrow, Token.Tilde].includes(token) ? 1 : value,
);
