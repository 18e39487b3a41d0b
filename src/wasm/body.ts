import { ByteCursor, wasmError } from "./cursor.ts";
import type { ByteRange } from "./module.ts";
import { ATOMIC_BASE, IMMEDIATES, Immediate, MISC_BASE, VECTOR_BASE } from "./opcodes.ts";

/**
 * The instructions of one function body, in columns: `opcode[i]` (numbers of opcodes.ts) stands at byte `offset[i]`
 * and ends at `offset[i + 1]`; `immediate[i]` is its first index, label, block type or i32 constant, else 0.
 * Made to be used again for the next body, so that a module of 40,000 functions allocates once.
 */
export class Instructions {
  count = 0;
  opcode: Uint16Array = new Uint16Array(INITIAL_CAPACITY);
  offset: Uint32Array = new Uint32Array(INITIAL_CAPACITY + 1);
  immediate: Int32Array = new Int32Array(INITIAL_CAPACITY);

  /** Doubles the columns, keeping what is in them. */
  grow(): void {
    const capacity = this.opcode.length * 2;
    const { opcode, offset, immediate } = this;
    this.opcode = new Uint16Array(capacity);
    this.opcode.set(opcode);
    this.offset = new Uint32Array(capacity + 1);
    this.offset.set(offset);
    this.immediate = new Int32Array(capacity);
    this.immediate.set(immediate);
  }
}

const INITIAL_CAPACITY = 4096;

/**
 * Decodes the instructions of a body (`WasmModule.code`) into `into`; the last is the function's own end.
 * Returns the offset of the first instruction: the declarations of locals stand between `body.start` and it.
 * Throws ToolError for an unknown opcode or a truncated body; types are not checked.
 */
export function decodeBody(bytes: Uint8Array, body: ByteRange, into: Instructions): number {
  const first = skipLocals(bytes, body);
  const cursor = new ByteCursor(bytes, first, body.end);
  into.count = 0;
  while (!cursor.done) {
    if (into.count === into.opcode.length) into.grow();
    decodeOne(cursor, into, into.count);
    into.count += 1;
  }
  into.offset[into.count] = cursor.offset;
  if (into.opcode[into.count - 1] !== 0x0b) {
    throw wasmError("malformed", "a function body does not end with end", body.end);
  }
  return first;
}

/** Offset of a body's first instruction, behind its declarations of locals. Throws ToolError when it is cut short. */
export function skipLocals(bytes: Uint8Array, body: ByteRange): number {
  const cursor = new ByteCursor(bytes, body.start, body.end);
  for (let groups = cursor.count("groups of locals"); groups > 0; groups--) {
    cursor.u32("a number of locals");
    cursor.byte("the type of locals");
  }
  return cursor.offset;
}

/** Number of locals that a body declares, parameters not among them. Throws ToolError when it is cut short. */
export function countLocals(bytes: Uint8Array, body: ByteRange): number {
  const cursor = new ByteCursor(bytes, body.start, body.end);
  let count = 0;
  for (let groups = cursor.count("groups of locals"); groups > 0; groups--) {
    count += cursor.u32("a number of locals");
    cursor.byte("the type of locals");
  }
  return count;
}

function decodeOne(cursor: ByteCursor, into: Instructions, i: number): void {
  const start = cursor.offset;
  let opcode = cursor.byte("an instruction");
  if (opcode >= 0xfc) opcode = readPrefixed(cursor, opcode, start);
  into.opcode[i] = opcode;
  into.offset[i] = start;
  into.immediate[i] = readImmediate(cursor, opcode, start);
}

/** The opcode (numbers of opcodes.ts) behind a prefix, which stands at `start`. Throws ToolError for one that is unknown. */
export function readPrefixed(cursor: ByteCursor, prefix: number, start: number): number {
  const number = cursor.u32("an opcode behind a prefix");
  if (prefix === 0xfc && number < 0x100) return MISC_BASE + number;
  if (prefix === 0xfd && number < 0x200) return VECTOR_BASE + number;
  if (prefix === 0xfe && number < 0x50) return ATOMIC_BASE + number;
  throw unknownOpcode(prefix, start);
}

function unknownOpcode(opcode: number, start: number): Error {
  return wasmError("unsupported", `opcode 0x${opcode.toString(16)} is unknown or of a later proposal`, start);
}

