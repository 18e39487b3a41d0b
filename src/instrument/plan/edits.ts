/** What an edit puts into the code of a function. */
export const EditKind = {
  /** Takes `value` fuel. A negative value gives back what another path has not used. */
  charge: 0,
  /** The same, then stops the guest when fuel is below `floor`. */
  spend: 1,
  /** As `charge`, where the counter must be right for others: before calls and on the way out. */
  pay: 2,
  /** As `spend`, there. */
  paySpend: 3,
  /** Behind a call, which may have used fuel. */
  refresh: 4,
  /** Before a bulk operation: takes as much fuel as the i32 length on top of the stack, and checks. */
  chargeLength: 5,
  /** In place of memory.grow: calls the injected function. */
  growMemory: 6,
  /** Around table.grow: notes the delta before it, charges it after it when it succeeded. */
  growTable: 7,
  /** In place of call, return_call or ref.func: the same with function index `value`. */
  retarget: 8,
  /** Before a tail call: gives back this function's place in the call depth. */
  leave: 9,
  /** In place of return: branches to label `value`, the block that wraps the body. */
  leaveByBranch: 10,
  /**
   * At an `if` that holds one `br` to label `value` + 1: br_if does the same unless the next edit, its charge, takes fuel.
   * `floor` is the offset behind the end of the `if`.
   */
  fuse: 11,
  /** Between a call and the br_if that unwinds: what stands up to the offset `floor` is written by the next `reload` instead. */
  delay: 12,
  /** Behind that br_if: the bytes from `value` up to `floor`. */
  reload: 13,
} as const;

/** Edits of one function body in rising order of offset, in columns that are used again for the next body. */
export class Edits {
  count = 0;
  kind: Uint8Array = new Uint8Array(INITIAL_CAPACITY);
  /** Byte offset in the original module; insertions stand before the instruction there. */
  offset: Uint32Array = new Uint32Array(INITIAL_CAPACITY);
  value: Int32Array = new Int32Array(INITIAL_CAPACITY);
  /** At most 0: what a check compares fuel with where it has been taken before it was used. */
  floor: Int32Array = new Int32Array(INITIAL_CAPACITY);
  /** Go's PC_B where the edit stands (`Flow.pcB`). */
  pcB: Int32Array = new Int32Array(INITIAL_CAPACITY);
  /** That of the edits that come next. */
  currentPcB = 0;

  /** Begins another body. */
  clear(): void {
    this.count = 0;
    this.currentPcB = 0;
  }

  /** Returns the position of the new edit. */
  add(kind: number, offset: number, value: number): number {
    if (this.count === this.kind.length) this.grow();
    this.kind[this.count] = kind;
    this.offset[this.count] = offset;
    this.value[this.count] = value;
    this.floor[this.count] = 0;
    this.pcB[this.count] = this.currentPcB;
    this.count += 1;
    return this.count - 1;
  }

  private grow(): void {
    const { kind, offset, value, floor, pcB } = this;
    const capacity = kind.length * 2;
    this.kind = new Uint8Array(capacity);
    this.kind.set(kind);
    this.offset = new Uint32Array(capacity);
    this.offset.set(offset);
    this.value = new Int32Array(capacity);
    this.value.set(value);
    this.floor = new Int32Array(capacity);
    this.floor.set(floor);
    this.pcB = new Int32Array(capacity);
    this.pcB.set(pcB);
  }
}

const INITIAL_CAPACITY = 1024;
