import type { Edits } from "./edits.ts";
import { sortByFallingWeight } from "./sort-by-weight.ts";

/** The node of all places where nothing may be owed: before and after calls, at the way out. */
export const SETTLED = 0;

/** Differences up to here are counted together when they are equal. */
const SPAN = 32_768;
const INITIAL_CAPACITY = 1024;

/**
 * What is owed where ways through a function meet, chosen so that the ways that run most need no charge there:
 * charges stand on the chords of a spanning tree of great weight (Knuth and Stevenson 1973; Ball and Larus 1994).
 * A node's value is the fuel owed there; an edge of cost c from u to v is charged value(u) + c − value(v).
 * Made to be used again for the next body, all in columns: a module has millions of edges.
 */
export class Potentials {
  private nodes = 0;
  private parent = new Int32Array(INITIAL_CAPACITY);
  /** value(node) − value(parent). */
  private shift = new Int32Array(INITIAL_CAPACITY);
  private edges = 0;
  private from = new Int32Array(INITIAL_CAPACITY);
  private to = new Int32Array(INITIAL_CAPACITY);
  private cost = new Int32Array(INITIAL_CAPACITY);
  private edit = new Int32Array(INITIAL_CAPACITY);
  private weight = new Float64Array(INITIAL_CAPACITY);
  /** Ways from one node to another that take the same charge count as one: the first of them, and the weight of all. */
  private bundles = 0;
  private bundleEdge = new Int32Array(INITIAL_CAPACITY);
  private bundleWeight = new Float64Array(INITIAL_CAPACITY);
  private bundleDifference = new Int32Array(INITIAL_CAPACITY);
  private order = new Int32Array(INITIAL_CAPACITY);
  /** Hash table with linear probing: bundle + 1, or 0. Its length is a power of two, twice the edges or more. */
  private slots = new Int32Array(4 * INITIAL_CAPACITY);
  private readonly floors: { readonly node: number; readonly owed: number; readonly edit: number }[] = [];

  /** Forgets all but the node SETTLED. */
  clear(): void {
    this.nodes = 0;
    this.edges = 0;
    this.floors.length = 0;
    this.node();
  }

  node(): number {
    if (this.nodes === this.parent.length) {
      this.parent = larger(this.parent);
      this.shift = larger(this.shift);
    }
    this.parent[this.nodes] = this.nodes;
    this.shift[this.nodes] = 0;
    return this.nodes++;
  }

  /** The two nodes are to have the same value. Only nodes that no tie with a difference joins may be tied. */
  tie(a: number, b: number): void {
    this.join(a, b, 0);
  }

  /** A way between nodes, charged by the edit at this position of the edits. Its weight comes next. */
  edge(from: number, to: number, cost: number, edit: number): void {
    const at = this.edges;
    if (at === this.from.length) this.growEdges();
    this.from[at] = from;
    this.to[at] = to;
    this.cost[at] = cost;
    this.edit[at] = edit;
    this.edges = at + 1;
  }

  /** How often the edge that was added last is taken, beside others. */
  weigh(weight: number): void {
    this.weight[this.edges - 1] = weight;
  }

  /** A check at a point that owes so much more than the node. */
  floor(node: number, owed: number, edit: number): void {
    this.floors.push({ node, owed, edit });
  }

  /** Chooses the values, then writes the charge of each edge into its edit, and to it what is owed behind it. */
  solve(edits: Edits): void {
    this.bundle();
    const { order, shift } = this;
    sortByFallingWeight(order, this.bundles, this.bundleWeight);
    for (let i = 0; i < this.bundles; i++) {
      const edge = this.bundleEdge[order[i]!]!;
      this.join(this.from[edge]!, this.to[edge]!, this.cost[edge]!);
    }
    // Every node can be reached from the entry, so all have one root in the end.
    for (let node = 0; node < this.nodes; node++) this.root(node);
    // The root's own shift is 0.
    const settled = shift[SETTLED]!;
    for (let i = 0; i < this.edges; i++) {
      const behind = shift[this.to[i]!]! - settled;
      const at = this.edit[i]!;
      edits.value[at] = shift[this.from[i]!]! - settled + this.cost[i]! - behind;
      edits.floor[at] = Math.min(behind, 0);
    }
    for (const { node, owed, edit } of this.floors)
      edits.floor[edit] = Math.min(shift[node]! - settled + owed, 0);
  }

