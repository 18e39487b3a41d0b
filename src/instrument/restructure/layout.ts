import { Op } from "../../wasm/opcodes.ts";
import type { GoShape } from "./shape.ts";

/** A loop of WebAssembly around consecutive segments of a layout; branches back lead to the first. */
export interface NativeLoop {
  /** Positions, both inclusive. */
  readonly first: number;
  readonly last: number;
  readonly parent: NativeLoop | undefined;
}

/** In which order segments stand, and which of them are in loops. */
export interface Layout {
  readonly count: number;
  /** Segment by position; segment 0 is the first. */
  readonly order: Int32Array;
  /** Position by segment. */
  readonly position: Int32Array;
  /** The innermost loop, by position. */
  readonly loopAt: readonly (NativeLoop | undefined)[];
  /** Outer loops before those in them. */
  readonly loops: readonly NativeLoop[];
  /** Ways that are no jumps: 1 where a segment goes on with the next one, by segment. */
  readonly continues: Uint8Array;
}

/** Consecutive segments that jumps lead back in, and that nothing else enters but at one of them. */
interface Region {
  readonly head: number;
  readonly last: number;
  readonly parent: Region | undefined;
  /** By head. */
  readonly children: Map<number, Region>;
  /** Where it is entered; undefined so far, -1 for several places. */
  entry: number | undefined;
  isRejected: boolean;
}

/** Loops in one another beyond this stay as they are: what costs time in proportion to depth must not grow with it. */
const MAX_NESTING = 16;
/** Segments looked at for each segment there is, before a function is left without loops. */
const MAX_EFFORT = 64;
/** Jumps that cannot be in a loop, before a function is left without loops. */
const MAX_BROKEN = 16;

/**
 * Finds loops without resumable segments and puts the one that is entered first, as the head of a loop has to be: Go's
 * compiler writes the condition behind the body and enters there. Closed regions: a jump back into the middle of a loop
 * from behind it makes it reach that far; else the two would overlap and neither could be a loop of WebAssembly.
 */
export function layOut(shape: GoShape): Layout {
  const continues = findContinuing(shape);
  const roots = nest(closedRegions(shape));
  if (roots.length === 0) return inOrder(shape, continues);
  findEntries(shape, continues, roots);
  for (let attempt = 0; attempt < 3; attempt++) {
    rejectOuter(roots);
    const layout = arrange(shape, continues, roots);
    if (!rejectBroken(shape, layout, roots)) return layout;
  }
  return inOrder(shape, continues);
}

/**
 * The jump from a segment to another goes back to this loop: the innermost one around the first that begins with the
 * second.
 */
export function loopBack(layout: Layout, from: number, to: number): NativeLoop | undefined {
  const { position, loopAt, loops } = layout;
  if (loops.length === 0) return undefined;
  let loop = loopAt[position[from]!];
  while (loop !== undefined && loop.first !== position[to]) loop = loop.parent;
  return loop;
}

/** The innermost loop that a segment is in without being its first; undefined outside of loops. */
export function containerOf(layout: Layout, segment: number): NativeLoop | undefined {
  const { position, loopAt, loops } = layout;
  if (loops.length === 0) return undefined;
  let loop = loopAt[position[segment]!];
  while (loop !== undefined && loop.first === position[segment]) loop = loop.parent;
  return loop;
}

/** Whether a branch out of blocks leads from one segment to another. */
export function isForward(layout: Layout, from: number, to: number): boolean {
  const [start, goal] = [layout.position[from]!, layout.position[to]!];
  const around = containerOf(layout, to);
  return goal > start && (around === undefined || (around.first <= start && start <= around.last));
}

function findContinuing({ flow, starts, count, end }: GoShape): Uint8Array {
  const continues = new Uint8Array(count);
  for (let segment = 0; segment < count - 1; segment++) {
    const behind = starts[segment + 1]! - 1;
    const isLast = behind > starts[segment]! && flow.isAdjacent(behind - 1);
    const last = isLast ? flow.opcode[behind - 1] : Op.nop;
    const leaves = last === Op.br || last === Op.return || last === Op.unreachable;
    continues[segment] = leaves && behind < end ? 0 : 1;
  }
  return continues;
}

const NO_LOOPS: readonly [] = [];
let rising = new Int32Array(0);

/** Segments as they stand, without loops. */
function inOrder({ count }: GoShape, continues: Uint8Array): Layout {
  if (rising.length < count) rising = Int32Array.from({ length: 2 * count }, (_, i) => i);
  return { count, order: rising, position: rising, loopAt: NO_LOOPS, loops: NO_LOOPS, continues };
}

/** Extents of the loops that jumps back make, by rising head; none where that takes too long. */
function closedRegions(shape: GoShape): readonly [number, number][] {
  const { jumps, jumpFrom, jumpTo, count, resumable } = shape;
  let goesBack = false;
  for (let i = 0; i < jumps && !goesBack; i++) goesBack = jumpTo[i]! <= jumpFrom[i]!;
  if (!goesBack) return [];
  const reach = new Int32Array(count).fill(-1);
  for (let i = 0; i < jumps; i++) {
    const [from, to] = [jumpFrom[i]!, jumpTo[i]!];
    if (to <= from && from > reach[to]!) reach[to] = from;
  }
  const regions: [number, number][] = [];
  let effort = count * MAX_EFFORT;
  for (let head = 1; head < count; head++) {
    let last = reach[head]!;
    if (last < 0) continue;
    let isFree = true;
    for (let at = head + 1; at <= last && isFree; at++) {
      last = Math.max(last, reach[at]!);
      isFree = resumable[at] === 0;
      if (--effort < 0) return [];
    }
    if (isFree) regions.push([head, last]);
  }
  return regions;
}

