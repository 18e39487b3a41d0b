import type { NodeId } from "../../source/tree.ts";
import type { GoFunction, IndexedFile } from "../flow/symbols.ts";
import type { RunType } from "./go-type.ts";
import type { ListWalk } from "./list-walk.ts";
import type { Frame, Machine } from "./machine.ts";
import type { Track } from "./track.ts";
import type { WorkList } from "./work-list.ts";

/** One step of a program: it works on the operand stack and the variables of the frame. */
export type Instruction = (machine: Machine, frame: Frame) => void;

/** A place where a loop starts a round. */
export interface LoopSite {
  readonly file: IndexedFile;
  /** The for statement, or the labeled statement that a goto comes back to. */
  readonly node: NodeId;
  readonly hasCondition: boolean;
  /** Variables that are in scope here come first; this many. */
  readonly slots: number;
  /** Tracks of those slots: the function may use a slot for something else later. */
  readonly tracks: readonly (Track | undefined)[];
  readonly isGoto: boolean;
  /** The list along which the loop goes, when only what lies ahead counts. */
  readonly walk?: ListWalk | undefined;
  /** The list through which it works. */
  readonly work?: WorkList | undefined;
  /** How often its state was taken down. */
  looks: number;
}

/** A function made ready to run, for one choice of its type arguments. */
export interface Code {
  readonly name: string;
  readonly fn: GoFunction | undefined;
  readonly file: IndexedFile;
  body: Instruction[];
  /** Where the deferred calls run; -1 when there are none. */
  epilogue: number;
  /** Receiver and parameters. */
  parameters: number;
  /** Variables of functions around it; they come after the parameters. */
  captured: number;
  slots: number;
  readonly resultTypes: readonly RunType[];
  /** Slots of named results, with whether a box holds them. */
  namedResults: readonly { readonly slot: number; readonly boxed: boolean }[] | undefined;
  /** Track of each slot, for comparing states. */
  tracks: (Track | undefined)[];
  /** Translates the body, when it is first called. */
  readonly prepare: (() => void) | undefined;
  isReady: boolean;
  /** The range clause whose body this is: it works on the variables of the function around it. */
  readonly loopBody?: NodeId;
}
