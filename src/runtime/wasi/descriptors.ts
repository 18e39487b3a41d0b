import type { DirectoryNode, FileNode, OpenFile } from "../fs/node.ts";
import { DIRECTORY_RIGHTS, INHERITING_RIGHTS, INPUT_RIGHTS, OUTPUT_RIGHTS } from "./abi.ts";
import { Errno, fail } from "./errno.ts";

interface DescriptorState {
  /** Bits of FdFlags. */
  flags: number;
  /** Reported; of them only fdRead and fdWrite are enforced, as the mode the file was opened in. The guest may drop rights, never add. */
  rightsBase: number;
  rightsInheriting: number;
}

export interface StreamDescriptor extends DescriptorState {
  readonly kind: "stream";
  readonly stream: 0 | 1 | 2;
}

export interface FileDescriptor extends DescriptorState {
  readonly kind: "file";
  readonly node: FileNode;
  readonly file: OpenFile;
  positionBytes: number;
}

export interface DirectoryDescriptor extends DescriptorState {
  readonly kind: "directory";
  readonly node: DirectoryNode;
  /** Guest path of a preopen, undefined for a directory that the guest opened. */
  readonly preopen: string | undefined;
}

export type Descriptor = StreamDescriptor | FileDescriptor | DirectoryDescriptor;

/** The guest's file descriptors. Numbers are given lowest first, as POSIX says. */
export class DescriptorTable {
  readonly #open: (Descriptor | undefined)[] = [];
  readonly #limit: number;
  #lowestFree = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Throws Fault EMFILE when no number is free; checked before anything is opened. */
  requireFree(): void {
    if (this.#nextFree() >= this.#limit) fail(Errno.EMFILE);
  }

  add(descriptor: Descriptor): number {
    const fd = this.#nextFree();
    this.#open[fd] = descriptor;
    return fd;
  }

  /** Throws Fault EBADF when the number is not open. */
  get(fd: number): Descriptor {
    return this.#open[fd >>> 0] ?? fail(Errno.EBADF);
  }

  /** Throws Fault EBADF, or ENOTDIR when it is no directory. */
  directory(fd: number): DirectoryDescriptor {
    const descriptor = this.get(fd);
    if (descriptor.kind !== "directory") fail(Errno.ENOTDIR);
    return descriptor;
  }

  /** Throws Fault EBADF, ESPIPE for a stream, EISDIR for a directory. */
  file(fd: number): FileDescriptor {
    const descriptor = this.get(fd);
    if (descriptor.kind === "stream") fail(Errno.ESPIPE);
    if (descriptor.kind === "directory") fail(Errno.EISDIR);
    return descriptor;
  }

  close(fd: number): void {
    const descriptor = this.get(fd);
    this.#open[fd >>> 0] = undefined;
    this.#lowestFree = Math.min(this.#lowestFree, fd >>> 0);
    release(descriptor);
  }

  /** Moves a descriptor over another that is open, which is closed. Throws Fault EBADF. */
  renumber(from: number, to: number): void {
    const descriptor = this.get(from);
    const replaced = this.get(to);
    if (descriptor === replaced) return;
    this.#open[to >>> 0] = descriptor;
    this.#open[from >>> 0] = undefined;
    this.#lowestFree = Math.min(this.#lowestFree, from >>> 0);
    release(replaced);
  }

  #nextFree(): number {
    while (this.#open[this.#lowestFree] !== undefined) this.#lowestFree += 1;
    return this.#lowestFree;
  }
}

/** The descriptors a guest starts with: three streams, then the preopens from 3 on. */
export function initialDescriptors(
  preopens: readonly { readonly guestPath: string; readonly directory: DirectoryNode }[],
  limit: number,
): DescriptorTable {
  const table = new DescriptorTable(limit);
  for (const stream of [0, 1, 2] as const) {
    const rightsBase = stream === 0 ? INPUT_RIGHTS : OUTPUT_RIGHTS;
    table.add({ kind: "stream", stream, flags: 0, rightsBase, rightsInheriting: 0 });
  }
  for (const { guestPath, directory } of preopens) {
    directory.retain();
    table.add(directoryDescriptor(directory, guestPath));
  }
  return table;
}

export function directoryDescriptor(node: DirectoryNode, preopen?: string): DirectoryDescriptor {
  return {
    kind: "directory",
    node,
    preopen,
    flags: 0,
    rightsBase: DIRECTORY_RIGHTS,
    rightsInheriting: INHERITING_RIGHTS,
  };
}

function release(descriptor: Descriptor): void {
  if (descriptor.kind === "stream") return;
  if (descriptor.kind === "file") descriptor.file.close();
  descriptor.node.release();
}
