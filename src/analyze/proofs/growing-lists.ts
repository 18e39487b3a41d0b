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
import { within } from "../flow/accesses.ts";
import type { Loop } from "../flow/loops.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { runsEachTime } from "./growth.ts";

/** A walk along a list of nodes that puts a new node ahead of itself in every round. */
export interface GrowingList {
  /** The variable that walks. */
  readonly name: string;
  readonly node: NodeId;
}

/** `for e := l.Front(); e != nil; e = e.Next() { l.PushBack(v) }`, and the same for `p = p.next`. */
export function growingList(facts: PackageFacts, fn: GoFunction, loop: Loop): GrowingList | undefined {
  const { tree } = fn.file.source;
  if (loop.statement === NO_NODE || loop.exits.length !== 1) return undefined;
  const clause = childrenOf(tree, loop.statement).find((child) => tree.kind[child] === Kind.ForClause);
  const update = clause === undefined ? NO_NODE : childIn(tree, clause, Field.Update);
  if (update === NO_NODE || tree.kind[update] !== Kind.AssignmentStatement) return undefined;
  const name = textOf(tree, childIn(tree, update, Field.Left));
  const step = onlyChild(tree, childIn(tree, update, Field.Right));
  if (step === NO_NODE || !/^\w+$/.test(name)) return undefined;
  const node =
    tree.kind[step] === Kind.CallExpression
      ? pushIn(facts, fn, loop, step)
      : insertionIn(fn, loop, { step: textOf(tree, step), name });
  return node === undefined ? undefined : { name, node };
}

function pushIn(facts: PackageFacts, fn: GoFunction, loop: Loop, step: NodeId): NodeId | undefined {
  const { tree } = fn.file.source;
  if (libraryName(facts, fn, step) !== "container/list.Element.Next") return undefined;
  const calls = within(fn.calls, loop.statement, tree.after[loop.statement]!);
  if (calls.some((call) => /^container\/list\.List\.(Remove|Init)$/.test(libraryName(facts, fn, call))))
    return undefined;
  return calls.find(
    (call) =>
      libraryName(facts, fn, call) === "container/list.List.PushBack" &&
      runsEachTime(fn, loop, tree.parent[call]!),
  );
}

function libraryName(facts: PackageFacts, fn: GoFunction, call: NodeId): string {
  const callee = facts.oracle.calleeOf(fn.file, call);
  return callee.kind === "library" ? `${callee.path}.${callee.name}` : "";
}

/** `p.next = &node{…, p.next}`, where the walk goes on with `p = p.next`: with the new node. */
function insertionIn(
  fn: GoFunction,
  loop: Loop,
  { step, name }: { readonly step: string; readonly name: string },
): NodeId | undefined {
  const { tree } = fn.file.source;
  if (!step.startsWith(`${name}.`) || !/^\w+\.\w+$/.test(step)) return undefined;
  const writes: NodeId[] = [];
  for (let node = loop.statement; node < tree.after[loop.statement]!; node++) {
    if (tree.kind[node] !== Kind.AssignmentStatement) continue;
    const targets = childrenOf(tree, childIn(tree, node, Field.Left)).map((one) => textOf(tree, one));
    if (targets.some((target) => target === step || target === name)) writes.push(node);
  }
  // The update of the loop itself is one of the writes.
  const [first, second, third] = writes;
  const statement = first === undefined || third !== undefined ? undefined : (second ?? first);
  if (statement === undefined || !runsEachTime(fn, loop, statement)) return undefined;
  const value = onlyChild(tree, childIn(tree, statement, Field.Right));
  const isNew =
    value !== NO_NODE && tree.kind[value] === Kind.UnaryExpression && operatorOf(tree, value) === "&";
  return isNew && textOf(tree, childIn(tree, statement, Field.Left)) === step ? statement : undefined;
}
