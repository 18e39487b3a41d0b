import { type NodeId, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { declareLocals } from "./declare.ts";
import type { FileDraft, IndexBuilder } from "./index-builder.ts";
import { openFunction } from "./open-function.ts";
import { isFunctionKind, type ResolveState } from "./resolve-state.ts";
import { bind, lookUp, openScope, type Scope, unbind } from "./scope.ts";
import type { GoFunction, GoSymbol } from "./symbols.ts";

/** Gives every identifier of a file its meaning, in one flat pass in source order; finds the functions on the way. */
export function resolveFile(builder: IndexBuilder, draft: FileDraft, fileScope: Scope): void {
  const { kind, size } = draft.source.tree;
  const state: ResolveState = {
    builder,
    draft,
    fileScope,
    scope: fileScope,
    bindings: new Map(),
    pending: [],
    iota: { block: -1, spec: -1, value: 0 },
  };
  const firstFunction = builder.functions.length;
  for (let node = 1; node < size; node++) {
    while (state.scope.end <= node) {
      unbind(state.bindings, state.scope);
      state.scope = state.scope.parent!;
    }
    while (state.pending.length > 0 && state.pending.at(-1)!.visibleAt <= node) {
      const { scope, symbol } = state.pending.pop()!;
      if (scope === state.scope) bind(state.bindings, scope, symbol);
    }
    visit(state, node, kind[node]!);
  }
  markBroken(draft, builder.functions.slice(firstFunction));
}

function visit(state: ResolveState, node: NodeId, kind: number): void {
  const { tree } = state.draft.source;
  switch (kind) {
    case Kind.Identifier:
    case Kind.TypeIdentifier:
    case Kind.PackageIdentifier:
      use(state, node);
      return;
    case Kind.True:
    case Kind.False:
    case Kind.Nil:
    case Kind.Iota:
      if (state.builder.hidden.size > 0) useLiteral(state, node);
      return;
    case Kind.Comment:
      state.draft.comments.push(node);
      return;
    case Kind.Block:
      if (!isFunctionKind(tree.kind[tree.parent[node]!]!)) enter(state, node, state.scope.owner);
      return;
    case Kind.ForStatement:
      if (state.scope.owner !== undefined) state.scope.owner.loops++;
      enter(state, node, state.scope.owner);
      return;
    case Kind.LabeledStatement:
      if (state.scope.owner !== undefined) state.scope.owner.labels++;
      return;
    case Kind.SelectStatement:
      if (state.scope.owner !== undefined) state.scope.owner.selects++;
      return;
    case Kind.IfStatement:
    case Kind.ExpressionSwitchStatement:
    case Kind.TypeSwitchStatement:
    case Kind.ExpressionCase:
    case Kind.TypeCase:
    case Kind.DefaultCase:
    case Kind.CommunicationCase:
      enter(state, node, state.scope.owner);
      declareLocals(state, node, kind);
      return;
    case Kind.FunctionDeclaration:
    case Kind.MethodDeclaration:
    case Kind.FuncLiteral:
      enter(state, node, openFunction(state, node, kind));
      declareLocals(state, node, kind);
      return;
    case Kind.CallExpression:
    case Kind.TypeConversionExpression:
      recordCall(state, node);
      return;
    case Kind.ImportDeclaration:
      return;
    default:
      declareLocals(state, node, kind);
  }
}

function enter(state: ResolveState, node: NodeId, owner: GoFunction | undefined): void {
  state.scope = openScope(state.scope, state.draft.source.tree.after[node]!, owner);
}

function recordCall(state: ResolveState, node: NodeId): void {
  const { owner } = state.scope;
  if (owner === undefined) state.builder.topLevelCalls.push({ file: state.draft, node });
  else owner.calls.push(node);
}

function use(state: ResolveState, node: NodeId): void {
  const { draft } = state;
  if (draft.symbolOf[node] !== -1) return;
  const { tree } = draft.source;
  if (tree.kind[node] === Kind.PackageIdentifier && tree.field[node] !== Field.Package) return;
  const name = textOf(tree, node);
  const symbol = state.bindings.get(name)?.at(-1) ?? lookUp(state.fileScope, name);
  if (symbol === undefined) return;
  draft.symbolOf[node] = symbol.id;
  recordUse(symbol, node, draft);
}

/** `true` and its like are names too: where one is declared anew, it is a name in the tree as well. */
function useLiteral(state: ResolveState, node: NodeId): void {
  const { tree } = state.draft.source;
  const name = textOf(tree, node);
  const isKnown = state.bindings.get(name)?.at(-1) ?? lookUp(state.fileScope, name);
  if (isKnown === undefined) return;
  tree.kind[node] = Kind.Identifier;
  use(state, node);
}

function recordUse(symbol: GoSymbol, node: NodeId, draft: FileDraft): void {
  if (symbol.file === undefined || symbol.kind === "type" || symbol.kind === "type-parameter") return;
  symbol.uses.push(node);
  if (symbol.owner === undefined) symbol.useFiles.push(draft);
}

/** Functions around a syntax error, or swallowed by one, are broken. All lists are in source order. */
function markBroken(draft: FileDraft, functions: readonly GoFunction[]): void {
  const { after, errors, start } = draft.source.tree;
  const { flaws } = draft.source;
  let next = 0;
  let swallowedUntil = 0;
  let flaw = 0;
  for (const fn of functions) {
    while (flaw < flaws.length && flaws[flaw]!.to <= start[fn.node]!) flaw++;
    if (flaw < flaws.length && flaws[flaw]!.from <= start[fn.node]!) fn.broken = true;
    while (next < errors.length && errors[next]! < fn.node) {
      swallowedUntil = Math.max(swallowedUntil, after[errors[next]!]!);
      next++;
    }
    const inside = next < errors.length && errors[next]! < after[fn.node]!;
    if (inside || fn.node < swallowedUntil) fn.broken = true;
  }
}
