import { Errno, fail } from "../wasi/errno.ts";

export interface MemoryVolumeOptions {
  readonly device: bigint;
  readonly maxBytes: number;
  readonly maxEntries: number;
  readonly clockNs: () => bigint;
}

/** What the nodes of one tree in memory share: quota, inode numbers and the clock. Inode numbers count up from 1, the same on every run. */
export class MemoryVolume {
  readonly device: bigint;
  readonly clockNs: () => bigint;
  #maxBytes: number;
  #maxEntries: number;
  #bytes = 0;
  #entries = 0;
  #inode = 0n;

  constructor(options: MemoryVolumeOptions) {
    this.device = options.device;
    this.clockNs = options.clockNs;
    this.#maxBytes = options.maxBytes;
    this.#maxEntries = options.maxEntries;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get entries(): number {
    return this.#entries;
  }

  get freeBytes(): number {
    return this.#maxBytes - this.#bytes;
  }

  nextInode(): bigint {
    this.#inode += 1n;
    return this.#inode;
  }

  /** Counts bytes against the quota. Throws Fault ENOSPC when they do not all fit. */
  takeBytes(bytes: number): void {
    if (bytes > this.freeBytes) fail(Errno.ENOSPC);
    this.#bytes += bytes;
  }

  giveBytes(bytes: number): void {
    this.#bytes -= bytes;
  }

  /** Counts a directory entry against the quota. Throws Fault EDQUOT. */
  takeEntry(): void {
    if (this.#entries >= this.#maxEntries) fail(Errno.EDQUOT);
    this.#entries += 1;
  }

  /** Raises the quota for what was there before the guest, so that it takes nothing of it: an entry, and bytes that will be counted. */
  allowGiven(bytes: number): void {
    this.#entries += 1;
    this.#maxEntries += 1;
    this.#maxBytes += bytes;
  }

  giveEntry(): void {
    this.#entries -= 1;
  }
}
