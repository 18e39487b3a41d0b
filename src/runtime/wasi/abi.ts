/** Numbers and layouts of wasi_snapshot_preview1. Source: wasi_snapshot_preview1.witx; sizes and offsets in bytes. */

export const FdFlags = { append: 1, dsync: 2, nonblock: 4, rsync: 8, sync: 16 } as const;
export const ALL_FD_FLAGS = 0x1f;

export const OpenFlags = { create: 1, directory: 2, exclusive: 4, truncate: 8 } as const;
export const ALL_OPEN_FLAGS = 0xf;

export const LookupFlags = { symlinkFollow: 1 } as const;

export const SetTimes = { accessed: 1, accessedNow: 2, modified: 4, modifiedNow: 8 } as const;
export const ALL_SET_TIMES = 0xf;

export const Whence = { set: 0, current: 1, end: 2 } as const;

export const ClockId = { realtime: 0, monotonic: 1, processCpu: 2, threadCpu: 3 } as const;

export const EventType = { clock: 0, fdRead: 1, fdWrite: 2 } as const;
export const CLOCK_ABSOLUTE = 1;

/** `$advice` counts from 0 to here. */
export const LAST_ADVICE = 5;

/** Bits of `$rights`; all are below 2^30, so a number holds them and no BigInt is needed. */
export const Rights = {
  fdDatasync: 0x1,
  fdRead: 0x2,
  fdSeek: 0x4,
  fdFdstatSetFlags: 0x8,
  fdSync: 0x10,
  fdTell: 0x20,
  fdWrite: 0x40,
  fdAdvise: 0x80,
  fdAllocate: 0x100,
  pathCreateDirectory: 0x200,
  pathCreateFile: 0x400,
  pathLinkSource: 0x800,
  pathLinkTarget: 0x1000,
  pathOpen: 0x2000,
  fdReaddir: 0x4000,
  pathReadlink: 0x8000,
  pathRenameSource: 0x10000,
  pathRenameTarget: 0x20000,
  pathFilestatGet: 0x40000,
  pathFilestatSetSize: 0x80000,
  pathFilestatSetTimes: 0x100000,
  fdFilestatGet: 0x200000,
  fdFilestatSetSize: 0x400000,
  fdFilestatSetTimes: 0x800000,
  pathSymlink: 0x1000000,
  pathRemoveDirectory: 0x2000000,
  pathUnlinkFile: 0x4000000,
  pollFdReadwrite: 0x8000000,
  sockShutdown: 0x10000000,
  sockAccept: 0x20000000,
} as const;

const R = Rights;

/** What is reported for a directory: what wasmtime reports, which the C library and the conformance suite go by. */
export const DIRECTORY_RIGHTS: number =
  R.pathCreateDirectory |
  R.pathCreateFile |
  R.pathLinkSource |
  R.pathLinkTarget |
  R.pathOpen |
  R.fdReaddir |
  R.pathReadlink |
  R.pathRenameSource |
  R.pathRenameTarget |
  R.pathSymlink |
  R.pathRemoveDirectory |
  R.pathUnlinkFile |
  R.pathFilestatGet |
  R.pathFilestatSetTimes |
  R.fdFilestatGet |
  R.fdFilestatSetTimes;

export const FILE_RIGHTS: number =
  R.fdDatasync |
  R.fdRead |
  R.fdSeek |
  R.fdFdstatSetFlags |
  R.fdSync |
  R.fdTell |
  R.fdWrite |
  R.fdAdvise |
  R.fdAllocate |
  R.fdFilestatGet |
  R.fdFilestatSetSize |
  R.fdFilestatSetTimes |
  R.pollFdReadwrite;

export const INHERITING_RIGHTS: number = DIRECTORY_RIGHTS | FILE_RIGHTS;

/** A stream: no seek and no tell, by which the C library knows a terminal. */
const STREAM_RIGHTS: number = R.fdFdstatSetFlags | R.fdFilestatGet | R.pollFdReadwrite;
export const INPUT_RIGHTS: number = STREAM_RIGHTS | R.fdRead;
export const OUTPUT_RIGHTS: number = STREAM_RIGHTS | R.fdWrite | R.fdSync | R.fdDatasync;

export const IOVEC_BYTES = 8;
export const FDSTAT_BYTES = 24;
export const FILESTAT_BYTES = 64;
export const PRESTAT_BYTES = 8;
export const DIRENT_BYTES = 24;
export const SUBSCRIPTION_BYTES = 48;
export const EVENT_BYTES = 32;

export const MAX_IOVECS = 1_024;
export const MAX_SUBSCRIPTIONS = 4_096;
export const MAX_PATH_BYTES = 4_096;
