import type { RunType } from "./go-type.ts";
import { under } from "./go-type.ts";
import type { Frame, Machine } from "./machine.ts";
import { hasSay, isSameState, type Roots, type Snapshot, snapshotOf } from "./snapshot.ts";
import type { Track } from "./track.ts";
import { Box, Ref, Slice, type Value } from "./value.ts";
import type { WorkList } from "./work-list.ts";

/** What is known of a loop that works through a list, since all else was as it is. */
export interface ClosedWork {
  readonly base: Snapshot;
  readonly since: number;
  /** Memory that belongs to the state beside the list. */
  readonly reached: ReadonlySet<object>;
  /** Entries that were taken since, each of which put at least one other into the list. */
  readonly taken: Set<string>;
  /** Of a stack: its height when an entry was on top, as long as it was never lower since. */
  readonly heights: Map<string, number>;
  /** The entry that is taken in this round, and how many there were. */
  next: string;
  pending: number;
}

/** Entries that are looked at for one answer. */
const MAX_PENDING = 400;
/** Rounds before the state beside the list is noted, and how often it may change. */
const FIRST_ROUND = 3;
const MAX_CHANGES = 4;

/** The part of a loop run that this is about. */
export interface WorkRun {
  readonly startedAt: number;
  rounds: number;
  work: ClosedWork | undefined;
  /** How often the state beside the list changed. */
  changes: number;
}

/**
 * Whether a work list never gets empty. Nothing but the list changes from round to round, so what an entry does depends on
 * it alone. Of a queue: each entry that was taken put in at least one, and all that waits was taken before. So by
 * induction every entry that will ever come was there before, and puts in another. Of a stack: the entry on top was
 * there before, and nothing that lay below it was taken since.
 */
export function isClosed(machine: Machine, run: WorkRun, list: WorkList, roots: Roots): boolean {
  if (run.changes > MAX_CHANGES || run.rounds < FIRST_ROUND) return false;
  const pending = pendingIn(roots.frame, list);
  if (pending === undefined || pending.length === 0 || pending.length > MAX_PENDING) return false;
  const beside: Roots = { ...roots, skipped: [list.listSlot, list.indexSlot] };
  machine.steps += pending.length >>> 2;
  const first = list.next === "last" ? pending.at(-1)! : pending[0]!;
  const { work } = run;
  if (work === undefined || !isSameState(machine, beside, work.base)) {
    run.changes++;
    const reached = new Set<object>();
    const base = snapshotOf(machine, { ...beside, reached }, run.startedAt, references(roots));
    run.work =
      base === undefined
        ? undefined
        : {
            base,
            since: machine.steps,
            reached,
            taken: new Set(),
            heights: new Map(),
            next: "",
            pending: pending.length,
          };
    if (run.work !== undefined) run.work.next = keyOfEntry(first, list.element, reached);
    return false;
  }
  const next = keyOfEntry(first, list.element, work.reached);
  // What an entry leads to is not part of the state: it may change unseen.
  if (next === UNSEEN) run.changes = MAX_CHANGES + 1;
  if (next === UNSEEN) return false;
  const isAgain =
    list.next === "last" ? isOnTopAgain(work, next, pending.length) : areAllTaken(run, list, next, pending);
  if (!isAgain) return false;
  for (const track of work.base.without)
    if (track.readAt >= work.since || track.isPointedTo || hasSay(track, work.since)) return false;
  return true;
}

/** Variables that hold memory, which entries may lead to. */
function references({ frame, slots, tracks }: Roots): ReadonlySet<Track> {
  const found = new Set<Track>();
  for (let slot = 0; slot < slots; slot++) {
    const track = tracks[slot];
    if (track !== undefined && typeof frame.locals[slot] === "object") found.add(track);
  }
  return found;
}

/** Whether the entry on top was there before, and nothing below it was taken since: so it comes again for ever. */
function isOnTopAgain({ heights, taken }: ClosedWork, top: string, height: number): boolean {
  for (const [key, least] of heights) if (least > height) heights.delete(key);
  if (heights.has(top)) return true;
  heights.set(top, height);
  taken.add(top);
  return false;
}

/** Whether all that waits was taken before, and put in something each time. */
function areAllTaken(run: WorkRun, list: WorkList, next: string, pending: readonly Value[]): boolean {
  const work = run.work!;
  // The entry put in nothing: the list may get empty.
  if (pending.length < work.pending) run.changes = MAX_CHANGES + 1;
  const isNews = !work.taken.has(work.next);
  work.taken.add(work.next);
  work.next = next;
  work.pending = pending.length;
  return !isNews && pending.every((entry) => work.taken.has(keyOfEntry(entry, list.element, work.reached)));
}

function pendingIn({ locals }: Frame, { listSlot, indexSlot }: WorkList): readonly Value[] | undefined {
  const list = locals[listSlot];
  if (!(list instanceof Slice)) return undefined;
  const from = indexSlot < 0 ? 0 : Number(locals[indexSlot]);
  return list.box.cells.slice(list.offset + from, list.offset + list.length);
}

const identities = new WeakMap<object, number>();
let identityCount = 0;

const UNSEEN = "?";

/** The same for the same entry only: pieces by what is in them, all else by what it is, if that belongs to the state. */
function keyOfEntry(value: Value, type: RunType, reached: ReadonlySet<object>): string {
  const base = under(type);
  if (value instanceof Box && (base.kind === "struct" || base.kind === "array")) {
    const parts = value.cells.map((cell, at) =>
      keyOfEntry(cell, base.kind === "array" ? base.element! : base.fields![at]!.type, reached),
    );
    return parts.includes(UNSEEN) ? UNSEEN : `{${parts.join()}}`;
  }
  if (typeof value !== "object" || value === null) return `${typeof value}:${JSON.stringify(String(value))}`;
  const held = value instanceof Slice || value instanceof Ref ? value.box : value;
  if (!reached.has(held)) return UNSEEN;
  let identity = identities.get(held);
  if (identity === undefined) {
    identity = identityCount++;
    identities.set(held, identity);
  }
  const part =
    value instanceof Slice
      ? `${value.offset}+${value.length}/${value.capacity}`
      : value instanceof Ref
        ? value.at
        : "";
  return `#${identity}:${part}`;
}
