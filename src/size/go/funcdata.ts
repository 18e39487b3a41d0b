import { type Claims, claimAt } from "./claims.ts";

/**
 * Claims stack maps, inline trees and the like. Neither their sizes nor their order are written anywhere, but each begins
 * where a function says, and the linker leaves nothing between them: one ends where the next begins. Funcdata that
 * several functions share belongs to the first of them.
 */
export function claimFuncdata(claims: Claims): void {
  const { funcdata } = claims.program.tables;
  const ownerAt = new Map<number, number>();
  claims.program.functions.forEach(({ funcdata: offsets }, position) => {
    for (const offset of offsets) {
      const start = funcdata.start + offset;
      if (start < funcdata.end && !ownerAt.has(start)) ownerAt.set(start, claims.functionOwners[position]!);
    }
  });
  const starts = Float64Array.from(ownerAt.keys()).sort();
  starts.forEach((start, i) => {
    const end = starts[i + 1] ?? (claims.program.tables.generation === "go1.26" ? funcdata.end : start);
    claimAt(
      claims,
      { start, end: Math.min(end, start + MAX_FUNCDATA_BYTES) },
      "funcdata",
      ownerAt.get(start)!,
    );
  });
}

/** The largest of cmd/compile, an inline tree, has 40 KB. */
const MAX_FUNCDATA_BYTES = 1 << 20;
