import {
  childIn,
  childrenOf,
  contains,
  NO_NODE,
  type NodeId,
  onlyChild,
  operatorOf,
  textOf,
  withoutParentheses,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { within } from "../flow/accesses.ts";
import { printsIntoMemory } from "../flow/effects.ts";
import type { Loop } from "../flow/loops.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";
import { underlying } from "../flow/types.ts";
import { argumentsOf } from "./lengths.ts";

/** Something from outside a loop that the loop adds to, and takes nothing from. */
export interface Hoard {
  readonly name: string;
  /** What adds to it. */
  readonly node: NodeId;
}

/** Methods of the library that add to their receiver, and those of the same type that take away. */
const ADDS = /^(bytes\.Buffer|strings\.Builder)\.Write|^container\/list\.List\.Push/;
const TAKES = /\.(Reset|Truncate|Read\w*|Next|WriteTo|Remove|Init)$/;

/** A map, buffer, list, field or chain of nodes that grows in `loop`, beside plain slices and strings. */
export function hoardOf(facts: PackageFacts, fn: GoFunction, loop: Loop): Hoard | undefined {
  const { tree } = fn.file.source;
  const { statement } = loop;
  if (statement === NO_NODE) return undefined;
  for (let node = statement; node < tree.after[statement]!; node++) {
    const kind = tree.kind[node];
    if (kind === Kind.FuncLiteral) node = tree.after[node]! - 1;
    const target =
      kind === Kind.AssignmentStatement
        ? assignedHoard(facts, fn, statement, node)
        : kind === Kind.CallExpression
          ? filledHoard(facts, fn, statement, node)
          : undefined;
    if (target === undefined) continue;
    const root = rootOf(facts, fn, target);
    const isOutside = root !== undefined && !contains(tree, statement, root.node);
    if (isOutside) return { name: textOf(tree, target), node };
  }
  return undefined;
}

function rootOf(facts: PackageFacts, fn: GoFunction, target: NodeId): GoSymbol | undefined {
  const { tree } = fn.file.source;
  let node = withoutParentheses(tree, target);
  while (tree.kind[node] === Kind.SelectorExpression)
    node = withoutParentheses(tree, childIn(tree, node, Field.Operand));
  const symbol =
    tree.kind[node] === Kind.Identifier ? facts.index.symbols[fn.file.symbolOf[node]!] : undefined;
  return symbol?.kind === "variable" || symbol?.kind === "parameter" ? symbol : undefined;
}

/** `m[key] = v` with ever new keys, `x.list = append(x.list, v)`, `head = &node{next: head}`. */
function assignedHoard(
  facts: PackageFacts,
  fn: GoFunction,
  loop: NodeId,
  statement: NodeId,
): NodeId | undefined {
  const { tree } = fn.file.source;
  if (operatorOf(tree, statement) !== "=") return undefined;
  const left = onlyChild(tree, childIn(tree, statement, Field.Left));
  const right = onlyChild(tree, childIn(tree, statement, Field.Right));
  if (left === NO_NODE || right === NO_NODE) return undefined;
  if (tree.kind[left] === Kind.IndexExpression) return newKeyIn(facts, fn, loop, left);
  if (!isAddedTo(facts, fn, left, right)) return undefined;
  return assignmentsTo(fn, loop, textOf(tree, left)) === 1 ? left : undefined;
}

function newKeyIn(facts: PackageFacts, fn: GoFunction, loop: NodeId, index: NodeId): NodeId | undefined {
  const { tree } = fn.file.source;
  const operand = childIn(tree, index, Field.Operand);
  const key = childIn(tree, index, Field.Index);
  if (key === NO_NODE || underlying(facts.index, facts.oracle.typeOf(fn.file, operand)).kind !== "map")
    return undefined;
  const name = textOf(tree, operand);
  const isEmptied = within(fn.calls, loop, tree.after[loop]!).some((call) =>
    /^(delete|clear)\(/.test(textOf(tree, call)),
  );
  if (isEmptied || assignmentsTo(fn, loop, name) > 0) return undefined;
  return isEverNew(facts, fn, loop, key) ? operand : undefined;
}

/** Whether a key is made from a variable that the loop counts up; `n % 10` and `n & 7` come round again. */
function isEverNew(facts: PackageFacts, fn: GoFunction, loop: NodeId, key: NodeId): boolean {
  const { tree } = fn.file.source;
  let counts = false;
  for (let node = key; node < tree.after[key]!; node++) {
    if (tree.kind[node] === Kind.BinaryExpression && operatorOf(tree, node) !== "+") return false;
    const symbol =
      tree.kind[node] === Kind.Identifier ? facts.index.symbols[fn.file.symbolOf[node]!] : undefined;
    if (symbol?.kind !== "variable" || contains(tree, loop, symbol.node)) {
      if (symbol?.kind !== "variable" || !isCounted(facts, fn, loop, symbol)) continue;
    }
    counts ||= isCounted(facts, fn, loop, symbol);
  }
  return counts;
}

function isCounted(facts: PackageFacts, fn: GoFunction, loop: NodeId, symbol: GoSymbol): boolean {
  const { tree } = fn.file.source;
  const changes = within(facts.changesOf(symbol), loop, tree.after[loop]!);
  const type = underlying(facts.index, facts.oracle.typeOfSymbol(symbol));
  const isWide = type.kind === "basic" && /^u?int(32|64)?$/.test(type.name);
  return isWide && changes.length === 1 && tree.kind[tree.parent[changes[0]!]!] === Kind.IncStatement;
}

function isAddedTo(facts: PackageFacts, fn: GoFunction, left: NodeId, right: NodeId): boolean {
  const { tree } = fn.file.source;
  const text = textOf(tree, left);
  if (tree.kind[right] === Kind.CallExpression && tree.kind[left] === Kind.SelectorExpression) {
    const callee = facts.oracle.calleeOf(fn.file, right);
    const [first, second] = childrenOf(tree, childIn(tree, right, Field.Arguments));
    const isAppend = callee.kind === "builtin" && callee.name === "append";
    return isAppend && second !== undefined && textOf(tree, first!) === text;
  }
  if (tree.kind[right] !== Kind.UnaryExpression || operatorOf(tree, right) !== "&") return false;
  if (tree.kind[left] !== Kind.Identifier) return false;
  const symbol = fn.file.symbolOf[left]!;
  for (let node = right; node < tree.after[right]!; node++) {
    const isOwn = tree.kind[node] === Kind.Identifier && fn.file.symbolOf[node] === symbol;
    if (isOwn && isElement(fn, node)) return true;
  }
  return false;
}

/** A value of a literal: the new node refers to the old one as it is. */
function isElement(fn: GoFunction, node: NodeId): boolean {
  const { tree } = fn.file.source;
  return tree.kind[tree.parent[node]!] === Kind.LiteralElement;
}

/** `buffer.WriteString(s)`, `list.PushBack(v)`, with nothing in the loop that takes away from anything of the kind. */
function filledHoard(facts: PackageFacts, fn: GoFunction, loop: NodeId, call: NodeId): NodeId | undefined {
  const { tree } = fn.file.source;
  const isPrint =
    /^fmt\.Fprint(f|ln)?$/.test(libraryName(facts, fn, call)) &&
    printsIntoMemory(facts.oracle, fn.file, call);
  if (!isPrint && !ADDS.test(libraryName(facts, fn, call))) return undefined;
  const isEmptied = within(fn.calls, loop, tree.after[loop]!).some((other) =>
    TAKES.test(libraryName(facts, fn, other)),
  );
  const operand = isPrint
    ? withoutAddress(fn, argumentsOf(fn.file, call)[0] ?? NO_NODE)
    : childIn(tree, childIn(tree, call, Field.Function), Field.Operand);
  const isRenewed = operand === NO_NODE || assignmentsTo(fn, loop, textOf(tree, operand)) > 0;
  return isEmptied || isRenewed ? undefined : operand;
}

/** `x` of `&x`. */
function withoutAddress({ file }: GoFunction, node: NodeId): NodeId {
  const { tree } = file.source;
  const plain = withoutParentheses(tree, node);
  const isAddress = plain !== NO_NODE && tree.kind[plain] === Kind.UnaryExpression;
  return isAddress ? childIn(tree, plain, Field.Operand) : plain;
}

function libraryName(facts: PackageFacts, fn: GoFunction, call: NodeId): string {
  const callee = facts.oracle.calleeOf(fn.file, call);
  return callee.kind === "library" ? `${callee.path}.${callee.name}` : "";
}

/** How often a loop assigns what is written as `text`. */
function assignmentsTo(fn: GoFunction, loop: NodeId, text: string): number {
  const { tree } = fn.file.source;
  let count = 0;
  for (let node = loop; node < tree.after[loop]!; node++) {
    if (tree.kind[node] !== Kind.AssignmentStatement) continue;
    const targets = childrenOf(tree, childIn(tree, node, Field.Left));
    if (targets.some((target) => textOf(tree, target) === text)) count++;
  }
  return count;
}
