import { ownerIndex } from "../byte-map.ts";
import type { Kind } from "../kinds.ts";
import { packageOf } from "../package-name.ts";
import { type Claims, claimAt } from "./claims.ts";
import { LayoutError } from "./layout-error.ts";
import { byteAt, stringEnd, textAt } from "./memory.ts";

/**
 * Claims what pclntab holds for each function: its record, its name and its tables of values by program counter. Tables
 * that several functions share belong to the first of them.
 */
export function claimPclntab(claims: Claims): void {
  const { tables, functions } = claims.program;
  claimAt(claims, tables.header, "pclntab other tables", claims.runtime);
  // The short form stands where the last records come to stand, so it is claimed before them.
  claims.program.codedRecords.forEach((range, position) => {
    claimAt(claims, range, "pclntab functions", claims.functionOwners[position] ?? claims.runtime);
  });
  functions.forEach(({ record, recordBytes }, position) => {
    const owner = claims.functionOwners[position]!;
    const entry = tables.pclntable.start + position * FTAB_ENTRY_BYTES;
    claimAt(claims, { start: entry, end: entry + FTAB_ENTRY_BYTES }, "pclntab functions", owner);
    claimAt(claims, { start: record, end: record + recordBytes }, "pclntab functions", owner);
  });
  claimSentinels(claims);
  claimFunctionNames(claims);
  claimPcTables(claims);
  claimFindfunctab(claims);
  claimAt(claims, tables.moduledata, "module data", claims.runtime);
}

const FTAB_ENTRY_BYTES = 8;

/** The end of the last function closes ftab; the first byte of pctab stands for "no table". */
function claimSentinels(claims: Claims): void {
  const { pclntable, pctab } = claims.program.tables;
  const end = pclntable.start + claims.program.functions.length * FTAB_ENTRY_BYTES;
  claimAt(claims, { start: end, end: end + FTAB_ENTRY_BYTES }, "pclntab functions", claims.runtime);
  claimAt(claims, { start: pctab.start, end: pctab.start + 1 }, "pclntab other tables", claims.runtime);
}

/** Also holds the names of functions that exist only inlined into others. */
function claimFunctionNames(claims: Claims): void {
  const { funcnametab } = claims.program.tables;
  for (let start = funcnametab.start; start < funcnametab.end; ) {
    const end = stringEnd(claims.memory, start, funcnametab.end);
    const name = textAt(claims.memory, start, end - 1);
    const owner = name === "" ? claims.runtime : ownerIndex(claims.owners, packageOf(name, "runtime"));
    claimAt(claims, { start, end }, "pclntab function names", owner);
    start = end;
  }
}

const PC_TABLE_KINDS: readonly Kind[] = ["pclntab stack depths", "pclntab files", "pclntab lines"];

function claimPcTables(claims: Claims): void {
  const { tables, functions } = claims.program;
  const seen = new Set<number>();
  functions.forEach(({ pcTables }, position) => {
    pcTables.forEach((offset, table) => {
      if (offset === 0 || seen.has(offset)) return;
      seen.add(offset);
      const start = tables.pctab.start + offset;
      const range = { start, end: pcTableEnd(claims, start) };
      claimAt(
        claims,
        range,
        PC_TABLE_KINDS[table] ?? "pclntab other tables",
        claims.functionOwners[position]!,
      );
    });
  });
}

/** Pairs of varints, value delta and pc delta, until a value delta of 0 that is not the first (runtime.step). */
function pcTableEnd(claims: Claims, start: number): number {
  const { memory } = claims;
  let at = start;
  for (let isFirst = true; ; isFirst = false) {
    if (at >= claims.program.tables.pctab.end) throw new LayoutError("a table by program counter has no end");
    if (byteAt(memory, at) === 0 && !isFirst) return at + 1;
    for (let half = 0; half < 2; half++) {
      while (byteAt(memory, at++) >= 0x80);
    }
  }
}

/** Program counters of one function: the size of a slot's range, in buckets of 4096 each. */
const BUCKETS_PER_FUNCTION = 16;
const BUCKET_BYTES = 20;

/**
 * A function has 65,536 program counters of its own on wasm, however short it is, hence 320 bytes in this table: what a
 * function costs here belongs to its package, not to the runtime.
 */
function claimFindfunctab(claims: Claims): void {
  const { findfunctab } = claims.program.tables;
  const stride = BUCKETS_PER_FUNCTION * BUCKET_BYTES;
  const firstSlot = claims.program.functions[0]!.slot;
  for (let start = findfunctab.start, slot = firstSlot; start < findfunctab.end; start += stride, slot++) {
    const position = claims.positionOfSlot.get(slot);
    const owner = position === undefined ? claims.runtime : claims.functionOwners[position]!;
    claimAt(claims, { start, end: Math.min(start + stride, findfunctab.end) }, "findfunctab", owner);
  }
}
