import { byteAt, type GoMemory } from "./memory.ts";
import type { Range } from "./tables.ts";

/** Each op is at least one byte of a mask that covers 64 bytes of variables; 16 MiB of variables fit. */
const MAX_OPS = 262_144;

/**
 * The bytes of a GC program, which says where pointers lie in all variables: ops until a zero. An op below 128 has that
 * many bits behind it; above, it repeats what came before (runtime/mbitmap.go, runGCProg).
 *
 * @throws LayoutError when it leaves the memory
 */
export function gcProgramAt(memory: GoMemory, start: number): Range {
  let at = start;
  for (let ops = 0; ops < MAX_OPS; ops++) {
    const op = byteAt(memory, at++);
    if (op === 0) return { start, end: at };
    if (op < 0x80) at += Math.ceil(op / 8);
    else {
      if (op === 0x80) at = varintEnd(memory, at);
      at = varintEnd(memory, at);
    }
  }
  return { start, end: start };
}

function varintEnd(memory: GoMemory, start: number): number {
  let at = start;
  while (byteAt(memory, at++) >= 0x80);
  return at;
}
