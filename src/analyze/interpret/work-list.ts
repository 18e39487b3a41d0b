import { childIn, childrenOf, NO_NODE, type NodeId, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { Emitter } from "./emitter.ts";
import { type RunType, under } from "./go-type.ts";

/** A loop that takes one entry after another from a list, and puts new ones at its end. */
export interface WorkList {
  readonly listSlot: number;
  /** -1 when entries are cut off the list. */
  readonly indexSlot: number;
  /** Which entry is taken next. */
  readonly next: "first" | "last" | "at-index";
  readonly element: RunType;
}

/** The next entry of each form, and how the list looks without it. */
const FORMS = [
  { next: "first", taken: "[0]", rest: "[1:]" },
  { next: "last", taken: "[len()-1]", rest: "[:len()-1]" },
] as const;

/** `for len(list) > 0 { x := list[0]; list = list[1:]; … list = append(list, …) }`, and the like with an index. */
export function workListOf(e: Emitter, loop: NodeId, condition: NodeId): WorkList | undefined {
  const { tree } = e.file.source;
  const text = condition === NO_NODE ? "" : textOf(tree, condition).replaceAll(/\s/g, "");
  const [, index, indexed] = /^(\w+)<len\((\w+)\)$/.exec(text) ?? [];
  const [, emptied] = /^len\((\w+)\)(?:>0|!=0)$/.exec(text) ?? [];
  const list = indexed ?? emptied;
  if (list === undefined) return undefined;
  const held = variableIn(e, condition, list);
  const counter = index === undefined ? undefined : variableIn(e, condition, index);
  const element = held === undefined ? undefined : under(held.type).element;
  if (held === undefined || element === undefined || under(held.type).kind !== "slice") return undefined;
  if (index !== undefined && counter === undefined) return undefined;
  const uses = usesOf(e, loop, held.id, list);
  const base = { listSlot: held.slot, element };
  if (index !== undefined) {
    const isPlain = uses?.every((use) => use === "" || use === "len" || use === `[${index}]`) === true;
    const steps = isPlain ? stepsOf(e, loop, counter!.id, `${list}[${index}]`) : 0;
    return steps === 1 ? { ...base, indexSlot: counter!.slot, next: "at-index" } : undefined;
  }
  const form = FORMS.find(
    ({ taken, rest }) =>
      uses?.filter((use) => use === taken).length === 1 &&
      uses.filter((use) => use === rest).length === 1 &&
      uses.every((use) => use === "" || use === "len" || use === taken || use === rest),
  );
  return form === undefined ? undefined : { ...base, indexSlot: -1, next: form.next };
}

function variableIn(
  e: Emitter,
  within: NodeId,
  name: string,
): { readonly slot: number; readonly id: number; readonly type: RunType } | undefined {
  const { tree } = e.file.source;
  for (let node = within; node < tree.after[within]!; node++) {
    const symbol = e.program.index.symbols[e.file.symbolOf[node]!];
    if (symbol?.name !== name || (symbol.kind !== "variable" && symbol.kind !== "parameter")) continue;
    const variable = e.variableOf(symbol);
    return variable === undefined || variable.isGlobal || variable.boxed
      ? undefined
      : { slot: variable.slot, id: symbol.id, type: variable.type };
  }
  return undefined;
}

/**
 * What the loop does with a list, one word for each mention: `[0]`, `[1:]`, "len", and "" for what is assigned to it or
 * added at its end. undefined when it does something else.
 */
function usesOf(e: Emitter, loop: NodeId, id: number, name: string): readonly string[] | undefined {
  const { tree } = e.file.source;
  const uses: string[] = [];
  for (let node = loop; node < tree.after[loop]!; node++) {
    if (tree.kind[node] === Kind.FuncLiteral) return undefined;
    if (tree.kind[node] !== Kind.Identifier || e.file.symbolOf[node] !== id) continue;
    const parent = tree.parent[node]!;
    const kind = tree.kind[parent];
    const text = textOf(tree, parent).replaceAll(/\s/g, "");
    if (kind === Kind.IndexExpression || kind === Kind.SliceExpression) {
      if (tree.field[node] !== Field.Operand) return undefined;
      if (kind === Kind.SliceExpression && !isGivenBack(e, parent, name)) return undefined;
      uses.push(text.slice(name.length).replace(`len(${name})`, "len()"));
    } else if (kind === Kind.ArgumentList && text === `(${name})`) uses.push("len");
    else if (kind === Kind.ArgumentList && isGivenBack(e, tree.parent[parent]!, name)) uses.push("");
    else if (kind === Kind.ExpressionList && tree.field[parent] === Field.Left) uses.push("");
    else return undefined;
  }
  return uses;
}

/** Whether `list[1:]` or `append(list, …)` becomes the list itself, alone or as the first argument of append. */
function isGivenBack(e: Emitter, node: NodeId, name: string): boolean {
  const { tree } = e.file.source;
  const outer = tree.parent[node]!;
  if (tree.kind[node] === Kind.CallExpression) {
    const called = textOf(tree, childIn(tree, node, Field.Function));
    const [first] = childrenOf(tree, childIn(tree, node, Field.Arguments));
    const text = first === undefined ? "" : textOf(tree, first);
    if (called !== "append" || !(text === name || text.startsWith(`${name}[`))) return false;
  } else if (tree.kind[outer] === Kind.ArgumentList) return isGivenBack(e, tree.parent[outer]!, name);
  if (tree.kind[outer] !== Kind.ExpressionList || tree.field[outer] !== Field.Right) return false;
  const left = childrenOf(tree, childIn(tree, tree.parent[outer]!, Field.Left));
  return textOf(tree, left[childrenOf(tree, outer).indexOf(node)]!) === name;
}

/** How often the loop counts its index up by one; 0 when it does something else with it than look at the entry. */
function stepsOf(e: Emitter, loop: NodeId, id: number, entry: string): number {
  const { tree } = e.file.source;
  const [header] = childrenOf(tree, loop);
  const condition = header === undefined ? NO_NODE : childIn(tree, header, Field.Condition);
  const start = header === undefined ? NO_NODE : childIn(tree, header, Field.Initializer);
  let steps = 0;
  for (let node = loop; node < tree.after[loop]!; node++) {
    if (node === condition || node === start) node = tree.after[node]! - 1;
    if (tree.kind[node] !== Kind.Identifier || e.file.symbolOf[node] !== id) continue;
    const parent = tree.parent[node]!;
    if (tree.kind[parent] === Kind.IncStatement) steps++;
    else if (textOf(tree, parent) !== entry && tree.kind[parent] !== Kind.BinaryExpression) return 0;
    else if (
      tree.kind[parent] === Kind.BinaryExpression &&
      parent !== (condition === NO_NODE ? header : condition)
    )
      return 0;
  }
  return steps;
}
