/** The functions of wasi_snapshot_preview1, with sock_accept, which came later (wasi_snapshot_preview1.witx). */
export const WASI_FUNCTIONS: readonly string[] = [
  ...["args_get", "args_sizes_get", "environ_get", "environ_sizes_get", "clock_res_get", "clock_time_get"],
  ...["fd_advise", "fd_allocate", "fd_close", "fd_datasync", "fd_fdstat_get", "fd_fdstat_set_flags"],
  ...["fd_fdstat_set_rights", "fd_filestat_get", "fd_filestat_set_size", "fd_filestat_set_times", "fd_pread"],
  ...[
    "fd_prestat_get",
    "fd_prestat_dir_name",
    "fd_pwrite",
    "fd_read",
    "fd_readdir",
    "fd_renumber",
    "fd_seek",
  ],
  ...[
    "fd_sync",
    "fd_tell",
    "fd_write",
    "path_create_directory",
    "path_filestat_get",
    "path_filestat_set_times",
  ],
  ...["path_link", "path_open", "path_readlink", "path_remove_directory", "path_rename", "path_symlink"],
  ...["path_unlink_file", "poll_oneoff", "proc_exit", "proc_raise", "sched_yield", "random_get"],
  ...["sock_accept", "sock_recv", "sock_send", "sock_shutdown"],
];

/** Names of the policy for pairs of functions that make sense together only. */
export const WASI_GROUPS: Readonly<Record<string, readonly string[]>> = {
  args: ["args_get", "args_sizes_get"],
  env: ["environ_get", "environ_sizes_get"],
};

/** Without these no program can end or let others run. */
export const UNDENIABLE: readonly string[] = ["proc_exit", "sched_yield"];

/** There is no network behind them, ever: a policy cannot allow them. */
export const SOCKET_FUNCTIONS: readonly string[] = WASI_FUNCTIONS.filter((name) => name.startsWith("sock_"));

/** What a Go program that only prints imports: the ten of the runtime, and what package os sets up (measured, Go 1.26). */
export const GO_MINIMAL_FUNCTIONS: readonly string[] = [
  ...[
    "args_get",
    "args_sizes_get",
    "environ_get",
    "environ_sizes_get",
    "clock_time_get",
    "fd_write",
    "poll_oneoff",
  ],
  ...["proc_exit", "random_get", "sched_yield"],
  ...["fd_close", "fd_fdstat_get", "fd_fdstat_set_flags", "fd_prestat_get", "fd_prestat_dir_name"],
];
