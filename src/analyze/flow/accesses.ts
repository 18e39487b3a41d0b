import { childIn, childrenOf, NO_NODE, type NodeId, operatorOf, type SyntaxTree } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { GoSymbol, IndexedFile } from "./symbols.ts";

/**
 * What a mention of a variable does to it. `part`: writes a field or an element reached through it. `method`: calls
 * something selected from it, which may write it through a pointer receiver. `slice`: takes a slice, which aliases an
 * array.
 */
export type Access = "read" | "write" | "update" | "part" | "address" | "method" | "slice";

/** What the mention of a variable at `node` does. */
export function accessAt(tree: SyntaxTree, node: NodeId): Access {
  let inner = node;
  let part = false;
  for (;;) {
    const outer = tree.parent[inner]!;
    const kind = outer === NO_NODE ? Kind.Other : tree.kind[outer]!;
    const isOperand = tree.field[inner] === Field.Operand;
    if (kind === Kind.SelectorExpression && isOperand) {
      if (isCalled(tree, outer)) return "method";
      part = true;
    } else if (kind === Kind.IndexExpression && isOperand) part = true;
    else if (kind === Kind.SliceExpression && isOperand) return "slice";
    else if (kind === Kind.UnaryExpression) return operatorOf(tree, outer) === "&" ? "address" : "read";
    else if (kind === Kind.IncStatement || kind === Kind.DecStatement) return part ? "part" : "update";
    else if (kind === Kind.ExpressionList && tree.field[outer] === Field.Left) {
      return part ? "part" : assignmentAccess(tree, tree.parent[outer]!);
    } else if (kind !== Kind.ParenthesizedExpression) return "read";
    inner = outer;
  }
}

function isCalled(tree: SyntaxTree, selector: NodeId): boolean {
  let inner = selector;
  while (tree.kind[tree.parent[inner]!] === Kind.ParenthesizedExpression) inner = tree.parent[inner]!;
  return tree.kind[tree.parent[inner]!] === Kind.CallExpression && tree.field[inner] === Field.Function;
}

function assignmentAccess(tree: SyntaxTree, statement: NodeId): Access {
  const kind = tree.kind[statement];
  if (kind === Kind.AssignmentStatement) return operatorOf(tree, statement) === "=" ? "write" : "update";
  const assigns =
    kind === Kind.ShortVarDeclaration || kind === Kind.RangeClause || kind === Kind.ReceiveStatement;
  return assigns ? "write" : "read";
}

/** Whether the mention may change the variable itself (not only what it points to). */
export function mayChange(access: Access): boolean {
  return access === "write" || access === "update" || access === "address" || access === "method";
}

/** Mentions of a local variable that may change it, in source order. */
export function localChanges(symbol: GoSymbol): readonly NodeId[] {
  if (symbol.file === undefined || symbol.owner === undefined) return [];
  const { tree } = symbol.file.source;
  return symbol.uses.filter((use) => mayChange(accessAt(tree, use)));
}

/** Whether all `changes` of a local variable are plain assignments in its own function. */
export function isPlainlyChanged(symbol: GoSymbol, changes: readonly NodeId[]): boolean {
  if (symbol.file === undefined || symbol.owner === undefined) return false;
  if (symbol.kind !== "variable" && symbol.kind !== "parameter") return false;
  const { tree } = symbol.file.source;
  return changes.every((use) => {
    const access = accessAt(tree, use);
    return (access === "write" || access === "update") && functionAround(tree, use) === symbol.owner!.node;
  });
}

/** The members of an ascending list from `start` up to `end` (exclusive). */
export function within(nodes: readonly NodeId[], start: NodeId, end: NodeId): readonly NodeId[] {
  return nodes.slice(firstFrom(nodes, start), firstFrom(nodes, end));
}

/** Index of the first member of an ascending list that is not before `node`; the length when all are. */
export function firstFrom(nodes: readonly NodeId[], node: NodeId): number {
  let low = 0;
  for (let high = nodes.length; low < high; ) {
    const middle = (low + high) >>> 1;
    if (nodes[middle]! < node) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Finding the value takes as long as the list of names; nobody writes longer ones. */
const LAST_POSITION = 100;

/** Expression that the declaration gives to `symbol`: undefined when it has none of its own (zero value, tuple, range). */
export function initialValue(symbol: GoSymbol): NodeId | undefined {
  const { file, declaration } = symbol;
  if (file === undefined || symbol.position > LAST_POSITION) return undefined;
  const { tree } = file.source;
  const kind = tree.kind[declaration];
  if (kind === Kind.VarSpec) {
    const list = childIn(tree, declaration, Field.Value);
    if (list === NO_NODE) return undefined;
    const names = childrenOf(tree, declaration).filter((child) => tree.field[child] === Field.Name);
    return valueAt(tree, list, symbol.position, names.length);
  }
  if (kind !== Kind.ShortVarDeclaration) return undefined;
  const names = childrenOf(tree, childIn(tree, declaration, Field.Left));
  return valueAt(tree, childIn(tree, declaration, Field.Right), symbol.position, names.length);
}

function valueAt(tree: SyntaxTree, list: NodeId, position: number, names: number): NodeId | undefined {
  if (list === NO_NODE) return undefined;
  const values = childrenOf(tree, list);
  return values.length === names ? values[position] : undefined;
}

/** Whether `var x T` declares it without a value, so that it starts as zero. */
export function startsAsZero(symbol: GoSymbol): boolean {
  const { file, declaration } = symbol;
  if (file === undefined || symbol.kind !== "variable") return false;
  const { tree } = file.source;
  if (tree.kind[declaration] === Kind.VarSpec) return childIn(tree, declaration, Field.Value) === NO_NODE;
  return tree.kind[declaration] === Kind.ParameterDeclaration;
}

/** The one expression that a variable ever holds beside zero, with its place; undefined when there may be others. */
export function soleValue(symbol: GoSymbol): NodeId | undefined {
  if (symbol.kind !== "variable" || symbol.file === undefined || symbol.useFiles.length > 0) return undefined;
  const { tree } = symbol.file.source;
  const changes = symbol.uses.filter((use) => mayChange(accessAt(tree, use)));
  const initial = initialValue(symbol);
  if (initial !== undefined) return changes.length === 0 ? initial : undefined;
  if (changes.length !== 1 || !startsAsZero(symbol)) return undefined;
  return assignedBy(symbol.file, changes[0]!);
}

/** Right side that a plain assignment `x, y = a, b` gives to the mention `use`; undefined for anything else. */
export function assignedBy(file: IndexedFile, use: NodeId): NodeId | undefined {
  const { tree } = file.source;
  const list = tree.parent[use]!;
  const statement = tree.parent[list]!;
  if (tree.kind[list] !== Kind.ExpressionList || tree.kind[statement] !== Kind.AssignmentStatement)
    return undefined;
  if (operatorOf(tree, statement) !== "=") return undefined;
  const names = childrenOf(tree, list);
  return valueAt(tree, childIn(tree, statement, Field.Right), names.indexOf(use), names.length);
}

/** Function literal or declaration whose code contains `node`; NO_NODE at package level. */
export function functionAround(tree: SyntaxTree, node: NodeId): NodeId {
  let at = tree.parent[node]!;
  while (at !== NO_NODE) {
    const kind = tree.kind[at];
    if (kind === Kind.FuncLiteral || kind === Kind.FunctionDeclaration || kind === Kind.MethodDeclaration)
      return at;
    at = tree.parent[at]!;
  }
  return NO_NODE;
}
