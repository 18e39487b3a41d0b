import type { Hazard } from "../../source/finding.ts";
import { childIn, childrenOf, NO_NODE, type NodeId } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { PackageIndex } from "../flow/package-index.ts";
import type { GoFunction, IndexedFile } from "../flow/symbols.ts";
import { callFromProgram, placeOfLoop } from "./blamed-place.ts";
import { hazardOfLoop } from "./loop-hazard.ts";
import type { Comparison, Frame, Machine, Stop } from "./machine.ts";
import { newObserver, type Sighting } from "./observe.ts";
import type { Recurrence } from "./recurrence.ts";
import { type RunBudget, runProgram } from "./run-program.ts";
import type { Value } from "./value.ts";

/** A place at which the program, run from its start, is seen not to end. */
export interface FoundDivergence {
  readonly kind: "loop" | "goto" | "recursion" | "allocation" | "call";
  readonly file: IndexedFile;
  /** The loop, the label, the call of a recursion or of the library, or the call that allocates. */
  readonly node: NodeId;
  readonly hazard: Hazard;
  /** Other calls of the recursion. */
  readonly others: readonly NodeId[];
  readonly message: string;
  readonly witness: string;
  /** It is so when there is no input, no argument and no environment; with some it may go otherwise. */
  readonly withoutInput?: boolean;
}

/** What a run showed. */
export interface Divergence {
  /** Where the program does not end; undefined when it ends, or when that is not known. */
  readonly found: FoundDivergence | undefined;
  readonly steps: number;
  /** The functions that were called, when it came to its end; else none. */
  readonly called: ReadonlySet<GoFunction>;
  /** Whether it was stopped by something that is not modelled. */
  readonly isUnknown: boolean;
}

const NONE: ReadonlySet<GoFunction> = new Set();

/** Runs the program and tells where it does not end. */
export function divergenceOf(index: PackageIndex, budget: RunBudget): Divergence {
  const called = new Set<GoFunction>();
  let sighting: Sighting | undefined;
  let machine: Machine | undefined;
  const result = runProgram(index, budget, {
    observer: (tracks) =>
      newObserver(
        tracks,
        (one) => {
          sighting = one;
        },
        called,
      ),
    started: (one) => {
      machine = one;
    },
  });
  if (result === undefined) return { found: undefined, steps: 0, called: NONE, isUnknown: true };
  const { stop, steps } = result;
  const seen = whatStopped(stop, sighting, machine);
  const withoutInput = machine?.usesInput === true;
  const found = seen === undefined ? undefined : { ...seen, withoutInput };
  return {
    found,
    steps,
    called: stop.kind === "ended" && !withoutInput ? called : NONE,
    isUnknown: stop.kind === "unknown",
  };
}

function whatStopped(
  stop: Stop,
  sighting: Sighting | undefined,
  machine: Machine | undefined,
): FoundDivergence | undefined {
  if (stop.kind === "huge") {
    const { bytes, rounds } = stop;
    const inLibrary = stop.file.home !== "" && machine?.frame !== undefined;
    const { file, node } = inLibrary ? callFromProgram(machine!.frame!) : stop;
    const message = `${bytes} bytes are more than any 32-bit memory holds`;
    const witness = `run from its start, the program asks here for ${bytes} bytes ${rounds === undefined ? "at once" : `in ${rounds} rounds, and keeps them`}`;
    return { kind: "allocation", file, node, hazard: "unbounded-alloc", others: [], message, witness };
  }
  if (stop.kind !== "found" || sighting === undefined || machine === undefined) return undefined;
  return whatWasSeen(sighting, machine);
}

/** A sighting in words. */
export function whatWasSeen(sighting: Sighting, machine: Machine): FoundDivergence {
  return sighting.kind === "loop" ? loopFound(sighting, machine) : recursionFound(sighting);
}

function loopFound(sighting: Sighting, machine: Machine): FoundDivergence {
  const { site, run, recurrence } = sighting;
  const { period, moving } = recurrence;
  const rounds = (run.moments[0]?.round ?? 1) - 1;
  const again = period === 1 ? "each round" : `every ${period} rounds`;
  const state = valuesIn(sighting);
  const pair = moving[0];
  const gap =
    pair === undefined
      ? ""
      : `; ${pair.after.left} ${pair.after.operator} ${pair.after.right} was ${pair.before.left} ${pair.before.operator} ${pair.before.right} before, and goes on like this`;
  const place = placeOfLoop(sighting.frame, site!);
  const { file, node } = place;
  if (sighting.isRefilled === true) return refilled(sighting, { file, node });
  return {
    kind: place.kind === "library" ? "call" : site!.isGoto ? "goto" : "loop",
    file,
    node,
    hazard:
      place.kind === "own"
        ? hazardOfLoop(sighting, machine)
        : place.keeps
          ? "unbounded-alloc"
          : "infinite-loop",
    others: [],
    message:
      place.kind === "library"
        ? "this call never comes back: what it goes through has no end"
        : pair === undefined
          ? "the program comes back to the same state here for ever"
          : isApproaching(pair)
            ? "a float that is added up here stops before it comes to its bound"
            : "what this loop compares moves apart for ever",
    witness: `run from its start, after ${rounds} rounds of this loop all that has a say in it is the same again ${again}${state}${gap}`,
  };
}

