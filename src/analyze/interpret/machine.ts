import type { NodeId } from "../../source/tree.ts";
import type { IndexedFile } from "../flow/symbols.ts";
import type { Code, LoopSite } from "./code.ts";
import { BASIC, type RunType } from "./go-type.ts";
import type { RunPlace, Scheduler } from "./goroutines/scheduler.ts";
import type { LoopRun } from "./loop-run.ts";
import { NotModelled } from "./program.ts";
import type { Track } from "./track.ts";
import { Box, type Closure, copyBox, Dynamic, type Locals, type Value, zeroValue } from "./value.ts";

/** A call that has not returned yet. */
export class Frame {
  pc = 0;
  readonly stack: Value[] = [];
  deferred:
    | { readonly closure: Closure; readonly values: readonly Value[]; readonly node: NodeId }[]
    | undefined;
  /** The panic that is on its way through this frame. */
  panic: { readonly value: Value } | undefined;
  recovered = false;
  /** The frame whose deferred call this is. */
  deferredOf: Frame | undefined;
  results: readonly Value[] = [];
  /** How the caller reads what a function that only returns a value gives; undefined when it may decide anything. */
  resultReading: "compared" | "quiet" | undefined;
  /** Of a round of a loop over a function: what the iterator called. */
  body: Closure | undefined;
  loops: Map<LoopSite, LoopRun> | undefined;
  /** The last call of the library from here. */
  nativeNode: NodeId | undefined;
  /** Results are not wanted: a deferred call, or the last of a native. */
  dropsResults = false;
  readonly code: Code;
  readonly locals: Value[];
  readonly caller: Frame | undefined;
  /** Where the call stands in the caller. */
  readonly callNode: NodeId;
  constructor(code: Code, locals: Value[], caller: Frame | undefined, callNode: NodeId) {
    this.code = code;
    this.locals = locals;
    this.caller = caller;
    this.callNode = callNode;
  }
}

/** Why a run came to an end. */
export type Stop =
  | { readonly kind: "ended" }
  | { readonly kind: "panicked"; readonly value: Value }
  /** Something that is not modelled. */
  | { readonly kind: "unknown"; readonly why: string }
  | { readonly kind: "budget" }
  | {
      readonly kind: "huge";
      readonly bytes: bigint;
      /** Of the loop that keeps that much. */
      readonly rounds?: number;
      readonly file: IndexedFile;
      readonly node: NodeId;
    }
  | { readonly kind: "found"; readonly verdict: unknown };

/** Places that a condition read, and what was in them. */
export interface ConditionReads {
  readonly frame: Frame;
  readonly places: {
    readonly cells: Value[];
    readonly at: number;
    readonly value: Value;
    readonly track: Track;
  }[];
}

/** Watches the run for states that come again. */
export interface Observer {
  readonly atLoop: (machine: Machine, frame: Frame, site: LoopSite) => void;
  readonly atCall: (machine: Machine, frame: Frame) => void;
  readonly atReturn: (machine: Machine, frame: Frame) => void;
}

/** A comparison that the program made; `site` is its own number. */
export interface Comparison {
  readonly site: number;
  readonly operator: string;
  readonly left: number | bigint;
  readonly right: number | bigint;
  readonly result: boolean;
  /** Width of the operands; 0 for floats. */
  readonly bits: number;
  /** Bits of the mantissa, of floats. */
  readonly precision?: 24 | 53;
  readonly signed: boolean;
}

/** Comparisons that are remembered; a program that makes more is not followed further in that respect. */
const MAX_COMPARISONS = 60_000;
/** Conditions that read more places are judged by the first. */
const MAX_CONDITION_READS = 64;
/** Calls of guest functions by natives (String by Println) nested deeper are not followed. */
const MAX_NESTED_RUNS = 12;
/** Guest calls nested deeper are not followed: Go's own stack holds about as many frames of an honest function. */
const MAX_FRAMES = 20_000;

/** Runs a program step by step, on a stack of its own: how deep the guest calls itself does not matter to us. */
export class Machine {
  frame: Frame | undefined;
  depth = 0;
  steps = 0;
  stop: Stop | undefined;
  /** Cells of memory taken so far. */
  cells = 0;
  /** Cells in long lists that were made in one go. */
  zeros = 0;
  readonly comparisons: Comparison[] = [];
  /** Whether the log holds all comparisons. */
  get logsAll(): boolean {
    return this.comparisons.length < MAX_COMPARISONS;
  }
  /** Where the last instruction that could stop stands. */
  place: { readonly file: IndexedFile; readonly node: NodeId } | undefined;
  /** Places that the condition of a loop reads, while somebody asks. */
  conditionReads: ConditionReads | undefined;
  output: ((text: string) => void) | undefined;
  /** Whether everything that was printed was known. */
  outputKnown = true;
  /** A method of a value in an interface, bound to it; undefined when it has none. */
  methodOf: ((value: Dynamic, name: string) => Closure | undefined) | undefined;
  /** What io.EOF holds. */
  endOfFile: (() => Value | undefined) | undefined;
  /** The method Error or String of a value that is printed. */
  textMethod: ((type: RunType, value: Value) => Closure | undefined) | undefined;
  /** Whether it matters that the program is run without input, arguments and environment. */
  usesInput = false;
  /** The order in which an iterator of package maps goes makes no difference now. */
  anyOrder = false;
  private nested = 0;
  /** Who runs the goroutines; undefined when the program is run without any. */
  goroutines: Scheduler | undefined;

