import { childIn, childrenOf, NO_NODE, type NodeId } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { newDisjointSets } from "./disjoint-sets.ts";
import { connectSlots } from "./hand-overs.ts";
import { isLive } from "./live-functions.ts";
import type { PackageFacts } from "./package-facts.ts";
import type { SharedKind } from "./slots.ts";
import type { GoFunction, GoSymbol, IndexedFile } from "./symbols.ts";

/** `method` is a method of a wait group, `method-value` one that is not called at once. */
export type OperationKind =
  | "send"
  | "receive"
  | "range"
  | "close"
  | "length"
  | "compare"
  | "method"
  | "method-value";

/** Something that is done to a shared value, in code that may run. */
export interface Operation {
  readonly kind: OperationKind;
  /** Name of the method, "" for channels. */
  readonly method: string;
  readonly file: IndexedFile;
  /** undefined in the initial value of a package variable. */
  readonly fn: GoFunction | undefined;
  /** Send statement, receive expression, range clause or call. */
  readonly node: NodeId;
  /** The communication case that it is the condition of, NO_NODE outside a select. */
  readonly clause: NodeId;
}

/** A fresh value. */
export interface Creation {
  readonly file: IndexedFile;
  readonly fn: GoFunction | undefined;
  /** The call of make or new, or the declaration that leaves it zero. */
  readonly node: NodeId;
}

/**
 * A channel, wait group or context with all that is done to it anywhere in the package. Places that may hold the same one are
 * taken together, so that all values of one field are one.
 */
export interface SharedValue {
  readonly kind: SharedKind;
  readonly creations: readonly Creation[];
  readonly operations: readonly Operation[];
  /** Variables that hold it. */
  readonly variables: readonly GoSymbol[];
  /** Whether code that we do not see may have it, or it may come from there. */
  readonly escapes: boolean;
}

/** Every channel, wait group and context of the package. Nothing for a package that mentions none. */
export function sharedValuesOf(facts: PackageFacts): readonly SharedValue[] {
  if (!mentionsAny(facts)) return [];
  const sets = newDisjointSets();
  const found = connectSlots(facts, sets);
  const drafts = new Map<string, MutableValue>();
  const draftOf = (slot: string): MutableValue => {
    const root = sets.find(slot);
    const known = drafts.get(root);
    if (known !== undefined) return known;
    const fresh: MutableValue = {
      kind: "channel",
      creations: [],
      operations: [],
      variables: [],
      escapes: false,
    };
    drafts.set(root, fresh);
    return fresh;
  };
  for (const { slot, operation } of found.operations) {
    if (operation.fn === undefined || isLive(facts, operation.fn)) draftOf(slot).operations.push(operation);
  }
  for (const { slot, creation } of found.creations) draftOf(slot).creations.push(creation);
  for (const { slot, symbol, kind } of found.variables) {
    const draft = draftOf(slot);
    draft.variables.push(symbol);
    draft.kind = kind;
  }
  for (const { slot, kind } of found.fields) draftOf(slot).kind = kind;
  for (const slot of found.escaped) draftOf(slot).escapes = true;
  return [...drafts.values()];
}

interface MutableValue {
  kind: SharedKind;
  readonly creations: Creation[];
  readonly operations: Operation[];
  readonly variables: GoSymbol[];
  escapes: boolean;
}

function mentionsAny({ index }: PackageFacts): boolean {
  return index.files.some(
    ({ source: { tree } }) => tree.kind.includes(Kind.ChannelType) || /WaitGroup|\bcontext\./.test(tree.text),
  );
}

/** Capacity expression of `make(chan T, n)`; NO_NODE for an unbuffered one. undefined for what is no such make. */
export function capacityOf({ file, node }: Creation): NodeId | undefined {
  const { tree } = file.source;
  const list = tree.kind[node] === Kind.CallExpression ? childIn(tree, node, Field.Arguments) : NO_NODE;
  if (list === NO_NODE) return undefined;
  return childrenOf(tree, list)[1] ?? NO_NODE;
}
