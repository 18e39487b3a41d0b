/** The Go that is fetched when the machine has none. */
export const PINNED_GO_VERSION = "go1.26.8";

/**
 * Checksums of golang.org/toolchain@v0.0.1-go1.26.8.<os>-<arch> as `go mod download -json` prints them after it has checked
 * them with the checksum database. The database had no entry for windows when these were taken: there Go must be installed.
 */
const PINNED_HASHES: Readonly<Record<string, string>> = {
  "linux-amd64": "h1:ZOmGe1OnfREDMIdb1Qi4G9JSuDPBLGExZMQ4nis1RXM=",
  "linux-arm64": "h1:sYL/O6MqS68ML0kjsQ36WoYIpJqkw60TxizWUYUKQMc=",
  "darwin-amd64": "h1:7/9KPPN8PckcA9s91hm2jmQMhzW4KyTJXHIs45L0C9M=",
  "darwin-arm64": "h1:dFjGhY6f8DTsY8/rLchUTDRRfjJP4pCrGCwxvHFT2Fg=",
};

/** A toolchain as a module zip: what to fetch and what it must hash to. */
export interface ToolchainPin {
  /** `go1.26.8` */
  readonly goVersion: string;
  /** `linux-amd64` */
  readonly platform: string;
  readonly h1: string;
}

/** The pinned toolchain for an operating system and processor, undefined when none is pinned. */
export function pinnedToolchain(os: string, arch: string): ToolchainPin | undefined {
  const platform = `${os}-${arch}`;
  const h1 = PINNED_HASHES[platform];
  return h1 === undefined ? undefined : { goVersion: PINNED_GO_VERSION, platform, h1 };
}
