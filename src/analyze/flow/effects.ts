import {
  childIn,
  childrenOf,
  NO_NODE,
  type NodeId,
  onlyChild,
  operatorOf,
  withoutParentheses,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { type ConstantTable, constantAt } from "./constants.ts";
import { Effect } from "./effect.ts";
import { shapeOfType } from "./integers.ts";
import { effectOfLibrary } from "./library.ts";
import type { Callee, TypeOracle } from "./oracle.ts";
import { eachNodeOfStep } from "./steps.ts";
import { defaultType } from "./symbol-types.ts";
import type { GoFunction, IndexedFile } from "./symbols.ts";
import { underlying, withoutPointer } from "./types.ts";

/** What is needed to tell the effects of a step. */
export interface EffectFacts {
  readonly oracle: TypeOracle;
  readonly fixed: ConstantTable;
  /** Effects of calling a function of the package. */
  readonly ofFunction: (fn: GoFunction) => number;
}

/** What a step may do. Calls for which `except` is true are left out. */
export function effectsOfStep(
  facts: EffectFacts,
  file: IndexedFile,
  step: NodeId,
  except: (call: NodeId) => boolean = () => false,
): number {
  const { tree } = file.source;
  let effects: number = Effect.None;
  eachNodeOfStep(tree, step, (node, kind) => {
    if (kind === Kind.CallExpression || kind === Kind.TypeConversionExpression) {
      if (!except(node)) effects |= effectsOfCall(facts, file, node);
    } else effects |= effectsOfNode(facts, file, node, kind);
    return false;
  });
  return tree.field[step] === Field.Communication ? effects & ~Effect.Blocks : effects;
}

function effectsOfNode(facts: EffectFacts, file: IndexedFile, node: NodeId, kind: number): number {
  const { tree } = file.source;
  switch (kind) {
    case Kind.IndexExpression:
      return effectsOfIndex(facts, file, node);
    case Kind.SliceExpression:
      return childrenOf(tree, node).length > 1 ? Effect.Panics : Effect.None;
    case Kind.UnaryExpression: {
      const operator = operatorOf(tree, node);
      return operator === "*" ? Effect.Panics : operator === "<-" ? Effect.Blocks : Effect.None;
    }
    case Kind.SelectorExpression:
      return effectsOfSelector(facts, file, node);
    case Kind.TypeAssertionExpression:
      return isCommaOk(file, node) ? Effect.None : Effect.Panics;
    case Kind.BinaryExpression:
    case Kind.AssignmentStatement:
      return effectsOfOperator(facts, file, node);
    case Kind.SendStatement:
      return Effect.Blocks | Effect.Panics;
    case Kind.SelectStatement:
      return childrenOf(tree, node).some((clause) => tree.kind[clause] === Kind.DefaultCase)
        ? Effect.None
        : Effect.Blocks;
    case Kind.RangeClause:
      return effectsOfRange(facts, file, node);
    case Kind.GoStatement:
      return Effect.Starts;
    default:
      return Effect.None;
  }
}

/** What a call may do; one that `go` or `defer` puts off does nothing here. */
export function effectsOfCall(facts: EffectFacts, file: IndexedFile, call: NodeId): number {
  const { tree } = file.source;
  const outer = tree.kind[tree.parent[call]!];
  if (outer === Kind.GoStatement || outer === Kind.DeferStatement) return Effect.None;
  return effectsOfCallee(facts, facts.oracle.calleeOf(file, call), file, call);
}

function effectsOfCallee(facts: EffectFacts, callee: Callee, file: IndexedFile, call: NodeId): number {
  switch (callee.kind) {
    case "function":
      return callee.fn.body === NO_NODE ? Effect.Unknown : facts.ofFunction(callee.fn);
    case "methods":
      return callee.candidates.reduce((all, fn) => all | facts.ofFunction(fn), Effect.Unknown as number);
    case "library":
      if (callee.path === "fmt" && printsIntoMemory(facts.oracle, file, call)) return Effect.None;
      return effectOfLibrary(callee.path, callee.name) | effectsOfCallbacks(facts, file, call);
    case "builtin":
      return effectsOfBuiltin(callee.name);
    case "conversion":
      return Effect.None;
    case "unknown":
      return Effect.Unknown;
  }
}

/** `fmt.Fprint(&buffer, …)` waits for nobody. */
export function printsIntoMemory(oracle: TypeOracle, file: IndexedFile, call: NodeId): boolean {
  const { tree } = file.source;
  const list = childIn(tree, call, Field.Arguments);
  const first = list === NO_NODE ? undefined : childrenOf(tree, list)[0];
  const type = first === undefined ? undefined : withoutPointer(oracle.typeOf(file, first));
  if (type?.kind !== "external") return false;
  return /^(strings\.Builder|bytes\.Buffer)$/.test(`${type.path}.${type.name}`);
}

function effectsOfBuiltin(name: string): number {
  if (name === "panic") return Effect.Raises;
  return name === "close" || name === "make" ? Effect.Panics : Effect.None;
}

/** The library may call the functions that it is given. */
function effectsOfCallbacks(facts: EffectFacts, file: IndexedFile, call: NodeId): number {
  const { tree } = file.source;
  const list = childIn(tree, call, Field.Arguments);
  let effects: number = Effect.None;
  for (const argument of list === NO_NODE ? [] : childrenOf(tree, list)) {
    if (tree.kind[argument] !== Kind.FuncLiteral && tree.kind[argument] !== Kind.Identifier) continue;
    const type = facts.oracle.typeOf(file, argument);
    if (type.kind !== "function") continue;
    const fn = type.file.functionAt.get(type.node);
    effects |= fn === undefined ? Effect.Unknown : facts.ofFunction(fn);
  }
  return effects;
}

function effectsOfIndex(facts: EffectFacts, file: IndexedFile, node: NodeId): number {
  const { tree } = file.source;
  const operand = childIn(tree, node, Field.Operand);
  const over = underlying(facts.oracle.index, facts.oracle.typeOf(file, operand));
  if (over.kind === "function") return Effect.None;
  const isWritten = tree.field[tree.parent[node]!] === Field.Left;
  if (over.kind === "map") return isWritten ? Effect.Panics : Effect.None;
  const isConstant = constantAt(facts.fixed, file, childIn(tree, node, Field.Index)) !== undefined;
  return over.kind === "array" && isConstant ? Effect.None : Effect.Panics;
}

/** A field behind a pointer panics when the pointer is nil; a package member or a field of a value cannot. */
function effectsOfSelector(facts: EffectFacts, file: IndexedFile, node: NodeId): number {
  const { tree } = file.source;
  const operand = withoutParentheses(tree, childIn(tree, node, Field.Operand));
  const symbol =
    tree.kind[operand] === Kind.Identifier ? facts.oracle.index.symbols[file.symbolOf[operand]!] : undefined;
  if (symbol?.kind === "package" || symbol?.kind === "type") return Effect.None;
  const type = facts.oracle.typeOf(file, operand);
  if (underlying(facts.oracle.index, type).kind === "struct" || type.kind === "external") return Effect.None;
  const call = tree.parent[node]!;
  if (tree.kind[call] === Kind.CallExpression && tree.field[node] === Field.Function) {
    const callee = facts.oracle.calleeOf(file, call);
    const takesPointer = callee.kind === "function" && callee.fn.receiver?.pointer === true;
    if (takesPointer || (callee.kind === "function" && type.kind === "named")) return Effect.None;
  }
  return Effect.Panics;
}

function isCommaOk(file: IndexedFile, node: NodeId): boolean {
  const { tree } = file.source;
  const list = tree.parent[node]!;
  const statement = tree.parent[list]!;
  if (tree.kind[list] !== Kind.ExpressionList || childrenOf(tree, list).length !== 1) return false;
  const left = childIn(tree, statement, Field.Left);
  const names = left === NO_NODE ? childIn(tree, statement, Field.Name) : left;
  if (names === NO_NODE) return false;
  if (left === NO_NODE)
    return childrenOf(tree, statement).filter((child) => tree.field[child] === Field.Name).length === 2;
  return childrenOf(tree, left).length === 2;
}

/** Division by zero and shifts by less than nothing. */
function effectsOfOperator(facts: EffectFacts, file: IndexedFile, node: NodeId): number {
  const { tree } = file.source;
  const operator = operatorOf(tree, node).replace(/(?<=.)=$/, "");
  const divides = operator === "/" || operator === "%";
  if (!divides && operator !== "<<" && operator !== ">>") return Effect.None;
  let right = childIn(tree, node, Field.Right);
  if (tree.kind[right] === Kind.ExpressionList) right = onlyChild(tree, right);
  const constant = constantAt(facts.fixed, file, right);
  if (constant !== undefined) return divides && constant.value === 0n ? Effect.Panics : Effect.None;
  const type = underlying(facts.oracle.index, defaultType(facts.oracle.typeOf(file, right)));
  if (divides) return type.kind === "basic" && type.name.startsWith("float") ? Effect.None : Effect.Panics;
  return shapeOfType(type)?.signed === false ? Effect.None : Effect.Panics;
}

function effectsOfRange(facts: EffectFacts, file: IndexedFile, node: NodeId): number {
  const over = underlying(
    facts.oracle.index,
    facts.oracle.typeOf(file, childIn(file.source.tree, node, Field.Right)),
  );
  switch (over.kind) {
    case "channel":
      return Effect.Blocks;
    case "unknown":
      return Effect.Opaque;
    case "function":
      return Effect.Unknown;
    default:
      return Effect.None;
  }
}
