/** What an edit puts into the code of a function. */
export const EditKind = {
  /** Takes `value` fuel. A negative value gives back what another path has not used. */
  charge: 0,
  /** The same, then stops the guest when fuel is below zero. */
  spend: 1,
  /** Before a bulk operation: takes as much fuel as the i32 length on top of the stack, and checks. */
  chargeLength: 2,
  /** In place of memory.grow: calls the injected function. */
  growMemory: 3,
  /** Around table.grow: notes the delta before it, charges it after it when it succeeded. */
  growTable: 4,
  /** In place of call, return_call or ref.func: the same with function index `value`. */
  retarget: 5,
  /** Before a tail call: gives back this function's place in the call depth. */
  leave: 6,
  /** In place of return: branches to label `value`, the block that wraps the body. */
  leaveByBranch: 7,
} as const;

/** Edits of one function body in rising order of offset, in columns that are used again for the next body. */
export class Edits {
  count = 0;
  kind: Uint8Array = new Uint8Array(INITIAL_CAPACITY);
  /** Byte offset in the original module; insertions stand before the instruction there. */
  offset: Uint32Array = new Uint32Array(INITIAL_CAPACITY);
  value: Int32Array = new Int32Array(INITIAL_CAPACITY);

  /** Returns the position of the new edit. */
  add(kind: number, offset: number, value: number): number {
    if (this.count === this.kind.length) this.grow();
    this.kind[this.count] = kind;
    this.offset[this.count] = offset;
    this.value[this.count] = value;
    this.count += 1;
    return this.count - 1;
  }

  private grow(): void {
    const { kind, offset, value } = this;
    const capacity = kind.length * 2;
    this.kind = new Uint8Array(capacity);
    this.kind.set(kind);
    this.offset = new Uint32Array(capacity);
    this.offset.set(offset);
    this.value = new Int32Array(capacity);
    this.value.set(value);
  }
}

const INITIAL_CAPACITY = 1024;
