import { ToolError } from "../errors.ts";
import { type HashedFile, hash1 } from "./dirhash.ts";
import { type GoProxy, parseGoProxy, withoutCredentials } from "./goproxy.ts";
import type { BuildHost } from "./host.ts";
import { withLock } from "./lock.ts";
import type { ToolchainPin } from "./pinned-go.ts";
import { storageError } from "./storage-error.ts";
import { goName } from "./toolchain-probe.ts";

/** go1.26.8 for linux-amd64 is 72 MB packed, and 215 MB in 11,518 files unpacked; the largest is 26 MB. */
const ZIP_LIMIT_BYTES = 256 * 1024 * 1024;
const UNZIP_LIMITS = { fileCount: 50_000, fileBytes: 256 * 1024 * 1024, totalBytes: 1024 * 1024 * 1024 };
const IDLE_LIMIT_MS = 30_000;
const TIME_LIMIT_MS = 15 * 60_000;
/** Files that must be executable, as cmd/go/internal/toolchain sets them: module zips carry no modes. */
const EXECUTABLE = /^(bin|pkg\/tool)\//;

/** Where the go program of a fetched toolchain is, once it is there. */
export function installedToolchain(pin: ToolchainPin, host: BuildHost): string {
  return `${toolchainFolder(pin, host)}/bin/${goName(host)}`;
}

/**
 * Fetches a pinned toolchain from GOPROXY into the user's cache, whole or not at all: downloaded and unpacked beside its
 * place, hashed on the way, renamed when the hash is the pinned one. One process fetches, others wait for it.
 * Returns why each place failed, an empty list on success; throws ToolError when the cache cannot be written.
 */
export async function fetchToolchain(pin: ToolchainPin, host: BuildHost): Promise<readonly string[]> {
  const parent = `${host.cacheFolder}/toolchains`;
  const lock = `${host.cacheFolder}/locks/toolchain-${pin.goVersion}.${pin.platform}.lock`;
  try {
    await host.files.makeFolder(parent);
    return await withLock(lock, host, async () => {
      if ((await host.files.stat(installedToolchain(pin, host)))?.kind === "file") return [];
      const work = await host.files.makeTemporaryFolder(parent);
      try {
        return await fetchFromAny(pin, work, host);
      } finally {
        await host.files.remove(work);
      }
    });
  } catch (error) {
    throw storageError(error, parent);
  }
}

function toolchainFolder(pin: ToolchainPin, host: BuildHost): string {
  return `${host.cacheFolder}/toolchains/${pin.goVersion}.${pin.platform}`;
}

async function fetchFromAny(pin: ToolchainPin, work: string, host: BuildHost): Promise<readonly string[]> {
  const proxies = parseGoProxy(host.environment("GOPROXY"));
  if (proxies.length === 0) return [`GOPROXY allows no place to fetch ${pin.goVersion} from`];
  const failures: string[] = [];
  for (const [index, proxy] of proxies.entries()) {
    const failure = await fetchFrom(proxy, pin, `${work}/${index}`, host);
    if (failure === undefined) return [];
    failures.push(failure.reason);
    if (!failure.absent && proxy.fallThrough === "absent") break;
  }
  return failures;
}

interface FetchFailure {
  readonly reason: string;
  /** The place does not have it, so the next may be asked. */
  readonly absent: boolean;
}

async function fetchFrom(
  proxy: GoProxy,
  pin: ToolchainPin,
  work: string,
  host: BuildHost,
): Promise<FetchFailure | undefined> {
  const version = `v0.0.1-${pin.goVersion}.${pin.platform}`;
  const url = `${proxy.url}/golang.org/toolchain/@v/${version}.zip`;
  const shown = withoutCredentials(url);
  host.progress(`fetching ${pin.goVersion} for ${pin.platform} from ${withoutCredentials(proxy.url)}`);
  const zip = `${work}.zip`;
  const limits = { limitBytes: ZIP_LIMIT_BYTES, idleLimitMs: IDLE_LIMIT_MS, timeLimitMs: TIME_LIMIT_MS };
  const download = await host.download({ url, file: zip, ...limits });
  if (download.kind !== "ok")
    return { reason: `${shown}: ${download.reason}`, absent: download.kind === "absent" };
  host.progress(`unpacking ${pin.goVersion}`);
  const found = await unpack(zip, work, `golang.org/toolchain@${version}/`, host);
  await host.files.remove(zip);
  if ("damage" in found) return { reason: `${shown}: ${found.damage}`, absent: false };
  if (found.h1 !== pin.h1) {
    return {
      reason: `${shown}: the checksum is ${found.h1}, but ${pin.h1} is expected: it was not used`,
      absent: false,
    };
  }
  const target = toolchainFolder(pin, host);
  if (!(await host.files.rename(work, target))) {
    await host.files.remove(target);
    await host.files.rename(work, target);
  }
  return undefined;
}

/** Unpacks and hashes in one pass: nothing of it is used before the hash is known. */
async function unpack(
  zip: string,
  folder: string,
  prefix: string,
  host: BuildHost,
): Promise<{ h1: string } | { damage: string }> {
  const hashed: HashedFile[] = [];
  try {
    await host.unzip(zip, UNZIP_LIMITS, async (name, data) => {
      if (!name.startsWith(prefix))
        throw new ToolError("build/bad-zip", `it holds ${JSON.stringify(name)}, outside of ${prefix}`);
      hashed.push({ name, sha256: host.sha256(data) });
      const path = plainName(name.slice(prefix.length));
      await host.files.create(`${folder}/${path}`, data, EXECUTABLE.test(path));
    });
  } catch (error) {
    if (error instanceof ToolError && error.code === "build/bad-zip") return { damage: error.message };
    throw error;
  }
  return { h1: hash1(hashed, host.sha256) };
}

/** A module zip cannot hold the go.mod of another module, so the ones of std and cmd are named _go.mod in it. */
function plainName(path: string): string {
  return path.replace(/(^|\/)_go\.mod$/, "$1go.mod");
}
