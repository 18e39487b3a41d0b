import { NO_NODE, type NodeId } from "../../source/tree.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, IndexedFile } from "../flow/symbols.ts";
import { newNotes, noteCode } from "./footprint-notes.ts";

/** What is known about the functions of a package. */
interface Opacity {
  /** Function id → whether a call of it is opaque. */
  readonly known: Map<number, boolean>;
  /** Function id → the functions that it calls, undefined when it is opaque by itself. */
  readonly own: Map<number, ReadonlySet<GoFunction> | undefined>;
}

const ofPackage = new WeakMap<PackageFacts, Opacity>();

function opacityOf(facts: PackageFacts): Opacity {
  let found = ofPackage.get(facts);
  if (found === undefined) {
    found = { known: new Map(), own: new Map() };
    ofPackage.set(facts, found);
  }
  return found;
}

/**
 * Whether the code at a node is opaque for the reasons that can be told without knowing places: most code is, and its
 * places then need not be worked out.
 */
export function isOpaqueCode(facts: PackageFacts, file: IndexedFile, node: NodeId): boolean {
  const notes = newNotes({ facts, file }, false, (inner, fn) => {
    if (isOpaqueFunction(facts, fn)) inner.isOpaque = true;
  });
  noteCode(notes, node);
  return notes.isOpaque;
}

/** The same for a call of a function, with all that it calls. */
export function isOpaqueFunction(facts: PackageFacts, asked: GoFunction): boolean {
  const { known } = opacityOf(facts);
  const before = known.get(asked.id);
  if (before !== undefined) return before;
  /** Each function that is reached → one that calls it. */
  const callers = new Map<GoFunction, GoFunction | undefined>([[asked, undefined]]);
  for (const fn of callers.keys()) {
    facts.work.charge(1);
    const callees = calleesOf(facts, fn);
    if (callees === undefined || [...callees].some((callee) => known.get(callee.id) === true)) {
      for (let at: GoFunction | undefined = fn; at !== undefined; at = callers.get(at))
        known.set(at.id, true);
      return true;
    }
    for (const callee of callees) if (!known.has(callee.id) && !callers.has(callee)) callers.set(callee, fn);
  }
  // Whatever one of them calls is among them, or is known not to be opaque.
  for (const fn of callers.keys()) known.set(fn.id, false);
  return false;
}

/** The functions that a function calls; undefined when it is opaque by itself. Worked out once. */
export function calleesOf(facts: PackageFacts, fn: GoFunction): ReadonlySet<GoFunction> | undefined {
  const { own } = opacityOf(facts);
  if (own.has(fn.id)) return own.get(fn.id);
  const callees = new Set<GoFunction>();
  const notes = newNotes({ facts, file: fn.file }, false, (_, callee) => callees.add(callee));
  if (fn.body === NO_NODE || fn.broken) notes.isOpaque = true;
  else noteCode(notes, fn.body);
  const found = notes.isOpaque ? undefined : callees;
  own.set(fn.id, found);
  return found;
}
