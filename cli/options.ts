import type { Option } from "./command.ts";

/** Options that several commands share. Defaults named here are those of the preset `default`. */

export const COMMON: readonly Option[] = [
  {
    name: "config",
    value: "FILE",
    group: "Common",
    summary: "Policy file",
    default: "SANDGLASS_CONFIG; check takes the nearest sandglass.toml upward",
  },
  {
    name: "preset",
    value: "NAME",
    choices: ["default", "playground", "go-minimal"],
    group: "Common",
    summary: "Policy to start from",
    default: "default",
  },
  { name: "no-cache", group: "Common", summary: "Neither read nor write the cache" },
  { name: "quiet", short: "q", group: "Common", summary: "Print no progress and no notes" },
  {
    name: "color",
    value: "WHEN",
    choices: ["auto", "always", "never"],
    group: "Common",
    summary: "Colours; NO_COLOR and FORCE_COLOR are respected",
    default: "auto",
  },
  { name: "help", short: "h", group: "Common", summary: "This text" },
];

export const FORMATS = ["pretty", "json", "sarif", "github", "junit", "html", "markdown"] as const;

export function outputOptions(formats: readonly string[]): readonly Option[] {
  return [
    {
      name: "format",
      value: "NAME",
      choices: formats,
      group: "Output",
      summary: "How to write the result",
      default: "pretty",
    },
    {
      name: "output",
      value: "FILE",
      group: "Output",
      summary: "Write the result there",
      default: "standard output",
    },
  ];
}

export const FAIL_ON: Option = {
  name: "fail-on",
  value: "SEVERITY",
  choices: ["error", "warning", "never"],
  group: "Mode",
  summary: "Findings at or above this make the exit code 1",
  default: "error",
};

export const NO_CHECK: Option = {
  name: "no-check",
  group: "Mode",
  summary: "Run source even when the analysis rejects it; limits still hold",
};

export const LIMITS: readonly Option[] = [
  {
    name: "fuel",
    value: "UNITS",
    group: "Limits",
    summary: "Instructions the guest may execute (5M, 10G)",
    default: "10G",
  },
  {
    name: "memory",
    value: "SIZE",
    group: "Limits",
    summary: "Hard limit of the guest's memory",
    default: "1GiB",
  },
  {
    name: "stack-depth",
    value: "N",
    group: "Limits",
    summary: "Depth limit of recursive calls on the engine's stack, which Go unwinds when it grows its own",
    default: "the engine's own",
  },
];

export const RUN_LIMITS: readonly Option[] = [
  ...LIMITS,
  {
    name: "memory-rate",
    value: "SIZE/s",
    group: "Limits",
    summary: "Growth of memory that raises an alarm",
    default: "10MiB/s",
  },
  {
    name: "timeout",
    value: "TIME",
    group: "Limits",
    summary: "Wall-clock limit, whatever the guest does",
    default: "5s",
  },
  {
    name: "stdout-limit",
    value: "SIZE",
    group: "Limits",
    summary: "Most bytes of standard output and of standard error",
    default: "1MiB",
  },
  {
    name: "disk-limit",
    value: "SIZE",
    group: "Limits",
    summary: "Most bytes written to host folders, and held by files in memory",
    default: "1GiB and 64MiB",
  },
];

export const CAPABILITIES: readonly Option[] = [
  {
    name: "allow-read",
    value: "HOST[:GUEST]",
    repeatable: true,
    group: "Capabilities",
    summary: "A file or folder to read (a snapshot)",
  },
  {
    name: "allow-write",
    value: "HOST[:GUEST]",
    repeatable: true,
    group: "Capabilities",
    summary: "A folder to read and write (Linux)",
  },
  {
    name: "allow-env",
    value: "NAME[=VALUE]",
    repeatable: true,
    group: "Capabilities",
    summary: "An environment variable",
  },
  {
    name: "deny-read",
    value: "PATH",
    repeatable: true,
    group: "Capabilities",
    summary: "Wins over --allow-read",
  },
  {
    name: "deny-write",
    value: "PATH",
    repeatable: true,
    group: "Capabilities",
    summary: "Wins over --allow-write",
  },
  {
    name: "deny-env",
    value: "NAME",
    repeatable: true,
    group: "Capabilities",
    summary: "Wins over --allow-env",
  },
  {
    name: "clock",
    value: "KIND",
    choices: ["real", "fixed"],
    group: "Capabilities",
    summary: "fixed starts in 2009 and costs no time",
    default: "real",
  },
  {
    name: "random",
    value: "real|seed:N",
    group: "Capabilities",
    summary: "Random bytes, real or reproducible",
    default: "real",
  },
  {
    name: "dir",
    value: "HOST[::GUEST]",
    repeatable: true,
    group: "Capabilities",
    summary: "As --allow-write (wasmtime's spelling)",
  },
  {
    name: "env",
    value: "NAME=VALUE",
    repeatable: true,
    group: "Capabilities",
    summary: "As --allow-env (wasmtime's spelling)",
  },
];

export const GO: readonly Option[] = [
  {
    name: "go",
    value: "PATH",
    group: "Build",
    summary: "The go command to build with",
    default: "SANDGLASS_GO, then PATH (1.24 or later), then a pinned download",
  },
];

export const ENGINE: Option = {
  name: "engine",
  value: "NAME",
  choices: ["binaryen", "stream"],
  group: "Build",
  summary: "What rewrites the module",
  default: "binaryen for harden and preflight, stream for run",
};
