import type { MemoryVolume } from "./memory-volume.ts";
import { type FileNode, FileType, type NodeStat, type OpenFile } from "./node.ts";

/** `/dev/null`: takes everything, holds nothing. Go programs open it by `os.DevNull`. */
export class NullFile implements FileNode, OpenFile {
  readonly kind = "file";
  readonly writable = true;
  readonly volume: MemoryVolume;
  readonly #inode: bigint;

  constructor(volume: MemoryVolume) {
    this.volume = volume;
    this.#inode = volume.nextInode();
  }

  retain(): void {}

  release(): void {}

  fileType(): FileType {
    return FileType.characterDevice;
  }

  stat(): NodeStat {
    return {
      device: this.volume.device,
      inode: this.#inode,
      type: FileType.characterDevice,
      links: 1n,
      sizeBytes: 0n,
      accessedNs: 0n,
      modifiedNs: 0n,
      changedNs: 0n,
    };
  }

  setTimes(): void {}

  open(): OpenFile {
    return this;
  }

  close(): void {}

  sync(): void {}

  sizeBytes(): number {
    return 0;
  }

  read(): number {
    return 0;
  }

  write(source: Uint8Array): number {
    return source.length;
  }

  resize(): void {}
}