/** Closed regions are in one another or apart. */
function nest(extents: readonly [number, number][]): readonly Region[] {
  const all: Region[] = [];
  const open: Region[] = [];
  for (const [head, last] of extents) {
    while (open.length > 0 && open[open.length - 1]!.last < head) open.pop();
    const parent = open[open.length - 1];
    const isRejected = open.length >= MAX_NESTING || (parent !== undefined && last > parent.last);
    const region: Region = { head, last, parent, children: new Map(), entry: undefined, isRejected };
    all.push(region);
    if (isRejected) continue;
    parent?.children.set(head, region);
    open.push(region);
  }
  return all;
}

function findEntries(shape: GoShape, continues: Uint8Array, all: readonly Region[]): void {
  const { jumps, jumpFrom, jumpTo, resumable, count } = shape;
  const inner: (Region | undefined)[] = new Array(count);
  for (const region of all) if (!region.isRejected) inner.fill(region, region.head, region.last + 1);
  const enter = (from: number, to: number): void => {
    for (let region = inner[to]; region !== undefined; region = region.parent) {
      if (region.head <= from && from <= region.last) break;
      region.entry = region.entry === undefined || region.entry === to ? to : -1;
    }
  };
  for (let i = 0; i < jumps; i++) enter(jumpFrom[i]!, jumpTo[i]!);
  for (let segment = 0; segment < count; segment++) {
    if (continues[segment] === 1) enter(segment, segment + 1);
    if (resumable[segment] === 1) enter(-1, segment);
  }
  for (const region of all) if (region.entry === undefined || region.entry < 0) region.isRejected = true;
}

/** The head of a region that is no loop is reached by the br_table alone, which stands outside of all loops. */
function rejectOuter(all: readonly Region[]): void {
  for (const region of all) {
    if (!region.isRejected) continue;
    for (let outer = region.parent; outer !== undefined; outer = outer.parent) outer.isRejected = true;
  }
}

function arrange({ count }: GoShape, continues: Uint8Array, all: readonly Region[]): Layout {
  const order: number[] = [];
  const loops: NativeLoop[] = [];
  const loopAt: (NativeLoop | undefined)[] = [];
  const place = (region: Region, parent: NativeLoop | undefined): void => {
    const loop = { first: order.length, last: order.length + region.last - region.head, parent };
    loops.push(loop);
    const split = unitOf(region, region.entry!);
    const run = (from: number, to: number): void => {
      for (let segment = from; segment <= to; segment++) {
        const child = region.children.get(segment);
        if (child === undefined || child.isRejected) put(segment, loop);
        else {
          place(child, loop);
          segment = child.last;
        }
      }
    };
    run(split, region.last);
    run(region.head, split - 1);
  };
  const put = (segment: number, loop: NativeLoop | undefined): void => {
    loopAt.push(loop);
    order.push(segment);
  };
  const outermost = new Map<number, Region>();
  for (const region of all) {
    const isOuter = region.parent === undefined || region.parent.isRejected;
    if (!region.isRejected && isOuter) outermost.set(region.head, region);
  }
  for (let segment = 0; segment < count; segment++) {
    const region = outermost.get(segment);
    if (region === undefined) put(segment, undefined);
    else {
      place(region, undefined);
      segment = region.last;
    }
  }
  const position = new Int32Array(count);
  for (const [at, segment] of order.entries()) position[segment] = at;
  return { count, order: Int32Array.from(order), position, loopAt, loops, continues };
}

/** Where what holds the segment begins: a region in this one, or the segment itself. */
function unitOf({ children }: Region, segment: number): number {
  for (const { head, last, isRejected } of children.values())
    if (!isRejected && head <= segment && segment <= last) return head;
  return segment;
}

/** Rejects regions in which a jump goes back other than to the head of a loop. Returns whether there are such. */
function rejectBroken(
  { jumps, jumpFrom, jumpTo, count }: GoShape,
  layout: Layout,
  all: readonly Region[],
): boolean {
  let broken = 0;
  const check = (from: number, to: number): void => {
    if (loopBack(layout, from, to) !== undefined || isForward(layout, from, to)) return;
    if (to <= from && containerOf(layout, to) === undefined) return;
    broken += 1;
    for (const region of broken > MAX_BROKEN ? [] : all) {
      const touches = (segment: number): boolean => region.head <= segment && segment <= region.last;
      if (touches(from) || touches(to)) region.isRejected = true;
    }
  };
  for (let i = 0; i < jumps; i++) check(jumpFrom[i]!, jumpTo[i]!);
  for (let segment = 0; segment < count; segment++)
    if (layout.continues[segment] === 1) check(segment, segment + 1);
  if (broken > MAX_BROKEN) for (const region of all) region.isRejected = true;
  return broken > 0;
}
