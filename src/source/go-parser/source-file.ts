import { Field, Kind } from "../tree-kinds.ts";
import { declaration, typeParameterList } from "./declarations.ts";
import { advance, atTerminator, begin, kindOf, leaf, nameLeaf, node, role } from "./nodes.ts";
import { parameterList, signature } from "./parameters.ts";
import { above, giveUp, type Parse, type Part } from "./state.ts";
import { IS_NAME, Token } from "./tokens.ts";

/** All of a file (specification, "Source file organization"), but the node around it. */
export function declarations(p: Parse): void {
  while (p.token !== Token.EndOfFile) {
    (DECLARATIONS[p.token] ?? giveUp)(p);
    if (!atTerminator(p)) giveUp();
    if (p.token === Token.Newline && p.start === p.end && isDeclaration(p)) giveUp();
    advance(p);
  }
}

/** The reference parser wants a line end also behind the last declaration, if it is one of these. */
function isDeclaration(p: Parse): boolean {
  const kind = kindOf(p, p.size - 1);
  return kind === Kind.ConstDeclaration || kind === Kind.TypeDeclaration || kind === Kind.VarDeclaration;
}

function packageClause(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  advance(p);
  nameLeaf(p, Kind.PackageIdentifier);
  node(p, Kind.PackageClause, first, start);
}

/** `import ( f "fmt"; . "os" )` (specification, "Import declarations"). */
function importDeclaration(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  advance(p);
  const list = begin(p);
  const listStart = p.start;
  if (p.token !== Token.OpenParenthesis) importSpec(p);
  else {
    advance(p);
    while (p.token !== Token.CloseParenthesis) {
      importSpec(p);
      if (p.token === Token.CloseParenthesis) break;
      if (!atTerminator(p)) giveUp();
      advance(p);
    }
    advance(p);
    node(p, Kind.ImportSpecList, list, listStart);
  }
  node(p, Kind.ImportDeclaration, first, start);
}

function importSpec(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  if (p.token === Token.Dot || IS_NAME[p.token] === 1) {
    const isBlank = p.end === start + 1 && p.text.startsWith("_", start);
    leaf(p, p.token === Token.Dot ? Kind.Dot : isBlank ? Kind.BlankIdentifier : Kind.PackageIdentifier);
    role(p, Field.Name);
  }
  if (p.token === Token.String) leaf(p, Kind.InterpretedStringLiteral);
  else if (p.token === Token.RawString) leaf(p, Kind.RawStringLiteral);
  else giveUp();
  role(p, Field.Path);
  node(p, Kind.ImportSpec, first, start);
}

/** A function or a method (specification, "Function declarations", "Method declarations"). */
function functionDeclaration(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  advance(p);
  const isMethod = p.token === Token.OpenParenthesis;
  if (isMethod) {
    parameterList(p);
    role(p, Field.Receiver);
  }
  nameLeaf(p, isMethod ? Kind.FieldIdentifier : Kind.Identifier);
  role(p, Field.Name);
  if (!isMethod && p.token === Token.OpenBracket) {
    typeParameterList(p);
    role(p, Field.TypeParameters);
  }
  signature(p);
  if (p.token === Token.OpenBrace) {
    above.block(p);
    role(p, Field.Body);
  }
  node(p, isMethod ? Kind.MethodDeclaration : Kind.FunctionDeclaration, first, start);
}

/** What a file may hold, by its first token. */
const DECLARATIONS: Part[] = [];
DECLARATIONS[Token.Func] = functionDeclaration;
DECLARATIONS[Token.Const] = declaration;
DECLARATIONS[Token.Type] = declaration;
DECLARATIONS[Token.Var] = declaration;
DECLARATIONS[Token.Import] = importDeclaration;
DECLARATIONS[Token.Package] = packageClause;
