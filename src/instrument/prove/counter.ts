/** The cell that is the global of fuel; locals are cells by their index. */
export const FUEL_CELL = -1;

/** The cell on top of the operand stack, between one stretch of code and the next. */
export const STACK_CELL = -2;

/** A value on the operand stack, as far as it is known. */
export type Value =
  /** The counter and so much. */
  | { readonly kind: "fuel"; delta: number }
  | { readonly kind: "constant"; readonly value: number }
  /** Whether the counter is below a floor; the floor is relative to the counter. */
  | { readonly kind: "isEmpty"; readonly whenTrue: boolean; readonly floor: number }
  /** A length that was charged, for one operation. */
  | { readonly kind: "charged"; isUsed: boolean }
  /** A delta of a table that was noted. */
  | { readonly kind: "noted" };

/**
 * Where the counter of fuel is kept at a point: cells that hold it, or it and a known number. It is what was written last,
 * so at least one cell holds exactly it; none does when it was lost.
 */
export class Counter {
  readonly cells: Map<number, number>;
  /** Locals that choose in dispatching loops, where their value is known. */
  readonly constants: Map<number, number>;

  constructor(
    cells: Iterable<readonly [number, number]> = [[FUEL_CELL, 0]],
    constants: Iterable<readonly [number, number]> = [],
  ) {
    this.cells = new Map(cells);
    this.constants = new Map(constants);
  }

  copy(): Counter {
    return new Counter(this.cells, this.constants);
  }

  /** Writes a cell. Returns by how much the counter fell. */
  write(cell: number, delta: number | undefined): number {
    this.cells.delete(cell);
    if (delta === undefined) return this.moveToNearest();
    this.cells.set(cell, delta);
    return this.moveTo(delta);
  }

  /** From here on what the global holds counts. Returns by how much the counter fell, undefined when that is not known. */
  settle(): number | undefined {
    const delta = this.cells.get(FUEL_CELL);
    if (delta === undefined) return undefined;
    this.cells.clear();
    this.cells.set(FUEL_CELL, 0);
    return -delta;
  }

  /**
   * Keeps what this and another way to the same point agree on. Returns whether that is less than before.
   */
  meet(other: Counter): boolean {
    const shift = this.shiftTo(other);
    let changed = false;
    for (const [cell, delta] of this.cells) {
      const twin = other.cells.get(cell);
      if (shift !== undefined && twin !== undefined && twin - delta === shift) continue;
      this.cells.delete(cell);
      changed = true;
    }
    for (const [local, value] of this.constants) {
      if (other.constants.get(local) === value) continue;
      this.constants.delete(local);
      changed = true;
    }
    if (changed) this.moveToNearest();
    return changed;
  }

  /** What a cell that both keep differs by, of those the nearest: a way that charges a local leaves the global behind. */
  shiftTo(other: Counter): number | undefined {
    let best: number | undefined;
    let nearest = Number.POSITIVE_INFINITY;
    for (const [cell, delta] of this.cells) {
      const twin = other.cells.get(cell);
      if (twin === undefined || Math.abs(delta) + Math.abs(twin) >= nearest) continue;
      nearest = Math.abs(delta) + Math.abs(twin);
      best = twin - delta;
    }
    return best;
  }

  /** Where no cell holds the counter any more, the one that is nearest to it becomes it. */
  private moveToNearest(): number {
    let nearest = Number.POSITIVE_INFINITY;
    for (const delta of this.cells.values()) if (Math.abs(delta) < Math.abs(nearest)) nearest = delta;
    return this.cells.size === 0 ? 0 : this.moveTo(nearest);
  }

  /** Lets the counter be what was so much away from it. Returns by how much it fell. */
  private moveTo(base: number): number {
    if (base === 0) return 0;
    for (const [cell, delta] of this.cells) this.cells.set(cell, delta - base);
    return -base;
  }
}
