import { Errno, fail } from "../wasi/errno.ts";
import type { LiveFiles } from "./live-files.ts";

export interface LiveQuota {
  /** What a run may write to host folders in all, and grow files by. Overwriting counts too: asking for each size would cost a system call a write. */
  readonly bytes: number;
  /** Names that it may make there, less those that it removed. */
  readonly entries: number;
}

/**
 * Host files behind a quota, so that a guest cannot fill the disk. A write that fits in part is short; after that Fault ENOSPC.
 * A name too many is Fault EDQUOT. What fails on the host takes nothing.
 */
export function withQuota(files: LiveFiles, quota: LiveQuota): LiveFiles {
  let leftBytes = quota.bytes;
  let entries = 0;
  const adding = <T>(add: () => T): T => {
    if (entries >= quota.entries) fail(Errno.EDQUOT);
    const result = add();
    entries += 1;
    return result;
  };
  const removing = (remove: () => void): void => {
    remove();
    entries = Math.max(0, entries - 1);
  };
  return {
    ...files,
    create: (directory, name) => adding(() => files.create(directory, name)),
    createDirectory: (directory, name) => adding(() => files.createDirectory(directory, name)),
    createSymlink: (directory, name, target) => adding(() => files.createSymlink(directory, name, target)),
    link: (directory, name, toDirectory, toName) =>
      adding(() => files.link(directory, name, toDirectory, toName)),
    unlink: (directory, name) => removing(() => files.unlink(directory, name)),
    removeDirectory: (directory, name) => removing(() => files.removeDirectory(directory, name)),
    write: (file, source, offsetBytes) => {
      if (source.length > 0 && leftBytes === 0) fail(Errno.ENOSPC);
      const fits = source.length <= leftBytes ? source : source.subarray(0, leftBytes);
      const written = files.write(file, fits, offsetBytes);
      leftBytes -= written;
      return written;
    },
    resize: (file, sizeBytes) => {
      const grown = Math.max(0, sizeBytes - Number(files.stat(file).sizeBytes));
      if (grown > leftBytes) fail(Errno.ENOSPC);
      files.resize(file, sizeBytes);
      leftBytes -= grown;
    },
  };
}
