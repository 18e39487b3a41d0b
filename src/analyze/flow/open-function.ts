import { childIn, NO_NODE, type NodeId, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { ResolveState } from "./resolve-state.ts";
import type { GoFunction, Receiver } from "./symbols.ts";

/** Adds the function that starts at `node` to the index. */
export function openFunction(state: ResolveState, node: NodeId, kind: number): GoFunction {
  const { builder, draft, scope } = state;
  const { tree } = draft.source;
  const receiver = kind === Kind.MethodDeclaration ? receiverOf(state, node) : undefined;
  const fn: GoFunction = {
    id: builder.functions.length,
    file: draft,
    node,
    name: nameOf(state, node, receiver),
    kind: kind === Kind.FuncLiteral ? "literal" : kind === Kind.MethodDeclaration ? "method" : "function",
    receiver,
    parent: scope.owner,
    body: childIn(tree, node, Field.Body),
    calls: [],
    literals: [],
    broken: false,
    loops: 0,
    labels: 0,
    selects: 0,
  };
  builder.functions.push(fn);
  draft.functionAt.set(node, fn);
  scope.owner?.literals.push(fn);
  return fn;
}

function nameOf(state: ResolveState, node: NodeId, receiver: Receiver | undefined): string {
  const { tree } = state.draft.source;
  const { owner } = state.scope;
  if (tree.kind[node] === Kind.FuncLiteral) {
    return owner === undefined ? "glob.func" : `${owner.name}.func${owner.literals.length + 1}`;
  }
  const name = childIn(tree, node, Field.Name);
  const own = name === NO_NODE ? "" : textOf(tree, name);
  return receiver === undefined ? own : `${receiver.typeName}.${own}`;
}

/** `(r *T[K])` → T, pointer, r. */
function receiverOf(state: ResolveState, method: NodeId): Receiver {
  const { tree } = state.draft.source;
  const list = childIn(tree, method, Field.Receiver);
  let name: NodeId = NO_NODE;
  let pointer = false;
  for (let node = list; node < tree.after[list]!; node++) {
    const kind = tree.kind[node];
    if (kind === Kind.Identifier && tree.field[node] === Field.Name) name = node;
    if (kind === Kind.PointerType) pointer = true;
    if (kind === Kind.TypeIdentifier) return { typeName: textOf(tree, node), pointer, name };
  }
  return { typeName: "", pointer, name };
}
