import { Errno, fail } from "../wasi/errno.ts";
import type { DirectoryNode, FileNode, NodeStat, NodeTimes, OpenFile, TreeNode } from "./node.ts";
import { atPath, type Found, joinGuest } from "./walk.ts";

/** A path of the guest and the directory it starts from. */
export interface Place {
  readonly root: DirectoryNode | undefined;
  readonly base: DirectoryNode;
  readonly path: string;
}

/** mkdir(2). Throws Fault: EEXIST, EROFS, EDQUOT and what the walk throws. */
export function createDirectory(place: Place): void {
  atPath({ ...place, last: "entry", access: "write" }, (found) => {
    if (found.node !== undefined) fail(Errno.EEXIST);
    requireWritable(found.parent, found.name);
    found.parent.createDirectory(found.name);
  });
}

/** symlink(2). An absolute target is refused, as in wasmtime and as the conformance suite expects: it would name a place outside the sandbox. */
export function createSymlink(place: Place, target: string): void {
  if (target === "") fail(Errno.ENOENT);
  if (target.startsWith("/")) fail(Errno.EPERM);
  atPath({ ...place, last: "entry", access: "write" }, (found) => {
    if (found.node !== undefined) fail(Errno.EEXIST);
    if (found.trailingSlash) fail(Errno.ENOENT);
    requireWritable(found.parent, found.name);
    found.parent.createSymlink(found.name, target);
  });
}

/** unlink(2). Throws Fault: EISDIR for a directory, ENOTDIR for `file/`, EROFS. */
export function unlinkFile(place: Place): void {
  atPath({ ...place, last: "entry", access: "write" }, (found) => {
    const node = existing(found, "write");
    if (node.kind === "directory") fail(Errno.EISDIR);
    if (found.trailingSlash) fail(Errno.ENOTDIR);
    requireWritable(found.parent, found.name);
    found.parent.unlink(found.name);
  });
}

/** rmdir(2). Throws Fault: ENOTDIR, ENOTEMPTY, EINVAL for `.`, EBUSY for a mount point, EROFS. */
export function removeDirectory(place: Place): void {
  atPath({ ...place, last: "entry", access: "write" }, (found) => {
    const node = existing(found, "write");
    if (node.kind !== "directory") fail(Errno.ENOTDIR);
    if (found.name === "") fail(Errno.EINVAL);
    requireWritable(found.parent, found.name);
    if (node.volume !== found.parent.volume) fail(Errno.EBUSY);
    found.parent.removeDirectory(found.name);
  });
}

/** rename(2). Throws Fault: EXDEV between mounts, EBUSY for `.` and mount points, EROFS, and what the directory says. */
export function rename(from: Place, to: Place): void {
  atPath({ ...from, last: "entry", access: "write" }, (source) => {
    const node = existing(source, "write");
    if (source.name === "") fail(Errno.EBUSY);
    if (source.trailingSlash && node.kind !== "directory") fail(Errno.ENOTDIR);
    atPath({ ...to, last: "entry", access: "write" }, (target) => {
      if (target.name === "") fail(Errno.EBUSY);
      if (target.trailingSlash && node.kind !== "directory") fail(Errno.ENOTDIR);
      if (source.parent.volume !== target.parent.volume) crossing(source, target);
      requireWritable(source.parent, source.name);
      requireWritable(target.parent, target.name);
      if (node.volume !== source.parent.volume) fail(Errno.EBUSY);
      if (target.node !== undefined && target.node.volume !== target.parent.volume) fail(Errno.EBUSY);
      source.parent.rename(source.name, target.parent, target.name);
    });
  });
}

/** link(2), never through a symlink. Throws Fault: EPERM for a directory, EEXIST, ENOENT for a new `name/`, EXDEV, EROFS. */
export function link(from: Place, to: Place): void {
  atPath({ ...from, last: "entry", access: "read" }, (source) => {
    const node = existing(source, "read");
    if (node.kind === "directory") fail(Errno.EPERM);
    if (source.trailingSlash) fail(Errno.ENOTDIR);
    atPath({ ...to, last: "entry", access: "write" }, (target) => {
      if (target.node !== undefined) fail(Errno.EEXIST);
      if (target.trailingSlash) fail(Errno.ENOENT);
      if (source.parent.volume !== target.parent.volume) crossing(source, target);
      requireWritable(target.parent, target.name);
      target.parent.link(target.name, node);
    });
  });
}

/** readlink(2). Throws Fault: EINVAL when it is no symlink. */
export function readLink(place: Place): string {
  return atPath({ ...place, last: "nofollow", access: "read" }, (found) => {
    const node = existing(found, "read");
    if (node.kind !== "symlink") fail(Errno.EINVAL);
    return node.target();
  });
}

