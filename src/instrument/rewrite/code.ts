import { countLocals } from "../../wasm/body.ts";
import { ByteWriter } from "../../wasm/byte-writer.ts";
import { ByteCursor } from "../../wasm/cursor.ts";
import { encodeUnsigned } from "../../wasm/leb.ts";
import { type ByteRange, type FunctionType, ValueType } from "../../wasm/module.ts";
import { Op } from "../../wasm/opcodes.ts";
import { functionTooLarge, MAX_BODY_BYTES, MAX_LOCALS } from "../engine-limits.ts";
import { callChecks } from "../plan/call-checks.ts";
import { ControlScan } from "../plan/control.ts";
import { EditKind, Edits } from "../plan/edits.ts";
import type { Flow } from "../plan/flow.ts";
import { BodyPlanner } from "../plan/plan-body.ts";
import { planCheaply } from "../plan/plan-cheaply.ts";
import type { Adjust } from "../plan/plan-rules.ts";
import { FlowReader } from "../plan/read-flow.ts";
import { JumpThreader } from "../restructure/thread-jumps.ts";
import type { Additions } from "./additions.ts";
import { BodyEmitter, type FuelPlace, type Sites } from "./emit-body.ts";

/** Block type of a block without values, as the signed number that stands in the code. */
const EMPTY_BLOCK_TYPE = -64;

/** Room for the number of bodies, an unsigned LEB128 number of 32 bits. */
const MAX_COUNT_BYTES = 5;

export interface RewrittenCode {
  /** The code section's payload, added functions last. */
  readonly payload: Uint8Array;
  readonly sites: Sites;
  /** 1 for a function that loops or recurs, by position. */
  readonly runsOften: Uint8Array;
}

export interface CodeOptions {
  /** 1 for a function that takes part in the call depth, by position among the defined ones. */
  readonly counted: Uint8Array;
  /** Whether Go's jumps are threaded. */
  readonly threads: boolean;
  /** Whether fuel may be counted too high, in fewer places. */
  readonly isCheap: boolean;
}

/**
 * Plans and rewrites every function body.
 * Asks `additions` for the functions and types that it needs.
 * Throws ToolError `harden/function-too-large` for a function that engines would refuse with its charges.
 */
export function rewriteCode(additions: Additions, { counted, threads, isCheap }: CodeOptions): RewrittenCode {
  const { module } = additions;
  const threader = threads ? new JumpThreader() : undefined;
  const codeBytes = module.code.reduce((sum, body) => sum + body.end - body.start, 0);
  const code = new ByteWriter(Math.ceil(codeBytes * 1.3) + 1024);
  code.list(new Uint8Array(MAX_COUNT_BYTES));
  const body = new ByteWriter(1 << 16);
  const emitter = new BodyEmitter(additions, body);
  const reader = new FlowReader(threads);
  const scan = new ControlScan();
  const edits = new Edits();
  const planner = new BodyPlanner(edits);
  const rulesOf = callChecks(module, reader);
  const runsOften = new Uint8Array(module.code.length);
  for (const [index, range] of module.code.entries()) {
    const own = reader.read(module.bytes, range);
    const isCounted = counted[index] === 1;
    edits.clear();
    const planned = threader?.run(own) ?? { flow: own, dispatch: undefined, hasNativeLoop: undefined };
    const { flow } = planned;
    const adjust = adjustment(additions, flow, edits, isCounted);
    const control = scan.run(flow);
    const rules = rulesOf(index);
    if (isCheap) planCheaply(planned, edits, adjust);
    else planner.plan(planned, control, rules, adjust);
    const depthBlock = isCounted ? blockTypeOf(additions, module.functions[index]!) : undefined;
    // Where jumps were threaded, only loops without calls count.
    const isOften = planned.hasNativeLoop ?? (control.hasLoop || rules.recurs);
    if (isOften) runsOften[index] = 1;
    const write = (fuel: FuelPlace, asCalls: boolean): void => {
      body.clear();
      copyLocals(module.bytes, { start: range.start, end: own.first }, fuel.local !== undefined, body);
      const functionIndex = module.importedCounts.function + index;
      emitter.emit({ functionIndex, flow, edits, depthBlock, fuel, asCalls });
    };
    const sites = { ...emitter.sites };
    const isCached = isOften && !control.hasExceptions && !isCheap;
    write(fuelPlace(additions, index, isCached, edits), false);
    if (body.length > MAX_BODY_BYTES) {
      // Once more with calls for charges, which are slower and about half as long.
      Object.assign(emitter.sites, sites);
      write(NO_LOCAL, true);
      if (body.length > MAX_BODY_BYTES) throw functionTooLarge(module, index, body.length);
    }
    code.u32(body.length);
    code.list(body.view());
  }
  return { payload: withAddedFunctions(additions, code), sites: emitter.sites, runsOften };
}

