import { Errno, fail } from "../wasi/errno.ts";
import type { MemoryVolume } from "./memory-volume.ts";
import type { MountEntry, MountFile, MountFiles } from "./mount-files.ts";
import { type FileNode, FileType, type NodeStat, type OpenFile } from "./node.ts";

/** A file up to this size is read whole at its first open and served from memory, which is faster than any system call. */
const WHOLE_FILE_BYTES = 4 * 1024 * 1024;
/** What a snapshot keeps in memory at most, whatever the guest opens. */
const KEPT_BYTES = 64 * 1024 * 1024;

export interface SnapshotFileOptions {
  readonly volume: MemoryVolume;
  readonly files: MountFiles;
  readonly hostPath: string;
  readonly entry: MountEntry;
}

/** A host file in a read-only mount. The host path was found by the host when the mount was made, and is checked again at the first open. */
export class SnapshotFile implements FileNode, OpenFile {
  readonly kind = "file";
  readonly writable = false;
  readonly volume: MemoryVolume;
  readonly #options: SnapshotFileOptions;
  readonly #inode: bigint;
  #whole: Uint8Array | undefined;
  #host: MountFile | undefined;
  #openCount = 0;

  constructor(options: SnapshotFileOptions) {
    this.#options = options;
    this.volume = options.volume;
    this.#inode = options.volume.nextInode();
  }

  retain(): void {}

  release(): void {}

  fileType(): FileType {
    return FileType.regularFile;
  }

  stat(): NodeStat {
    const { modifiedNs, sizeBytes } = this.#options.entry;
    return {
      device: this.volume.device,
      inode: this.#inode,
      type: FileType.regularFile,
      links: 1n,
      sizeBytes: BigInt(sizeBytes),
      accessedNs: modifiedNs,
      modifiedNs,
      changedNs: modifiedNs,
    };
  }

  setTimes(): void {
    fail(Errno.EROFS);
  }

  /** Throws Fault ESTALE when the host file is no longer the one that was listed, EACCES when the host cannot read it. */
  open(): OpenFile {
    if (this.#whole === undefined && this.#host === undefined) this.#load();
    this.#openCount += 1;
    return this;
  }

  close(): void {
    this.#openCount -= 1;
    if (this.#openCount > 0) return;
    this.#host?.close();
    this.#host = undefined;
  }

  sync(): void {}

  sizeBytes(): number {
    return this.#options.entry.sizeBytes;
  }

  read(target: Uint8Array, offsetBytes: number): number {
    const bytes = Math.min(target.length, this.sizeBytes() - offsetBytes);
    if (bytes <= 0) return 0;
    if (this.#whole === undefined) return this.#host!.read(target.subarray(0, bytes), offsetBytes);
    const part = this.#whole.subarray(offsetBytes, offsetBytes + bytes);
    target.set(part);
    return part.length;
  }

  write(): number {
    fail(Errno.EROFS);
  }

  resize(): void {
    fail(Errno.EROFS);
  }

  #load(): void {
    const { files, hostPath, entry } = this.#options;
    const host = files.open(hostPath, entry);
    if (host === "changed") fail(Errno.ESTALE);
    if (host === "unreadable") fail(Errno.EACCES);
    if (entry.sizeBytes > WHOLE_FILE_BYTES || entry.sizeBytes > KEPT_BYTES - this.volume.bytes) {
      this.#host = host;
      return;
    }
    try {
      const whole = new Uint8Array(entry.sizeBytes);
      const bytes = host.read(whole, 0);
      this.volume.takeBytes(bytes);
      this.#whole = whole.subarray(0, bytes);
    } finally {
      host.close();
    }
  }
}
