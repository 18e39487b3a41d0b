import type { NodeId } from "../../source/tree.ts";
import { Kind } from "../../source/tree-kinds.ts";
import type { FileDraft, IndexBuilder } from "./index-builder.ts";
import type { Bindings, Scope } from "./scope.ts";
import type { GoSymbol } from "./symbols.ts";

/** Where the walk through a file stands. */
export interface ResolveState {
  readonly builder: IndexBuilder;
  readonly draft: FileDraft;
  /** Imports, package and universe. */
  readonly fileScope: Scope;
  /** Innermost scope at this point. */
  scope: Scope;
  readonly bindings: Bindings;
  /** Names declared already that become visible only at a later node (`x := x`), innermost last. */
  readonly pending: PendingName[];
  /** The local const spec that was declared last, and its iota. */
  iota: { readonly block: NodeId; readonly spec: NodeId; readonly value: number };
}

/** A name that is declared but not visible before the node `visibleAt`. */
export interface PendingName {
  readonly symbol: GoSymbol;
  readonly scope: Scope;
  readonly visibleAt: NodeId;
}

/** Whether nodes of this kind are functions: their body block is the same scope as their parameters. */
export function isFunctionKind(kind: number): boolean {
  return kind === Kind.FuncLiteral || kind === Kind.FunctionDeclaration || kind === Kind.MethodDeclaration;
}
