/** Disjoint sets of names (Tarjan, "Efficiency of a good but not linear set union algorithm", 1975). */
export interface DisjointSets {
  /** Representative of the set of `name`, which is added when it is new. */
  readonly find: (name: string) => string;
  readonly join: (a: string, b: string) => void;
}

/** No sets yet. */
export function newDisjointSets(): DisjointSets {
  const parent = new Map<string, string>();
  const find = (name: string): string => {
    let root = name;
    for (let up = parent.get(root); up !== undefined; up = parent.get(root)) root = up;
    for (let at = name; at !== root; ) {
      const up = parent.get(at)!;
      parent.set(at, root);
      at = up;
    }
    return root;
  };
  return {
    find,
    join(a, b) {
      const from = find(a);
      const to = find(b);
      if (from !== to) parent.set(from, to);
    },
  };
}
