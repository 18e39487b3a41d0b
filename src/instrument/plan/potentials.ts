import type { Edits } from "./edits.ts";

/** The node of all places where nothing may be owed: before and after calls, at the way out. */
export const SETTLED = 0;

/** Differences up to here are counted together when they are equal. */
const SPAN = 32_768;

/** Ways from one node to another that take the same charge. */
interface Bundle {
  readonly edge: number;
  weight: number;
}

/**
 * What is owed where ways through a function meet, chosen so that the ways that run most need no charge there:
 * charges stand on the chords of a spanning tree of great weight (Knuth and Stevenson 1973; Ball and Larus 1994).
 * A node's value is the fuel owed there; an edge of cost c from u to v is charged value(u) + c − value(v).
 * Made to be used again for the next body.
 */
export class Potentials {
  private readonly parent: number[] = [];
  /** value(node) − value(parent). */
  private readonly shift: number[] = [];
  private readonly from: number[] = [];
  private readonly to: number[] = [];
  private readonly cost: number[] = [];
  private readonly edit: number[] = [];
  private readonly weight: number[] = [];
  private readonly floors: { readonly node: number; readonly owed: number; readonly edit: number }[] = [];

  /** Forgets all but the node SETTLED. */
  clear(): void {
    for (const column of [this.parent, this.shift, this.from, this.to, this.cost, this.edit, this.weight])
      column.length = 0;
    this.floors.length = 0;
    this.node();
  }

  node(): number {
    this.shift.push(0);
    return this.parent.push(this.parent.length) - 1;
  }

  /** The two nodes are to have the same value. Only nodes that no tie with a difference joins may be tied. */
  tie(a: number, b: number): void {
    this.join(a, b, 0);
  }

  /** A way between nodes, charged by the edit at this position of the edits. */
  edge(
    from: number,
    to: number,
    cost: number,
    how: { readonly edit: number; readonly weight: number },
  ): void {
    this.from.push(from);
    this.to.push(to);
    this.cost.push(cost);
    this.edit.push(how.edit);
    this.weight.push(how.weight);
  }

  /** A check at a point that owes so much more than the node. */
  floor(node: number, owed: number, edit: number): void {
    this.floors.push({ node, owed, edit });
  }

  /** Chooses the values, then writes the charge of each edge into its edit, and to it what is owed behind it. */
  solve(edits: Edits): void {
    for (const { edge } of this.bundles()) this.join(this.from[edge]!, this.to[edge]!, this.cost[edge]!);
    for (let i = 0; i < this.from.length; i++) {
      const behind = this.value(this.to[i]!);
      const at = this.edit[i]!;
      edits.value[at] = this.value(this.from[i]!) + this.cost[i]! - behind;
      edits.floor[at] = Math.min(behind, 0);
    }
    for (const { node, owed, edit } of this.floors) edits.floor[edit] = Math.min(this.value(node) + owed, 0);
  }

  /** Edges by falling weight; those that want the same difference between the same nodes count as one. */
  private bundles(): readonly Bundle[] {
    const bundles = new Map<number, Bundle>();
    const nodes = this.parent.length;
    for (let i = 0; i < this.from.length; i++) {
      const [a, b] = [this.root(this.from[i]!), this.root(this.to[i]!)];
      if (a === b) continue;
      const difference = this.cost[i]! + this.shift[this.from[i]!]! - this.shift[this.to[i]!]!;
      const signed = a < b ? difference : -difference;
      const isSmall = Math.abs(signed) < SPAN;
      const key = isSmall ? (Math.min(a, b) * nodes + Math.max(a, b)) * 2 * SPAN + signed + SPAN : -1 - i;
      const bundle = bundles.get(key);
      if (bundle === undefined) bundles.set(key, { edge: i, weight: this.weight[i]! });
      else bundle.weight += this.weight[i]!;
    }
    return [...bundles.values()].sort((left, right) => right.weight - left.weight);
  }

  private value(node: number): number {
    this.root(SETTLED);
    this.root(node);
    // Every node can be reached from the entry, so all have one root in the end.
    return this.shift[node]! - this.shift[SETTLED]!;
  }

  /** Finds the root and lets the node point at it. */
  private root(node: number): number {
    let root = node;
    let total = 0;
    while (this.parent[root] !== root) {
      total += this.shift[root]!;
      root = this.parent[root]!;
    }
    for (let at = node; this.parent[at] !== at; ) {
      const [next, own] = [this.parent[at]!, this.shift[at]!];
      this.parent[at] = root;
      this.shift[at] = total;
      total -= own;
      if (next === root) break;
      at = next;
    }
    return root;
  }

  private join(from: number, to: number, cost: number): void {
    const [a, b] = [this.root(from), this.root(to)];
    if (a === b) return;
    // value(to) = value(from) + cost
    this.parent[b] = a;
    this.shift[b] = this.shift[from]! + cost - this.shift[to]!;
  }
}
