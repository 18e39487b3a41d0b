import {
  childIn,
  childrenOf,
  NO_NODE,
  type NodeId,
  onlyChild,
  textOf,
  withoutParentheses,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";
import type * as T from "./go-type.ts";
import { inferred } from "./infer.ts";
import { libraryFunction, libraryGeneric } from "./library/index.ts";
import { librarySymbol, selectedSymbol } from "./library-symbol.ts";
import { type Member, memberOf } from "./lookup.ts";
import type { NativeFunction } from "./native.ts";
import { type Context, NO_TYPES, notModelled, type TypeEnvironment } from "./program.ts";
import { signatureAt, typeAt, typeParametersOf } from "./resolve-type.ts";
import { methodSignature } from "./signatures.ts";

/** What a call calls. */
export type RunCallee =
  | { readonly kind: "conversion"; readonly type: T.RunType }
  | { readonly kind: "builtin"; readonly name: string }
  | {
      readonly kind: "function";
      readonly fn: GoFunction;
      readonly types: TypeEnvironment;
      readonly type: T.RunType;
    }
  | { readonly kind: "native"; readonly native: NativeFunction; readonly type: T.RunType }
  | { readonly kind: "method"; readonly member: Member; readonly operand: NodeId; readonly type: T.RunType }
  | { readonly kind: "value"; readonly type: T.RunType };

/** Arguments of a call or conversion. */
export function argumentsOf(context: Context, call: NodeId): readonly NodeId[] {
  const { tree } = context.file.source;
  if (tree.kind[call] === Kind.TypeConversionExpression) return [childIn(tree, call, Field.Operand)];
  const list = childIn(tree, call, Field.Arguments);
  return list === NO_NODE ? [] : childrenOf(tree, list);
}

/** What the call at `node` calls. */
export function runCallee(context: Context, node: NodeId): RunCallee {
  const { tree } = context.file.source;
  const isConversion = tree.kind[node] === Kind.TypeConversionExpression;
  const named = withoutParentheses(tree, childIn(tree, node, isConversion ? Field.Type : Field.Function));
  const kind = tree.kind[named]!;
  if (kind === Kind.Identifier || kind === Kind.TypeIdentifier) return calleeOfName(context, node, named, []);
  if (
    kind === Kind.GenericType ||
    kind === Kind.IndexExpression ||
    kind === Kind.TypeInstantiationExpression
  ) {
    const instance = calleeOfInstance(context, node, named);
    if (instance !== undefined) return instance;
  }
  if (kind === Kind.SelectorExpression) return calleeOfSelector(context, node, named);
  const operand = context.check(named);
  return operand.isType ? { kind: "conversion", type: operand.type } : { kind: "value", type: operand.type };
}

function calleeOfName(context: Context, call: NodeId, name: NodeId, given: readonly T.RunType[]): RunCallee {
  const { program, file } = context;
  const symbol = program.index.symbols[file.symbolOf[name]!] ?? selectedSymbol(program, file, name);
  if (symbol === undefined) return notModelled(`the name ${textOf(file.source.tree, name)}`);
  switch (symbol.kind) {
    case "builtin":
      return { kind: "builtin", name: symbol.name };
    case "function":
      return calleeOfFunction(context, call, symbol, given);
    case "type":
    case "type-parameter":
      return { kind: "conversion", type: typeAt(context, name) };
    default:
      return { kind: "value", type: context.check(name).type };
  }
}

function calleeOfFunction(
  context: Context,
  call: NodeId,
  symbol: GoSymbol,
  given: readonly T.RunType[],
): RunCallee {
  const fn = symbol.file!.functionAt.get(symbol.declaration);
  if (fn === undefined || fn.body === NO_NODE || fn.broken) return notModelled(`the function ${symbol.name}`);
  const { program } = context;
  const names = typeParametersOf(fn.file, fn.node);
  const types = names.length === 0 ? NO_TYPES : inferred(context, fn, given, argumentsOf(context, call));
  return { kind: "function", fn, types, type: signatureAt({ program, file: fn.file, types }, fn.node) };
}

/** `f[int](x)`, `T[int](x)` or `pkg.F[int](x)`; undefined for an element of a list of functions. */
function calleeOfInstance(context: Context, call: NodeId, node: NodeId): RunCallee | undefined {
  const { program, file } = context;
  const { tree } = file.source;
  const isIndex = tree.kind[node] === Kind.IndexExpression;
  const base = isIndex ? childIn(tree, node, Field.Operand) : childIn(tree, node, Field.Type);
  if (base === NO_NODE) return notModelled("an instantiation");
  const symbol = program.index.symbols[file.symbolOf[base]!] ?? selectedSymbol(program, file, base);
  if (symbol?.kind !== "function") {
    if (symbol?.kind === "type") return { kind: "conversion", type: typeAt(context, node) };
    return isIndex ? undefined : notModelled("a call that looks like a conversion");
  }
  const list = isIndex
    ? [childIn(tree, node, Field.Index)]
    : childrenOf(tree, childIn(tree, node, Field.TypeArguments));
  return calleeOfName(
    context,
    call,
    base,
    list.map((one) => typeAt(context, one)),
  );
}

function calleeOfSelector(context: Context, call: NodeId, selector: NodeId): RunCallee {
  const { program, file } = context;
  const { tree } = file.source;
  const operand = childIn(tree, selector, Field.Operand);
  const name = textOf(tree, childIn(tree, selector, Field.Field));
  const symbol =
    tree.kind[operand] === Kind.Identifier ? program.index.symbols[file.symbolOf[operand]!] : undefined;
  if (symbol?.kind === "package") {
    const native = libraryFunction(symbol.path, name) ?? genericNative(context, call, symbol.path, name);
    if (native !== undefined) return { kind: "native", native, type: native.type };
    if (librarySymbol(program, symbol.path, name) !== undefined)
      return calleeOfName(context, call, selector, []);
    return { kind: "conversion", type: typeAt(context, selector) };
  }
  const { type, isType } = context.check(operand);
  if (isType === true) return { kind: "value", type: context.check(selector).type };
  const member = memberOf(program.index, type, name);
  if (member === undefined) return notModelled(`the selector ${name}`);
  if (member.kind === "field") return { kind: "value", type: member.field.type };
  return { kind: "method", member, operand, type: methodSignature(program, member) };
}

function genericNative(
  context: Context,
  call: NodeId,
  path: string,
  name: string,
): NativeFunction | undefined {
  const generic = libraryGeneric(path, name);
  if (generic === undefined) return undefined;
  const { tree } = context.file.source;
  const types = argumentsOf(context, call).map((argument) => {
    const isSpread = tree.kind[argument] === Kind.VariadicArgument;
    return context.check(isSpread ? onlyChild(tree, argument) : argument).type;
  });
  return generic(types) ?? notModelled(`${path}.${name}`);
}
