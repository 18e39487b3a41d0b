import { ToolError } from "../../errors.ts";
import type { Preopen } from "./file-system.ts";
import { MemoryDirectory } from "./memory-directory.ts";
import { MemoryVolume } from "./memory-volume.ts";
import type { DirectoryNode, TreeNode } from "./node.ts";

/** The tree while it is put together. */
export interface GuestTree {
  /** The folders that only hold mounts; read-only, and what they lack could be mounted. */
  readonly frame: MemoryDirectory;
  /** `/` of the guest: the frame, or what was mounted there. */
  root: DirectoryNode;
  /** Mounts inside a live mount, which cannot be hung into it. */
  readonly beside: Preopen[];
}

/** Where something is hung in: its directory in memory and its name there. */
export interface Hook {
  readonly parent: MemoryDirectory;
  readonly name: string;
}

const FRAME_DEVICE = 2n;

/** An empty tree, whose `/` holds nothing but the mounts to come. */
export function newGuestTree(clockNs: () => bigint): GuestTree {
  const volume = new MemoryVolume({ device: FRAME_DEVICE, maxBytes: 0, maxEntries: 0, clockNs });
  const frame = new MemoryDirectory({ volume, writable: false, holdsMounts: true });
  return { frame, root: frame, beside: [] };
}

/**
 * Finds the place for a mount, making the folders on the way. undefined when a live mount is on the way: then it must stand beside.
 * `guestPath` is absolute, clean, and not `/`. Throws ToolError when a file is on the way.
 */
export function hookFor(tree: GuestTree, guestPath: string): Hook | undefined {
  const names = guestPath.slice(1).split("/");
  const name = names.pop()!;
  if (!(tree.root instanceof MemoryDirectory)) return undefined;
  let parent = tree.root;
  for (const folder of names) {
    const next = parent.lookup(folder) ?? newFolder(parent, folder);
    if (next.kind !== "directory") {
      throw new ToolError(
        "mount/clash",
        `cannot mount at ${guestPath}: ${folder} is a ${next.kind} of another mount`,
        {
          hint: "choose another guest path, as in HOST:GUEST",
        },
      );
    }
    if (!(next instanceof MemoryDirectory)) return undefined;
    parent = next;
  }
  return { parent, name };
}

/** Puts a mount in its place, over whatever has that name in the tree of another mount. */
export function hangIn(tree: GuestTree, guestPath: string, hook: Hook | undefined, node: TreeNode): void {
  if (hook !== undefined) {
    hook.parent.attach(hook.name, node);
    return;
  }
  if (node.kind !== "directory") {
    throw new ToolError(
      "mount/clash",
      `cannot mount a file at ${guestPath}: only a directory can stand there`,
      {
        hint: "mount the directory that holds it",
      },
    );
  }
  if (guestPath === "/") tree.root = node;
  else tree.beside.push({ guestPath, directory: node });
}

function newFolder(parent: MemoryDirectory, name: string): MemoryDirectory {
  const { volume, writable, holdsMounts } = parent;
  const folder = new MemoryDirectory({ volume, writable, holdsMounts, parent, name });
  parent.attach(name, folder);
  return folder;
}
