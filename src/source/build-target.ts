/** What a build is for. Everything that a build constraint can ask of our builds follows from it. */
export interface BuildTarget {
  readonly os: "wasip1" | "js";
  /**
   * Minor version of the Go that will build (26 for Go 1.26). undefined: not known yet, so a constraint on a version
   * later than the oldest that we build with is undecided.
   */
  readonly goMinor?: number;
}

export const DEFAULT_TARGET: BuildTarget = { os: "wasip1" };

/** Every Go that `build` accepts has these releases (build/toolchain.ts). */
const OLDEST_GO_MINOR = 24;

/** The operating systems and processors that count in file names (go1.26 internal/syslist; only ever added to). */
export const KNOWN_OS: ReadonlySet<string> = new Set(
  "aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos".split(
    " ",
  ),
);
export const KNOWN_ARCH: ReadonlySet<string> = new Set(
  "386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm".split(
    " ",
  ),
);

/**
 * Whether a tag holds in our builds: GOARCH=wasm, compiler gc, cgo off, no -tags (go/build.Context.matchTag). undefined
 * when it depends on the toolchain: releases that not every accepted Go has, experiments and features of the processor,
 * whose defaults differ between releases. Who decides about safety must treat undefined as both.
 */
export function tagHolds(tag: string, target: BuildTarget): boolean | undefined {
  if (tag === target.os || tag === "wasm" || tag === "gc") return true;
  const minor = /^go1\.([1-9]\d*)$/.exec(tag)?.[1];
  if (minor !== undefined) return releaseHolds(Number(minor), target.goMinor);
  return /^(goexperiment|wasm)\./.test(tag) ? undefined : false;
}

function releaseHolds(minor: number, goMinor: number | undefined): boolean | undefined {
  if (goMinor !== undefined) return minor <= goMinor;
  return minor <= OLDEST_GO_MINOR ? true : undefined;
}
