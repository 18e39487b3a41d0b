/** Error numbers of preview 1. Source: wasi_snapshot_preview1.witx, `$errno`; the names are those of POSIX. */
export const Errno = {
  SUCCESS: 0,
  E2BIG: 1,
  EACCES: 2,
  EAGAIN: 6,
  EBADF: 8,
  EBUSY: 10,
  EDQUOT: 19,
  EEXIST: 20,
  EFAULT: 21,
  EFBIG: 22,
  EILSEQ: 25,
  EINVAL: 28,
  EIO: 29,
  EISDIR: 31,
  ELOOP: 32,
  EMFILE: 33,
  EMLINK: 34,
  ENAMETOOLONG: 37,
  ENOENT: 44,
  ENOMEM: 48,
  ENOSPC: 51,
  ENOSYS: 52,
  ENOTDIR: 54,
  ENOTEMPTY: 55,
  ENOTSOCK: 57,
  ENOTSUP: 58,
  EOVERFLOW: 61,
  EPERM: 63,
  EROFS: 69,
  ESPIPE: 70,
  ESTALE: 72,
  EXDEV: 75,
  ENOTCAPABLE: 76,
} as const;
export type Errno = (typeof Errno)[keyof typeof Errno];

/** A file that the policy keeps from the guest: what it asked for, as an absolute guest path, and to do what. */
export interface DeniedAccess {
  readonly path: string;
  readonly access: "read" | "write";
  /** Set when it is no mount that is missing but a key of the policy file that forbids it. */
  readonly policyKey?: string;
}

/**
 * Carries an errno from wherever it is found to the edge of the host, where it becomes the return value.
 * Not an Error on purpose: a guest that stats a million missing files must not make the host take a million stack traces.
 */
export class Fault {
  readonly errno: Errno;
  /** Set when a flag would have allowed it. */
  readonly denied: DeniedAccess | undefined;

  constructor(errno: Errno, denied?: DeniedAccess) {
    this.errno = errno;
    this.denied = denied;
  }
}

/** Ends the present call with an errno. Throws Fault, always. */
export function fail(errno: Errno, denied?: DeniedAccess): never {
  throw new Fault(errno, denied);
}
