import type { Severity } from "../../source/finding.ts";

/** Part of a package that does not do in a WebAssembly sandbox what its documentation says. */
export interface ForbiddenApi {
  readonly path: string;
  /** Members in question; a trailing `*` stands for any ending. undefined: all of the package, the import itself too. */
  readonly members: readonly string[] | undefined;
  /** Methods in question, by the type among the members that has them: their calls are reported instead of its mention. */
  readonly methods?: Readonly<Record<string, readonly string[]>>;
  readonly severity: Severity;
  /** What happens instead, as seen with Go 1.26 on wasip1; completes "on wasip1 …". */
  readonly effect: string;
  /** It does work, and that is the trouble. */
  readonly works?: boolean;
}

const NO_PROCESS =
  'no process can be started: "Not implemented on wasip1" or "executable file not found in $PATH"';
const NO_NETWORK =
  "the network is a fake inside the program: nobody outside can be reached, and waiting for a peer ends in a deadlock";

/**
 * What cannot work in the sandbox (each run once on wasip1 with Go 1.26.8). Members that only compute, such as net.ParseIP,
 * syscall.Errno or http.StatusText, are left out on purpose.
 */
export const FORBIDDEN_APIS: readonly ForbiddenApi[] = [
  {
    path: "os/exec",
    members: ["Command", "CommandContext", "LookPath", "Cmd"],
    severity: "warning",
    effect: NO_PROCESS,
  },
  {
    path: "os",
    members: ["StartProcess"],
    severity: "warning",
    effect: 'no process can be started: "Not implemented on wasip1"',
  },
  { path: "os", members: ["Pipe"], severity: "warning", effect: 'it fails: "Not implemented on wasip1"' },
  {
    path: "net",
    members: [
      "Dial*",
      "Listen*",
      "Lookup*",
      "FileConn",
      "FileListener",
      "FilePacketConn",
      "Resolver",
      "DefaultResolver",
    ],
    methods: { Resolver: ["Lookup*"] },
    severity: "warning",
    effect: NO_NETWORK,
  },
  {
    path: "net/http",
    members: [
      "Get",
      "Head",
      "Post",
      "PostForm",
      "ListenAndServe*",
      "Serve",
      "ServeTLS",
      "Client",
      "DefaultClient",
      "Server",
      "Transport",
      "DefaultTransport",
    ],
    methods: {
      Client: ["Do", "Get", "Head", "Post", "PostForm"],
      Server: ["ListenAndServe*", "Serve", "ServeTLS"],
      Transport: ["RoundTrip"],
    },
    severity: "warning",
    effect: NO_NETWORK,
  },
  { path: "net/rpc", members: ["Dial*"], severity: "warning", effect: NO_NETWORK },
  { path: "net/rpc/jsonrpc", members: ["Dial"], severity: "warning", effect: NO_NETWORK },
  { path: "net/smtp", members: ["Dial", "SendMail"], severity: "warning", effect: NO_NETWORK },
  {
    path: "crypto/tls",
    members: ["Dial*", "Listen", "Dialer"],
    methods: { Dialer: ["Dial*"] },
    severity: "warning",
    effect: NO_NETWORK,
  },
  {
    path: "log/syslog",
    members: undefined,
    severity: "warning",
    effect: "there is no system log and the package does not build",
  },
  {
    path: "syscall",
    members: [
      "Exec",
      "ForkExec",
      "StartProcess",
      "Socket",
      "Connect",
      "Bind",
      "Listen",
      "Accept*",
      "Kill",
      "Mmap",
      "Mount",
      "Chroot",
      "Ptrace*",
      "Syscall*",
      "RawSyscall*",
      "AllThreadsSyscall*",
      "Setuid",
      "Setgid",
    ],
    severity: "warning",
    effect: 'the system call is missing or fails: "Not implemented on wasip1"',
  },
  {
    path: "plugin",
    members: undefined,
    severity: "warning",
    effect: 'opening fails: "plugin: not implemented"',
  },
  {
    path: "C",
    members: undefined,
    severity: "warning",
    effect: "there is no cgo: the file is left out of the build",
  },
  { path: "runtime/cgo", members: undefined, severity: "warning", effect: "there is no cgo" },
  {
    path: "unsafe",
    members: ["Pointer", "Add", "Slice", "SliceData", "String", "StringData"],
    severity: "warning",
    effect: "it reaches past Go's types into all memory of the program",
    works: true,
  },
  {
    path: "os/signal",
    members: ["Notify", "NotifyContext"],
    severity: "info",
    effect: "no signal ever arrives",
  },
];

/** Whether a pattern of ForbiddenApi.members matches; `*` stands for any letters. */
export function matchesMember(pattern: string, name: string): boolean {
  const star = pattern.indexOf("*");
  if (star < 0) return pattern === name;
  const end = pattern.slice(star + 1);
  return name.length >= pattern.length - 1 && name.startsWith(pattern.slice(0, star)) && name.endsWith(end);
}

/** Whether an import path matches a pattern of the policy: itself, or `path/...` for it and all below. */
export function matchesPath(pattern: string, path: string): boolean {
  if (!pattern.endsWith("/...")) return pattern === path;
  const root = pattern.slice(0, -"/...".length);
  return path === root || path.startsWith(`${root}/`);
}
