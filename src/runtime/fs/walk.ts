import { type DeniedAccess, Errno, fail } from "../wasi/errno.ts";
import type { DirectoryNode, TreeNode } from "./node.ts";

/** Linux gives up at the same number (path_resolution(7)). */
const MAX_SYMLINKS = 40;
/** NAME_MAX of Linux; counted in bytes of UTF-8. */
const MAX_NAME_BYTES = 255;

const encoder = new TextEncoder();

/** What the walk does with a symlink as last component. `entry` means the entry itself, whatever slashes follow it. */
export type LastComponent = "follow" | "nofollow" | "entry";

export interface PathRequest {
  /** Where absolute symlinks lead, if the walk began there; the guest sees it as `/`. */
  readonly root: DirectoryNode | undefined;
  readonly base: DirectoryNode;
  readonly path: string;
  readonly last: LastComponent;
  /** What the path is wanted for: names the flag that would have allowed it. */
  readonly access: "read" | "write";
}

/** Where a path leads. `name` is empty when it ends in `.` or `..`, and `node` is then `parent` itself. */
export interface Found {
  readonly parent: DirectoryNode;
  readonly name: string;
  readonly node: TreeNode | undefined;
  readonly trailingSlash: boolean;
}

/**
 * Resolves a path of the guest and hands over what it leads to; all nodes are given back when `use` returns, so it retains what it keeps.
 * Every component is looked up by its own: symlinks and `..` are resolved here, never by the host, and `..` is a step back in the list of
 * directories that the walk itself came through, so nothing above `base` can be reached, whatever is renamed meanwhile.
 *
 * Throws Fault: EPERM for a way out of `base`, ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG.
 */
export function atPath<T>(request: PathRequest, use: (found: Found) => T): T {
  request.base.retain();
  const through: DirectoryNode[] = [request.base];
  let node: TreeNode | undefined;
  try {
    const found = resolve(request, through);
    node = found.node;
    return use(found);
  } finally {
    node?.release();
    for (const directory of through) directory.release();
  }
}

function resolve(request: PathRequest, through: DirectoryNode[]): Found {
  const { path, last } = request;
  if (path === "") fail(Errno.ENOENT);
  if (path.startsWith("/")) fail(Errno.EPERM);
  const pending = components(path).reverse();
  let trailingSlash = path.endsWith("/");
  for (let links = 0; ; ) {
    const here = through.at(-1)!;
    const name = pending.pop();
    if (name === undefined) return itself(here, trailingSlash);
    if (name === ".") continue;
    if (name === "..") {
      stepBack(through);
      continue;
    }
    const isLast = pending.length === 0;
    const node = lookup(here, name);
    if (node === undefined) {
      if (isLast) return { parent: here, name, node, trailingSlash };
      fail(Errno.ENOENT, outside(here, [name, ...pending.reverse()], request.access));
    }
    if (node.kind === "symlink" && (!isLast || follows(last, trailingSlash))) {
      if (++links > MAX_SYMLINKS) giveBack(node, Errno.ELOOP);
      const target = readTarget(node);
      if (target.startsWith("/")) backToRoot(request, through);
      if (isLast && target.endsWith("/")) trailingSlash = true;
      pending.push(...components(target).reverse());
      continue;
    }
    if (isLast) return { parent: here, name, node, trailingSlash };
    if (node.kind !== "directory") giveBack(node, Errno.ENOTDIR);
    through.push(node);
  }
}

function components(path: string): string[] {
  return path.split("/").filter((name) => name !== "");
}

function follows(last: LastComponent, trailingSlash: boolean): boolean {
  return last === "follow" || (last === "nofollow" && trailingSlash);
}

function itself(directory: DirectoryNode, trailingSlash: boolean): Found {
  directory.retain();
  return { parent: directory, name: "", node: directory, trailingSlash };
}

function stepBack(through: DirectoryNode[]): void {
  if (through.length === 1) fail(Errno.EPERM);
  through.pop()!.release();
}

/** An absolute symlink of a mounted tree means the guest's own root, and only for a walk that was given that root. */
function backToRoot({ base, root }: PathRequest, through: DirectoryNode[]): void {
  if (base !== root) fail(Errno.EPERM);
  while (through.length > 1) through.pop()!.release();
}

function lookup(directory: DirectoryNode, name: string): TreeNode | undefined {
  if (isTooLong(name)) fail(Errno.ENAMETOOLONG);
  return directory.lookup(name);
}

function readTarget(node: Extract<TreeNode, { kind: "symlink" }>): string {
  try {
    const target = node.target();
    if (target === "") fail(Errno.ENOENT);
    return target;
  } finally {
    node.release();
  }
}

function giveBack(node: TreeNode, errno: Errno): never {
  node.release();
  fail(errno);
}

/** A UTF-16 unit is three bytes of UTF-8 at most, so most names need no counting. */
function isTooLong(name: string): boolean {
  return name.length * 3 > MAX_NAME_BYTES && encoder.encode(name).length > MAX_NAME_BYTES;
}

/** The access that a mount would have given, when the missing name is in a folder that only holds mounts. */
function outside(
  directory: DirectoryNode,
  names: readonly string[],
  access: "read" | "write",
): DeniedAccess | undefined {
  if (!directory.holdsMounts) return undefined;
  return { path: joinGuest(directory.guestPath(), names.join("/")), access };
}

/** An absolute guest path from a directory's own and a name. */
export function joinGuest(directory: string, name: string): string {
  if (name === "") return directory;
  return directory.endsWith("/") ? `${directory}${name}` : `${directory}/${name}`;
}
