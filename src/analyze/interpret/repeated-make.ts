import { childIn, childrenOf, NO_NODE, type NodeId, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { emitPlain } from "./emit-convert.ts";
import type { Emitter } from "./emitter.ts";
import { under } from "./go-type.ts";
import { Box, Slice, type Value } from "./value.ts";

/** Statements after which a loop may not make all its rounds, or not all of each. */
const BRANCHES: ReadonlySet<number> = new Set([
  Kind.IfStatement,
  Kind.BreakStatement,
  Kind.ContinueStatement,
  Kind.ReturnStatement,
  Kind.GotoStatement,
  Kind.SelectStatement,
  Kind.ExpressionSwitchStatement,
  Kind.TypeSwitchStatement,
  Kind.FuncLiteral,
]);

/**
 * For a `make` in a loop that keeps each of the lists: pushes how many rounds the loop makes. False, and nothing is
 * written, when the loop may stop early, or may let go what it made.
 */
export function emitRoundsOfMake(e: Emitter, node: NodeId): boolean {
  const { tree } = e.file.source;
  const statement = assignmentAround(e, node);
  const list = statement === NO_NODE ? NO_NODE : tree.parent[statement]!;
  const body = list === NO_NODE ? NO_NODE : tree.parent[list]!;
  const loop = body === NO_NODE ? NO_NODE : tree.parent[body]!;
  if (loop === NO_NODE || tree.kind[loop] !== Kind.ForStatement) return false;
  for (let at = body; at < tree.after[body]!; at++) if (BRANCHES.has(tree.kind[at]!)) return false;
  const rounds = roundsOf(e, loop, body);
  if (rounds === undefined || !keeps(e, statement, node, rounds.counter)) return false;
  const fixed = [...sizesOf(e, node), ...(rounds.subject === NO_NODE ? [] : [textOf(tree, rounds.subject)])];
  const text = textOf(tree, body);
  const isChanged = fixed.some(
    (name) =>
      name === rounds.counter ||
      new RegExp(`\\b${name.replaceAll(".", "\\.")} *(?:[-+*/]?=[^=]|\\+\\+|--)`).test(text),
  );
  return !isChanged && emitCounted(e, rounds.subject);
}

function assignmentAround(e: Emitter, node: NodeId): NodeId {
  const { tree } = e.file.source;
  let at = tree.parent[node]!;
  while (at !== NO_NODE && tree.kind[at] !== Kind.AssignmentStatement) {
    if (tree.kind[at] === Kind.Block || tree.kind[at] === Kind.StatementList) return NO_NODE;
    at = tree.parent[at]!;
  }
  return at;
}

/** `rows[i] = make(…)` with the counter of the loop, `all = append(all, make(…))`. */
function keeps(e: Emitter, statement: NodeId, node: NodeId, counter: string): boolean {
  const { tree } = e.file.source;
  const left = textOf(tree, childIn(tree, statement, Field.Left));
  const right = childIn(tree, statement, Field.Right);
  if (textOf(tree, right).startsWith(`append(${left}, `)) {
    const body = textOf(tree, tree.parent[statement]!);
    return body.split(`${left} =`).length === 2;
  }
  return left.endsWith(`[${counter}]`) && counter !== "" && childrenOf(tree, right)[0] === node;
}

/** The names that the size of a list is made of; one that is never fixed when it is more than names and numbers. */
function sizesOf(e: Emitter, node: NodeId): readonly string[] {
  const { tree } = e.file.source;
  const [, ...sizes] = childrenOf(tree, childIn(tree, node, Field.Arguments));
  const text = sizes.map((one) => textOf(tree, one)).join(" ");
  return /[([{]/.test(text) ? [""] : (text.match(/[A-Za-z_]\w*(?:\.\w+)*/g) ?? []);
}

/** The counter of a loop ("" for none), and what it counts up to or ranges over. */
function roundsOf(
  e: Emitter,
  loop: NodeId,
  body: NodeId,
): { readonly counter: string; readonly subject: NodeId } | undefined {
  const { tree } = e.file.source;
  const [header] = childrenOf(tree, loop);
  if (header === undefined || header === body) return undefined;
  if (tree.kind[header] === Kind.RangeClause) {
    const left = childIn(tree, header, Field.Left);
    const counter = left === NO_NODE ? "" : textOf(tree, childrenOf(tree, left)[0]!);
    return { counter, subject: childIn(tree, header, Field.Right) };
  }
  const match = /^(\w+) := 0; *(\w+) < \w+; *(\w+)\+\+$/.exec(textOf(tree, header));
  if (match === null || match[1] !== match[2] || match[1] !== match[3]) return undefined;
  const counter = match[1]!;
  if (new RegExp(`\\b${counter} *(?:[-+*/]?=[^=]|\\+\\+|--)`).test(textOf(tree, body))) return undefined;
  return { counter, subject: childIn(tree, childIn(tree, header, Field.Condition), Field.Right) };
}

/** Pushes a plain variable or number. */
function emitCounted(e: Emitter, subject: NodeId): boolean {
  const { tree } = e.file.source;
  const isPlain = [Kind.Identifier, Kind.SelectorExpression, Kind.IntLiteral].includes(
    tree.kind[subject] as never,
  );
  const kind = isPlain ? under(e.check(subject).type).kind : "unknown";
  if (kind !== "slice" && kind !== "int" && kind !== "untyped" && kind !== "array") return false;
  emitPlain(e, subject);
  return true;
}

/** How many rounds the value stands for that {@link emitRoundsOfMake} pushed. */
export function roundsIn(value: Value): number {
  if (value instanceof Slice) return value.length;
  if (value instanceof Box) return value.cells.length;
  return typeof value === "number" ? value : 0;
}
