/** A way from one node to another. Nodes are numbers from 0, the entry. */
export interface Way {
  readonly to: number;
  /** Fuel that it takes; negative where it gives some back. */
  readonly cost: number;
  readonly isChecked: boolean;
}

/** Ways looked at for each that there is: reducible code needs few rounds. */
const MAX_ROUNDS = 200;

/**
 * The least fuel that it takes to get from the entry to each node (Bellman and Ford); infinite where no way leads.
 * Returns in words why there is none when a way round takes no fuel, or when finding out takes too long.
 */
export function cheapestWays(ways: readonly (readonly Way[])[]): Float64Array | string {
  // A way round must take more than nothing: so each step counts a little less than its cost.
  const scale = ways.length + 1;
  const least = new Float64Array(ways.length).fill(Number.POSITIVE_INFINITY);
  least[0] = 0;
  for (let round = 0; ; round++) {
    let changed = false;
    for (const [from, list] of ways.entries()) {
      const base = least[from]!;
      if (base === Number.POSITIVE_INFINITY) continue;
      for (const { to, cost } of list) {
        const sum = base + cost * scale - 1;
        if (sum >= least[to]!) continue;
        least[to] = sum;
        changed = true;
      }
    }
    if (!changed) return least.map((sum) => Math.ceil(sum / scale));
    if (round > Math.min(ways.length, MAX_ROUNDS)) return "a loop can go round without using fuel";
  }
}

/** Marks the nodes that can be reached from the entry. */
export function reached(successors: readonly (readonly number[])[]): Uint8Array {
  const seen = new Uint8Array(successors.length);
  const pending = [0];
  seen[0] = 1;
  while (pending.length > 0) {
    for (const to of successors[pending.pop()!]!) {
      if (seen[to] === 1) continue;
      seen[to] = 1;
      pending.push(to);
    }
  }
  return seen;
}

/** A node from which ways lead back to it; undefined when there is none. Depth first, with a stack of its own. */
export function hasCycle(successors: readonly (readonly number[])[]): number | undefined {
  const state = new Uint8Array(successors.length);
  for (let root = 0; root < successors.length; root++) {
    if (state[root] !== State.unseen) continue;
    const path = [{ node: root, next: 0 }];
    state[root] = State.open;
    while (path.length > 0) {
      const visit = path[path.length - 1]!;
      const to = successors[visit.node]![visit.next++];
      if (to === undefined) {
        state[visit.node] = State.done;
        path.pop();
      } else if (state[to] === State.open) return to;
      else if (state[to] === State.unseen) {
        state[to] = State.open;
        path.push({ node: to, next: 0 });
      }
    }
  }
  return undefined;
}

const State = { unseen: 0, open: 1, done: 2 } as const;
