import { createHash } from "node:crypto";
import { availableParallelism, hostname, totalmem } from "node:os";
import { arch, constrainedMemory, env, kill, pid, platform } from "node:process";
import { setTimeout as delay } from "node:timers/promises";
import type { BuildHost } from "../../build/host.ts";
import { nodeBuildFiles } from "./build-files.ts";
import { cacheFolder, homeFolder, moduleCacheFolder } from "./build-folders.ts";

export interface NodeBuildHostOptions {
  /** Gets remarks for people, such as "fetching go1.26.8"; silent by default. */
  readonly progress?: (message: string) => void;
  /** Stands in for the environment of this process. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Go's names for what Node calls otherwise (go tool dist list). */
const GO_OS: Readonly<Record<string, string>> = { win32: "windows", sunos: "solaris" };
const GO_ARCH: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386" };

/** This machine, as the build sees it. */
export function nodeBuildHost(options: NodeBuildHostOptions = {}): BuildHost {
  const { progress = () => undefined, environment = env } = options;
  const lookup = (name: string): string | undefined => environment[name];
  const home = homeFolder();
  return {
    os: GO_OS[platform] ?? platform,
    arch: GO_ARCH[arch] ?? arch,
    cores: availableParallelism(),
    memoryBytes: Math.min(totalmem(), constrainedMemory() || Number.POSITIVE_INFINITY),
    cacheFolder: cacheFolder(lookup, platform, home),
    moduleCacheFolder: moduleCacheFolder(lookup, home),
    files: nodeBuildFiles(lookup),
    processName: `${pid}@${hostname()}`,
    isAlive,
    environment: lookup,
    progress,
    sha256: (data) => createHash("sha256").update(data).digest("hex"),
    nowMs: () => Date.now(),
    wait: async (durationMs, signal) => {
      await delay(durationMs, undefined, signal === undefined ? {} : { signal }).catch((error: unknown) => {
        throw signal?.reason ?? error;
      });
    },
    // Loaded when they are needed: a module that is built already needs none of them.
    run: async (command) => (await import("./build-spawn.ts")).runCommand(command),
    download: async (request) => (await import("./build-download.ts")).download(request),
    unzip: async (...zip) => (await import("./build-unzip.ts")).unzip(...zip),
  };
}

function isAlive(processName: string): boolean | undefined {
  const [id, ...machine] = processName.split("@");
  if (machine.join("@") !== hostname() || !/^\d+$/.test(id ?? "")) return undefined;
  try {
    kill(Number(id), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