function refilled({ run }: Sighting, place: Pick<FoundDivergence, "file" | "node">): FoundDivergence {
  return {
    kind: "loop",
    ...place,
    hazard: "growing-bound",
    others: [],
    message: "this work list never gets empty: each entry puts in entries that were there before",
    witness: `run from its start, after ${run.rounds} rounds nothing but the list changes, each of the ${run.work!.taken.size} kinds of entries that were taken put in at least one, and no other kind waits`,
  };
}

/** Whether two floats came nearer to each other. */
function isApproaching({ before, after }: Recurrence["moving"][number]): boolean {
  const gap = ({ left, right }: Comparison): number => Math.abs(Number(left) - Number(right));
  return after.bits === 0 && gap(after) < gap(before);
}

/** Shown of a state. */
const MAX_SHOWN = 4;

/** The plain variables of the frame, as ` (i = 2, n = 4)`. */
function valuesIn({ frame, site, run }: Sighting): string {
  const shown: string[] = [];
  const slots = site?.slots ?? frame.code.parameters;
  for (let slot = 0; slot < slots && shown.length < MAX_SHOWN; slot++) {
    const track = (site ?? frame.code).tracks[slot];
    if (track === undefined || track.name === "_" || run.snapshot!.without.has(track)) continue;
    const text = plainText(frame.locals[slot]!);
    if (text !== undefined) shown.push(`${track.name} = ${text}`);
  }
  return shown.length === 0 ? "" : ` (${shown.join(", ")})`;
}

function plainText(value: Value): string | undefined {
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean")
    return String(value);
  return typeof value === "string" && value.length <= 20 ? JSON.stringify(value) : undefined;
}

function recursionFound(sighting: Sighting): FoundDivergence {
  const { frame, run, recurrence } = sighting;
  const { file, node } = callFromProgram(frame);
  const depth = run.moments[0]!.round;
  const isSame = recurrence.moving.length === 0;
  const again = recurrence.period === 1 ? "each call" : `every ${recurrence.period} calls`;
  return {
    kind: "recursion",
    file,
    node,
    hazard: looksAtParameters(frame.code.fn!) ? "non-decreasing-recursion" : "unbounded-recursion",
    others: callsBefore(frame, file),
    message: isSame
      ? `${frame.code.name} calls itself with the same arguments and the same state for ever`
      : `${frame.code.name} calls itself for ever: its arguments move away from its base case`,
    witness: `run from its start, at ${depth} calls of ${frame.code.name} inside each other all that has a say is the same again ${again}${valuesIn(sighting)}`,
  };
}

/** Longer cycles of calls are not listed. */
const MAX_OTHERS = 8;

/** The calls in the same file that lead from the last call of the function to this one. */
function callsBefore(frame: Frame, file: IndexedFile): readonly NodeId[] {
  const nodes = new Set<NodeId>();
  for (
    let at = frame.caller;
    at !== undefined && at.code !== frame.code && nodes.size < MAX_OTHERS;
    at = at.caller
  ) {
    if (at.caller?.code.file === file) nodes.add(at.callNode);
  }
  nodes.delete(frame.callNode);
  return [...nodes];
}

/** Whether a condition of the function mentions its receiver or a parameter: it has a base case that is not met. */
function looksAtParameters(fn: NonNullable<Sighting["frame"]["code"]["fn"]>): boolean {
  const { source, symbolOf } = fn.file;
  const { tree } = source;
  const parameters = new Set<number>();
  for (let node = fn.node; node < fn.body; node++) {
    if (tree.kind[node] === Kind.Identifier && symbolOf[node]! >= 0) parameters.add(symbolOf[node]!);
  }
  for (let node = fn.body; node < tree.after[fn.body]!; node++) {
    const conditions =
      tree.kind[node] === Kind.IfStatement
        ? [childIn(tree, node, Field.Condition)]
        : tree.kind[node] === Kind.ExpressionCase
          ? childrenOf(tree, childIn(tree, node, Field.Value))
          : [];
    for (const condition of conditions) {
      if (condition === NO_NODE) continue;
      for (let at = condition; at < tree.after[condition]!; at++)
        if (parameters.has(symbolOf[at]!)) return true;
    }
  }
  return false;
}
