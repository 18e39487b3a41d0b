import { under } from "./go-type.ts";
import type { ListWalk } from "./list-walk.ts";
import type { Frame, Machine } from "./machine.ts";
import type { Track } from "./track.ts";
import { Box, Closure, Dynamic, Foreign, GoMap, Locals, Ref, Slice, type Value } from "./value.ts";

/** A state as a list of its parts: two states are the same, addresses aside, when their lists are. */
export interface Snapshot {
  readonly parts: readonly unknown[];
  /** Variables that are left out. */
  readonly without: ReadonlySet<Track>;
  /** Those of them that are fields of several objects, or variables of several closures. */
  readonly several: ReadonlySet<Track>;
}

/** Larger states are not kept. */
const MAX_PARTS = 20_000;

/** What a state is made of. */
export interface Roots {
  readonly frame: Frame;
  /** Slots of the frame that count, from the first. */
  readonly slots: number;
  readonly tracks: readonly (Track | undefined)[];
  readonly globalTracks: readonly Track[];
  /** Of this list only what lies ahead of the index belongs to the state, and of the index nothing. */
  readonly walk?: ListWalk | undefined;
  /** Slots that do not belong to the state. */
  readonly skipped?: readonly number[];
  /** Gets every piece of memory that belongs to the state. */
  readonly reached?: Set<object>;
}

/** The state now, without variables that had no say since a step, but with `always`. undefined when it is too large. */
export function snapshotOf(
  machine: Machine,
  roots: Roots,
  since: number,
  always: ReadonlySet<Track>,
): Snapshot | undefined {
  const kept = new Set<Track>(always);
  for (;;) {
    const without = new Set<Track>();
    const several = new Set<Track>();
    const isLeftOut = (track: Track): boolean => {
      if (track.readAt >= since || track.isPointedTo || kept.has(track)) return false;
      // Compared, and changed in leaps: then its value must come again itself.
      if (track.comparedAt >= since && track.jumpedAt >= since) return false;
      if (without.has(track)) several.add(track);
      without.add(track);
      return true;
    };
    const parts: unknown[] = [];
    if (!walk(machine, roots, isLeftOut, (part) => parts.push(part) <= MAX_PARTS)) return undefined;
    const count = kept.size;
    for (const track of several) if (hasSay(track, since)) kept.add(track);
    if (kept.size === count) return { parts, without, several };
  }
}

/** Whether the value of a variable went into a comparison or another variable since a step. */
export function hasSay(track: Track, since: number): boolean {
  return track.comparedAt >= since || track.flows.some(({ at }) => at >= since);
}

/** Whether the state now is that of the snapshot. */
export function isSameState(machine: Machine, roots: Roots, { parts, without }: Snapshot): boolean {
  let at = 0;
  const isSame = walk(
    machine,
    roots,
    (track) => without.has(track),
    (part) => Object.is(parts[at++], part),
  );
  return isSame && at === parts.length;
}

/** Gives all parts of a state to `take` until that says no. No recursion: lists of the guest may be long. */
function walk(
  machine: Machine,
  { frame, slots, tracks, globalTracks, walk: along, skipped, reached }: Roots,
  isLeftOut: (track: Track) => boolean,
  take: (part: unknown) => boolean,
): boolean {
  const numbers = new Map<object, number>();
  const queue: object[] = [];
  let count = 0;
  const takeAll = (...given: unknown[]): boolean => given.every((part) => take(part));
  const reference = (tag: string, object: object): boolean => {
    const known = numbers.get(object);
    if (known !== undefined) return takeAll(tag, known);
    numbers.set(object, numbers.size);
    reached?.add(object);
    queue.push(object);
    return takeAll(tag, -1);
  };
  const value = (one: Value | undefined): boolean => {
    count++;
    if (typeof one === "string") return takeAll('"', one);
    if (typeof one !== "object" || one === null) return take(one);
    if (one instanceof Box) return reference("box", one);
    if (one instanceof Foreign) return reference("foreign", one);
    if (one instanceof Ref) return takeAll("ref", one.at) && reference("box", one.box);
    if (one instanceof Slice)
      return takeAll("slice", one.offset, one.length, one.capacity) && reference("box", one.box);
    if (one instanceof Dynamic) return takeAll("dynamic", one.type.id) && reference("held", one);
    return reference(one instanceof GoMap ? "map" : "closure", one);
  };
  const tracked = (one: Value | undefined, track: Track | undefined): boolean =>
    track !== undefined && isLeftOut(track) ? take(one === null) : value(one);
  let isWhole = take(frame.stack.length);
  for (let slot = 0; isWhole && slot < slots; slot++) {
    if (slot === along?.indexSlot || skipped?.includes(slot) === true) continue;
    isWhole =
      slot === along?.listSlot
        ? ahead(frame, along).every((one) => value(one))
        : tracked(frame.locals[slot], tracks[slot]);
  }
  for (let at = 0; isWhole && at < globalTracks.length; at++)
    isWhole = tracked(machine.globals.cells[at], globalTracks[at]);
  for (const one of frame.stack) isWhole = isWhole && value(one);
  // Calls that the frame deferred come after its loops: they have no say before it ends.
  for (let next = 0; isWhole && next < queue.length; next++)
    isWhole = contents(queue[next]!, value, tracked, take);
  machine.steps += count >>> 3;
  return isWhole;
}

/** What a loop along a list still has before it, and as much behind it as it looks back. */
function ahead({ locals }: Frame, { indexSlot, listSlot, back }: ListWalk): readonly Value[] {
  const list = locals[listSlot]!;
  const from = Math.max(0, Number(locals[indexSlot]) - back);
  const behind = Number(locals[indexSlot]) - from;
  if (typeof list === "string") return [behind, list.slice(from)];
  if (!(list instanceof Slice)) return [behind, list];
  return [
    behind,
    Math.max(0, list.length - from),
    ...list.box.cells.slice(list.offset + from, list.offset + list.length),
  ];
}

function contents(
  object: object,
  value: (one: Value | undefined) => boolean,
  tracked: (one: Value | undefined, track: Track | undefined) => boolean,
  take: (part: unknown) => boolean,
): boolean {
  if (object instanceof Locals) {
    if (!take(object.slots)) return false;
    for (let slot = 0; slot < object.slots; slot++)
      if (!tracked(object.cells[slot], object.tracks[slot])) return false;
    return true;
  }
  if (object instanceof Box) {
    const { fields } = object.type === undefined ? {} : under(object.type);
    if (!take(object.cells.length)) return false;
    return object.cells.every((cell, at) => tracked(cell, fields?.[at]?.track));
  }
  if (object instanceof Dynamic) return value(object.value);
  if (object instanceof Closure) {
    const { code, captured, bound } = object;
    if (!take(code)) return false;
    const tracks = "run" in code || code.loopBody !== undefined ? [] : code.tracks;
    const first = "run" in code ? 0 : code.parameters;
    return captured.every((cell, at) => tracked(cell, tracks[first + at])) && bound.every(value);
  }
  // What cannot be looked into is not compared, so that nothing is proved.
  if (object instanceof Foreign) {
    const parts = object.parts();
    return parts !== undefined && take(parts.length) && parts.every(value);
  }
  if (!(object instanceof GoMap)) return false;
  const { entries } = object;
  if (!take(entries.size)) return false;
  for (const [key, held] of entries.values()) if (!value(key) || !value(held)) return false;
  return true;
}