  readonly globals: Box;
  readonly budget: { readonly steps: number; readonly cells: number };
  readonly observer: Observer | undefined;
  constructor(
    globals: Box,
    budget: { readonly steps: number; readonly cells: number },
    observer: Observer | undefined,
  ) {
    this.globals = globals;
    this.budget = budget;
    this.observer = observer;
  }

  /** Whether a native waits for a function of the guest to return. */
  get isNested(): boolean {
    return this.nested > 0;
  }

  /** Where the native that runs was called. */
  nativePlace(): RunPlace {
    return this.place!;
  }

  /** Stops because of something that is not modelled. */
  unknown(why: string): undefined {
    this.stop ??= { kind: "unknown", why };
    return undefined;
  }

  /**
   * Stops for what was thrown. A source that nests deeper than our own stack is not modelled either; nor is one that Go
   * would not compile, where values and nodes may be missing anywhere.
   */
  giveUp(error: unknown): void {
    const isOfSource =
      error instanceof NotModelled || error instanceof RangeError || error instanceof TypeError;
    if (!isOfSource) throw error;
    this.unknown(error.message);
  }

  /** Counts memory that the guest takes. False, and the machine stops, when that is too much. */
  takes(cells: number): boolean {
    this.cells += cells;
    this.steps += cells >>> 3;
    if (this.cells <= this.budget.cells) return true;
    this.stop ??= { kind: "budget" };
    return false;
  }

  /** Notes that a place was read, for the condition that is being evaluated. */
  noteRead(cells: Value[], at: number, track: Track): void {
    const reads = this.conditionReads;
    if (reads === undefined || reads.places.length >= MAX_CONDITION_READS) return;
    const ownLocals = this.frame!.locals;
    if (cells === ownLocals && this.frame !== reads.frame) return;
    reads.places.push({ cells, at, value: cells[at]!, track });
  }

  log(comparison: Comparison): void {
    if (this.logsAll) this.comparisons.push(comparison);
  }

  /** Runs until the frames above `base` are done. */
  run(base: Frame | undefined): void {
    try {
      while (this.stop === undefined && this.frame !== base) {
        const frame = this.frame!;
        if (++this.steps > this.budget.steps) this.stop = { kind: "budget" };
        else frame.code.body[frame.pc++]!(this, frame);
      }
    } catch (error) {
      // Types and methods are looked up when they are first needed, which may be here.
      this.giveUp(error);
    }
  }

  /** Starts a call; results come onto the stack of the frame that is the top one now. */
  call(closure: Closure, values: readonly Value[], callNode: NodeId): Frame | undefined {
    const all = closure.bound.length === 0 ? values : [...closure.bound, ...values];
    const { code } = closure;
    if ("run" in code) {
      const caller = this.frame;
      if (caller !== undefined) {
        caller.nativeNode = callNode;
        this.place = { file: caller.code.file, node: callNode };
      }
      const result = code.run(this, all);
      if (result === undefined || this.stop !== undefined || caller === undefined) return undefined;
      const count = code.type.results!.length;
      if (count === 1) caller.stack.push(result as Value);
      else if (count > 1) caller.stack.push(...(result as readonly Value[]));
      return undefined;
    }
    if (this.depth >= MAX_FRAMES) {
      this.stop ??= { kind: "budget" };
      return undefined;
    }
    if (code.loopBody !== undefined) return this.callBody(closure, code, { values, callNode });
    if (!code.isReady) {
      code.isReady = true;
      code.prepare?.();
    }
    const locals: Value[] = all.slice();
    for (const one of closure.captured) locals.push(one);
    while (locals.length < code.slots) locals.push(null);
    const frame = new Frame(code, locals, this.frame, callNode);
    this.frame = frame;
    this.depth++;
    this.observer?.atCall(this, frame);
    return frame;
  }

  /** Starts a round of a loop over a function: its variables are those of the function around it. */
  private callBody(
    closure: Closure,
    code: Code,
    { values, callNode }: { readonly values: readonly Value[]; readonly callNode: NodeId },
  ): Frame {
    const frame = new Frame(code, (closure.captured[0] as Locals).cells, this.frame, callNode);
    frame.body = closure;
    frame.stack.push(...values);
    this.frame = frame;
    this.depth++;
    return frame;
  }