/**
 * A function that loops or recurs keeps fuel in a local of its own between calls, since it passes many charges; in others
 * fetching it after each call would cost more than it saves, and so would storing it before each where fuel is counted
 * cheaply. Where exceptions may come back from calls the local would be stale. One that only checks passes fuel through it.
 */
function fuelPlace(additions: Additions, index: number, isCached: boolean, edits: Edits): FuelPlace {
  const { module } = additions;
  if (!isCached && !hasChecks(edits)) return NO_LOCAL;
  const local =
    module.types[module.functions[index]!]!.parameters.length +
    countLocals(module.bytes, module.code[index]!);
  return local < MAX_LOCALS ? { local, isCached } : NO_LOCAL;
}

const NO_LOCAL: FuelPlace = { local: undefined, isCached: false };

function hasChecks({ count, kind }: Edits): boolean {
  for (let i = 0; i < count; i++) {
    if (kind[i] === EditKind.spend || kind[i] === EditKind.paySpend) return true;
  }
  return false;
}

/** Declares one more local, an i64, behind the others when `withFuel`. */
function copyLocals(bytes: Uint8Array, { start, end }: ByteRange, withFuel: boolean, into: ByteWriter): void {
  if (!withFuel) {
    into.copy(bytes, { start, end });
    return;
  }
  const cursor = new ByteCursor(bytes, start, end);
  into.u32(cursor.u32("groups of locals") + 1);
  into.copy(bytes, { start: cursor.offset, end });
  into.byte(1);
  into.byte(ValueType.i64);
}

/** The payload with the number of its bodies before them, without another copy of what may be 50 MB. */
function withAddedFunctions({ module, functions }: Additions, code: ByteWriter): Uint8Array {
  for (const added of functions) {
    code.u32(added.body.length);
    code.list(added.body);
  }
  const all = code.view();
  const count = encodeUnsigned(module.code.length + functions.length);
  all.set(count, MAX_COUNT_BYTES - count.length);
  return all.subarray(MAX_COUNT_BYTES - count.length);
}

/** Edits that do not charge: shifted function indices, and the ways out of a function that counts its depth. */
function adjustment(
  additions: Additions,
  { opcode, start, immediate }: Flow,
  edits: Edits,
  isCounted: boolean,
): Adjust | undefined {
  if (!isCounted && additions.functionShift === 0) return undefined;
  return (i, openLabels) => {
    const at = start[i]!;
    const isTailCall = opcode[i] === Op.returnCall || opcode[i] === Op.returnCallIndirect;
    if (isCounted && isTailCall) edits.add(EditKind.leave, at, 0);
    if (isCounted && opcode[i] === Op.return) edits.add(EditKind.leaveByBranch, at, openLabels);
    const hasTarget = opcode[i] === Op.call || opcode[i] === Op.returnCall || opcode[i] === Op.refFunc;
    if (hasTarget) edits.add(EditKind.retarget, at, additions.shifted(immediate[i]! >>> 0));
  };
}

function blockTypeOf(additions: Additions, typeIndex: number): number {
  const { results } = additions.module.types[typeIndex] as FunctionType;
  if (results.length === 0) return EMPTY_BLOCK_TYPE;
  // A value type's byte is a negative number of seven bits.
  return results.length === 1 ? results[0]! - 0x80 : additions.typeIndex([], results);
}
