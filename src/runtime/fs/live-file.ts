import { Errno, fail } from "../wasi/errno.ts";
import type { LiveHandle, LiveKind } from "./live-files.ts";
import { LiveHold, type LiveVolume } from "./live-volume.ts";
import {
  type FileAccess,
  type FileNode,
  FileType,
  type NodeStat,
  type NodeTimes,
  type OpenFile,
} from "./node.ts";
import { readAhead, SMALL_READ_BYTES } from "./read-ahead.ts";

/**
 * Where a node was found: a host links names and not handles. Good only within the walk that found the node, which keeps the directory
 * open; afterwards the number may be another's.
 */
export interface LiveOrigin {
  readonly directory: LiveHandle;
  readonly name: string;
}

export interface LiveFileOptions {
  readonly origin: LiveOrigin;
  readonly kind: Pick<LiveKind, "type" | "isNullDevice">;
}

/** A file of a live mount. What is no regular file can be seen and deleted but not opened, other than /dev/null. */
export class LiveFile implements FileNode {
  readonly kind = "file";
  readonly writable = true;
  readonly volume: LiveVolume;
  readonly origin: LiveOrigin;
  readonly #hold: LiveHold;
  readonly #kind: LiveFileOptions["kind"];

  constructor(volume: LiveVolume, handle: LiveHandle, { origin, kind }: LiveFileOptions) {
    this.volume = volume;
    this.origin = origin;
    this.#kind = kind;
    this.#hold = new LiveHold(volume, handle);
  }

  retain(): void {
    this.#hold.retain();
  }

  release(): void {
    this.#hold.release();
  }

  fileType(): FileType {
    return this.#kind.type;
  }

  stat(): NodeStat {
    return this.#hold.stat();
  }

  setTimes(times: NodeTimes): void {
    this.#hold.setTimes(times);
  }

  open(access: FileAccess): OpenFile {
    const { files, ahead } = this.volume;
    if (this.#kind.isNullDevice) return nullFile;
    if (this.#kind.type !== FileType.regularFile) fail(Errno.EACCES);
    if (!access.write && !access.truncate)
      return openFile(this.volume, this.#hold.reading(), () => undefined);
    if (access.truncate) ahead.changes += 1;
    const handle = files.open(this.#hold.handle, access);
    return openFile(this.volume, handle, () => files.release(handle));
  }
}

function openFile({ files, ahead }: LiveVolume, handle: LiveHandle, release: () => void): OpenFile {
  const reader = readAhead((target, offsetBytes) => files.read(handle, target, offsetBytes), ahead);
  return {
    sizeBytes: () => Number(files.stat(handle).sizeBytes),
    read: (target, offsetBytes) =>
      target.length < SMALL_READ_BYTES
        ? reader.read(target, offsetBytes)
        : files.read(handle, target, offsetBytes),
    write: (source, offsetBytes) => {
      ahead.changes += 1;
      return files.write(handle, source, offsetBytes);
    },
    resize: (sizeBytes) => {
      ahead.changes += 1;
      files.resize(handle, sizeBytes);
    },
    sync: () => files.sync(handle),
    close: () => {
      reader.close();
      release();
    },
  };
}

const nullFile: OpenFile = {
  sizeBytes: () => 0,
  read: () => 0,
  write: (source) => source.length,
  resize: () => undefined,
  sync: () => undefined,
  close: () => undefined,
};
