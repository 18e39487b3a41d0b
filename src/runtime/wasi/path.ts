import {
  createDirectory,
  createSymlink,
  link,
  type Place,
  readLink,
  removeDirectory,
  rename,
  setTimes,
  stat,
  unlinkFile,
} from "../fs/operations.ts";
import { LookupFlags } from "./abi.ts";
import { Errno, fail } from "./errno.ts";
import { timesOf, writeFilestat } from "./filestat.ts";
import type { CallGroup, Guest } from "./guest.ts";
import type { WasiFunctions } from "./host.ts";

/**
 * Paths. Specification: preview 1 `path_create_directory`, `path_filestat_get`, `path_filestat_set_times`, `path_link`, `path_readlink`,
 * `path_remove_directory`, `path_rename`, `path_symlink`, `path_unlink_file`. `path_open` has a file of its own.
 */
export const pathCalls: CallGroup = (guest) => ({
  ...nameCalls(guest),
  ...linkCalls(guest),
  ...statCalls(guest),
});

/** Where a path of the guest starts. Throws Fault EBADF, ENOTDIR, EFAULT and what `GuestMemory.path` throws. */
export function placeOf(
  { memory, descriptors, root }: Guest,
  fd: number,
  pointer: number,
  length: number,
): Place {
  const { node } = descriptors.directory(fd);
  return { root, base: node, path: memory.path(pointer, length) };
}

/** Throws Fault EINVAL for lookup flags that do not exist. */
export function follows(flags: number): boolean {
  if ((flags & ~LookupFlags.symlinkFollow) !== 0) fail(Errno.EINVAL);
  return (flags & LookupFlags.symlinkFollow) !== 0;
}

function nameCalls(guest: Guest): WasiFunctions {
  return {
    path_create_directory(fd: number, path: number, length: number) {
      createDirectory(placeOf(guest, fd, path, length));
      return Errno.SUCCESS;
    },
    path_remove_directory(fd: number, path: number, length: number) {
      removeDirectory(placeOf(guest, fd, path, length));
      return Errno.SUCCESS;
    },
    path_unlink_file(fd: number, path: number, length: number) {
      unlinkFile(placeOf(guest, fd, path, length));
      return Errno.SUCCESS;
    },
    path_rename(fd: number, path: number, length: number, toFd: number, toPath: number, toLength: number) {
      rename(placeOf(guest, fd, path, length), placeOf(guest, toFd, toPath, toLength));
      return Errno.SUCCESS;
    },
  };
}

function linkCalls(guest: Guest): WasiFunctions {
  const { memory } = guest;
  return {
    /** Following a symlink here is refused, as in wasmtime: it has no use that a readlink before has not. */
    path_link(
      fd: number,
      flags: number,
      path: number,
      length: number,
      toFd: number,
      toPath: number,
      toLength: number,
    ) {
      if (follows(flags)) return Errno.EINVAL;
      link(placeOf(guest, fd, path, length), placeOf(guest, toFd, toPath, toLength));
      return Errno.SUCCESS;
    },
    path_symlink(target: number, targetLength: number, fd: number, path: number, length: number) {
      const place = placeOf(guest, fd, path, length);
      createSymlink(place, memory.path(target, targetLength));
      return Errno.SUCCESS;
    },
    path_readlink(
      fd: number,
      path: number,
      length: number,
      buffer: number,
      bufferLength: number,
      result: number,
    ) {
      const place = placeOf(guest, fd, path, length);
      const resultStart = memory.range(result, 4);
      memory.range(buffer, bufferLength);
      memory.writeU32(resultStart, memory.writeText(buffer, bufferLength, readLink(place)));
      return Errno.SUCCESS;
    },
  };
}

function statCalls(guest: Guest): WasiFunctions {
  return {
    path_filestat_get(fd: number, flags: number, path: number, length: number, result: number) {
      writeFilestat(guest.memory, result, stat(placeOf(guest, fd, path, length), follows(flags)));
      return Errno.SUCCESS;
    },
    path_filestat_set_times(
      fd: number,
      flags: number,
      path: number,
      length: number,
      accessedNs: bigint,
      modifiedNs: bigint,
      timeFlags: number,
    ) {
      const place = placeOf(guest, fd, path, length);
      const times = timesOf({ accessedNs, modifiedNs, flags: timeFlags }, guest.host.clock);
      setTimes(place, follows(flags), times);
      return Errno.SUCCESS;
    },
  };
}
