import type { LoopRun, Moment } from "./loop-run.ts";
import type { Comparison, Machine } from "./machine.ts";
import { hasSay, type Snapshot } from "./snapshot.ts";
import type { Track } from "./track.ts";

/** Why a state comes again for ever. */
export interface Recurrence {
  /** Comparisons whose operands move apart, as they were at the end; none when all is as before. */
  readonly moving: readonly { readonly before: Comparison; readonly after: Comparison }[];
  /** Rounds after which all is as before. */
  readonly period: number;
}

/** Up to this many repetitions every period is tried, then powers of two. */
const MAX_TRIED = 64;
/** Longer stretches are not compared. */
const MAX_STRETCH = 20_000;

/**
 * Whether a state that came back twice comes back for ever. What the snapshot left out must have had no say since, but in
 * comparisons; and those must come out the same again each time, because their operands move apart at a steady rate.
 * Then by induction the next stretch goes like the last.
 */
export function recurrenceOf(machine: Machine, run: LoopRun): Recurrence | undefined {
  const { snapshot, moments } = run;
  const last = moments.length - 1;
  // Of the repetitions so far, the first half against the second: so a longer period than that of the state is found.
  if (snapshot === undefined || last < 2 || last % 2 !== 0 || !machine.logsAll) return undefined;
  if (last > MAX_TRIED && (last & (last - 1)) !== 0) return undefined;
  const [first, second, third] = [moments[0]!, moments[last / 2]!, moments[last]!];
  // A field is one variable here, whichever object has it: of several, each may go its own way.
  for (const track of snapshot.several) if (hasSay(track, first.step)) return undefined;
  const bent = bentTracks(snapshot, first.step);
  if (bent === undefined || [...bent].some((track) => track.comparedAt >= first.step)) {
    keepThose(run, first.step, bent);
    return undefined;
  }
  const moving = movingBetween(machine.comparisons, [first, second, third]);
  return moving === undefined ? undefined : { moving, period: third.round - second.round };
}

/** Variables whose value went into others, or was compared after leaps, belong to the state the next time. */
function keepThose({ snapshot, kept }: LoopRun, step: number, bent: ReadonlySet<Track> | undefined): void {
  for (const track of snapshot!.without) {
    const hasGone = track.flows.some(({ to, at }) => to !== track && at >= step);
    if (hasGone || (bent?.has(track) === true && track.comparedAt >= step)) kept.add(track);
  }
}

/**
 * The variables that may not change at a steady rate, of those that may change at all since `step`. undefined when one
 * that may change had a say in what the program did.
 */
function bentTracks({ without }: Snapshot, step: number): ReadonlySet<Track> | undefined {
  const bent = new Set<Track>();
  const reached = new Set<Track>(without);
  const queue = [...without];
  for (let track = queue.pop(); track !== undefined; track = queue.pop()) {
    if (track.readAt >= step || track.isPointedTo) return undefined;
    if (isUnchanged(track, step)) continue;
    if (without.has(track) && track.jumpedAt >= step) bent.add(track);
    for (const { to, isSum, isElement, at } of track.flows) {
      if (at < step) continue;
      if (isElement) {
        if (!reached.has(to)) queue.push(to);
        reached.add(to);
        continue;
      }
      const isSteady = isSum && !bent.has(track) && (to === track || !without.has(to));
      const isNews = !reached.has(to) || (!isSteady && !bent.has(to));
      if (!isSteady) bent.add(to);
      reached.add(to);
      if (isNews) queue.push(to);
    }
  }
  return bent;
}

/** Whether nothing wrote to a variable since `step`, so that it had the same value each time. */
function isUnchanged(track: Track, step: number): boolean {
  return !track.isParameter && track.writtenAt < step;
}