/** stat(2) or lstat(2). */
export function stat(place: Place, follow: boolean): NodeStat {
  return atPath({ ...place, last: follow ? "follow" : "nofollow", access: "read" }, (found) => {
    const node = existing(found, "read");
    if (found.trailingSlash && node.kind !== "directory") fail(Errno.ENOTDIR);
    return node.stat();
  });
}

/** utimensat(2). Throws Fault: EROFS on what the guest may not change. */
export function setTimes(place: Place, follow: boolean, times: NodeTimes): void {
  atPath({ ...place, last: follow ? "follow" : "nofollow", access: "write" }, (found) => {
    const node = existing(found, "write");
    if (found.trailingSlash && node.kind !== "directory") fail(Errno.ENOTDIR);
    requireWritableNode(node, pathOf(found));
    node.setTimes(times);
  });
}

export interface OpenRequest {
  readonly follow: boolean;
  readonly create: boolean;
  readonly exclusive: boolean;
  readonly truncate: boolean;
  readonly directory: boolean;
  readonly read: boolean;
  readonly write: boolean;
  /** Called with the resolved path before anything is opened or changed; throws Fault to refuse. */
  readonly authorize: ((guestPath: string, access: "read" | "write") => void) | undefined;
}

/** What was opened; the caller owns it: closes the file, releases the node. */
export type Opened =
  | { readonly kind: "file"; readonly node: FileNode; readonly file: OpenFile }
  | { readonly kind: "directory"; readonly node: DirectoryNode };

/**
 * open(2). Throws Fault: EEXIST for create with exclusive, EISDIR for a directory opened to write, ENOTDIR, ELOOP for a symlink not
 * to be followed, EROFS, EINVAL for create with directory.
 */
export function open(place: Place, request: OpenRequest): Opened {
  if (request.create && request.directory) fail(Errno.EINVAL);
  const exclusive = request.create && request.exclusive;
  const last = exclusive ? "entry" : request.follow ? "follow" : "nofollow";
  const access = request.create || request.write || request.truncate ? "write" : "read";
  const { root, base, path } = place;
  return atPath({ root, base, path, last, access }, (found) => {
    const changes = request.write || request.truncate || (request.create && found.node === undefined);
    request.authorize?.(pathOf(found), changes ? "write" : "read");
    if (found.node === undefined) return openNew(found, request);
    if (exclusive) fail(Errno.EEXIST);
    if (found.node.kind === "symlink") fail(Errno.ELOOP);
    if (found.node.kind === "directory") return openDirectory(found.node, request);
    if (request.directory || found.trailingSlash) fail(Errno.ENOTDIR);
    if (changes) requireWritableNode(found.node, pathOf(found));
    found.node.retain();
    return openFile(found.node, request);
  });
}

function openNew(found: Found, request: OpenRequest): Opened {
  if (!request.create) existing(found, request.write ? "write" : "read");
  requireWritable(found.parent, found.name);
  if (found.trailingSlash) fail(Errno.EISDIR);
  return openFile(found.parent.createFile(found.name), request);
}

function openDirectory(node: DirectoryNode, request: OpenRequest): Opened {
  if (request.write || request.truncate || request.create) fail(Errno.EISDIR);
  node.retain();
  return { kind: "directory", node };
}

function openFile(node: FileNode, request: OpenRequest): Opened {
  try {
    const file = node.open({ read: request.read, write: request.write, truncate: request.truncate });
    return { kind: "file", node, file };
  } catch (error) {
    node.release();
    throw error;
  }
}

function existing(found: Found, access: "read" | "write"): TreeNode {
  if (found.node !== undefined) return found.node;
  fail(Errno.ENOENT, found.parent.holdsMounts ? { path: pathOf(found), access } : undefined);
}

function requireWritable(directory: DirectoryNode, name: string): void {
  if (directory.writable) return;
  fail(Errno.EROFS, { path: joinGuest(directory.guestPath(), name), access: "write" });
}

function requireWritableNode(node: TreeNode, path: string): void {
  if (!node.writable) fail(Errno.EROFS, { path, access: "write" });
}

/** Between two volumes nothing can move, but when the target cannot be written at all that is the better answer. */
function crossing(source: Found, target: Found): never {
  if (target.parent.holdsMounts) requireWritable(target.parent, target.name);
  if (source.parent.holdsMounts) requireWritable(source.parent, source.name);
  fail(Errno.EXDEV);
}

function pathOf(found: Found): string {
  return joinGuest(found.parent.guestPath(), found.name);
}
