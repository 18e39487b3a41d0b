import { ValueType } from "../../wasm/module.ts";
import { Op } from "../../wasm/opcodes.ts";
import type { Additions } from "./additions.ts";
import { addToGlobal, checkFuel, i32Const, indexed, isBelow, subtractFuel, VOID_BLOCK } from "./assemble.ts";

/** Functions that hardening may add; `charge` and `spend` where charges are too long to stand in the code. */
export type AddedFunctionName =
  | "charge"
  | "spend"
  | "charge_length"
  | "out_of_fuel"
  | "grow"
  | "note_table_delta"
  | "table_grown";

export interface FunctionCode {
  readonly parameters: readonly number[];
  readonly results: readonly number[];
  /** Locals and instructions, with the end. */
  readonly body: readonly number[];
}

const { i32, i64 } = ValueType;
const NO_LOCALS = 0;
const get = (local: number): number[] => indexed(Op.localGet, local);

/** What the code of an added function depends on: indices in the module that it is added to. */
export interface FunctionContext {
  readonly globals: Pick<
    Additions["globals"],
    "fuel" | "stop" | "memoryLimitPages" | "memoryDenied" | "tableDelta"
  >;
  /** Index of the import that is asked before memory grows; undefined where nobody is asked. */
  readonly onGrow: number | undefined;
  /** Index of the import that is asked when fuel is used up; undefined where nobody is. */
  readonly onFuel: number | undefined;
}

export const addedFunctions: Readonly<Record<AddedFunctionName, (context: FunctionContext) => FunctionCode>> =
  {
    charge: ({ globals }) => ({
      parameters: [i64],
      results: [],
      body: [NO_LOCALS, ...subtractFuel(globals.fuel, get(0)), Op.end],
    }),
    spend: (context) => ({
      parameters: [i64, i64],
      results: [],
      body: [
        NO_LOCALS,
        ...subtractFuel(context.globals.fuel, get(0)),
        ...checkAsking(context, NOWHERE, get(1)),
        Op.end,
      ],
    }),
    charge_length: (context) => ({
      parameters: [i32, i64],
      results: [i32],
      body: [NO_LOCALS, ...spendUnsigned(context, get(0), get(1)), ...get(0), Op.end],
    }),
    out_of_fuel: ({ globals, onFuel }) => ({
      parameters: [i32, i32],
      results: [],
      body: [
        ...[NO_LOCALS, ...get(0), ...get(1), ...indexed(Op.call, onFuel ?? 0)],
        ...[...checkFuel(globals.fuel, globals.stop), Op.end],
      ],
    }),
    grow: growMemory,
    note_table_delta: ({ globals }) => ({
      parameters: [i32],
      results: [i32],
      body: [NO_LOCALS, ...get(0), ...indexed(Op.globalSet, globals.tableDelta), ...get(0), Op.end],
    }),
    table_grown: (context) => ({
      parameters: [i32],
      results: [i32],
      body: [
        NO_LOCALS,
        ...[...get(0), ...i32Const(-1), Op.i32Eq, Op.i32Eqz, Op.if, VOID_BLOCK],
        ...spendUnsigned(context, indexed(Op.globalGet, context.globals.tableDelta)),
        ...[Op.end, ...get(0), Op.end],
      ],
    }),
  };

/**
 * memory.grow under the soft limit and, in the hosted ABI, with the host's leave. Refused is refused as the
 * specification says: -1. Fuel is taken when it succeeded, as wasmtime does; the pages that a module can get are
 * bounded by its maximum. Asking for 0 pages is a question, not growth.
 */
function growMemory(additions: FunctionContext): FunctionCode {
  const { memoryLimitPages, memoryDenied } = additions.globals;
  const [delta, pages] = [0, 1];
  const wide = (instructions: readonly number[]): number[] => [...instructions, Op.i64ExtendI32U];
  const refuse = [...addToGlobal(memoryDenied, 1), ...i32Const(-1), Op.return];
  const limit = [
    ...[...wide(get(pages)), ...wide(get(delta)), Op.i64Add],
    ...[...wide(indexed(Op.globalGet, memoryLimitPages)), Op.i64GtU],
    ...[Op.if, VOID_BLOCK, ...refuse, Op.end],
  ];
  const { onGrow } = additions;
  const askHost =
    onGrow === undefined
      ? []
      : [...get(delta), ...get(pages), ...indexed(Op.call, onGrow), Op.if, VOID_BLOCK, ...refuse, Op.end];
  const body = [
    ...[1, 1, i32],
    ...[Op.memorySize, 0, ...indexed(Op.localSet, pages)],
    ...[...get(delta), Op.if, VOID_BLOCK, ...limit, ...askHost, Op.end],
    ...[...get(delta), Op.memoryGrow, 0, ...indexed(Op.localTee, pages)],
    ...[...i32Const(-1), Op.i32Eq, Op.if, VOID_BLOCK, ...addToGlobal(memoryDenied, 1), Op.else],
    ...[...spendUnsigned(additions, get(delta)), Op.end, ...get(pages), Op.end],
  ];
  return { parameters: [i32], results: [i32], body };
}

function spendUnsigned(
  context: FunctionContext,
  amount: readonly number[],
  floor?: readonly number[],
): number[] {
  const cost = [...amount, Op.i64ExtendI32U];
  return [...subtractFuel(context.globals.fuel, cost), ...checkAsking(context, NOWHERE, floor)];
}

/** Function and PC_B for on_fuel where it is not told. */
const NOWHERE = [...i32Const(-1), ...i32Const(0)];

/** A check that asks the host, where it is to be asked, before it stops the guest. */
function checkAsking(
  { globals, onFuel }: FunctionContext,
  place: readonly number[],
  floor: readonly number[] | undefined,
): number[] {
  if (onFuel === undefined) return checkFuel(globals.fuel, globals.stop, floor);
  return [
    ...isBelow(globals.fuel, floor),
    ...[Op.if, VOID_BLOCK, ...place, ...indexed(Op.call, onFuel)],
    ...[...checkFuel(globals.fuel, globals.stop), Op.end],
  ];
}
