import type { MemoryVolume } from "./memory-volume.ts";
import { FileType, type NodeStat, type NodeTimes, type SymlinkNode } from "./node.ts";

const encoder = new TextEncoder();

/** A symlink in memory. Its target is a string and nothing else: only the walk gives it a meaning. */
export class MemorySymlink implements SymlinkNode {
  readonly kind = "symlink";
  readonly writable: boolean;
  readonly volume: MemoryVolume;
  readonly #inode: bigint;
  readonly #target: string;
  readonly #sizeBytes: number;
  #links = 0;
  #times: { accessedNs: bigint; modifiedNs: bigint; changedNs: bigint };

  /** Throws Fault ENOSPC when the target does not fit into the quota. */
  constructor(
    volume: MemoryVolume,
    target: string,
    fixed?: { readonly modifiedNs: bigint; readonly writable: boolean },
  ) {
    this.volume = volume;
    this.writable = fixed?.writable ?? true;
    this.#target = target;
    this.#sizeBytes = encoder.encode(target).length;
    volume.takeBytes(this.#sizeBytes);
    this.#inode = volume.nextInode();
    const now = fixed?.modifiedNs ?? volume.clockNs();
    this.#times = { accessedNs: now, modifiedNs: now, changedNs: now };
  }

  retain(): void {}

  release(): void {}

  target(): string {
    return this.#target;
  }

  addLinks(count: 1 | -1): void {
    this.#links += count;
    this.#times.changedNs = this.volume.clockNs();
    if (this.#links === 0) this.volume.giveBytes(this.#sizeBytes);
  }

  stat(): NodeStat {
    return {
      device: this.volume.device,
      inode: this.#inode,
      type: FileType.symbolicLink,
      links: BigInt(this.#links),
      sizeBytes: BigInt(this.#sizeBytes),
      ...this.#times,
    };
  }

  setTimes({ accessedNs, modifiedNs }: NodeTimes): void {
    this.#times = {
      accessedNs: accessedNs ?? this.#times.accessedNs,
      modifiedNs: modifiedNs ?? this.#times.modifiedNs,
      changedNs: this.volume.clockNs(),
    };
  }
}
