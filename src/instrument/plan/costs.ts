import { IMMEDIATES, Op } from "../../wasm/opcodes.ts";

/**
 * Fuel of each operator in the cost model `wasmtime-50`: what wasmtime 50 takes with `consume_fuel`, found by
 * experiment with its Python package (test/instrument/costs.test.ts repeats it). By opcode number of wasm/opcodes.ts.
 * Beyond this table: 1 for entering a function; the length in bytes for memory.copy, fill and init, in elements for
 * table.copy, fill and init; the pages or elements gained by a memory.grow or table.grow that succeeds.
 * One difference is left: of a delta up to 128 that its compiler can tell to be constant, wasmtime charges a memory.grow
 * that fails as well. wasmtime's own start-up code (1 for calling a start function and the like) is not the module's and
 * not counted.
 * The older exception instructions, which wasmtime does not run, cost like those of its own: 1 for try, 0 for catch.
 */
export const COSTS: Uint8Array = buildCosts();

/** Fuel of entering a function that the module defines. */
export const ENTRY_COST = 1;

function buildCosts(): Uint8Array {
  const costs = new Uint8Array(IMMEDIATES.length).fill(1);
  const free = [
    Op.unreachable,
    Op.nop,
    Op.block,
    Op.loop,
    Op.else,
    Op.end,
    Op.return,
    Op.drop,
    Op.catch,
    Op.catchAll,
    Op.delegate,
  ];
  for (const opcode of free) costs[opcode] = 0;
  return costs;
}

/** What costs its length besides, in bytes or elements, before it runs. */
export const CHARGED_BY_LENGTH: ReadonlySet<number> = new Set([
  Op.memoryCopy,
  Op.memoryFill,
  Op.memoryInit,
  Op.tableCopy,
  Op.tableFill,
  Op.tableInit,
]);
