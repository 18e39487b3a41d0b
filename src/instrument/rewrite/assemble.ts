import { encodeSigned, encodeUnsigned } from "../../wasm/leb.ts";
import { Op } from "../../wasm/opcodes.ts";
import { StopCode } from "../abi.ts";

/** The block type of a block without values. */
export const VOID_BLOCK = 0x40;

/** An opcode with one index behind it. */
export function indexed(opcode: number, index: number): number[] {
  return [opcode, ...encodeUnsigned(index)];
}

export function i32Const(value: number): number[] {
  return [Op.i32Const, ...encodeSigned(value)];
}

export function i64Const(value: number | bigint): number[] {
  return [Op.i64Const, ...encodeSigned(value)];
}

/** global = global - cost, of type i64. */
export function subtractFuel(fuelGlobal: number, cost: readonly number[]): number[] {
  return [...indexed(Op.globalGet, fuelGlobal), ...cost, Op.i64Sub, ...indexed(Op.globalSet, fuelGlobal)];
}

/** Stops the guest: writes the reason, then traps. */
export function stop(stopGlobal: number, code: number): number[] {
  return [...i32Const(code), ...indexed(Op.globalSet, stopGlobal), Op.unreachable];
}

/** Leaves on the stack whether fuel is below the floor, an i64: zero unless told otherwise. */
export function isBelow(fuelGlobal: number, floor: readonly number[] = i64Const(0)): number[] {
  return [...indexed(Op.globalGet, fuelGlobal), ...floor, Op.i64LtS];
}

/** Stops the guest when fuel is below the floor. */
export function checkFuel(fuelGlobal: number, stopGlobal: number, floor?: readonly number[]): number[] {
  return [...isBelow(fuelGlobal, floor), Op.if, VOID_BLOCK, ...stop(stopGlobal, StopCode.fuel), Op.end];
}

/** global = global + amount, of type i32. */
export function addToGlobal(global: number, amount: number): number[] {
  return [...indexed(Op.globalGet, global), ...i32Const(amount), Op.i32Add, ...indexed(Op.globalSet, global)];
}
