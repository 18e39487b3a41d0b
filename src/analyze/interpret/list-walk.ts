import {
  childIn,
  childrenOf,
  NO_NODE,
  type NodeId,
  operatorOf,
  textOf,
  withoutParentheses,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { Emitter } from "./emitter.ts";

/** A loop along a list that it changes on the way: what it does depends on the list from a place near the index on. */
export interface ListWalk {
  readonly indexSlot: number;
  readonly listSlot: number;
  /** How far before the index it looks. */
  readonly back: number;
}

/** What is known while the mentions of the two variables are looked at. */
interface Search {
  readonly e: Emitter;
  readonly loop: NodeId;
  readonly index: number;
  readonly list: number;
  back: number;
}

const COMPARISONS: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);
/** Functions that put together a list out of parts of another. */
const PUTS_TOGETHER = /^(?:append|slices\.(?:Insert|Delete|Replace))$/;

/**
 * `for i := 0; i < len(list); i++ { … }` where the index is only used to look at the list near it, and all before that
 * is only copied. Then two rounds do the same when the rest of the list is the same, wherever the index stands.
 */
export function listWalkOf(e: Emitter, loop: NodeId, condition: NodeId): ListWalk | undefined {
  const { tree } = e.file.source;
  const match =
    condition === NO_NODE ? null : /^\w+(?: ?\+ ?\d+)? < len\(\w+\)$/.exec(textOf(tree, condition));
  if (match === null) return undefined;
  const names: number[] = [];
  for (let node = condition; node < tree.after[condition]!; node++) {
    const symbol = e.program.index.symbols[e.file.symbolOf[node]!];
    if (symbol?.kind === "variable" || symbol?.kind === "parameter") names.push(symbol.id);
  }
  const [index, list] = names;
  if (index === undefined || list === undefined || names.length !== 2) return undefined;
  const [counter, held] = [index, list].map((id) => e.variableOf(e.program.index.symbols[id]!));
  if (counter === undefined || held === undefined || counter.isGlobal || held.isGlobal) return undefined;
  if (counter.boxed || held.boxed) return undefined;
  const search: Search = { e, loop, index, list, back: 0 };
  return isRelative(search) ? { indexSlot: counter.slot, listSlot: held.slot, back: search.back } : undefined;
}

function isRelative(search: Search): boolean {
  const { e, loop, index, list } = search;
  const { tree } = e.file.source;
  const [header] = childrenOf(tree, loop);
  const start = header === undefined ? NO_NODE : childIn(tree, header, Field.Initializer);
  for (let node = loop; node < tree.after[loop]!; node++) {
    if (node === start) node = tree.after[node]! - 1;
    else if (tree.kind[node] === Kind.FuncLiteral) return false;
    else if (tree.kind[node] === Kind.Identifier) {
      const id = e.file.symbolOf[node]!;
      if (id === index && !isIndexUse(search, node)) return false;
      if (id === list && !isListUse(search, node)) return false;
    }
  }
  return true;
}

function isIndexUse(search: Search, node: NodeId): boolean {
  const { tree } = search.e.file.source;
  const parent = tree.parent[node]!;
  switch (tree.kind[parent]) {
    case Kind.IncStatement:
    case Kind.DecStatement:
      return true;
    case Kind.ExpressionList: {
      const statement = tree.parent[parent]!;
      const right = childIn(tree, statement, Field.Right);
      const isStep =
        tree.kind[statement] === Kind.AssignmentStatement && /^[-+]=$/.test(operatorOf(tree, statement));
      return isStep && tree.field[parent] === Field.Left && /^\d+$/.test(textOf(tree, right));
    }
  }
  const [whole, offset] = withOffset(search, node);
  const outer = tree.parent[whole]!;
  search.back = Math.max(search.back, -offset);
  switch (tree.kind[outer]) {
    case Kind.IndexExpression:
    case Kind.SliceExpression:
      return isList(search, childIn(tree, outer, Field.Operand)) && tree.field[whole] !== Field.Operand;
    case Kind.BinaryExpression:
      return COMPARISONS.has(operatorOf(tree, outer));
    case Kind.ArgumentList:
      return isCallOn(search, outer, node);
    default:
      return false;
  }
}

