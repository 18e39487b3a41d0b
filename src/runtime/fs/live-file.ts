import { Errno, fail } from "../wasi/errno.ts";
import type { LiveFiles, LiveHandle } from "./live-files.ts";
import { LiveHold, type LiveVolume } from "./live-volume.ts";
import {
  type FileAccess,
  type FileNode,
  FileType,
  type NodeStat,
  type NodeTimes,
  type OpenFile,
} from "./node.ts";

/**
 * Where a node was found: a host links names and not handles. Good only within the walk that found the node, which keeps the directory
 * open; afterwards the number may be another's.
 */
export interface LiveOrigin {
  readonly directory: LiveHandle;
  readonly name: string;
}

/** A file of a live mount. What is no regular file can be seen and deleted but not opened, other than /dev/null. */
export class LiveFile implements FileNode {
  readonly kind = "file";
  readonly writable = true;
  readonly volume: LiveVolume;
  readonly origin: LiveOrigin;
  readonly #hold: LiveHold;

  constructor(volume: LiveVolume, handle: LiveHandle, origin: LiveOrigin) {
    this.volume = volume;
    this.origin = origin;
    this.#hold = new LiveHold(volume, handle);
  }

  retain(): void {
    this.#hold.retain();
  }

  release(): void {
    this.#hold.release();
  }

  stat(): NodeStat {
    return this.#hold.stat();
  }

  setTimes(times: NodeTimes): void {
    this.#hold.setTimes(times);
  }

  open(access: FileAccess): OpenFile {
    const { files } = this.volume;
    const { type, isNullDevice } = files.stat(this.#hold.handle);
    if (isNullDevice) return nullFile;
    if (type !== FileType.regularFile) fail(Errno.EACCES);
    return openFile(files, files.open(this.#hold.handle, access));
  }
}

function openFile(files: LiveFiles, handle: LiveHandle): OpenFile {
  return {
    sizeBytes: () => Number(files.stat(handle).sizeBytes),
    read: (target, offsetBytes) => files.read(handle, target, offsetBytes),
    write: (source, offsetBytes) => files.write(handle, source, offsetBytes),
    resize: (sizeBytes) => files.resize(handle, sizeBytes),
    sync: () => files.sync(handle),
    close: () => files.release(handle),
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
