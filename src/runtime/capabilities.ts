/** What stands behind an import of wasi_snapshot_preview1, for refusals, `init` and docs. */
export interface Capability {
  readonly import: string;
  /** Go's standard library calls that need it. */
  readonly goApi: string;
  /**
   * What a policy may do with it. `granted`: refused at link time when denied. `emptied`: always linked, since Go does
   * not start without it; denied, it answers with an empty list. `always`: cannot be denied. `socket`: DESIGN section 6.
   */
  readonly kind: "granted" | "emptied" | "always" | "socket";
  /** In every Go program, so it counts as allowed where a policy is silent. */
  readonly base: boolean;
  /** Key of the policy under [imports.wasi_snapshot_preview1]. */
  readonly policyKey: string;
  /** Flag of the command line that makes it useful; undefined where only the policy file decides. */
  readonly flag: string | undefined;
}

const READ = "--allow-read=HOST[:GUEST]";
const WRITE = "--allow-write=HOST[:GUEST]";

/** Import, Go calls, kind; the flag where there is one. Sources: GOROOT/src/{os,syscall,runtime}/*_wasip1.go. */
const GRANTED: readonly (readonly [name: string, goApi: string, flag?: string])[] = [
  ["clock_res_get", "no call of the standard library"],
  ["fd_advise", "no call of the standard library"],
  ["fd_allocate", "no call of the standard library"],
  ["fd_close", "os.(*File).Close"],
  ["fd_datasync", "no call of the standard library"],
  ["fd_fdstat_get", "os.NewFile, os.Stdin, os.Stdout"],
  ["fd_fdstat_set_flags", "syscall.SetNonblock"],
  ["fd_fdstat_set_rights", "no call of the standard library"],
  ["fd_filestat_get", "os.(*File).Stat", READ],
  ["fd_filestat_set_size", "os.(*File).Truncate", WRITE],
  ["fd_filestat_set_times", "no call of the standard library", WRITE],
  ["fd_pread", "os.(*File).ReadAt", READ],
  ["fd_pwrite", "os.(*File).WriteAt", WRITE],
  ["fd_read", "os.(*File).Read, os.Stdin"],
  ["fd_readdir", "os.ReadDir, os.(*File).Readdir", READ],
  ["fd_renumber", "no call of the standard library"],
  ["fd_seek", "os.(*File).Seek"],
  ["fd_sync", "os.(*File).Sync", WRITE],
  ["fd_tell", "no call of the standard library"],
  ["path_create_directory", "os.Mkdir, os.MkdirAll, os.MkdirTemp", WRITE],
  ["path_filestat_get", "os.Stat, os.Lstat", READ],
  ["path_filestat_set_times", "os.Chtimes", WRITE],
  ["path_link", "os.Link", WRITE],
  ["path_open", "os.Open, os.Create, os.OpenFile, os.ReadFile", READ],
  ["path_readlink", "os.Readlink", READ],
  ["path_remove_directory", "os.Remove, os.RemoveAll", WRITE],
  ["path_rename", "os.Rename", WRITE],
  ["path_symlink", "os.Symlink", WRITE],
  ["path_unlink_file", "os.Remove, os.RemoveAll", WRITE],
  ["proc_raise", "no call of the standard library"],
];

const BASE_GRANTED: readonly (readonly [name: string, goApi: string])[] = [
  ["clock_time_get", "time.Now and the runtime's timers"],
  ["fd_write", "os.Stdout, os.Stderr, os.(*File).Write, print"],
  ["poll_oneoff", "time.Sleep and the runtime's scheduler"],
  ["random_get", "crypto/rand and the seeds of maps and math/rand"],
];

const EMPTIED: readonly (readonly [name: string, goApi: string, key: string, flag?: string])[] = [
  ["args_get", "os.Args, flag", "args"],
  ["args_sizes_get", "os.Args, flag", "args"],
  ["environ_get", "os.Getenv, os.Environ", "env", "--allow-env=NAME"],
  ["environ_sizes_get", "os.Getenv, os.Environ", "env", "--allow-env=NAME"],
  ["fd_prestat_get", "the os package's list of directories", "fd_prestat_get", READ],
  ["fd_prestat_dir_name", "the os package's list of directories", "fd_prestat_get", READ],
];

const ALWAYS: readonly (readonly [name: string, goApi: string])[] = [
  ["proc_exit", "os.Exit and the end of main"],
  ["sched_yield", "the runtime's scheduler"],
];

const SOCKETS: readonly (readonly [name: string, goApi: string])[] = [
  ["sock_accept", "net.FileListener"],
  ["sock_recv", "no call of the standard library"],
  ["sock_send", "no call of the standard library"],
  ["sock_shutdown", "net.FileConn"],
];

/** Every import of wasi_snapshot_preview1, by name. */
export const capabilities: ReadonlyMap<string, Capability> = new Map(
  [
    ...GRANTED.map(([name, goApi, flag]) => entry(name, goApi, "granted", { flag })),
    ...BASE_GRANTED.map(([name, goApi]) => entry(name, goApi, "granted", { base: true })),
    ...EMPTIED.map(([name, goApi, policyKey, flag]) =>
      entry(name, goApi, "emptied", { base: true, policyKey, flag }),
    ),
    ...ALWAYS.map(([name, goApi]) => entry(name, goApi, "always", { base: true })),
    ...SOCKETS.map(([name, goApi]) => entry(name, goApi, "socket", {})),
  ].map((one) => [one.import, one]),
);

function entry(
  name: string,
  goApi: string,
  kind: Capability["kind"],
  more: { base?: boolean; policyKey?: string; flag?: string | undefined },
): Capability {
  const { base = false, policyKey = name, flag } = more;
  return { import: name, goApi, kind, base, policyKey, flag };
}
