/**
 * Strongly connected components (Tarjan, "Depth-first search and linear graph algorithms", 1972) of the graph on
 * 0…count-1, callees before callers, on an explicit stack.
 */
export function componentsOf(count: number, successors: (node: number) => readonly number[]): number[][] {
  const number = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const onPath = new Uint8Array(count);
  const nextEdge = new Uint32Array(count);
  const path: number[] = [];
  const components: number[][] = [];
  let next = 0;
  const enter = (node: number, stack: number[]): void => {
    number[node] = low[node] = next++;
    path.push(node);
    onPath[node] = 1;
    stack.push(node);
  };
  for (let root = 0; root < count; root++) {
    if (number[root]! >= 0) continue;
    const stack: number[] = [];
    enter(root, stack);
    while (stack.length > 0) {
      const node = stack.at(-1)!;
      const target = successors(node)[nextEdge[node]!++];
      if (target === undefined) {
        stack.pop();
        const above = stack.at(-1);
        if (above !== undefined) low[above] = Math.min(low[above]!, low[node]!);
        if (low[node] === number[node]) components.push(popComponent(path, onPath, node));
      } else if (number[target]! < 0) enter(target, stack);
      else if (onPath[target] === 1) low[node] = Math.min(low[node]!, number[target]!);
    }
  }
  return components;
}

function popComponent(path: number[], onPath: Uint8Array, root: number): number[] {
  const component: number[] = [];
  for (;;) {
    const node = path.pop()!;
    onPath[node] = 0;
    component.push(node);
    if (node === root) return component;
  }
}
