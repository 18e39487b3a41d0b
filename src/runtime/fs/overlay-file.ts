import { Errno, fail } from "../wasi/errno.ts";
import { MemoryFile } from "./memory-file.ts";
import type { MemoryVolume } from "./memory-volume.ts";
import {
  type FileAccess,
  type FileNode,
  FileType,
  type NodeStat,
  type NodeTimes,
  type OpenFile,
} from "./node.ts";
import type { SnapshotFile } from "./snapshot-file.ts";

/** Copies go in pieces of this size, so that a file beyond the quota is noticed before it is read whole. */
const COPY_BYTES = 1 << 20;

/** A host file that the guest may change: it is read from the host until it is first written to, and from then on in memory. The host's stays as it is. */
export class OverlayFile implements FileNode, OpenFile {
  readonly kind = "file";
  readonly writable = true;
  readonly volume: MemoryVolume;
  readonly #inode: bigint;
  readonly #lower: SnapshotFile;
  #upper: MemoryFile | undefined;
  #links = 1;
  #openCount = 0;
  #times: Partial<Pick<NodeStat, "accessedNs" | "modifiedNs" | "changedNs">> = {};

  constructor(volume: MemoryVolume, lower: SnapshotFile) {
    this.volume = volume;
    this.#lower = lower;
    this.#inode = volume.nextInode();
  }

  /** Whether its content is no longer the host's. */
  get isChanged(): boolean {
    return this.#upper !== undefined;
  }

  retain(): void {}

  release(): void {}

  addLinks(count: 1 | -1): void {
    this.#links += count;
    this.#times = { ...this.#times, changedNs: this.volume.clockNs() };
    this.#freeUnreachable();
  }

  fileType(): FileType {
    return FileType.regularFile;
  }

  stat(): NodeStat {
    const base = (this.#upper ?? this.#lower).stat();
    const times = this.#upper === undefined ? this.#times : {};
    const { device } = this.volume;
    return { ...base, ...times, device, inode: this.#inode, links: BigInt(this.#links) };
  }

  setTimes(times: NodeTimes): void {
    if (this.#upper !== undefined) {
      this.#upper.setTimes(times);
      return;
    }
    const { accessedNs, modifiedNs } = this.stat();
    this.#times = {
      accessedNs: times.accessedNs ?? accessedNs,
      modifiedNs: times.modifiedNs ?? modifiedNs,
      changedNs: this.volume.clockNs(),
    };
  }

  /** Throws Fault ESTALE or EACCES as the host file does. */
  open(access: FileAccess): OpenFile {
    if (access.truncate) this.resize(0);
    if (this.#upper === undefined) this.#lower.open();
    else this.#upper.open({ read: true, write: true, truncate: false });
    this.#openCount += 1;
    return this;
  }

  close(): void {
    this.#openCount -= 1;
    (this.#upper ?? this.#lower).close();
    this.#freeUnreachable();
  }

  sync(): void {}

  sizeBytes(): number {
    return (this.#upper ?? this.#lower).sizeBytes();
  }

  read(target: Uint8Array, offsetBytes: number): number {
    return (this.#upper ?? this.#lower).read(target, offsetBytes);
  }

  /** Throws Fault ENOSPC when the file and what is written do not fit into the quota. */
  write(source: Uint8Array, offsetBytes: number): number {
    if (source.length === 0) return 0;
    return this.#copied(this.sizeBytes()).write(source, offsetBytes);
  }

  resize(sizeBytes: number): void {
    this.#copied(Math.min(sizeBytes, this.sizeBytes())).resize(sizeBytes);
  }

  /** The file in memory, with so many of the host file's bytes when it is made now. */
  #copied(sizeBytes: number): MemoryFile {
    if (this.#upper !== undefined) return this.#upper;
    if (sizeBytes > this.volume.freeBytes) fail(Errno.ENOSPC);
    const upper = new MemoryFile(this.volume);
    upper.addLinks(1);
    try {
      this.#copyInto(upper, sizeBytes);
    } catch (error) {
      upper.addLinks(-1);
      throw error;
    }
    for (let count = 0; count < this.#openCount; count++) {
      this.#lower.close();
      upper.open({ read: true, write: true, truncate: false });
    }
    this.#upper = upper;
    return upper;
  }

  #copyInto(upper: MemoryFile, sizeBytes: number): void {
    if (sizeBytes === 0) return;
    this.#lower.open();
    try {
      const buffer = new Uint8Array(Math.min(COPY_BYTES, sizeBytes));
      for (let at = 0; at < sizeBytes; ) {
        const read = this.#lower.read(buffer.subarray(0, Math.min(buffer.length, sizeBytes - at)), at);
        if (read === 0) fail(Errno.ESTALE);
        if (upper.write(buffer.subarray(0, read), at) < read) fail(Errno.ENOSPC);
        at += read;
      }
    } finally {
      this.#lower.close();
    }
  }

  #freeUnreachable(): void {
    if (this.#links === 0 && this.#openCount === 0 && this.#upper !== undefined) this.#upper.addLinks(-1);
  }
}
