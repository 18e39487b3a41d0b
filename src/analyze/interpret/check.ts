import { unquoteToBytes } from "../../source/go-string.ts";
import {
  childIn,
  childrenOf,
  NO_NODE,
  type NodeId,
  onlyChild,
  operatorOf,
  textOf,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { GoSymbol } from "../flow/symbols.ts";
import { resultOfCall } from "./check-call.ts";
import { binaryOperand, unaryOperand } from "./check-operator.ts";
import { exactInteger } from "./exact.ts";
import * as T from "./go-type.ts";
import { libraryConstant, libraryFunction, libraryVariable } from "./library/index.ts";
import { librarySymbol } from "./library-symbol.ts";
import { floatLiteral, integerLiteral, runeLiteral } from "./literals.ts";
import { memberOf } from "./lookup.ts";
import { type Context, notModelled, type Operand } from "./program.ts";
import { signatureAt, typeAt } from "./resolve-type.ts";
import { methodSignature } from "./signatures.ts";

/** Deeper expressions are not modelled. */
const MAX_DEPTH = 120;
const depths = new WeakMap<Context, number>();

/** Type and constant value of an expression. Throws {@link NotModelled} when it uses what is not modelled. */
export function operandAt(context: Context, node: NodeId): Operand {
  const known = context.memo.get(node);
  if (known !== undefined) return known;
  const depth = (depths.get(context) ?? 0) + 1;
  if (depth > MAX_DEPTH) notModelled("a deep expression");
  depths.set(context, depth);
  try {
    const operand = freshOperand(context, node);
    context.memo.set(node, operand);
    return operand;
  } finally {
    depths.set(context, depth - 1);
  }
}

function freshOperand(context: Context, node: NodeId): Operand {
  const { tree } = context.file.source;
  const constant = literalOperand(context, node);
  if (constant !== undefined) return constant;
  const operand = (): Operand => context.check(childIn(tree, node, Field.Operand));
  switch (tree.kind[node]) {
    case Kind.Nil:
      return { type: T.NIL };
    case Kind.Identifier:
    case Kind.TypeIdentifier:
      return namedOperand(context, node);
    case Kind.ParenthesizedExpression:
      return context.check(onlyChild(tree, node));
    case Kind.UnaryExpression:
      return unaryOperand(context, operatorOf(tree, node), childIn(tree, node, Field.Operand));
    case Kind.BinaryExpression:
      return binaryOperand(context, node);
    case Kind.CallExpression:
    case Kind.TypeConversionExpression:
      return resultOfCall(context, node);
    case Kind.SelectorExpression:
      return selectedOperand(context, node);
    case Kind.IndexExpression:
      return indexedOperand(context, node);
    case Kind.SliceExpression:
      return slicedOperand(operand().type);
    case Kind.TypeAssertionExpression:
      return { type: typeAt(scopeOf(context), childIn(tree, node, Field.Type)) };
    case Kind.CompositeLiteral:
      return { type: literalType(context, node) };
    case Kind.FuncLiteral:
      return { type: signatureAt(scopeOf(context), node) };
    case Kind.TypeInstantiationExpression:
      return notModelled("an instantiation");
    default:
      return { type: typeAt(scopeOf(context), node), isType: true };
  }
}

/** Where types in the function are resolved. */
export function scopeOf({ program, file, types }: Context): Parameters<typeof typeAt>[0] {
  return { program, file, types };
}

function literalOperand(context: Context, node: NodeId): Operand | undefined {
  const { tree } = context.file.source;
  const text = (): string => textOf(tree, node);
  switch (tree.kind[node]) {
    case Kind.IntLiteral:
      return { type: T.UNTYPED.int, constant: integerLiteral(text()) ?? notModelled("a literal") };
    case Kind.FloatLiteral:
      return { type: T.UNTYPED.float, constant: floatLiteral(text()) ?? notModelled("a literal") };
    case Kind.RuneLiteral:
      return { type: T.UNTYPED.rune, constant: runeLiteral(text()) ?? notModelled("a literal") };
    case Kind.InterpretedStringLiteral:
    case Kind.RawStringLiteral:
      return { type: T.UNTYPED.string, constant: unquoteToBytes(text()) ?? notModelled("a literal") };
    case Kind.True:
      return { type: T.UNTYPED.bool, constant: true };
    case Kind.False:
      return { type: T.UNTYPED.bool, constant: false };
    case Kind.Iota:
      // A constant may be called iota.
      return context.iota === undefined || /^\s*iota\b/m.test(tree.text)
        ? notModelled("iota")
        : { type: T.UNTYPED.int, constant: exactInteger(context.iota) };
    default:
      return undefined;
  }
}

function namedOperand(context: Context, node: NodeId): Operand {
  const { program, file } = context;
  const symbol = program.index.symbols[file.symbolOf[node]!];
  if (symbol === undefined) return notModelled(`the name ${textOf(file.source.tree, node)}`);
  return operandOf(context, symbol, node);
}

/** What the name or selector at `node` means, which stands for `symbol`. */
function operandOf(context: Context, symbol: GoSymbol, node: NodeId): Operand {
  const { program } = context;
  switch (symbol.kind) {
    case "constant": {
      const constant = program.constants.get(symbol.id);
      return constant ?? notModelled(`the constant ${symbol.name}`);
    }
    case "variable":
    case "parameter": {
      const variable = context.variableOf(symbol);
      return variable === undefined ? notModelled(`the variable ${symbol.name}`) : { type: variable.type };
    }
    case "function": {
      const generic = childIn(symbol.file!.source.tree, symbol.declaration, Field.TypeParameters) !== NO_NODE;
      if (generic) return notModelled("a generic function as a value");
      return { type: signatureAt({ program, file: symbol.file!, types: new Map() }, symbol.declaration) };
    }
    case "type":
    case "type-parameter":
      return { type: typeAt(scopeOf(context), node), isType: true };
    default:
      return notModelled(symbol.name);
  }
}

function selectedOperand(context: Context, node: NodeId): Operand {
  const { program, file } = context;
  const { tree } = file.source;
  const operand = childIn(tree, node, Field.Operand);
  const name = textOf(tree, childIn(tree, node, Field.Field));
  const symbol =
    tree.kind[operand] === Kind.Identifier ? program.index.symbols[file.symbolOf[operand]!] : undefined;
  if (symbol?.kind === "package") {
    const constant = libraryConstant(symbol.path, name) ?? libraryVariable(symbol.path, name);
    if (constant !== undefined) return constant;
    const fn = libraryFunction(symbol.path, name);
    if (fn !== undefined) return { type: fn.type };
    const declared = librarySymbol(program, symbol.path, name);
    return declared === undefined
      ? notModelled(`${symbol.path}.${name}`)
      : operandOf(context, declared, node);
  }
  const { type, isType } = context.check(operand);
  const member = memberOf(program.index, type, name);
  if (member === undefined) return notModelled(`the selector ${name}`);
  if (member.kind === "field") return { type: member.field.type };
  const signature = methodSignature(program, member);
  if (isType !== true) return { type: signature };
  const { parameters, results, variadic } = signature;
  return { type: T.functionOf([type, ...parameters!], results!, variadic!) };
}

function indexedOperand(context: Context, node: NodeId): Operand {
  const { tree } = context.file.source;
  const { type, constant, isType } = context.check(childIn(tree, node, Field.Operand));
  if (isType === true) return { type: typeAt(scopeOf(context), node), isType };
  const base = T.under(type);
  if (base.kind === "string" || type === T.UNTYPED.string || constant !== undefined) return { type: T.BYTE };
  const container = base.kind === "pointer" ? T.under(base.element!) : base;
  return container.element === undefined ? notModelled("an index") : { type: container.element };
}

function slicedOperand(type: T.RunType): Operand {
  if (type.kind === "untyped") return { type: T.STRING };
  const base = T.under(type);
  const array = base.kind === "pointer" ? T.under(base.element!) : base;
  return { type: array.kind === "array" ? T.sliceOf(array.element!) : type };
}

/** Type of a composite literal; `[...]T` counts its elements. */
function literalType(context: Context, node: NodeId): T.RunType {
  const { tree } = context.file.source;
  const typeNode = childIn(tree, node, Field.Type);
  if (tree.kind[typeNode] !== Kind.ImplicitLengthArrayType) return typeAt(scopeOf(context), typeNode);
  let next = 0;
  let length = 0;
  for (const element of childrenOf(tree, childIn(tree, node, Field.Body))) {
    if (tree.kind[element] === Kind.KeyedElement) {
      const { constant } = context.check(onlyChild(tree, childIn(tree, element, Field.Key)));
      if (typeof constant !== "object") return notModelled("the index of an element");
      next = Number(constant.top);
    }
    next++;
    length = Math.max(length, next);
  }
  return T.arrayOf(length, typeAt(scopeOf(context), childIn(tree, typeNode, Field.Element)));
}
