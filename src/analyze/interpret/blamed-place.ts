import { type NodeId, textOf } from "../../source/tree.ts";
import { Kind } from "../../source/tree-kinds.ts";
import type { IndexedFile } from "../flow/symbols.ts";
import type { LoopSite } from "./code.ts";
import type { Frame } from "./machine.ts";

/** Where in the program something is said to go wrong. */
export interface BlamedPlace {
  readonly file: IndexedFile;
  readonly node: NodeId;
  /** `own`: the loop itself. `consumer`: a loop that takes all that an iterator gives. `library`: a call that does so. */
  readonly kind: "own" | "consumer" | "library";
  /** Whether the library keeps everything that it takes. */
  readonly keeps: boolean;
}

/** The place to blame for a loop: what an iterator gives without end is the matter of the loop that takes it. */
export function placeOfLoop(frame: Frame, { file, node }: LoopSite): BlamedPlace {
  let place: BlamedPlace = { file, node, kind: "own", keeps: false };
  let inner = frame;
  if (handsOut(frame, file, node)) {
    for (let at: Frame | undefined = frame; at?.caller !== undefined; at = at.caller) {
      const outer: IndexedFile = at.caller.code.file;
      if (outer.source.tree.kind[at.callNode] !== Kind.RangeClause) break;
      place = { file: outer, node: outer.source.tree.parent[at.callNode]!, kind: "consumer", keeps: false };
      inner = at.caller;
    }
  }
  if (place.file.home === "") return place;
  const keeps = /\bappend\(/.test(textOf(place.file.source.tree, place.node));
  return { ...callFromProgram(inner), kind: "library", keeps };
}

/** Whether the loop calls the first parameter of its function, as an iterator does with each value. */
function handsOut({ code }: Frame, { source }: IndexedFile, loop: NodeId): boolean {
  const name = code.tracks[0]?.name ?? "";
  return /^\w+$/.test(name) && new RegExp(`\\b${name}\\(`).test(textOf(source.tree, loop));
}

/** The call in the program itself from which a frame of the library comes. */
export function callFromProgram(frame: Frame): { readonly file: IndexedFile; readonly node: NodeId } {
  let at = frame;
  while (at.caller?.caller !== undefined && at.caller.code.file.home !== "") at = at.caller;
  return { file: (at.caller ?? at).code.file, node: at.callNode };
}
