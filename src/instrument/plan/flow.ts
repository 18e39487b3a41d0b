import { branchLabels } from "../../wasm/body.ts";

/**
 * A function body as metering sees it, in columns: the instructions at which control flow, fuel or a function index
 * matters ("points"), four of five others being straight code that is only copied. Made to be used again for the next
 * body, so that a module of 40,000 functions allocates once.
 */
export class Flow {
  /** Where the bytes are that the offsets refer to. */
  bytes: Uint8Array = new Uint8Array(0);
  /** Offset of the first instruction. */
  first = 0;
  count = 0;
  opcode: Uint16Array = new Uint16Array(INITIAL_CAPACITY);
  /** First index, label or block type behind the opcode; of a br_table the number of labels without the default. */
  immediate: Int32Array = new Int32Array(INITIAL_CAPACITY);
  /** Byte offset of the point, and of what follows it. */
  start: Uint32Array = new Uint32Array(INITIAL_CAPACITY);
  end: Uint32Array = new Uint32Array(INITIAL_CAPACITY);
  /** Fuel of the straight code between the point before and this one, and of this one. */
  cost: Uint32Array = new Uint32Array(INITIAL_CAPACITY);
  /** Which instruction of the body it is. */
  index: Uint32Array = new Uint32Array(INITIAL_CAPACITY);
  /**
   * Of `i32.const value; local.set local; br` and `local.get local; br_table`: the local (else -1), the value, and
   * the offset of the first of these instructions.
   */
  local: Int32Array = new Int32Array(INITIAL_CAPACITY);
  value: Int32Array = new Int32Array(INITIAL_CAPACITY);
  chosenAt: Uint32Array = new Uint32Array(INITIAL_CAPACITY);
  /**
   * Where a charge for the point may stand: at it, or at the `i32.const` or `local.get` right before it, which leaves the
   * operand stack as it was before (Binaryen makes a local of each operand that stands under a statement).
   */
  payAt: Uint32Array = new Uint32Array(INITIAL_CAPACITY);
  /** The value of Go's PC_B that leads to the segment of a point; 0 where that is not known. */
  pcB: Int32Array = new Int32Array(INITIAL_CAPACITY);
  /** That of the points that come next. */
  currentPcB = 0;
  /** Offsets, rising, of straight code that can be written in fewer bytes (see writeShortcut). */
  shortcuts: Uint32Array = new Uint32Array(INITIAL_CAPACITY);
  shortcutCount = 0;
  /** Whether local 0 is read behind the first br_table, other than right behind the instruction that follows its setting. */
  readsLocal0 = false;

  /** Begins another body, whose first instruction stands at this offset. */
  clear(bytes: Uint8Array, first: number): void {
    this.bytes = bytes;
    this.first = first;
    this.count = 0;
    this.shortcutCount = 0;
    this.currentPcB = 0;
    this.readsLocal0 = false;
  }

  /** Appends a point without a chosen local. Returns its position. */
  add(opcode: number, immediate: number, start: number, end: number): number {
    const at = this.count;
    if (at === this.opcode.length) this.grow();
    this.opcode[at] = opcode;
    this.immediate[at] = immediate;
    this.start[at] = start;
    this.end[at] = end;
    this.payAt[at] = start;
    this.pcB[at] = this.currentPcB;
    this.local[at] = -1;
    this.count = at + 1;
    return at;
  }

  addShortcut(offset: number): void {
    if (this.shortcutCount === this.shortcuts.length) {
      const larger = new Uint32Array(2 * this.shortcutCount);
      larger.set(this.shortcuts);
      this.shortcuts = larger;
    }
    this.shortcuts[this.shortcutCount++] = offset;
  }

  /** Notes the instructions right before a point that choose where it leads. */
  choose(at: number, local: number, value: number, chosenAt: number): void {
    this.local[at] = local;
    this.value[at] = value;
    this.chosenAt[at] = chosenAt;
  }

  /** Whether nothing stands between a point and the one after it. */
  isAdjacent(at: number): boolean {
    return this.end[at] === this.start[at + 1];
  }

  /** Labels of the br_table or try_table at a point, the default last. */
  labels(at: number): number[] {
    return branchLabels(this.bytes, this.opcode[at]!, { start: this.start[at]!, end: this.end[at]! });
  }

  private grow(): void {
    const capacity = this.opcode.length * 2;
    const wide = (column: Uint32Array): Uint32Array => {
      const larger = new Uint32Array(capacity);
      larger.set(column);
      return larger;
    };
    const signed = (column: Int32Array): Int32Array => new Int32Array(wide(new Uint32Array(column)).buffer);
    const opcode = new Uint16Array(capacity);
    opcode.set(this.opcode);
    this.opcode = opcode;
    this.immediate = signed(this.immediate);
    this.local = signed(this.local);
    this.value = signed(this.value);
    this.start = wide(this.start);
    this.end = wide(this.end);
    this.payAt = wide(this.payAt);
    this.pcB = signed(this.pcB);
    this.cost = wide(this.cost);
    this.index = wide(this.index);
    this.chosenAt = wide(this.chosenAt);
  }
}

const INITIAL_CAPACITY = 4096;
