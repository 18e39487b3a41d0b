import type { DirectoryNode, FileNode } from "./node.ts";
import { FRESH_MS } from "./read-ahead.ts";

/** Names that are remembered at a time: each keeps one or two descriptors of the host open. */
const MOST_NAMES = 64;

type KnownNode = FileNode | DirectoryNode;

interface Known {
  readonly node: KnownNode;
  readonly seenMs: number;
}

/**
 * What the names of a guest's live folders led to a moment ago: finding a name anew takes the host three system calls, and
 * a path is looked up once for each of its folders. A name is good for a millisecond and until the guest itself changes a
 * name in any live folder. What is found is the inode that the walk found then, held open, so a name that is
 * late can be no way out.
 */
export class KnownNames {
  readonly #known = new Map<string, Known>();
  #directories = 0;

  /** A number for a directory that no other gets. */
  newDirectory(): number {
    this.#directories += 1;
    return this.#directories;
  }

  /** Retained for the caller; undefined when the host has to be asked. */
  find(directory: number, name: string): KnownNode | undefined {
    const key = keyOf(directory, name);
    const known = this.#known.get(key);
    if (known === undefined) return undefined;
    if (performance.now() - known.seenMs < FRESH_MS) {
      known.node.retain();
      return known.node;
    }
    this.#known.delete(key);
    known.node.release();
    return undefined;
  }

  /** Retains the node as long as it is remembered. */
  remember(directory: number, name: string, node: KnownNode): void {
    if (this.#known.size >= MOST_NAMES) this.#forgetOldest();
    node.retain();
    this.#known.set(keyOf(directory, name), { node, seenMs: performance.now() });
  }

  /** For a guest that changes a name. */
  forget(): void {
    for (const { node } of this.#known.values()) node.release();
    this.#known.clear();
  }

  #forgetOldest(): void {
    for (const [key, { node }] of this.#known) {
      this.#known.delete(key);
      node.release();
      return;
    }
  }
}

/** A name has no slash. */
function keyOf(directory: number, name: string): string {
  return `${directory}/${name}`;
}
