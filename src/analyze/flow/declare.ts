import { childIn, childrenIn, childrenOf, NO_NODE, type NodeId, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { newSymbol } from "./index-builder.ts";
import { specKind } from "./package-scope.ts";
import { isFunctionKind, type ResolveState } from "./resolve-state.ts";
import { bind, openScope } from "./scope.ts";
import type { SymbolKind } from "./symbols.ts";

/** Declares the local names that a node brings, if any. */
export function declareLocals(state: ResolveState, node: NodeId, kind: number): void {
  const { tree } = state.draft.source;
  switch (kind) {
    case Kind.ShortVarDeclaration:
      declareLeft(state, node, tree.after[node]!);
      return;
    case Kind.RangeClause:
    case Kind.ReceiveStatement:
      if (tree.operator[node] !== 0 && hasDefine(state, node)) declareLeft(state, node, tree.after[node]!);
      return;
    case Kind.VarSpec:
    case Kind.ConstSpec:
    case Kind.TypeSpec:
    case Kind.TypeAlias:
      declareSpec(state, node, kind);
      return;
    case Kind.TypeSwitchStatement:
      declareAlias(state, node);
      return;
    case Kind.MethodDeclaration:
      declareReceiverTypeParameters(state, node);
      return;
    case Kind.ParameterDeclaration:
    case Kind.VariadicParameterDeclaration:
      declareParameters(state, node);
      return;
    case Kind.TypeParameterDeclaration:
      declareTypeParameters(state, node);
      return;
  }
}

function hasDefine(state: ResolveState, node: NodeId): boolean {
  const { tree } = state.draft.source;
  const left = childIn(tree, node, Field.Left);
  const right = childIn(tree, node, Field.Right);
  return (
    left !== NO_NODE &&
    right !== NO_NODE &&
    tree.text.slice(tree.end[left]!, tree.start[right]!).includes(":=")
  );
}

/** What the grammar takes for literals also where they are declared. */
const LITERALS: ReadonlySet<number> = new Set([Kind.True, Kind.False, Kind.Nil, Kind.Iota]);

/** `a, b := …`: a name that this very scope has already is assigned, not declared. */
function declareLeft(state: ResolveState, node: NodeId, visibleAt: NodeId): void {
  const { tree } = state.draft.source;
  const left = childIn(tree, node, Field.Left);
  if (left === NO_NODE) return;
  for (const [position, name] of childrenOf(tree, left).entries()) {
    if (LITERALS.has(tree.kind[name]!)) tree.kind[name] = Kind.Identifier;
    if (tree.kind[name] !== Kind.Identifier) continue;
    if (state.scope.names?.has(textOf(tree, name)) === true) continue;
    declareLater(state, { name, declaration: node, position, kind: "variable", visibleAt });
  }
}

function declareSpec(state: ResolveState, node: NodeId, kind: number): void {
  const { tree } = state.draft.source;
  const names = childrenIn(tree, node, Field.Name);
  const iota = kind === Kind.ConstSpec ? iotaOf(state, node) : 0;
  const isType = kind === Kind.TypeSpec || kind === Kind.TypeAlias;
  if (state.scope.owner !== undefined) {
    for (const [position, name] of names.entries()) {
      if (isType) declareNow(state, name, node, "type");
      else {
        const visibleAt = tree.after[node]!;
        declareLater(state, { name, declaration: node, position, kind: specKind(kind)!, visibleAt, iota });
      }
    }
  }
  if (isType && childIn(tree, node, Field.TypeParameters) !== NO_NODE) {
    state.scope = openScope(state.scope, tree.after[node]!, state.scope.owner);
  }
}

/** `switch x := v.(type)`: one symbol for all the clauses, visible after `v`. */
function declareAlias(state: ResolveState, node: NodeId): void {
  const { tree } = state.draft.source;
  const alias = childIn(tree, node, Field.Alias);
  const value = childIn(tree, node, Field.Value);
  if (alias === NO_NODE || value === NO_NODE) return;
  for (const [position, name] of childrenOf(tree, alias).entries()) {
    const visibleAt = tree.after[value]!;
    declareLater(state, { name, declaration: node, position, kind: "variable", visibleAt });
  }
}

/** Parameters, receivers and named results; those of function types and interfaces name nothing. */
function declareParameters(state: ResolveState, node: NodeId): void {
  const { tree } = state.draft.source;
  const list = tree.parent[node]!;
  const fn = tree.parent[list]!;
  if (fn === NO_NODE || !isFunctionKind(tree.kind[fn]!)) return;
  const body = childIn(tree, fn, Field.Body);
  const visibleAt = body === NO_NODE ? tree.after[fn]! : body;
  const kind = tree.field[list] === Field.Result ? "variable" : "parameter";
  for (const [position, name] of childrenIn(tree, node, Field.Name).entries()) {
    declareLater(state, { name, declaration: node, position, kind, visibleAt });
  }
}

/** The first of a list declares all of them: `[S ~[]E, E any]` names E before it comes. */
function declareTypeParameters(state: ResolveState, node: NodeId): void {
  const { tree } = state.draft.source;
  const all = childrenOf(tree, tree.parent[node]!).filter((one) => tree.kind[one] === tree.kind[node]);
  if (all[0] !== node) return;
  for (const one of all)
    for (const name of childrenIn(tree, one, Field.Name)) declareNow(state, name, one, "type-parameter");
}

/** `func (l *List[E])` declares E. */
function declareReceiverTypeParameters(state: ResolveState, method: NodeId): void {
  const { tree } = state.draft.source;
  const list = childIn(tree, method, Field.Receiver);
  if (list === NO_NODE) return;
  for (let node = list; node < tree.after[list]!; node++) {
    if (tree.kind[node] !== Kind.TypeArguments) continue;
    for (let name = node; name < tree.after[node]!; name++) {
      if (tree.kind[name] === Kind.TypeIdentifier) declareNow(state, name, list, "type-parameter");
    }
  }
}

interface LaterName {
  readonly name: NodeId;
  readonly declaration: NodeId;
  readonly position: number;
  readonly kind: SymbolKind;
  readonly visibleAt: NodeId;
  readonly iota?: number;
}

function declareLater(state: ResolveState, later: LaterName): void {
  const { tree } = state.draft.source;
  const name = textOf(tree, later.name);
  if (name === "_") return;
  const symbol = newSymbol(state.builder, {
    name,
    kind: later.kind,
    file: state.draft,
    node: later.name,
    declaration: later.declaration,
    position: later.position,
    owner: state.scope.owner,
    iota: later.iota ?? 0,
  });
  state.draft.symbolOf[later.name] = symbol.id;
  state.pending.push({ symbol, scope: state.scope, visibleAt: later.visibleAt });
}

function declareNow(state: ResolveState, node: NodeId, declaration: NodeId, kind: SymbolKind): void {
  const { draft, scope, builder } = state;
  const name = textOf(draft.source.tree, node);
  const symbol = newSymbol(builder, { name, kind, file: draft, node, declaration, owner: scope.owner });
  draft.symbolOf[node] = symbol.id;
  if (name !== "_") bind(state.bindings, scope, symbol);
}

/** Specs of a const block come in order, so counting goes on from the one before. */
function iotaOf(state: ResolveState, spec: NodeId): number {
  const block = state.draft.source.tree.parent[spec]!;
  const { iota } = state;
  if (iota.block !== block) state.iota = { block, spec, value: 0 };
  else if (iota.spec !== spec) state.iota = { block, spec, value: iota.value + 1 };
  return state.iota.value;
}
