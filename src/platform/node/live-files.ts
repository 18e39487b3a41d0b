import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  readvSync,
  renameSync,
  rmdirSync,
  type Stats,
  statfsSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { ToolError } from "../../errors.ts";
import type { LiveFiles, LiveHandle, LiveKind, LiveStat } from "../../runtime/fs/live-files.ts";
import { type FileAccess, FileType } from "../../runtime/fs/node.ts";
import { Errno, fail } from "../../runtime/wasi/errno.ts";
import { faultOf } from "./host-errno.ts";

/** Linux: takes hold of an inode without opening it; Node passes raw flags through but does not name this one. */
const O_PATH = 0o10_000_000;
const O_CLOEXEC = 0o2_000_000;
const HOLD = O_PATH | O_CLOEXEC | constants.O_NOFOLLOW;
const NULL_DEVICE = (1n << 8n) | 3n;
/**
 * File systems whose files are the kernel itself: /proc/self/mem is a regular file and would be this process's memory.
 * Source: linux/magic.h (proc, sysfs, cgroup, cgroup2, debugfs, tracefs, securityfs, bpf, efivarfs, configfs, selinuxfs).
 */
const KERNEL_FILE_SYSTEMS: ReadonlySet<number> = new Set([
  0x9fa0, 0x62656572, 0x27e0eb, 0x63677270, 0x64626720, 0x74726163, 0x73636673, 0xcafe4a11, 0xde5e81e4,
  0x62656570, 0xf97cff8c,
]);

/**
 * Live writable mounts, on Linux only: openat(2) and its family by way of `/proc/self/fd/<directory>/<name>`, where the kernel resolves
 * one name below a directory that is held open. Nothing blocks: what is not a regular file is never opened. undefined on other systems.
 */
export function nodeLiveFiles(): LiveFiles | undefined {
  return process.platform === "linux" ? linuxLiveFiles : undefined;
}

const linuxLiveFiles: LiveFiles = {
  openRoot,
  lookup,
  release,
  stat: statOf,
  kindOf,
  statEntry,
  setTimes: (handle, accessedNs, modifiedNs) =>
    orFault(() => utimesSync(pathOf(handle), seconds(accessedNs), seconds(modifiedNs))),
  names: (directory) => orFault(() => readdirSync(pathOf(directory))),
  readLink: (directory, name) => orFault(() => readlinkSync(below(directory, name))),
  open,
  create,
  read: readAll,
  write: writeAll,
  resize: (file, sizeBytes) => orFault(() => ftruncateSync(file, sizeBytes)),
  sync: (file) => orFault(() => fsyncSync(file)),
  createDirectory: (directory, name) => orFault(() => mkdirSync(below(directory, name))),
  createSymlink: (directory, name, target) => orFault(() => symlinkSync(target, below(directory, name))),
  link: (directory, name, toDirectory, toName) =>
    orFault(() => linkSync(below(directory, name), below(toDirectory, toName))),
  rename: (directory, name, toDirectory, toName) =>
    orFault(() => renameSync(below(directory, name), below(toDirectory, toName))),
  unlink: (directory, name) => orFault(() => unlinkSync(below(directory, name))),
  removeDirectory: (directory, name) => orFault(() => rmdirSync(below(directory, name))),
};

function release(handle: LiveHandle): void {
  heldDevices.delete(handle);
  regularDevices.delete(handle);
  closeSync(handle);
}

/** The one path that is resolved as a whole: it is the user's own. */
function openRoot(hostPath: string): LiveHandle {
  try {
    const handle = openSync(hostPath, O_PATH | O_CLOEXEC | constants.O_DIRECTORY);
    readdirSync(pathOf(handle));
    if (!isOfKernel(handle)) heldDevices.set(handle, fstatSync(handle).dev);
    return handle;
  } catch (cause) {
    throw new ToolError(
      "mount/not-found",
      `cannot mount ${hostPath} for writing: ${(cause as Error).message}`,
      { hint: rootHint(hostPath, (cause as NodeJS.ErrnoException).code), cause },
    );
  }
}

function rootHint(hostPath: string, code: string | undefined): string {
  if (code === "ENOTDIR") return "only a directory can be mounted for writing; --allow-read takes a file too";
  if (hostPath.includes(":"))
    return "--dir has two colons between HOST and GUEST, as in data::/data; --allow-write has one";
  return "give a directory that exists and can be read";
}

function lookup(directory: LiveHandle, name: string): LiveHandle | undefined {
  try {
    return openSync(below(directory, name), HOLD);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw faultOf(error);
  }
}

function statEntry(directory: LiveHandle, name: string): LiveStat | undefined {
  const stats = orFault(() => lstatSync(below(directory, name), { bigint: true, throwIfNoEntry: false }));
  if (stats === undefined) return undefined;
  const known = kernelDevices.get(Number(stats.dev));
  if (known !== undefined) return toLiveStat(stats, known);
  const handle = lookup(directory, name);
  if (handle === undefined) return undefined;
  try {
    return statOf(handle);
  } finally {
    release(handle);
  }
}

/**
 * Devices of the mounts' roots, by handle: no file systems of the kernel. While a root is held open its number cannot come back as another's,
 * so files beside it need no question, which would be a fifth of the time to open one.
 */
const heldDevices = new Map<LiveHandle, number>();

/** Devices of regular files, by handle, as they were seen: what a held inode is and where it lies never changes. */
const regularDevices = new Map<LiveHandle, number>();

/** By device number, as file systems are few and looks at them many. `open` asks again: a number can come back as another's. */
const kernelDevices = new Map<number, boolean>();

