import { decodeBody, Instructions } from "../../wasm/body.ts";
import type { WasmModule } from "../../wasm/module.ts";
import { Op } from "../../wasm/opcodes.ts";
import { COSTS, ENTRY_COST } from "./costs.ts";
import type { PlanRules } from "./plan-body.ts";

/**
 * What a function and all that it calls may use without a check in between: enough that most functions need none, little
 * enough that stopping late by it cannot be noticed (20 microseconds).
 */
export const UNCHECKED_LIMIT = 20_000;
/** The same for what a function may do on its way out of a recursion: the engine's stack multiplies it. */
const UNCHECKED_RETURN_LIMIT = 500;

/** A function that more places than this have to check checks at its entry instead, which is shorter. */
const MAX_CHECKED_SITES = 4;

/** A function's calls. */
interface Calls {
  /** Positions of defined functions, one for each place that calls. */
  readonly sites: readonly number[];
  readonly hasIndirect: boolean;
  /** Fuel of each instruction once. */
  readonly cost: number;
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
export function callChecks(module: WasmModule): (position: number) => PlanRules {
  const imported = module.importedCounts.function;
  const graph = readCalls(module);
  const { closesCycle, use } = measure(graph);
  const isCareful = ({ hasIndirect }: Calls, position: number): boolean => {
    const mayRecur = hasIndirect || closesCycle[position] === 1;
    return use[position]! > (mayRecur ? UNCHECKED_RETURN_LIMIT : UNCHECKED_LIMIT);
  };
  // The most that a callee may use without being checked, by position of the caller.
  const limits = graph.map((calls, position) =>
    isCareful(calls, position) ? UNCHECKED_LIMIT / Math.max(1, calls.sites.length) : UNCHECKED_LIMIT,
  );
  const isWanted = (callee: number, limit: number): boolean =>
    closesCycle[callee] === 1 || use[callee]! > limit;
  const wanted = new Uint32Array(graph.length);
  for (const [position, { sites }] of graph.entries()) {
    for (const callee of sites) if (isWanted(callee, limits[position]!)) wanted[callee]! += 1;
  }
  const checksEntry = (position: number): boolean => wanted[position]! > MAX_CHECKED_SITES;
  return (position) => ({
    recurs: closesCycle[position] === 1,
    checksEntry: checksEntry(position),
    checksReturn: isCareful(graph[position]!, position),
    checksCall: (opcode, operand) => {
      const callee = (operand >>> 0) - imported;
      if ((opcode !== Op.call && opcode !== Op.returnCall) || callee < 0) return true;
      return isWanted(callee, limits[position]!) && !checksEntry(callee);
    },
  });
}

function readCalls(module: WasmModule): readonly Calls[] {
  const instructions = new Instructions();
  const imported = module.importedCounts.function;
  return module.code.map((range) => {
    decodeBody(module.bytes, range, instructions);
    const { count, opcode, immediate } = instructions;
    const sites: number[] = [];
    let [hasIndirect, cost] = [false, ENTRY_COST];
    for (let i = 0; i < count; i++) {
      const op = opcode[i]!;
      cost += COSTS[op]!;
      if (op < Op.call || op > Op.returnCallIndirect) continue;
      const callee = (immediate[i]! >>> 0) - imported;
      if (op !== Op.call && op !== Op.returnCall) hasIndirect = true;
      else if (callee >= 0) sites.push(callee);
    }
    return { sites, hasIndirect, cost };
  });
}

interface Measured {
  /** 1 for a function that is called by one that it calls, directly or through others. */
  readonly closesCycle: Uint8Array;
  /** What a call of a function may use before it checks. */
  readonly use: Float64Array;
}

/** Depth first, with a stack of its own: chains of calls may be as long as there are functions. */
function measure(graph: readonly Calls[]): Measured {
  const state = new Uint8Array(graph.length);
  const closesCycle = new Uint8Array(graph.length);
  const use = new Float64Array(graph.length);
  const isFree = (callee: number): boolean => closesCycle[callee] === 1 || use[callee]! > UNCHECKED_LIMIT;
  for (let root = 0; root < graph.length; root++) {
    if (state[root] !== State.unseen) continue;
    const path = [{ position: root, next: 0 }];
    state[root] = State.open;
    while (path.length > 0) {
      const visit = path[path.length - 1]!;
      const { sites, cost } = graph[visit.position]!;
      const callee = sites[visit.next++];
      if (callee === undefined) {
        path.pop();
        state[visit.position] = State.done;
        use[visit.position] = sites.reduce((sum, one) => sum + (isFree(one) ? 0 : use[one]!), cost);
      } else if (state[callee] === State.unseen) {
        state[callee] = State.open;
        path.push({ position: callee, next: 0 });
      } else if (state[callee] === State.open) {
        closesCycle[callee] = 1;
      }
    }
  }
  return { closesCycle, use };
}

const State = { unseen: 0, open: 1, done: 2 } as const;
