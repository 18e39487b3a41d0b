import { decodeBody, Instructions } from "../wasm/body.ts";
import type { WasmModule } from "../wasm/module.ts";
import { Op } from "../wasm/opcodes.ts";

/**
 * Which defined functions can be on the stack twice: those on a cycle of the call graph. An indirect call is taken to
 * reach every function of its type whose reference the module takes anywhere. Calls from the host back into exports
 * are not counted: the host is trusted.
 * Returns 1 for each such function, by its position among the defined ones.
 */
export function recursiveFunctions(module: WasmModule): Uint8Array {
  const graph = callGraph(module);
  const recursive = new Uint8Array(module.code.length);
  for (const component of stronglyConnected(graph)) {
    const isCycle = component.length > 1 || graph[component[0]!]!.includes(component[0]!);
    if (isCycle) for (const node of component) if (node < recursive.length) recursive[node] = 1;
  }
  return recursive;
}

/** Successors by node: the defined functions, then one node for each type that is called indirectly. */
function callGraph(module: WasmModule): readonly (readonly number[])[] {
  const imported = module.importedCounts.function;
  const referenced = referencedFunctions(module);
  const graph: number[][] = [];
  const indirect = new Map<string, number>();
  const typeKey = (type: number): string => JSON.stringify(module.types[type]);
  const instructions = new Instructions();
  const calls = module.code.map((range) => {
    decodeBody(module.bytes, range, instructions);
    return callsOf(instructions, referenced);
  });
  for (const { direct, types } of calls) {
    const successors = new Set(direct.map((index) => index - imported).filter((node) => node >= 0));
    for (const type of types) {
      const key = typeKey(type);
      const node = indirect.get(key) ?? module.code.length + indirect.size;
      indirect.set(key, node);
      successors.add(node);
    }
    graph.push([...successors]);
  }
  for (const key of indirect.keys()) {
    const targets = [...referenced].map((index) => index - imported).filter((node) => node >= 0);
    graph.push(targets.filter((node) => typeKey(module.functions[node]!) === key));
  }
  return graph;
}

/** Functions that a table or a reference may hold; those of ref.func in code are added while calls are read. */
function referencedFunctions(module: WasmModule): Set<number> {
  const referenced = new Set<number>();
  for (const { functions } of module.elements) {
    for (const index of functions) if (index !== undefined) referenced.add(index);
  }
  // The host may put exported functions into a table that it can reach.
  for (const { kind, index } of module.exports) if (kind === "function") referenced.add(index);
  return referenced;
}

function callsOf(
  { count, opcode, immediate }: Instructions,
  referenced: Set<number>,
): { readonly direct: readonly number[]; readonly types: readonly number[] } {
  const direct = new Set<number>();
  const types = new Set<number>();
  for (let i = 0; i < count; i++) {
    const operand = immediate[i]! >>> 0;
    if (opcode[i] === Op.call || opcode[i] === Op.returnCall) direct.add(operand);
    else if (opcode[i] === Op.callIndirect || opcode[i] === Op.returnCallIndirect) types.add(operand);
    else if (opcode[i] === Op.refFunc) referenced.add(operand);
  }
  return { direct: [...direct], types: [...types] };
}

/** Tarjan's algorithm (1972) with a stack of its own: call chains of 40,000 functions must not overflow ours. */
function* stronglyConnected(graph: readonly (readonly number[])[]): Generator<readonly number[]> {
  const order = new Int32Array(graph.length).fill(-1);
  const low = new Int32Array(graph.length);
  const onStack = new Uint8Array(graph.length);
  const stack: number[] = [];
  let counter = 0;
  for (let root = 0; root < graph.length; root++) {
    if (order[root] !== -1) continue;
    const path = [{ node: root, next: 0 }];
    while (path.length > 0) {
      const visit = path[path.length - 1]!;
      const { node } = visit;
      if (visit.next === 0) {
        order[node] = low[node] = counter++;
        stack.push(node);
        onStack[node] = 1;
      }
      const successor = graph[node]![visit.next++];
      if (successor === undefined) {
        path.pop();
        const parent = path[path.length - 1]?.node;
        if (parent !== undefined) low[parent] = Math.min(low[parent]!, low[node]!);
        if (low[node] === order[node]) yield popComponent(stack, onStack, node);
      } else if (order[successor] === -1) {
        path.push({ node: successor, next: 0 });
      } else if (onStack[successor] === 1) {
        low[node] = Math.min(low[node]!, order[successor]!);
      }
    }
  }
}

function popComponent(stack: number[], onStack: Uint8Array, root: number): number[] {
  const component: number[] = [];
  for (;;) {
    const node = stack.pop()!;
    onStack[node] = 0;
    component.push(node);
    if (node === root) return component;
  }
}
