import { childIn, NO_NODE, type NodeId, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { fieldType } from "./fields.ts";
import type { TypeOracle } from "./oracle.ts";
import { fieldOf, type Place, placeAt } from "./places.ts";
import type { IndexedFile } from "./symbols.ts";
import { withoutPointer } from "./types.ts";

/** A call that locks or unlocks a sync.Mutex or sync.RWMutex. */
export interface LockCall {
  readonly node: NodeId;
  readonly place: Place;
  readonly action: "lock" | "unlock";
  /** RLock and RUnlock share the lock with other readers. */
  readonly shared: boolean;
}

const METHODS: Readonly<Record<string, Pick<LockCall, "action" | "shared">>> = {
  Lock: { action: "lock", shared: false },
  Unlock: { action: "unlock", shared: false },
  RLock: { action: "lock", shared: true },
  RUnlock: { action: "unlock", shared: true },
};
const MUTEXES = ["Mutex", "RWMutex"] as const;

/** Whether a call is named like one that locks or unlocks: no other can be one. */
export function isNamedLikeLock(file: IndexedFile, node: NodeId): boolean {
  return methodAt(file, childIn(file.source.tree, node, Field.Function)) !== undefined;
}

const SHORTEST = "Lock".length;
const LONGEST = "RUnlock".length;
const LAST_LETTER = "k".charCodeAt(0);

/** What the method does that a selector names; undefined for all that are not called like the four. */
function methodAt({ source: { tree } }: IndexedFile, selector: NodeId): (typeof METHODS)[string] | undefined {
  if (selector === NO_NODE || tree.kind[selector] !== Kind.SelectorExpression) return undefined;
  const end = tree.end[selector]!;
  // Calls are many: most names are told by their last letter.
  if (tree.text.charCodeAt(end - 1) !== LAST_LETTER) return undefined;
  const name = childIn(tree, selector, Field.Field);
  const length = name === NO_NODE ? 0 : tree.end[name]! - tree.start[name]!;
  return length < SHORTEST || length > LONGEST ? undefined : METHODS[textOf(tree, name)];
}

/** What the call at `node` does to which lock; undefined when it is no such call, or the lock has no name. */
export function lockCallAt(oracle: TypeOracle, file: IndexedFile, node: NodeId): LockCall | undefined {
  const { tree } = file.source;
  const selector = childIn(tree, node, Field.Function);
  const method = methodAt(file, selector);
  if (method === undefined) return undefined;
  const operand = childIn(tree, selector, Field.Operand);
  const place = placeAt(oracle, file, operand);
  if (place === undefined) return undefined;
  const callee = oracle.calleeOf(file, node);
  if (callee.kind === "library") {
    const isMutex = callee.path === "sync" && MUTEXES.some((name) => callee.name.startsWith(`${name}.`));
    return isMutex ? { node, place, ...method } : undefined;
  }
  if (callee.kind !== "methods") return undefined;
  const type = oracle.typeOf(file, operand);
  for (const name of MUTEXES) {
    const embedded = withoutPointer(fieldType(oracle.index, type, name));
    if (embedded.kind !== "external" || embedded.path !== "sync" || embedded.name !== name) continue;
    const owner = withoutPointer(type);
    const typeName = owner.kind === "named" ? owner.symbol.name : undefined;
    return { node, place: fieldOf(place, name, typeName), ...method };
  }
  return undefined;
}