  /** The fuel that is owed at a node, when values have been chosen. */
  value(node: number): number {
    return this.shift[node]! - this.shift[SETTLED]!;
  }

  /** Puts edges that want the same difference between the same nodes together. */
  private bundle(): void {
    this.bundles = 0;
    const { slots, from, to, cost, shift, weight } = this;
    let mask = 15;
    while (mask < 2 * this.edges) mask = 2 * mask + 1;
    slots.fill(0, 0, mask + 1);
    for (let i = 0; i < this.edges; i++) {
      const a = this.root(from[i]!);
      const b = this.root(to[i]!);
      if (a === b) continue;
      const difference = cost[i]! + shift[from[i]!]! - shift[to[i]!]!;
      const signed = a < b ? difference : -difference;
      const [low, high] = a < b ? [a, b] : [b, a];
      if (Math.abs(signed) >= SPAN) {
        this.addBundle(i, signed);
        continue;
      }
      let slot =
        (Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b) ^ Math.imul(signed, 0xc2b2ae35)) & mask;
      slot = (slot ^ (slot >>> 7)) & mask;
      for (;;) {
        const bundle = slots[slot]! - 1;
        if (bundle < 0) {
          slots[slot] = this.addBundle(i, signed) + 1;
          break;
        }
        if (this.bundleDifference[bundle] === signed && this.joins(bundle, low, high)) {
          this.bundleWeight[bundle]! += weight[i]!;
          break;
        }
        slot = (slot + 1) & mask;
      }
    }
  }

  private addBundle(edge: number, difference: number): number {
    const at = this.bundles++;
    this.bundleEdge[at] = edge;
    this.bundleDifference[at] = difference;
    this.bundleWeight[at] = this.weight[edge]!;
    this.order[at] = at;
    return at;
  }

  /** Whether a bundle lies between two roots. */
  private joins(bundle: number, low: number, high: number): boolean {
    const edge = this.bundleEdge[bundle]!;
    const a = this.root(this.from[edge]!);
    const b = this.root(this.to[edge]!);
    return a < b ? a === low && b === high : b === low && a === high;
  }

  /** Finds the root and lets the node point at it. */
  private root(node: number): number {
    const { parent, shift } = this;
    let root = node;
    let total = 0;
    while (parent[root] !== root) {
      total += shift[root]!;
      root = parent[root]!;
    }
    for (let at = node; parent[at] !== root && at !== root; ) {
      const next = parent[at]!;
      const own = shift[at]!;
      parent[at] = root;
      shift[at] = total;
      total -= own;
      at = next;
    }
    return root;
  }

  private join(from: number, to: number, cost: number): void {
    const a = this.root(from);
    const b = this.root(to);
    if (a === b) return;
    // value(to) = value(from) + cost
    this.parent[b] = a;
    this.shift[b] = this.shift[from]! + cost - this.shift[to]!;
  }

  private growEdges(): void {
    for (const name of ["from", "to", "cost", "edit", "bundleEdge", "bundleDifference", "order"] as const)
      this[name] = larger(this[name]);
    const weight = new Float64Array(this.weight.length * 2);
    weight.set(this.weight);
    this.weight = weight;
    this.bundleWeight = new Float64Array(weight.length);
    this.slots = new Int32Array(weight.length * 4);
  }
}

function larger(column: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const result = new Int32Array(column.length * 2);
  result.set(column);
  return result;
}
