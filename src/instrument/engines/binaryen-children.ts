import type { Binaryen, RawCall } from "./binaryen-api.ts";
import { rawFunction } from "./binaryen-api.ts";

/** Where a node may hold a statement, which can be replaced. */
export interface StatementSlots {
  /** Getter and setter of one statement. */
  readonly single: readonly (readonly [RawCall, RawCall])[];
  /** Length, getter and setter of a list of statements. */
  readonly list: readonly [RawCall, RawCall, RawCall] | undefined;
}

/** How to reach the children of one kind of node. */
export interface NodeShape {
  readonly statements: StatementSlots;
  readonly operands: readonly RawCall[];
  readonly operandList: readonly [RawCall, RawCall] | undefined;
}

/** Kinds whose children are operands only: by name, the getters. "…" announces a list. */
const OPERANDS: Readonly<Record<string, string>> = {
  Break: "Condition Value",
  Switch: "Condition Value",
  Call: "…Operand",
  CallIndirect: "Target …Operand",
  LocalSet: "Value",
  GlobalSet: "Value",
  Load: "Ptr",
  Store: "Ptr Value",
  Unary: "Value",
  Binary: "Left Right",
  Select: "IfTrue IfFalse Condition",
  Drop: "Value",
  Return: "Value",
  MemoryGrow: "Delta",
  AtomicRMW: "Ptr Value",
  AtomicCmpxchg: "Ptr Expected Replacement",
  AtomicWait: "Ptr Expected Timeout",
  AtomicNotify: "Ptr NotifyCount",
  SIMDExtract: "Vec",
  SIMDReplace: "Vec Value",
  SIMDShuffle: "Left Right",
  SIMDTernary: "A B C",
  SIMDShift: "Vec Shift",
  SIMDLoad: "Ptr",
  SIMDLoadStoreLane: "Ptr Vec",
  MemoryInit: "Dest Offset Size",
  MemoryCopy: "Dest Source Size",
  MemoryFill: "Dest Value Size",
  RefIsNull: "Value",
  TableGet: "Index",
  TableSet: "Index Value",
  TableGrow: "Value Delta",
  Throw: "…Operand",
  TupleMake: "…Operand",
  TupleExtract: "Tuple",
};

const NO_STATEMENTS: StatementSlots = { single: [], list: undefined };

/**
 * The shapes of all nodes that a module of WebAssembly 2.0 can have, by Binaryen's id of the kind. A kind without an
 * entry is a leaf, or one whose children Binaryen's C API does not give (table.copy, table.fill, table.init, try_table).
 */
export function nodeShapes(binaryen: Binaryen): ReadonlyMap<number, NodeShape> {
  const call = (name: string): RawCall => rawFunction(binaryen, name);
  const shapes = new Map<number, NodeShape>();
  const add = (kind: string, shape: NodeShape): void => {
    shapes.set(Number(Reflect.get(binaryen, `${kind}Id`)), shape);
  };
  for (const [kind, names] of Object.entries(OPERANDS)) {
    const list = /…(\w+)/.exec(names)?.[1];
    const operands = names.split(" ").filter((name) => !name.startsWith("…"));
    add(kind, {
      statements: NO_STATEMENTS,
      operands: operands.map((name) => call(`${kind}Get${name}`)),
      operandList:
        list === undefined ? undefined : [call(`${kind}GetNum${list}s`), call(`${kind}Get${list}At`)],
    });
  }
  const slot = (name: string): readonly [RawCall, RawCall] => [
    call(name.replace("$", "Get")),
    call(name.replace("$", "Set")),
  ];
  add("Block", withList(call("BlockGetNumChildren"), call("BlockGetChildAt"), call("BlockSetChildAt")));
  add("Loop", withSingles([slot("Loop$Body")]));
  add("If", { ...withSingles([slot("If$IfTrue"), slot("If$IfFalse")]), operands: [call("IfGetCondition")] });
  const catches = withList(
    call("TryGetNumCatchBodies"),
    call("TryGetCatchBodyAt"),
    call("TrySetCatchBodyAt"),
  );
  add("Try", { ...catches, statements: { ...catches.statements, single: [slot("Try$Body")] } });
  return shapes;
}

function withList(length: RawCall, get: RawCall, set: RawCall): NodeShape {
  return { statements: { single: [], list: [length, get, set] }, operands: [], operandList: undefined };
}

function withSingles(single: readonly (readonly [RawCall, RawCall])[]): NodeShape {
  return { statements: { single, list: undefined }, operands: [], operandList: undefined };
}
