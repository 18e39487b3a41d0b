import { type ByteMap, claim, type Owners, ownerIndex } from "../byte-map.ts";
import type { Kind } from "../kinds.ts";
import { type GoMemory, spend } from "./memory.ts";
import type { GoProgram } from "./program.ts";

/** A map of linear memory in the making, with all that the passes over it need. */
export interface Claims {
  readonly program: GoProgram;
  readonly memory: GoMemory;
  readonly map: ByteMap;
  readonly owners: Owners;
  /** Package of each function, as a number, in the order of `program.functions`. */
  readonly functionOwners: Uint16Array;
  /** Position in `program.functions` by slot of the table of functions. */
  readonly positionOfSlot: ReadonlyMap<number, number>;
  /** The package that owns what serves the whole program. */
  readonly runtime: number;
}

export function startClaims(program: GoProgram, map: ByteMap, owners: Owners): Claims {
  const { functions, memory } = program;
  return {
    program,
    memory,
    map,
    owners,
    functionOwners: Uint16Array.from(functions, (described) => ownerIndex(owners, described.package)),
    positionOfSlot: new Map(functions.map((described, position) => [described.slot, position])),
    runtime: ownerIndex(owners, "runtime"),
  };
}

/** Claims addresses that nothing claimed before, within the work that is allowed. */
export function claimAt(
  claims: Claims,
  range: { start: number; end: number },
  kind: Kind,
  owner: number,
): void {
  spend(claims.memory, Math.max(range.end - range.start, 1));
  claim(claims.map, range.start, range.end, kind, owner);
}
