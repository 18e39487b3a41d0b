import { LEAVES } from "./node-types.ts";
import { Field, Kind } from "./tree-kinds.ts";

const OPEN_PARENTHESIS = 40;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** Kinds that begin and end with a bracket: the code of the closing one. Its opening one is their first child. */
export const CLOSERS: Uint8Array = closerTable([
  [Kind.ArgumentList, ")"],
  [Kind.ParameterList, ")"],
  [Kind.ParenthesizedExpression, ")"],
  [Kind.ImportSpecList, ")"],
  [Kind.Block, "}"],
  [Kind.LiteralValue, "}"],
  [Kind.FieldDeclarationList, "}"],
]);

/** The code of the opening bracket of those. */
export const OPENERS: Uint8Array = CLOSERS.map((code) =>
  code === CLOSE_BRACE ? OPEN_BRACE : code && OPEN_PARENTHESIS,
);

/** Kinds that are complete with the child in this role. */
export const LAST_FIELDS: Uint8Array = kindTable([
  [Kind.SelectorExpression, Field.Field],
  [Kind.CallExpression, Field.Arguments],
  [Kind.BinaryExpression, Field.Right],
  [Kind.AssignmentStatement, Field.Right],
  [Kind.ShortVarDeclaration, Field.Right],
  [Kind.UnaryExpression, Field.Operand],
  [Kind.FunctionDeclaration, Field.Body],
  [Kind.MethodDeclaration, Field.Body],
  [Kind.FuncLiteral, Field.Body],
  [Kind.ForStatement, Field.Body],
  [Kind.QualifiedType, Field.Name],
  [Kind.ParameterDeclaration, Field.Type],
  [Kind.KeyedElement, Field.Value],
  [Kind.CompositeLiteral, Field.Body],
  [Kind.TypeSpec, Field.Type],
  [Kind.SliceType, Field.Element],
  [Kind.MapType, Field.Value],
]);

/** Kinds that have one child without a role, behind all tokens. A comment before it has none either. */
export const IS_WRAPPER: Uint8Array = kindTable([
  [Kind.ExpressionStatement, 1],
  [Kind.LiteralElement, 1],
  [Kind.PointerType, 1],
  [Kind.DeferStatement, 1],
  [Kind.GoStatement, 1],
]);

/** Kinds with one or two children that have roles; the first one's. The other's is in LAST_FIELDS. */
export const FIRST_FIELDS: Uint8Array = kindTable([
  [Kind.SelectorExpression, Field.Operand],
  [Kind.CallExpression, Field.Function],
  [Kind.BinaryExpression, Field.Left],
  [Kind.AssignmentStatement, Field.Left],
  [Kind.ShortVarDeclaration, Field.Left],
  [Kind.KeyedElement, Field.Key],
  [Kind.QualifiedType, Field.Package],
  [Kind.CompositeLiteral, Field.Type],
  [Kind.UnaryExpression, Field.Operand],
  [Kind.SliceType, Field.Element],
]);

/** Kinds of which any block is the body. */
export const HAS_BODY: Uint8Array = kindTable([
  [Kind.FunctionDeclaration, 1],
  [Kind.MethodDeclaration, 1],
  [Kind.FuncLiteral, 1],
  [Kind.ForStatement, 1],
]);

/** Kinds whose children have no role in the grammar (`src/node-types.json` of tree-sitter-go 0.25). */
// biome-ignore format: a set reads better dense
export const KINDS_WITHOUT_FIELDS: ReadonlySet<number> = new Set<number>([
  Kind.SourceFile, Kind.PackageClause, Kind.ImportDeclaration, Kind.ImportSpecList, Kind.ConstDeclaration,
  Kind.VarDeclaration, Kind.VarSpecList, Kind.TypeDeclaration, Kind.TypeParameterList, Kind.ParameterList,
  Kind.ExpressionList, Kind.ParenthesizedType, Kind.PointerType, Kind.StructType, Kind.InterfaceType, Kind.NegatedType,
  Kind.TypeArguments, Kind.TypeElem, Kind.TypeConstraint, Kind.FieldDeclarationList, Kind.Block, Kind.StatementList,
  Kind.ExpressionStatement, Kind.IncStatement, Kind.DecStatement, Kind.BreakStatement, Kind.ContinueStatement,
  Kind.GotoStatement, Kind.ReturnStatement, Kind.GoStatement, Kind.DeferStatement, Kind.DefaultCase,
  Kind.SelectStatement, Kind.ParenthesizedExpression, Kind.VariadicArgument, Kind.ArgumentList, Kind.LiteralValue,
  Kind.LiteralElement,
]);

/** The same as a table: 1 for those. */
export const HAS_NO_FIELDS: Uint8Array = kindTable([...KINDS_WITHOUT_FIELDS].map((kind) => [kind, 1]));
/** 1 for the kinds of LEAVES. */
export const IS_LEAF: Uint8Array = kindTable([...LEAVES].map((kind) => [kind, 1]));

function closerTable(rows: readonly (readonly [number, string])[]): Uint8Array {
  return kindTable(rows.map(([kind, character]) => [kind, character.charCodeAt(0)]));
}

function kindTable(rows: readonly (readonly [number, number])[]): Uint8Array {
  const values = new Uint8Array(256);
  for (const [kind, value] of rows) values[kind] = value;
  return values;
}