/** `i`, `i + 1` or `i - 1` around a mention of i, and what is added. */
function withOffset({ e }: Search, node: NodeId): readonly [NodeId, number] {
  const { tree } = e.file.source;
  const outer = tree.parent[node]!;
  const operator = tree.kind[outer] === Kind.BinaryExpression ? operatorOf(tree, outer) : "";
  const right = operator === "+" || operator === "-" ? childIn(tree, outer, Field.Right) : NO_NODE;
  if (right === NO_NODE || tree.kind[right] !== Kind.IntLiteral) return [node, 0];
  const amount = Number(textOf(tree, right));
  return [outer, operator === "+" ? amount : -amount];
}

function isList({ e, list }: Search, node: NodeId): boolean {
  return e.file.symbolOf[node] === list;
}

/** An argument of a function that puts the list together anew, or of one that prints. */
function isCallOn(search: Search, list: NodeId, node: NodeId): boolean {
  const { tree } = search.e.file.source;
  const call = tree.parent[list]!;
  const name = textOf(tree, childIn(tree, call, Field.Function));
  if (/^fmt\.Print(?:ln|f)?$/.test(name)) return tree.kind[tree.parent[call]!] === Kind.ExpressionStatement;
  const [first] = childrenOf(tree, list);
  return PUTS_TOGETHER.test(name) && first !== undefined && first !== node && isList(search, first);
}

function isListUse(search: Search, node: NodeId): boolean {
  const { tree } = search.e.file.source;
  const parent = tree.parent[node]!;
  switch (tree.kind[parent]) {
    case Kind.IndexExpression:
      return isNearIndex(search, childIn(tree, parent, Field.Index));
    case Kind.SliceExpression: {
      const [from, to] = [childIn(tree, parent, Field.Start), childIn(tree, parent, Field.End)];
      if (childIn(tree, parent, Field.Capacity) !== NO_NODE) return false;
      if (![from, to].every((bound) => bound === NO_NODE || isNearIndex(search, bound))) return false;
      return from !== NO_NODE || isPutBack(search, parent);
    }
    case Kind.ExpressionList: {
      const statement = tree.parent[parent]!;
      const isAlone = childrenOf(tree, parent).length === 1 && /^\+?=$/.test(operatorOf(tree, statement));
      return (
        isAlone && tree.kind[statement] === Kind.AssignmentStatement && tree.field[parent] === Field.Left
      );
    }
    case Kind.ArgumentList: {
      const call = tree.parent[parent]!;
      const name = textOf(tree, childIn(tree, call, Field.Function));
      const outer = tree.parent[call]!;
      if (name === "len")
        return tree.kind[outer] === Kind.BinaryExpression && COMPARISONS.has(operatorOf(tree, outer));
      return PUTS_TOGETHER.test(name) && isPutBack(search, call);
    }
    case Kind.BinaryExpression:
      return operatorOf(tree, parent) === "+" && isPutBack(search, parent);
    default:
      return false;
  }
}

function isNearIndex(search: Search, node: NodeId): boolean {
  const { e, index } = search;
  const { tree } = e.file.source;
  const plain = withoutParentheses(tree, node);
  const name = tree.kind[plain] === Kind.BinaryExpression ? childIn(tree, plain, Field.Left) : plain;
  return e.file.symbolOf[name] === index && withOffset(search, name)[0] === plain;
}

/** Whether an expression is part of what the list itself is assigned, and goes through nothing but what puts parts together. */
function isPutBack(search: Search, node: NodeId): boolean {
  const { tree } = search.e.file.source;
  for (let at = node; ; at = tree.parent[at]!) {
    const outer = tree.parent[at]!;
    switch (tree.kind[outer]) {
      case Kind.BinaryExpression:
        if (operatorOf(tree, outer) !== "+") return false;
        break;
      case Kind.ArgumentList:
        if (!PUTS_TOGETHER.test(textOf(tree, childIn(tree, tree.parent[outer]!, Field.Function))))
          return false;
        break;
      case Kind.CallExpression:
      case Kind.VariadicArgument:
      case Kind.ParenthesizedExpression:
        break;
      case Kind.ExpressionList: {
        const statement = tree.parent[outer]!;
        const left = childIn(tree, statement, Field.Left);
        return (
          tree.kind[statement] === Kind.AssignmentStatement && isList(search, childrenOf(tree, left)[0]!)
        );
      }
      default:
        return false;
    }
  }
}
