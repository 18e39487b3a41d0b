import { ownerIndex } from "../byte-map.ts";
import { type Claims, claimAt } from "./claims.ts";
import { stringEnd, textAt, u32 } from "./memory.ts";

/**
 * Claims the names of source files, and the lists that tell which files a compilation unit uses. A unit is a package: that
 * of its functions. A file belongs to the package whose path ends its folder, else to the first unit that lists it.
 */
export function claimFiles(claims: Claims): void {
  const { tables } = claims.program;
  const listedBy = new Map<number, number>();
  for (const unit of compilationUnits(claims)) {
    claimAt(claims, unit, "pclntab file names", unit.owner);
    for (let at = unit.start; at < unit.end; at += ENTRY_BYTES) {
      const offset = u32(claims.memory, at);
      if (!listedBy.has(offset)) listedBy.set(offset, unit.owner);
    }
  }
  for (let start = tables.filetab.start; start < tables.filetab.end; ) {
    const end = stringEnd(claims.memory, start, tables.filetab.end);
    const path = textAt(claims.memory, start, end - 1);
    const owner = packageOfFile(claims, path) ?? listedBy.get(start - tables.filetab.start) ?? claims.runtime;
    claimAt(claims, { start, end }, "pclntab file names", owner);
    start = end;
  }
}

const ENTRY_BYTES = 4;

interface CompilationUnit {
  readonly start: number;
  readonly end: number;
  readonly owner: number;
}

/** Units lie one behind the other in cutab, each beginning where its functions say. */
function compilationUnits(claims: Claims): CompilationUnit[] {
  const { cutab } = claims.program.tables;
  const ownerAt = new Map<number, number>();
  claims.program.functions.forEach(({ cuOffset }, position) => {
    const start = cutab.start + cuOffset * ENTRY_BYTES;
    if (start < cutab.end && !ownerAt.has(start)) ownerAt.set(start, claims.functionOwners[position]!);
  });
  const starts = [...ownerAt.keys()].sort((a, b) => a - b);
  return starts.map((start, i) => ({ start, end: starts[i + 1] ?? cutab.end, owner: ownerAt.get(start)! }));
}

/** `/usr/local/go/src/net/http/server.go` → net/http, the longest tail of the folder that is a known package. */
function packageOfFile({ owners }: Claims, path: string): number | undefined {
  let folder = path.slice(0, Math.max(path.lastIndexOf("/"), 0)).replace(/@[^/]*/, "");
  for (let parts = 0; folder !== "" && parts < MAX_FOLDERS; parts++) {
    const owner = owners.indices.get(folder);
    if (owner !== undefined) return owner;
    const slash = folder.indexOf("/");
    if (slash < 0) break;
    folder = folder.slice(slash + 1);
  }
  // Trimmed paths of the standard library begin with the package: it may have no function of its own left.
  return /^[a-z][\w./@-]*\/[^/]+\.(?:go|s)$/.test(path)
    ? ownerIndex(owners, path.slice(0, path.lastIndexOf("/")).replace(/@[^/]*/, ""))
    : undefined;
}

/** Deeper folders than this are somebody's joke. */
const MAX_FOLDERS = 64;
