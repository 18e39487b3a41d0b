/**
 * What is remembered about a variable or a field of a struct type while a program runs: when its value last had a say in
 * what the program does. A variable that only counts, or only collects what is printed, has none; so a state that differs
 * from an earlier one in nothing but such variables does the same again.
 */
export interface Track {
  readonly name: string;
  /** Step at which its value last decided something, or went where it is not followed. */
  readAt: number;
  /** Step at which it was last compared with something; the comparison is in the log of events. */
  comparedAt: number;
  /** Step at which it last changed in another way than by adding something. */
  jumpedAt: number;
  /** Step at which adding to it last left the range of its type. */
  wrappedAt: number;
  /** Step at which it was last assigned. */
  writtenAt: number;
  /** Calls give it its value, which leaves no mark. */
  isParameter: boolean;
  /** Something may point to it, so it may be read unseen. */
  isPointedTo: boolean;
  /** Where its value goes. */
  readonly flows: Flow[];
  isFloat: boolean;
  /** The text of a builder: more of it is more memory. */
  readonly isMemory: boolean;
}

/** A place in the source where the value of a variable has a part in the value of another. */
export interface Flow {
  readonly to: Track;
  /** The other is this one plus something. */
  readonly isSum: boolean;
  /** It becomes an element of the other, which has one more then, whatever this is. */
  readonly isElement: boolean;
  at: number;
}

/** How an expression is read. */
export type Reading =
  /** It may decide anything. */
  | { readonly kind: "real" }
  /** By a comparison that is logged. */
  | { readonly kind: "compared" }
  /** By nothing but its own update, or for output. */
  | { readonly kind: "quiet" }
  /** To be what the function returns: as the caller reads that. */
  | { readonly kind: "result" }
  /** To become a part of another variable. */
  | { readonly kind: "flow"; readonly to: Track; readonly isSum: boolean; readonly isElement?: boolean };

export const REAL: Reading = { kind: "real" };
export const QUIET: Reading = { kind: "quiet" };
export const RESULT: Reading = { kind: "result" };
export const COMPARED: Reading = { kind: "compared" };

/** A variable about which nothing is known yet. */
export function newTrack(name: string, isFloat = false, isMemory = false): Track {
  return {
    name,
    readAt: -1,
    comparedAt: -1,
    jumpedAt: -1,
    wrappedAt: -1,
    writtenAt: -1,
    isParameter: false,
    isPointedTo: false,
    flows: [],
    isFloat,
    isMemory,
  };
}

/** For what functions of the library read and write on their own: it may have a say at any time. */
export function unseenTrack(name: string): Track {
  const track = newTrack(name);
  track.isPointedTo = true;
  return track;
}
