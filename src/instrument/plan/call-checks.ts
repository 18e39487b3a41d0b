import type { WasmModule } from "../../wasm/module.ts";
import { Op } from "../../wasm/opcodes.ts";
import { ENTRY_COST } from "./costs.ts";
import type { PlanRules } from "./plan-rules.ts";
import type { FlowReader } from "./read-flow.ts";

/**
 * What a function and all that it calls may use without a check in between: enough that most functions need none, little
 * enough that stopping late by it cannot be noticed (20 microseconds).
 */
export const UNCHECKED_LIMIT = 20_000;
/** The same for what a function may do on its way out of a recursion: the engine's stack multiplies it. */
const UNCHECKED_RETURN_LIMIT = 500;

/** A function that more places than this have to check checks at its entry instead, which is shorter. */
const MAX_CHECKED_SITES = 4;

/** Who calls whom, by position among the defined functions. */
interface Calls {
  /** Callees of function `i`, one for each place that calls: `callees` from `first[i]` up to `first[i + 1]`. */
  readonly first: Uint32Array;
  readonly callees: Uint32Array;
  /** 1 where there is an indirect call. */
  readonly hasIndirect: Uint8Array;
  /** Fuel of each instruction once. */
  readonly cost: Float64Array;
}

/**
 * Decides which calls check, so that recursion and deep trees of calls stop. Checked are calls of imports (the host may
 * call back), indirect ones, those that close a cycle of direct calls, and those of functions that use more than
 * UNCHECKED_LIMIT themselves or through calls that are not checked: without that, a chain of functions each of which
 * calls the next one twice would run 2^n long. A function that is above the limit, or that does much behind a call that
 * may recur, checks at its returns as well, and at as many of its calls as it takes for the others to use no more than the
 * limit together. So what runs between two checks is bounded by twice UNCHECKED_LIMIT and the length of two functions, and
 * UNCHECKED_RETURN_LIMIT for each frame that returns in between.
 * A check of a call stands before it, or at the entry of what is called.
 * Returns the rules by position among the defined functions. Takes a valid module.
 */
export function callChecks(module: WasmModule, reader: FlowReader): (position: number) => PlanRules {
  const imported = module.importedCounts.function;
  const graph = readCalls(module, reader);
  const { first, callees, hasIndirect } = graph;
  const count = hasIndirect.length;
  const { closesCycle, use } = measure(graph);
  const isCareful = (position: number): boolean => {
    const mayRecur = hasIndirect[position] === 1 || closesCycle[position] === 1;
    return use[position]! > (mayRecur ? UNCHECKED_RETURN_LIMIT : UNCHECKED_LIMIT);
  };
  // The most that a callee may use without being checked, by position of the caller.
  const limits = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const sites = first[i + 1]! - first[i]!;
    limits[i] = isCareful(i) ? UNCHECKED_LIMIT / Math.max(1, sites) : UNCHECKED_LIMIT;
  }
  const isWanted = (callee: number, limit: number): boolean =>
    closesCycle[callee] === 1 || use[callee]! > limit;
  const wanted = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    for (let site = first[i]!; site < first[i + 1]!; site++)
      if (isWanted(callees[site]!, limits[i]!)) wanted[callees[site]!]! += 1;
  }
  const checksEntry = (position: number): boolean => wanted[position]! > MAX_CHECKED_SITES;
  return (position) => ({
    recurs: closesCycle[position] === 1,
    checksEntry: checksEntry(position),
    checksReturn: isCareful(position),
    checksCall: (opcode, operand) => {
      const callee = (operand >>> 0) - imported;
      if ((opcode !== Op.call && opcode !== Op.returnCall) || callee < 0) return true;
      return isWanted(callee, limits[position]!) && !checksEntry(callee);
    },
  });
}

function readCalls({ bytes, code, importedCounts }: WasmModule, reader: FlowReader): Calls {
  const imported = importedCounts.function;
  const first = new Uint32Array(code.length + 1);
  const hasIndirect = new Uint8Array(code.length);
  const cost = new Float64Array(code.length);
  let callees = new Uint32Array(1024);
  let sites = 0;
  for (const [position, range] of code.entries()) {
    const flow = reader.read(bytes, range);
    let sum = ENTRY_COST;
    for (let i = 0; i < flow.count; i++) {
      const opcode = flow.opcode[i]!;
      sum += flow.cost[i]!;
      if (opcode < Op.call || opcode > Op.returnCallIndirect) continue;
      const callee = (flow.immediate[i]! >>> 0) - imported;
      if (opcode !== Op.call && opcode !== Op.returnCall) hasIndirect[position] = 1;
      else if (callee >= 0) {
        if (sites === callees.length) callees = grown(callees);
        callees[sites++] = callee;
      }
    }
    cost[position] = sum;
    first[position + 1] = sites;
  }
  return { first, callees, hasIndirect, cost };
}

function grown(column: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(column.length * 2);
  larger.set(column);
  return larger;
}

interface Measured {
  /** 1 for a function that is called by one that it calls, directly or through others. */
  readonly closesCycle: Uint8Array;
  /** What a call of a function may use before it checks. */
  readonly use: Float64Array;
}

/** Depth first, with a stack of its own: chains of calls may be as long as there are functions. */
function measure({ first, callees, cost }: Calls): Measured {
  const count = cost.length;
  const state = new Uint8Array(count);
  const closesCycle = new Uint8Array(count);
  const use = new Float64Array(count);
  const path = new Uint32Array(count);
  const next = first.slice(0, count);
  const sum = (position: number): number => {
    let total = cost[position]!;
    for (let site = first[position]!; site < first[position + 1]!; site++) {
      const callee = callees[site]!;
      if (closesCycle[callee] === 0 && use[callee]! <= UNCHECKED_LIMIT) total += use[callee]!;
    }
    return total;
  };
  for (let root = 0; root < count; root++) {
    if (state[root] !== State.unseen) continue;
    let depth = 1;
    path[0] = root;
    state[root] = State.open;
    while (depth > 0) {
      const position = path[depth - 1]!;
      const site = next[position]!++;
      if (site >= first[position + 1]!) {
        depth -= 1;
        state[position] = State.done;
        use[position] = sum(position);
        continue;
      }
      const callee = callees[site]!;
      if (state[callee] === State.open) closesCycle[callee] = 1;
      if (state[callee] !== State.unseen) continue;
      state[callee] = State.open;
      path[depth++] = callee;
    }
  }
  return { closesCycle, use };
}

const State = { unseen: 0, open: 1, done: 2 } as const;
