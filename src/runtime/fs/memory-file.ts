import { Errno, fail } from "../wasi/errno.ts";
import type { MemoryVolume } from "./memory-volume.ts";
import {
  type FileAccess,
  type FileNode,
  FileType,
  type NodeStat,
  type NodeTimes,
  type OpenFile,
} from "./node.ts";

/** Below this a growing file doubles; above it a half more is enough and wastes less. */
const DOUBLING_LIMIT_BYTES = 1024 * 1024;
const FIRST_CAPACITY_BYTES = 256;

/** A file in memory. Its bytes count against the quota until the last name is gone and the last descriptor closed. */
export class MemoryFile implements FileNode, OpenFile {
  readonly kind = "file";
  readonly writable = true;
  readonly volume: MemoryVolume;
  readonly #inode: bigint;
  #data: Uint8Array = new Uint8Array(0);
  #sizeBytes = 0;
  #links = 0;
  #openCount = 0;
  #accessedNs: bigint;
  #modifiedNs: bigint;
  #changedNs: bigint;

  constructor(volume: MemoryVolume) {
    this.volume = volume;
    this.#inode = volume.nextInode();
    this.#accessedNs = this.#modifiedNs = this.#changedNs = volume.clockNs();
  }

  retain(): void {}

  release(): void {}

  fileType(): FileType {
    return FileType.regularFile;
  }

  /** One more name, or one less. */
  addLinks(count: 1 | -1): void {
    this.#links += count;
    this.#changedNs = this.volume.clockNs();
    this.#freeUnreachable();
  }

  stat(): NodeStat {
    return {
      device: this.volume.device,
      inode: this.#inode,
      type: FileType.regularFile,
      links: BigInt(this.#links),
      sizeBytes: BigInt(this.#sizeBytes),
      accessedNs: this.#accessedNs,
      modifiedNs: this.#modifiedNs,
      changedNs: this.#changedNs,
    };
  }

  setTimes({ accessedNs, modifiedNs }: NodeTimes): void {
    this.#accessedNs = accessedNs ?? this.#accessedNs;
    this.#modifiedNs = modifiedNs ?? this.#modifiedNs;
    this.#changedNs = this.volume.clockNs();
  }

  open({ truncate }: FileAccess): OpenFile {
    this.#openCount += 1;
    if (truncate) this.resize(0);
    return this;
  }

  close(): void {
    this.#openCount -= 1;
    this.#freeUnreachable();
  }

  sync(): void {}

  sizeBytes(): number {
    return this.#sizeBytes;
  }

  read(target: Uint8Array, offsetBytes: number): number {
    const bytes = Math.min(target.length, this.#sizeBytes - offsetBytes);
    if (bytes <= 0) return 0;
    target.set(this.#data.subarray(offsetBytes, offsetBytes + bytes));
    return bytes;
  }

  /** Writes what the quota allows. Throws Fault ENOSPC when that is nothing. */
  write(source: Uint8Array, offsetBytes: number): number {
    if (source.length === 0) return 0;
    const end = Math.min(offsetBytes + source.length, this.#sizeBytes + this.volume.freeBytes);
    if (end <= offsetBytes) fail(Errno.ENOSPC);
    if (end > this.#sizeBytes) this.#grow(end);
    this.#data.set(source.subarray(0, end - offsetBytes), offsetBytes);
    this.#touch();
    return end - offsetBytes;
  }

  /** Throws Fault ENOSPC when the quota does not allow the size. */
  resize(sizeBytes: number): void {
    if (sizeBytes > this.#sizeBytes) this.#grow(sizeBytes);
    else this.#shrink(sizeBytes);
    this.#touch();
  }

  #grow(sizeBytes: number): void {
    const added = sizeBytes - this.#sizeBytes;
    this.volume.takeBytes(added);
    if (sizeBytes > this.#data.length) {
      try {
        this.#reserve(sizeBytes);
      } catch (error) {
        this.volume.giveBytes(added);
        throw error;
      }
    }
    this.#sizeBytes = sizeBytes;
  }

  #reserve(sizeBytes: number): void {
    const held = this.#data.length;
    const wanted = held < DOUBLING_LIMIT_BYTES ? held * 2 : held + held / 2;
    const grown = new Uint8Array(Math.max(FIRST_CAPACITY_BYTES, sizeBytes, Math.ceil(wanted)));
    grown.set(this.#data.subarray(0, this.#sizeBytes));
    this.#data = grown;
  }

  /** What is cut off is zeroed, since a later growth shows it again; a large remainder is given back to the host. */
  #shrink(sizeBytes: number): void {
    this.volume.giveBytes(this.#sizeBytes - sizeBytes);
    if (sizeBytes < this.#data.length / 4) this.#data = this.#data.slice(0, sizeBytes);
    else this.#data.fill(0, sizeBytes, this.#sizeBytes);
    this.#sizeBytes = sizeBytes;
  }

  #touch(): void {
    this.#modifiedNs = this.#changedNs = this.volume.clockNs();
  }

  #freeUnreachable(): void {
    if (this.#links > 0 || this.#openCount > 0) return;
    this.volume.giveBytes(this.#sizeBytes);
    this.#sizeBytes = 0;
    this.#data = new Uint8Array(0);
  }
}