function movingBetween(
  all: readonly Comparison[],
  [first, second, third]: readonly Moment[],
): Recurrence["moving"] | undefined {
  const length = third!.comparisons - second!.comparisons;
  if (length !== second!.comparisons - first!.comparisons || length > MAX_STRETCH) return undefined;
  const moving: { before: Comparison; after: Comparison }[] = [];
  for (let at = 0; at < length; at++) {
    const before = all[first!.comparisons + at]!;
    const after = all[second!.comparisons + at]!;
    if (before.site !== after.site || before.result !== after.result) return undefined;
    if (Object.is(before.left, after.left) && Object.is(before.right, after.right)) continue;
    if (!staysSo(before, after)) return undefined;
    if (after.operator !== "%" && after.operator !== "&") moving.push({ before, after });
  }
  return moving;
}

/** Whether a comparison comes out the same for ever when its operands go on as they did. */
function staysSo(before: Comparison, after: Comparison): boolean {
  // A narrow counter wraps round in seconds.
  if (after.bits !== 0 && after.bits !== 64) return false;
  if (after.bits === 0) {
    // A float that only grows never shrinks again, whatever is lost on the way; two of them might meet.
    const oneSide = Object.is(before.left, after.left) || Object.is(before.right, after.right);
    if (!oneSide) return false;
    const [first, second] = [
      Number(before.left) - Number(before.right),
      Number(after.left) - Number(after.right),
    ];
    return apart(after, first, second, () => false) || stopsShort(before, after);
  }
  if (wrapsSoon(after, before.left, after.left) || wrapsSoon(after, before.right, after.right)) return false;
  if (after.operator === "%" || after.operator === "&") return leavesTheSame(before, after);
  const [first, second] = [
    BigInt(before.left) - BigInt(before.right),
    BigInt(after.left) - BigInt(after.right),
  ];
  return apart(after, first, second, () => first % (second - first) !== 0n);
}

/**
 * Whether a float that is added up stops before the bound. In steps of s = 2^k, from a multiple of s, it comes to
 * 2^p s, where p is the number of bits of the mantissa; there half of the distance to the next float is s, and the sum is
 * rounded to the even one, which is where it is.
 */
function stopsShort(before: Comparison, after: Comparison): boolean {
  const isLeft = Object.is(before.right, after.right);
  const [from, to, bound] = (
    isLeft ? [before.left, after.left, after.right] : [before.right, after.right, after.left]
  ).map(Number) as [number, number, number];
  const step = Math.abs(to - from);
  if (step === 0 || !Number.isInteger(Math.log2(step)) || to % step !== 0) return false;
  const limit = 2 ** after.precision! * step;
  const isBeyond = to > from ? bound > limit : bound < -limit;
  return isBeyond && Math.abs(to) < limit && after.operator !== "==";
}

/** Whether a remainder, or the low bits, stay the same when the operand goes on as it did. */
function leavesTheSame(before: Comparison, after: Comparison): boolean {
  const step = BigInt(after.left) - BigInt(before.left);
  const right = BigInt(after.right);
  if (after.operator === "%") return step % right === 0n && step > 0n === after.left > 0;
  return step % (1n << BigInt(right.toString(2).length)) === 0n;
}

/** Repetitions that no program lives to see. */
const FOR_EVER = 1n << 40n;

/** Whether an operand that goes on as it did leaves the range of its type while the program lives. */
function wrapsSoon({ bits, signed }: Comparison, before: number | bigint, after: number | bigint): boolean {
  const step = BigInt(after) - BigInt(before);
  if (step === 0n) return false;
  const values = 1n << BigInt(bits);
  const least = signed ? -values / 2n : 0n;
  const room = step > 0n ? least + values - 1n - BigInt(after) : BigInt(after) - least;
  return room / (step > 0n ? step : -step) < FOR_EVER;
}

function apart<N extends number | bigint>(
  { operator, result }: Comparison,
  first: N,
  second: N,
  passesBy: () => boolean,
): boolean {
  switch (operator) {
    case "<":
    case "<=":
      return result ? second <= first : second >= first;
    case ">":
    case ">=":
      return result ? second >= first : second <= first;
  }
  const isUnequal = result === (operator === "!=");
  if (first === second) return true;
  if (!isUnequal) return false;
  return first > 0 ? second > first || passesBy() : second < first || passesBy();
}
