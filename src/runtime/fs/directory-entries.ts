interface Slot<Value> {
  readonly name: string;
  value: Value;
  readonly cookie: number;
  removed: boolean;
}

/** Cookies 1 and 2 stand behind `.` and `..`. */
const FIRST_COOKIE = 3;
/** Dead slots are swept when they are more than the living, but not for a handful. */
const MIN_SWEEP = 64;

/**
 * The names in a directory, in the order they came. Each has a cookie that never changes nor returns, so a listing can go on from any
 * cookie while names come and go; finding the place is a binary search, since a hostile guest would list with the smallest buffer.
 */
export class DirectoryEntries<Value> {
  readonly #byName = new Map<string, Slot<Value>>();
  #slots: Slot<Value>[] = [];
  #nextCookie = FIRST_COOKIE;
  #removed = 0;

  get size(): number {
    return this.#byName.size;
  }

  get(name: string): Value | undefined {
    return this.#byName.get(name)?.value;
  }

  /** Adds a name, or puts another value in its place, which keeps its cookie. */
  set(name: string, value: Value): void {
    const known = this.#byName.get(name);
    if (known !== undefined) {
      known.value = value;
      return;
    }
    const slot = { name, value, cookie: this.#nextCookie++, removed: false };
    this.#byName.set(name, slot);
    this.#slots.push(slot);
  }

  delete(name: string): void {
    const slot = this.#byName.get(name);
    if (slot === undefined) return;
    this.#byName.delete(name);
    slot.removed = true;
    this.#removed += 1;
    if (this.#removed > MIN_SWEEP && this.#removed * 2 > this.#slots.length) this.#sweep();
  }

  *after(
    cookie: number,
  ): Iterable<{ readonly name: string; readonly value: Value; readonly cookie: number }> {
    for (let index = this.#firstAfter(cookie); index < this.#slots.length; index++) {
      const slot = this.#slots[index]!;
      if (!slot.removed) yield slot;
    }
  }

  #firstAfter(cookie: number): number {
    let low = 0;
    let high = this.#slots.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#slots[middle]!.cookie <= cookie) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #sweep(): void {
    this.#slots = this.#slots.filter((slot) => !slot.removed);
    this.#removed = 0;
  }
}
