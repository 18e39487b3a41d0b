import type { SyntaxTree } from "./tree.ts";

/** Growing columns of a tree that is being built. */
export class TreeColumns {
  capacity: number = 1 << 14;
  kind: Uint8Array = new Uint8Array(this.capacity);
  field: Uint8Array = new Uint8Array(this.capacity);
  operator: Uint8Array = new Uint8Array(this.capacity);
  start: Uint32Array = new Uint32Array(this.capacity);
  end: Uint32Array = new Uint32Array(this.capacity);
  parent: Int32Array = new Int32Array(this.capacity);
  after: Int32Array = new Int32Array(this.capacity);

  /** Doubles the capacity and keeps what is there. */
  grow(): void {
    this.capacity *= 2;
    const enlarge = <A extends Uint8Array | Uint32Array | Int32Array>(old: A, larger: A): A => {
      larger.set(old);
      return larger;
    };
    this.kind = enlarge(this.kind, new Uint8Array(this.capacity));
    this.field = enlarge(this.field, new Uint8Array(this.capacity));
    this.operator = enlarge(this.operator, new Uint8Array(this.capacity));
    this.start = enlarge(this.start, new Uint32Array(this.capacity));
    this.end = enlarge(this.end, new Uint32Array(this.capacity));
    this.parent = enlarge(this.parent, new Int32Array(this.capacity));
    this.after = enlarge(this.after, new Int32Array(this.capacity));
  }

  /** The first `size` nodes as a tree of their own. */
  finish(text: string, size: number, errors: readonly number[]): SyntaxTree {
    return {
      text,
      size,
      kind: this.kind.slice(0, size),
      field: this.field.slice(0, size),
      operator: this.operator.slice(0, size),
      start: this.start.slice(0, size),
      end: this.end.slice(0, size),
      parent: this.parent.slice(0, size),
      after: this.after.slice(0, size),
      errors,
    };
  }
}

/** Shared by every copy, since one runs at a time: most files are smaller than the largest. */
export const scratch: TreeColumns = new TreeColumns();
