import type { GoFile } from "../../source/go-file.ts";
import type { NodeId } from "../../source/tree.ts";
import type { GoFunction } from "../flow/symbols.ts";

/** Functions that a run called, by their places: a program that is run has an index of its own. */
export class CalledFunctions {
  readonly #nodes = new Map<GoFile, Set<NodeId>>();

  constructor(functions: Iterable<GoFunction>) {
    for (const { file, node } of functions) {
      const nodes = this.#nodes.get(file.source);
      if (nodes === undefined) this.#nodes.set(file.source, new Set([node]));
      else nodes.add(node);
    }
  }

  has({ file, node }: GoFunction): boolean {
    return this.#nodes.get(file.source)?.has(node) === true;
  }
}

export const NONE_CALLED: CalledFunctions = new CalledFunctions([]);
