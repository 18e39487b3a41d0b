/**
 * Opcodes as one number: a single byte as it is; behind a prefix byte, `base + number`: 0xFC from 0x100, 0xFD from
 * 0x200, 0xFE from 0x400. Only those that some stage asks for have a name here.
 */
export const Op = {
  unreachable: 0x00,
  nop: 0x01,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  try: 0x06,
  catch: 0x07,
  throw: 0x08,
  rethrow: 0x09,
  throwRef: 0x0a,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  brTable: 0x0e,
  return: 0x0f,
  call: 0x10,
  callIndirect: 0x11,
  returnCall: 0x12,
  returnCallIndirect: 0x13,
  delegate: 0x18,
  catchAll: 0x19,
  drop: 0x1a,
  select: 0x1b,
  selectTyped: 0x1c,
  tryTable: 0x1f,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  globalGet: 0x23,
  globalSet: 0x24,
  memorySize: 0x3f,
  memoryGrow: 0x40,
  i32Const: 0x41,
  i64Const: 0x42,
  i32Eqz: 0x45,
  i32Eq: 0x46,
  i32LtS: 0x48,
  i32GtU: 0x4b,
  i64Eq: 0x51,
  i64LtS: 0x53,
  i64GtU: 0x56,
  i32Add: 0x6a,
  i32Sub: 0x6b,
  i64Add: 0x7c,
  i64Sub: 0x7d,
  i32WrapI64: 0xa7,
  i64ExtendI32U: 0xad,
  refNull: 0xd0,
  refFunc: 0xd2,
  memoryInit: 0x108,
  dataDrop: 0x109,
  memoryCopy: 0x10a,
  memoryFill: 0x10b,
  tableInit: 0x10c,
  tableCopy: 0x10e,
  tableGrow: 0x10f,
  tableFill: 0x111,
} as const;

/** What stands behind an opcode. */
export const Immediate = {
  unknown: 0,
  none: 1,
  /** A block type: s33. */
  blockType: 2,
  /** One u32: a label, an index. */
  index: 3,
  twoIndices: 4,
  /** Alignment and offset; bit 6 of the alignment announces a memory index. */
  memory: 5,
  memoryLane: 6,
  byte: 7,
  signed: 8,
  bytes4: 9,
  bytes8: 10,
  bytes16: 11,
  branchTable: 12,
  valueTypes: 13,
  tryTable: 14,
} as const;

/** First number of the opcodes behind 0xFC, 0xFD and 0xFE. */
export const MISC_BASE = 0x100;
export const VECTOR_BASE = 0x200;
export const ATOMIC_BASE = 0x400;
/** Above every opcode: 0xFE has less than 0x50 of them. */
const OPCODE_COUNT = ATOMIC_BASE + 0x50;

/** Kind of immediate (`Immediate`) by opcode; 0 where there is no such opcode. */
export const IMMEDIATES: Uint8Array = buildImmediates();

function buildImmediates(): Uint8Array {
  const table = new Uint8Array(OPCODE_COUNT);
  const set = (kind: number, ...ranges: readonly (readonly [number, number])[]): void => {
    for (const [first, last] of ranges) table.fill(kind, first, last + 1);
  };
  const { none, index, memory, byte } = Immediate;
  set(none, [0x00, 0x01], [0x05, 0x05], [0x0a, 0x0b], [0x0f, 0x0f], [0x19, 0x1b], [0x45, 0xc4], [0xd1, 0xd1]);
  set(Immediate.blockType, [0x02, 0x04], [0x06, 0x06]);
  set(
    index,
    [0x07, 0x09],
    [0x0c, 0x0d],
    [0x10, 0x10],
    [0x12, 0x12],
    [0x18, 0x18],
    [0x20, 0x26],
    [0xd2, 0xd2],
  );
  set(index, [0x3f, 0x40]);
  set(Immediate.twoIndices, [0x11, 0x11], [0x13, 0x13]);
  set(Immediate.branchTable, [0x0e, 0x0e]);
  set(Immediate.valueTypes, [0x1c, 0x1c]);
  set(Immediate.tryTable, [0x1f, 0x1f]);
  set(memory, [0x28, 0x3e]);
  set(Immediate.signed, [0x41, 0x42], [0xd0, 0xd0]);
  set(Immediate.bytes4, [0x43, 0x43]);
  set(Immediate.bytes8, [0x44, 0x44]);
  set(none, [MISC_BASE, MISC_BASE + 7]);
  set(Immediate.twoIndices, [0x108, 0x108], [0x10a, 0x10a], [0x10c, 0x10c], [0x10e, 0x10e]);
  set(index, [0x109, 0x109], [0x10b, 0x10b], [0x10d, 0x10d], [0x10f, 0x111]);
  setVector(set);
  set(memory, [ATOMIC_BASE, ATOMIC_BASE + 2], [ATOMIC_BASE + 0x10, ATOMIC_BASE + 0x4e]);
  set(byte, [ATOMIC_BASE + 3, ATOMIC_BASE + 3]);
  return table;
}

/** Vector instructions, those of relaxed SIMD (0x100 to 0x113) included. */
function setVector(set: (kind: number, ...ranges: (readonly [number, number])[]) => void): void {
  const at = (first: number, last: number): readonly [number, number] => [
    VECTOR_BASE + first,
    VECTOR_BASE + last,
  ];
  set(Immediate.none, at(0x0e, 0x14), at(0x23, 0x53), at(0x5e, 0x113));
  set(Immediate.memory, at(0x00, 0x0b), at(0x5c, 0x5d));
  set(Immediate.bytes16, at(0x0c, 0x0d));
  set(Immediate.byte, at(0x15, 0x22));
  set(Immediate.memoryLane, at(0x54, 0x5b));
}
