import { countLocals } from "../../wasm/body.ts";
import type { ByteRange, WasmModule } from "../../wasm/module.ts";

/** In shorter bodies an optimiser finds nothing. */
const MIN_BODY_BYTES = 24;
/** Some passes take more than time in proportion: simplify-locals 14 s for a function of 140 KB written for the purpose. */
const MAX_BODY_BYTES = 32_768;
const MAX_LOCALS = 1000;
/**
 * Code that is optimised in one module, in bytes of bodies. A megabyte of what compilers write takes Binaryen 1.3 to 1.5 CPU s
 * (docs/decisions/30-binaryen-in-parts.md), so that any such module is done within 20 s; one of expressions that were nested
 * for the purpose takes up to 80 s. Go programs of up to 13 MB stay below.
 */
const MAX_OPTIMIZED_BYTES = 8_500_000;
/** Bytes of bodies that Binaryen gets at a time: it takes 25 times as much memory. */
const PART_BYTES = 3_000_000;

/** Functions to be optimised together: their positions among the defined ones, rising. */
export type Part = readonly number[];

/**
 * Chooses the functions that are worth the time, and which of them are optimised together: those that run often first, as
 * many as the limit allows. The same module always gives the same parts.
 * Takes a module as rewritten, how many of its functions come from the original, and for each 1 where it runs often.
 */
export function chooseParts(module: WasmModule, defined: number, runsOften: Uint8Array): readonly Part[] {
  const isChosen = new Uint8Array(defined);
  let room = MAX_OPTIMIZED_BYTES;
  for (const wanted of [1, 0]) {
    for (let position = 0; position < defined; position++) {
      const body = module.code[position]!;
      const length = body.end - body.start;
      if (runsOften[position] !== wanted || length > room || !isWorthIt(module.bytes, body)) continue;
      room -= length;
      isChosen[position] = 1;
    }
  }
  return split(module, isChosen);
}

function isWorthIt(bytes: Uint8Array, body: ByteRange): boolean {
  const length = body.end - body.start;
  return length >= MIN_BODY_BYTES && length <= MAX_BODY_BYTES && countLocals(bytes, body) <= MAX_LOCALS;
}

function split({ code }: WasmModule, isChosen: Uint8Array): readonly Part[] {
  const parts: number[][] = [];
  let room = 0;
  for (const [position, chosen] of isChosen.entries()) {
    if (chosen === 0) continue;
    const length = code[position]!.end - code[position]!.start;
    if (length > room || parts.length === 0) {
      parts.push([]);
      room = PART_BYTES;
    }
    parts[parts.length - 1]!.push(position);
    room -= length;
  }
  return parts;
}
