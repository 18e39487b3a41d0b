/**
 * Kinds of nodes of a Go syntax tree: our own numbers, so that every engine and every version of the grammar agrees.
 * The key in snake case is the name in the grammar (tree-sitter-go 0.25, `src/node-types.json`).
 */
export const Kind = {
  /** A named node of the grammar that this list does not know. */
  Other: 0,
  /** Text that the parser could not fit anywhere. */
  Error: 1,
  /** A token that the parser had to invent. */
  Missing: 2,
  SourceFile: 3,
  PackageClause: 4,
  ImportDeclaration: 5,
  ImportSpecList: 6,
  ImportSpec: 7,
  Dot: 8,
  BlankIdentifier: 9,
  ConstDeclaration: 10,
  ConstSpec: 11,
  VarDeclaration: 12,
  VarSpecList: 13,
  VarSpec: 14,
  FunctionDeclaration: 15,
  MethodDeclaration: 16,
  TypeParameterList: 17,
  TypeParameterDeclaration: 18,
  ParameterList: 19,
  ParameterDeclaration: 20,
  VariadicParameterDeclaration: 21,
  TypeDeclaration: 22,
  TypeSpec: 23,
  TypeAlias: 24,
  ExpressionList: 25,
  ParenthesizedType: 26,
  GenericType: 27,
  QualifiedType: 28,
  PointerType: 29,
  ArrayType: 30,
  ImplicitLengthArrayType: 31,
  SliceType: 32,
  StructType: 33,
  InterfaceType: 34,
  MapType: 35,
  ChannelType: 36,
  FunctionType: 37,
  NegatedType: 38,
  TypeArguments: 39,
  TypeElem: 40,
  TypeConstraint: 41,
  MethodElem: 42,
  FieldDeclarationList: 43,
  FieldDeclaration: 44,
  Block: 45,
  StatementList: 46,
  EmptyStatement: 47,
  ExpressionStatement: 48,
  SendStatement: 49,
  ReceiveStatement: 50,
  IncStatement: 51,
  DecStatement: 52,
  AssignmentStatement: 53,
  ShortVarDeclaration: 54,
  LabeledStatement: 55,
  FallthroughStatement: 56,
  BreakStatement: 57,
  ContinueStatement: 58,
  GotoStatement: 59,
  ReturnStatement: 60,
  GoStatement: 61,
  DeferStatement: 62,
  IfStatement: 63,
  ForStatement: 64,
  ForClause: 65,
  RangeClause: 66,
  ExpressionSwitchStatement: 67,
  ExpressionCase: 68,
  DefaultCase: 69,
  TypeSwitchStatement: 70,
  TypeCase: 71,
  SelectStatement: 72,
  CommunicationCase: 73,
  ParenthesizedExpression: 74,
  CallExpression: 75,
  VariadicArgument: 76,
  ArgumentList: 77,
  SelectorExpression: 78,
  IndexExpression: 79,
  SliceExpression: 80,
  TypeAssertionExpression: 81,
  TypeConversionExpression: 82,
  TypeInstantiationExpression: 83,
  CompositeLiteral: 84,
  LiteralValue: 85,
  LiteralElement: 86,
  KeyedElement: 87,
  FuncLiteral: 88,
  UnaryExpression: 89,
  BinaryExpression: 90,
  Identifier: 91,
  TypeIdentifier: 92,
  FieldIdentifier: 93,
  PackageIdentifier: 94,
  LabelName: 95,
  RawStringLiteral: 96,
  InterpretedStringLiteral: 97,
  IntLiteral: 98,
  FloatLiteral: 99,
  ImaginaryLiteral: 100,
  RuneLiteral: 101,
  Nil: 102,
  True: 103,
  False: 104,
  Iota: 105,
  Comment: 106,
} as const;

/** The number of a kind of node, one of the values of {@link Kind}. */
export type KindId = (typeof Kind)[keyof typeof Kind];

/** Roles of a node in its parent: the grammar's field names in camel case. */
export const Field = {
  None: 0,
  Alias: 1,
  Alternative: 2,
  Arguments: 3,
  Body: 4,
  Capacity: 5,
  Channel: 6,
  Communication: 7,
  Condition: 8,
  Consequence: 9,
  Element: 10,
  End: 11,
  Field: 12,
  Function: 13,
  Index: 14,
  Initializer: 15,
  Key: 16,
  Label: 17,
  Left: 18,
  Length: 19,
  Name: 20,
  Operand: 21,
  Operator: 22,
  Package: 23,
  Parameters: 24,
  Path: 25,
  Receiver: 26,
  Result: 27,
  Right: 28,
  Start: 29,
  Tag: 30,
  Type: 31,
  TypeArguments: 32,
  TypeParameters: 33,
  Update: 34,
  Value: 35,
} as const;

/** The number of a field, one of the values of {@link Field}. */
export type FieldId = (typeof Field)[keyof typeof Field];

/** Operator tokens, kept on the node that they belong to instead of as nodes. Index 0 is "no operator". */
// biome-ignore format: one row for expressions, one for statements
export const OPERATORS: readonly string[] = [
  "", "&&", "||", "!", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "&", "|", "^", "&^", "<<", ">>", "<-",
  "=", ":=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "&^=", "<<=", ">>=",
];

const snakeCase = (key: string): string =>
  key.replace(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();

/** Grammar name of a named node → our kind. */
export const KIND_BY_NAME: ReadonlyMap<string, number> = new Map(
  Object.entries(Kind).map(([key, id]) => [key === "Error" ? "ERROR" : snakeCase(key), id]),
);

/** Our kind → grammar name, for dumps and tests. */
export const KIND_NAMES: readonly string[] = [...KIND_BY_NAME.keys()];

/** Grammar name of a field → our field. */
export const FIELD_BY_NAME: ReadonlyMap<string, number> = new Map(
  Object.entries(Field).map(([key, id]) => [snakeCase(key), id]),
);

/** Our field → grammar name, for dumps and tests. */
export const FIELD_NAMES: readonly string[] = [...FIELD_BY_NAME.keys()];
