import { NO_NODE, type NodeId } from "../../source/tree.ts";
import { Kind } from "../../source/tree-kinds.ts";
import { componentsOf } from "../flow/components.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, IndexedFile } from "../flow/symbols.ts";
import { type Footprint, join, newNotes, noteCode, noteNode } from "./footprint-notes.ts";
import { footprintOfLibrary } from "./library-footprints.ts";
import { calleesOf, isOpaqueCode, isOpaqueFunction } from "./opacity.ts";
import { idOfVariable, mayOverlap, type Storage, VOLATILE } from "./storage.ts";

export type { Footprint } from "./footprint-notes.ts";

const OPAQUE: Footprint = {
  reads: new Set([VOLATILE]),
  writes: new Set([VOLATILE]),
  isOpaque: true,
  asks: false,
};
const NOTHING: Footprint = { reads: new Set(), writes: new Set(), isOpaque: false, asks: false };
/** Larger footprints prove nothing worth their time. */
const MAX_STORAGES = 400;
const MAX_ROUNDS = 6;

const known = new WeakMap<PackageFacts, Map<number, Footprint>>();

/** The footprint of a call of a function, with all that it calls. */
export function footprintOf(facts: PackageFacts, fn: GoFunction): Footprint {
  let table = known.get(facts);
  if (table === undefined) {
    table = new Map();
    known.set(facts, table);
  }
  const before = table.get(fn.id);
  if (before !== undefined) return before;
  if (isOpaqueFunction(facts, fn)) {
    table.set(fn.id, OPAQUE);
    return OPAQUE;
  }
  const group = reachable(facts, fn, table);
  for (const one of group) table.set(one.id, NOTHING);
  const position = new Map(group.map((one, at) => [one.id, at]));
  const callees = group.map((one) =>
    [...(calleesOf(facts, one) ?? [])].flatMap((callee) => position.get(callee.id) ?? []),
  );
  for (const component of componentsOf(group.length, (at) => callees[at]!)) {
    const isRecursive = component.length > 1 || callees[component[0]!]!.includes(component[0]!);
    const members = component.map((at) => group[at]!);
    if (!isRecursive) table.set(members[0]!.id, ofBody(facts, members[0]!));
    else if (!isSettled(facts, members, table)) for (const one of members) table.set(one.id, OPAQUE);
  }
  return table.get(fn.id)!;
}

/** Works out the footprints of functions that call one another, in rounds; false when that takes too many. */
function isSettled(
  facts: PackageFacts,
  members: readonly GoFunction[],
  table: Map<number, Footprint>,
): boolean {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    let changed = false;
    for (const one of members) {
      const next = ofBody(facts, one);
      const old = table.get(one.id)!;
      changed ||=
        next.reads.size !== old.reads.size ||
        next.writes.size !== old.writes.size ||
        next.isOpaque !== old.isOpaque;
      table.set(one.id, next);
    }
    if (!changed) return true;
  }
  return false;
}

/** The function and all that it may call whose footprints are not known yet. */
function reachable(
  facts: PackageFacts,
  from: GoFunction,
  table: ReadonlyMap<number, Footprint>,
): readonly GoFunction[] {
  const seen = new Set<GoFunction>([from]);
  for (const fn of seen)
    for (const target of calleesOf(facts, fn) ?? []) if (!table.has(target.id)) seen.add(target);
  return [...seen];
}

function ofBody(facts: PackageFacts, fn: GoFunction): Footprint {
  if (fn.body === NO_NODE || fn.broken) return OPAQUE;
  const { reads, writes, isOpaque, asks } = footprintOfNodes(facts, fn.file, fn.body);
  if (isOpaque) return OPAQUE;
  const isOutside = (storage: Storage): boolean => {
    const id = idOfVariable(storage);
    return id === undefined || facts.index.symbols[id]?.owner !== fn;
  };
  return {
    reads: new Set([...reads].filter(isOutside)),
    writes: new Set([...writes].filter(isOutside)),
    isOpaque,
    asks,
  };
}

/** The footprint of the code at a node, without function literals that are not called in it. */
function footprintOfNodes(facts: PackageFacts, file: IndexedFile, node: NodeId): Footprint {
  const notes = newNotes({ facts, file }, true, (inner, fn) => join(inner, footprintOf(facts, fn)));
  noteCode(notes, node);
  return notes.isOpaque || notes.reads.size + notes.writes.size > MAX_STORAGES ? OPAQUE : notes;
}

/** What a function itself writes, without the functions of the package that it calls. */
export function ownWrites(facts: PackageFacts, fn: GoFunction): ReadonlySet<Storage> {
  const { file, body } = fn;
  const notes = newNotes({ facts, file }, true, () => undefined);
  if (body === NO_NODE) return notes.writes;
  const { tree } = file.source;
  facts.work.charge(tree.after[body]! - body);
  for (let node = body; node < tree.after[body]!; node++) {
    const kind = tree.kind[node]!;
    if (kind !== Kind.CallExpression && kind !== Kind.TypeConversionExpression) {
      noteNode(notes, node, kind);
      continue;
    }
    const callee = facts.oracle.calleeOf(file, node);
    const library = callee.kind === "library" ? footprintOfLibrary(facts, file, node, callee) : NOTHING;
    if (!library.isOpaque) for (const storage of library.writes) notes.writes.add(storage);
  }
  return notes.writes;
}

/** Whether anything that is written may change anything that is read. */
export function touches(
  facts: PackageFacts,
  writes: ReadonlySet<Storage>,
  reads: ReadonlySet<Storage>,
): boolean {
  if (reads.has(VOLATILE)) return true;
  for (const written of writes) {
    if (reads.has(written)) return true;
    for (const read of reads) if (mayOverlap(facts, written, read)) return true;
  }
  return false;
}

const ofSteps = new WeakMap<IndexedFile, Map<NodeId, Footprint>>();

function stepsOf(file: IndexedFile): Map<NodeId, Footprint> {
  let found = ofSteps.get(file);
  if (found === undefined) {
    found = new Map();
    ofSteps.set(file, found);
  }
  return found;
}

/** The footprint of a step or condition, worked out once. */
export function footprintAt(
  { facts, fn: { file } }: { readonly facts: PackageFacts; readonly fn: GoFunction },
  node: NodeId,
): Footprint {
  const steps = stepsOf(file);
  let found = steps.get(node);
  if (found === undefined) {
    found = isOpaqueCode(facts, file, node) ? OPAQUE : footprintOfNodes(facts, file, node);
    steps.set(node, found);
  }
  return found;
}

/** Whether the footprint of a step is opaque, told without the places of those that are not, as far as it can be. */
export function isOpaqueAt(
  { facts, fn: { file } }: { readonly facts: PackageFacts; readonly fn: GoFunction },
  node: NodeId,
): boolean {
  const steps = stepsOf(file);
  const found = steps.get(node);
  if (found !== undefined) return found.isOpaque;
  const isOpaque = isOpaqueCode(facts, file, node);
  if (isOpaque) steps.set(node, OPAQUE);
  return isOpaque;
}
