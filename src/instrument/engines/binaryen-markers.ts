import { StopCode } from "../abi.ts";
import type { Binaryen, BinaryenModule, Ref } from "./binaryen-api.ts";
import { type NodeShape, nodeShapes } from "./binaryen-children.ts";

/** Positions of what the markers stand for, in the module that was read. */
export interface MarkerIndices {
  /** Function indices, imports included; undefined where no such marker was written. */
  readonly charge: number | undefined;
  readonly spend: number | undefined;
  /** Global indices, imports included. */
  readonly fuelGlobal: number;
  readonly stopGlobal: number;
}

/**
 * Replaces the calls of the marker functions by updates and checks of the fuel counter, in Binaryen's IR. A call that
 * cannot be reached (see nodeShapes) stays: the marker functions do what they stand for.
 */
export function lowerMarkers(binaryen: Binaryen, module: BinaryenModule, indices: MarkerIndices): void {
  const lower = lowering(binaryen, module, indices);
  const shapes = nodeShapes(binaryen);
  const pending: Ref[] = [];
  const slot = (node: Ref, set: (replacement: Ref) => void): void => {
    if (node === 0) return;
    const replacement = lower(node);
    if (replacement === 0) pending.push(node);
    else set(replacement);
  };
  const count = binaryen._BinaryenGetNumFunctions(module.ptr);
  for (let i = 0; i < count; i++) {
    const fn = binaryen._BinaryenGetFunctionByIndex(module.ptr, i);
    slot(binaryen._BinaryenFunctionGetBody(fn), (body) => binaryen._BinaryenFunctionSetBody(fn, body));
    // An explicit stack: functions of real programs nest deeper than ours goes.
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      const shape = shapes.get(binaryen._BinaryenExpressionGetId(node));
      if (shape !== undefined) visit(node, shape, slot, pending);
    }
  }
}

type Slot = (node: Ref, set: (replacement: Ref) => void) => void;

function visit(node: Ref, shape: NodeShape, slot: Slot, pending: Ref[]): void {
  const { single, list } = shape.statements;
  if (list !== undefined) {
    const [length, get, set] = list;
    for (let i = length(node) - 1; i >= 0; i--)
      slot(get(node, i), (replacement) => set(node, i, replacement));
  }
  for (const [get, set] of single) slot(get(node), (replacement) => set(node, replacement));
  for (const get of shape.operands) {
    const operand = get(node);
    if (operand !== 0) pending.push(operand);
  }
  if (shape.operandList === undefined) return;
  const [length, at] = shape.operandList;
  for (let i = length(node) - 1; i >= 0; i--) pending.push(at(node, i));
}

/** Gives what a marker call is to be replaced by, 0 for any other node. */
function lowering(binaryen: Binaryen, { ptr }: BinaryenModule, indices: MarkerIndices): (node: Ref) => Ref {
  const nameOf = (index: number | undefined): Ref =>
    index === undefined
      ? -1
      : binaryen._BinaryenFunctionGetName(binaryen._BinaryenGetFunctionByIndex(ptr, index));
  const globalName = (index: number): Ref =>
    binaryen._BinaryenGlobalGetName(binaryen._BinaryenGetGlobalByIndex(ptr, index));
  // Names are interned: equal names have equal addresses.
  const [charge, spend] = [nameOf(indices.charge), nameOf(indices.spend)];
  const [fuel, stop] = [globalName(indices.fuelGlobal), globalName(indices.stopGlobal)];
  const build = builders(binaryen, ptr);
  const getFuel = (): Ref => binaryen._BinaryenGlobalGet(ptr, fuel, binaryen.i64);
  return (node) => {
    if (binaryen._BinaryenExpressionGetId(node) !== build.callId) return 0;
    const target = binaryen._BinaryenCallGetTarget(node);
    if (target !== charge && target !== spend) return 0;
    const cost = binaryen._BinaryenCallGetOperandAt(node, 0);
    const rest = binaryen._BinaryenBinary(ptr, binaryen.SubInt64, getFuel(), cost);
    const update = binaryen._BinaryenGlobalSet(ptr, fuel, rest);
    if (target === charge) return update;
    const floor = binaryen._BinaryenCallGetOperandAt(node, 1);
    const isEmpty = binaryen._BinaryenBinary(ptr, binaryen.LtSInt64, getFuel(), floor);
    const reason = binaryen._BinaryenGlobalSet(ptr, stop, build.i32(StopCode.fuel));
    const trap = build.block([reason, binaryen._BinaryenUnreachable(ptr)]);
    return build.block([update, binaryen._BinaryenIf(ptr, isEmpty, trap, 0)]);
  };
}

interface Builders {
  readonly callId: number;
  i32(value: number): Ref;
  i64(value: bigint): Ref;
  block(children: readonly Ref[]): Ref;
}

/** Room for one literal and for two children is taken once and kept: Binaryen copies both. */
function builders(binaryen: Binaryen, module: Ref): Builders {
  const literal = binaryen._malloc(binaryen._BinaryenSizeofLiteral());
  const children = binaryen._malloc(8);
  return {
    callId: Number(Reflect.get(binaryen, "CallId")),
    i32: (value) => {
      binaryen._BinaryenLiteralInt32(literal, value);
      return binaryen._BinaryenConst(module, literal);
    },
    i64: (value) => {
      binaryen._BinaryenLiteralInt64(literal, value);
      return binaryen._BinaryenConst(module, literal);
    },
    block: ([first, second]) => {
      binaryen.__i32_store(children, first!);
      binaryen.__i32_store(children + 4, second!);
      return binaryen._BinaryenBlock(module, 0, children, 2, binaryen.none);
    },
  };
}