  /** Calls a function from within a native and runs it to its end; undefined when it did not come back. */
  callBack(closure: Closure | null, values: readonly Value[]): readonly Value[] | undefined {
    if (closure === null) return this.panicText("invalid memory address or nil pointer dereference");
    if (this.nested >= MAX_NESTED_RUNS) return this.unknown("calls through the library are nested too deep");
    const caller = this.frame!;
    const height = caller.stack.length;
    this.nested++;
    this.call(closure, values, caller.nativeNode ?? caller.callNode);
    this.run(caller);
    this.nested--;
    if (this.stop !== undefined || this.frame !== caller) return undefined;
    return caller.stack.splice(height);
  }

  /** Returns from the top frame with its results, after the deferred calls. */
  returnFrom(frame: Frame, results: readonly Value[]): void {
    frame.results = results;
    if (frame.deferred !== undefined && frame.deferred.length > 0) {
      storeResults(frame, results);
      frame.pc = frame.code.epilogue;
      return;
    }
    this.leave(frame, results);
  }

  /** The instruction at the epilogue: one deferred call after another, then the panic or the return goes on. */
  epilogue(frame: Frame): void {
    const next = frame.deferred?.pop();
    if (next !== undefined) {
      frame.pc = frame.code.epilogue;
      frame.stack.length = 0;
      const started = this.call(next.closure, next.values, next.node);
      if (started !== undefined) {
        started.deferredOf = frame;
        started.dropsResults = true;
      }
      return;
    }
    if (frame.panic !== undefined) {
      const { value } = frame.panic;
      this.drop(frame);
      this.raise(value);
      return;
    }
    const { namedResults, resultTypes } = frame.code;
    if (namedResults !== undefined)
      this.leave(
        frame,
        namedResults.map((one) => resultIn(frame, one)),
      );
    else if (frame.recovered)
      this.leave(
        frame,
        resultTypes.map((type) => zeroValue(type, { cells: 100_000 }) ?? null),
      );
    else this.leave(frame, frame.results);
  }

  private leave(frame: Frame, results: readonly Value[]): void {
    this.drop(frame);
    if (this.frame === undefined) this.stop ??= { kind: "ended" };
    else if (!frame.dropsResults) for (const one of results) this.frame.stack.push(one);
  }

  private drop(frame: Frame): void {
    this.observer?.atReturn(this, frame);
    this.frame = frame.caller;
    this.depth--;
  }

  /** A panic of the guest: unwinds to the next frame with deferred calls. */
  raise(value: Value): undefined {
    if (this.nested > 0) return this.unknown("a panic goes through the library");
    for (let frame = this.frame; frame !== undefined; frame = this.frame) {
      if (frame.deferred !== undefined && (frame.deferred.length > 0 || frame.panic !== undefined)) {
        frame.panic = { value };
        frame.recovered = false;
        frame.pc = frame.code.epilogue;
        return undefined;
      }
      this.drop(frame);
    }
    if (value === GOEXIT && this.goroutines !== undefined) this.goroutines.finish();
    else this.stop ??= { kind: "panicked", value };
    return undefined;
  }

  /** Whether a panic could still be recovered. */
  get mayRecover(): boolean {
    for (let frame = this.frame; frame !== undefined; frame = frame.caller)
      if (frame.deferred !== undefined) return true;
    return false;
  }

  /** A run-time panic of Go with its text, after a "?" when only its beginning is known. */
  panicText(text: string): undefined {
    return this.raise(new Dynamic(RUNTIME_ERROR, `runtime error: ${text}`));
  }
}

/** What unwinds a goroutine that runtime.Goexit ends: deferred calls run, and recover does not see it. */
export const GOEXIT: Value = new Dynamic({ kind: "nil", id: "runtime.Goexit" }, null);

/** What Go's own panics hold. */
export const RUNTIME_ERROR: RunType = {
  kind: "named",
  id: "runtime.Error",
  behind: () => BASIC.get("string")!,
};

function storeResults(frame: Frame, results: readonly Value[]): void {
  for (const [at, { slot, boxed }] of (frame.code.namedResults ?? []).entries()) {
    const value = results[at]!;
    if (boxed) (frame.locals[slot] as Box).cells[0] = value;
    else frame.locals[slot] = value instanceof Box && value.type !== undefined ? copyBox(value) : value;
  }
}

/** The value of a named result. */
export function resultIn(
  frame: Frame,
  { slot, boxed }: { readonly slot: number; readonly boxed: boolean },
): Value {
  const held = frame.locals[slot]!;
  return boxed ? (held as Box).cells[0]! : held;
}
