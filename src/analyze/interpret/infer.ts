import { childIn, childrenOf, type NodeId, onlyChild, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { defaultType } from "./convert-constant.ts";
import * as T from "./go-type.ts";
import { type Context, notModelled, type TypeEnvironment } from "./program.ts";
import { signatureAt, typeAt, typeParametersOf } from "./resolve-type.ts";

/** Type arguments of a call of a generic function: those given, the rest from the arguments (go.dev/ref/spec#Type_inference). */
export function inferred(
  context: Context,
  fn: GoFunction,
  given: readonly T.RunType[],
  values: readonly NodeId[],
): TypeEnvironment {
  const { program } = context;
  const { file } = fn;
  const symbols = typeParametersOf(file, fn.node).map((name) => program.index.symbols[file.symbolOf[name]!]);
  const found = new Map<number, T.RunType>();
  const open = new Map<number, T.RunType>();
  for (const [at, symbol] of symbols.entries()) {
    if (symbol === undefined) return notModelled("a type parameter");
    if (given[at] !== undefined) found.set(symbol.id, given[at]!);
    open.set(symbol.id, given[at] ?? { kind: "unknown", id: `$${symbol.id}` });
  }
  if (found.size < symbols.length) {
    const signature = signatureAt({ program, file, types: open }, fn.node);
    fromArguments(context, signature, values, found);
    for (const symbol of symbols) fromConstraint({ program, file, types: open }, fn, symbol!.node, found);
  }
  if (found.size < symbols.length) return notModelled("type arguments");
  return found;
}

function fromArguments(
  context: Context,
  signature: T.RunType,
  values: readonly NodeId[],
  found: Map<number, T.RunType>,
): void {
  const { tree } = context.file.source;
  const untyped: [T.RunType, T.RunType][] = [];
  const parameters = signature.parameters!;
  for (const [at, value] of values.entries()) {
    const isSpread = tree.kind[value] === Kind.VariadicArgument;
    const last = signature.variadic === true && at >= parameters.length - 1 && !isSpread;
    const parameter = last ? parameters.at(-1)!.element! : parameters[at];
    if (parameter === undefined) {
      notModelled("arguments");
      return;
    }
    if (!parameter.id.includes("$")) continue;
    const { type } = context.check(isSpread ? onlyChild(tree, value) : value);
    if (type.kind === "untyped") untyped.push([parameter, defaultType(type)]);
    else unify(parameter, type, found, 0);
  }
  for (const [parameter, type] of untyped) {
    const known = parameter.id.startsWith("$") ? found.get(Number(parameter.id.slice(1))) : undefined;
    if (known === undefined || (known === T.INT && type === T.FLOAT64)) {
      if (known !== undefined) found.delete(Number(parameter.id.slice(1)));
      unify(parameter, type, found, 0);
    }
  }
}

/** `S ~[]E`: what S is made of gives E. */
function fromConstraint(
  scope: Parameters<typeof typeAt>[0],
  fn: GoFunction,
  name: NodeId,
  found: Map<number, T.RunType>,
): void {
  const { tree } = fn.file.source;
  const symbol = scope.program.index.symbols[fn.file.symbolOf[name]!];
  const known = symbol === undefined ? undefined : found.get(symbol.id);
  const constraint = childIn(tree, tree.parent[name]!, Field.Type);
  if (known === undefined || !textOf(tree, constraint).startsWith("~")) return;
  const elements = childrenOf(tree, constraint);
  if (elements.length !== 1) return;
  unify(typeAt(scope, elements[0]!), T.under(known), found, 0);
}

/** Finds what the open types in `pattern` stand for when it is to be `type`. */
function unify(pattern: T.RunType, type: T.RunType, found: Map<number, T.RunType>, depth: number): void {
  if (depth > 20 || !pattern.id.includes("$")) return;
  if (pattern.id.startsWith("$")) {
    const id = Number(pattern.id.slice(1));
    if (!found.has(id) && type.kind !== "nil") found.set(id, type);
    return;
  }
  if (pattern.kind === "named") {
    if (type.kind !== "named") {
      unify(T.under(pattern), type, found, depth + 1);
      return;
    }
    if (pattern.symbol !== type.symbol) return;
    for (const [at, one] of pattern.typeArguments!.entries())
      unify(one, type.typeArguments![at]!, found, depth + 1);
    return;
  }
  const actual = T.under(type);
  if (actual.kind !== pattern.kind) return;
  if (pattern.element !== undefined) unify(pattern.element, actual.element!, found, depth + 1);
  if (pattern.key !== undefined) unify(pattern.key, actual.key!, found, depth + 1);
  for (const [at, one] of (pattern.parameters ?? []).entries()) {
    if (actual.parameters?.[at] !== undefined) unify(one, actual.parameters[at]!, found, depth + 1);
  }
  for (const [at, one] of (pattern.results ?? []).entries()) {
    if (actual.results?.[at] !== undefined) unify(one, actual.results[at]!, found, depth + 1);
  }
}