/**
 * Reads what stands behind the opcode of the instruction at `start`; returns what `Instructions.immediate` holds.
 * Throws ToolError for an unknown opcode or a truncated body.
 */
export function readImmediate(cursor: ByteCursor, opcode: number, start: number): number {
  switch (IMMEDIATES[opcode]) {
    case Immediate.none:
      return 0;
    case Immediate.index:
      return cursor.u32("an index") | 0;
    case Immediate.memory:
      readMemoryArgument(cursor);
      return 0;
    case Immediate.signed:
      return readSigned(cursor, opcode);
    case Immediate.blockType:
      return cursor.s33("a block type") | 0;
    case Immediate.branchTable:
      return readBranchTable(cursor);
    case Immediate.twoIndices: {
      const index = cursor.u32("an index");
      cursor.u32("an index");
      return index | 0;
    }
    default:
      return readRare(cursor, opcode, start);
  }
}

/** i32.const gives its value; the value of i64.const is not needed and its bytes are stepped over. */
function readSigned(cursor: ByteCursor, opcode: number): number {
  if (opcode === 0x41) return cursor.s32("an i32 constant");
  for (let length = 1; cursor.byte("a constant") >= 0x80; length++) {
    if (length === 10) throw wasmError("malformed", "a constant takes more than 10 bytes", cursor.offset);
  }
  return 0;
}

function readRare(cursor: ByteCursor, opcode: number, start: number): number {
  switch (IMMEDIATES[opcode]) {
    case Immediate.memoryLane:
      readMemoryArgument(cursor);
      cursor.skip(1, "a lane");
      return 0;
    case Immediate.byte:
      return cursor.byte("an immediate");
    case Immediate.bytes4:
      cursor.skip(4, "an f32 constant");
      return 0;
    case Immediate.bytes8:
      cursor.skip(8, "an f64 constant");
      return 0;
    case Immediate.bytes16:
      cursor.skip(16, "a v128 constant");
      return 0;
    case Immediate.valueTypes: {
      const count = cursor.count("value types");
      cursor.skip(count, "value types");
      return count;
    }
    case Immediate.tryTable:
      return readTryTable(cursor);
    default:
      throw unknownOpcode(opcode, start);
  }
}

function readMemoryArgument(cursor: ByteCursor): void {
  const alignment = cursor.u32("an alignment");
  if (alignment & 0x40) cursor.u32("a memory index");
  // 64-bit memories have 64-bit offsets.
  for (let length = 1; cursor.byte("an offset") >= 0x80; length++) {
    if (length === 10) throw wasmError("malformed", "an offset takes more than 10 bytes", cursor.offset);
  }
}

/** Returns the number of labels without the default. `branchTargets` gives the labels. */
function readBranchTable(cursor: ByteCursor): number {
  const count = cursor.count("branch targets");
  for (let left = count; left >= 0; left--) cursor.u32("a label");
  return count;
}

function readTryTable(cursor: ByteCursor): number {
  const type = cursor.s33("a block type");
  for (let left = cursor.count("catch clauses"); left > 0; left--) readCatch(cursor);
  return type | 0;
}

/** A catch clause: 0 catch and 1 catch_ref name a tag, 2 catch_all and 3 catch_all_ref do not. Returns its label. */
function readCatch(cursor: ByteCursor): number {
  const at = cursor.offset;
  const kind = cursor.byte("a catch clause");
  if (kind > 3) throw wasmError("malformed", `catch clause ${kind} is unknown`, at);
  if (kind < 2) cursor.u32("a tag index");
  return cursor.u32("a label");
}

/** Labels of a br_table (the default last) or of the catch clauses of a try_table, relative to the instruction. */
export function branchTargets(bytes: Uint8Array, instructions: Instructions, i: number): number[] {
  const { opcode, offset } = instructions;
  return branchLabels(bytes, opcode[i]!, { start: offset[i]!, end: offset[i + 1]! });
}

/** The same of the instruction at a range of bytes. */
export function branchLabels(bytes: Uint8Array, opcode: number, { start, end }: ByteRange): number[] {
  const cursor = new ByteCursor(bytes, start + 1, end);
  const isTryTable = opcode === 0x1f;
  if (isTryTable) cursor.s33("a block type");
  const labels: number[] = [];
  const count = cursor.count("labels") + (isTryTable ? 0 : 1);
  for (let left = count; left > 0; left--)
    labels.push(isTryTable ? readCatch(cursor) : cursor.u32("a label"));
  return labels;
}
