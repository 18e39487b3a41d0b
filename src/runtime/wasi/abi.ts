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
  fdDatasync: 1 << 0,
  fdRead: 1 << 1,
  fdSeek: 1 << 2,
  fdFdstatSetFlags: 1 << 3,
  fdSync: 1 << 4,
  fdTell: 1 << 5,
  fdWrite: 1 << 6,
  fdAdvise: 1 << 7,
  fdAllocate: 1 << 8,
  pathCreateDirectory: 1 << 9,
  pathCreateFile: 1 << 10,
  pathLinkSource: 1 << 11,
  pathLinkTarget: 1 << 12,
  pathOpen: 1 << 13,
  fdReaddir: 1 << 14,
  pathReadlink: 1 << 15,
  pathRenameSource: 1 << 16,
  pathRenameTarget: 1 << 17,
  pathFilestatGet: 1 << 18,
  pathFilestatSetSize: 1 << 19,
  pathFilestatSetTimes: 1 << 20,
  fdFilestatGet: 1 << 21,
  fdFilestatSetSize: 1 << 22,
  fdFilestatSetTimes: 1 << 23,
  pathSymlink: 1 << 24,
  pathRemoveDirectory: 1 << 25,
  pathUnlinkFile: 1 << 26,
  pollFdReadwrite: 1 << 27,
  sockShutdown: 1 << 28,
  sockAccept: 1 << 29,
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