function statOf(handle: LiveHandle): LiveStat {
  const stats = orFault(() => fstatSync(handle, { bigint: true }));
  return toLiveStat(stats, isKernelDevice(handle, Number(stats.dev)));
}

function kindOf(handle: LiveHandle): LiveKind {
  const stats = orFault(() => fstatSync(handle));
  const isRegular = stats.isFile();
  if (isRegular) regularDevices.set(handle, stats.dev);
  const isKernel = isKernelDevice(handle, stats.dev);
  return isRegular
    ? { type: FileType.regularFile, isNullDevice: false, isHidden: isKernel }
    : toKind(stats, isKernel);
}

function isKernelDevice(handle: LiveHandle, device: number): boolean {
  let isKernel = kernelDevices.get(device);
  if (isKernel === undefined) {
    isKernel = isOfKernel(handle);
    kernelDevices.set(device, isKernel);
  }
  return isKernel;
}

/** Opening the link of a held inode opens that inode, whatever bears its name now. */
function open(handle: LiveHandle, { read, write, truncate }: FileAccess): LiveHandle {
  const device = regularDevices.get(handle) ?? deviceOfRegular(handle);
  if (!isHeld(device) && isOfKernel(handle)) fail(Errno.EACCES);
  const mode = write ? (read ? constants.O_RDWR : constants.O_WRONLY) : constants.O_RDONLY;
  return orFault(() => {
    if (truncate && !write)
      closeSync(openSync(pathOf(handle), constants.O_WRONLY | constants.O_TRUNC | O_CLOEXEC));
    return openSync(pathOf(handle), mode | (truncate && write ? constants.O_TRUNC : 0) | O_CLOEXEC);
  });
}

function deviceOfRegular(handle: LiveHandle): number {
  const stats = fstatSync(handle);
  return stats.isFile() ? stats.dev : fail(Errno.EACCES);
}

function isHeld(device: number): boolean {
  for (const held of heldDevices.values()) if (held === device) return true;
  return false;
}

function isOfKernel(handle: LiveHandle): boolean {
  return KERNEL_FILE_SYSTEMS.has(orFault(() => statfsSync(pathOf(handle))).type >>> 0);
}

function create(directory: LiveHandle, name: string): LiveHandle {
  const flags = constants.O_CREAT | constants.O_EXCL | constants.O_RDWR | constants.O_NOFOLLOW | O_CLOEXEC;
  return orFault(() => {
    const created = openSync(below(directory, name), flags, 0o666);
    try {
      return openSync(pathOf(created), O_PATH | O_CLOEXEC);
    } finally {
      closeSync(created);
    }
  });
}

/** Of a regular file the kernel reads less than is asked for at its end only, or above this (read(2), "Notes"). */
const MOST_READ_BYTES = 0x7ffff000;

/** With `readvSync`, as it checks less than `readSync` and costs less until the engine has optimised it. */
function readAll(file: LiveHandle, target: Uint8Array, offsetBytes: number): number {
  try {
    if (target.length <= MOST_READ_BYTES) return readvSync(file, [target], offsetBytes);
    const first = readvSync(file, [target.subarray(0, MOST_READ_BYTES)], offsetBytes);
    if (first < MOST_READ_BYTES) return first;
    return first + readAll(file, target.subarray(first), offsetBytes + first);
  } catch (error) {
    throw faultOf(error);
  }
}

function writeAll(file: LiveHandle, source: Uint8Array, offsetBytes: number): number {
  if (source.length === 0) return 0;
  return orFault(() => writeSync(file, source, 0, source.length, offsetBytes));
}

function pathOf(handle: LiveHandle): string {
  return `/proc/self/fd/${handle}`;
}

/** The walk gives single names only; that is checked here again, since everything rests on it. */
function below(directory: LiveHandle, name: string): string {
  if (name === "" || name === "." || name === ".." || name.includes("/") || name.includes("\0"))
    fail(Errno.EINVAL);
  return `/proc/self/fd/${directory}/${name}`;
}

function seconds(timeNs: bigint): number {
  return Number(timeNs) / 1e9;
}

function orFault<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw faultOf(error);
  }
}

function toKind(stats: Stats | BigIntStats, isKernel: boolean): LiveKind {
  const isNullDevice = stats.isCharacterDevice() && BigInt(stats.rdev) === NULL_DEVICE;
  const isDevice = stats.isCharacterDevice() || stats.isBlockDevice();
  return { type: typeOf(stats), isNullDevice, isHidden: isKernel || (isDevice && !isNullDevice) };
}

function toLiveStat(stats: BigIntStats, isKernel: boolean): LiveStat {
  return {
    ...toKind(stats, isKernel),
    device: stats.dev,
    inode: stats.ino,
    links: stats.nlink,
    sizeBytes: stats.size,
    accessedNs: stats.atimeNs < 0n ? 0n : stats.atimeNs,
    modifiedNs: stats.mtimeNs < 0n ? 0n : stats.mtimeNs,
    changedNs: stats.ctimeNs < 0n ? 0n : stats.ctimeNs,
  };
}

function typeOf(stats: Stats | BigIntStats): FileType {
  if (stats.isFile()) return FileType.regularFile;
  if (stats.isDirectory()) return FileType.directory;
  if (stats.isSymbolicLink()) return FileType.symbolicLink;
  if (stats.isCharacterDevice()) return FileType.characterDevice;
  return stats.isBlockDevice()
    ? FileType.blockDevice
    : stats.isSocket()
      ? FileType.socketStream
      : FileType.unknown;
}
