import { type Claims, claimAt } from "./claims.ts";
import { spend } from "./memory.ts";
import type { Range } from "./tables.ts";

/**
 * Claims function values (symbols `name·f`): words of read-only data that hold a function's program counter, which is its
 * slot << 16. They belong to the package of the function.
 *
 * @returns the longest stretch of them without a gap, empty if there are none: up to Go 1.25 there is no such stretch,
 *   from Go 1.26 the linker keeps all of them together, right behind the strings
 */
export function claimFunctionValues(claims: Claims): Range {
  const { start, end } = claims.program.tables.types;
  const { view } = claims.memory;
  let longest: Range = { start: end, end };
  let run: Range = longest;
  spend(claims.memory, (end - start) / 8);
  for (let at = Math.ceil(start / 8) * 8; at + 8 <= end; at += 8) {
    if (view.getUint32(at + 4, true) !== 0 || view.getUint16(at, true) !== 0 || claims.map.kinds[at] !== 0)
      continue;
    const position = claims.positionOfSlot.get(view.getUint16(at + 2, true));
    if (position === undefined) continue;
    claimAt(claims, { start: at, end: at + 8 }, "function values", claims.functionOwners[position]!);
    run = { start: run.end === at ? run.start : at, end: at + 8 };
    if (run.end - run.start > longest.end - longest.start) longest = run;
  }
  return longest;
}
