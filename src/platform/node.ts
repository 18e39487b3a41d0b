import { createHash } from "node:crypto";
import type { BuildHost } from "../build/host.ts";
import type { Compressors } from "../size/compressors.ts";
import { nodeAnalysisCache } from "./node/analysis-cache.ts";
import { nodeBuildHost } from "./node/build-host.ts";
import { buildName } from "./node/build-name.ts";
import { nodeGuestThreads } from "./node/guest-thread.ts";
import { nodeOutputFiles } from "./node/output-files.ts";
import { nodeSourceHost } from "./node/source-host.ts";
import type { Platform } from "./platform.ts";

/** This machine, as the stages see it. What only some stages need is loaded when they ask. */
export function nodePlatform(build: BuildHost = nodeBuildHost()): Platform {
  return {
    source: nodeSourceHost(),
    build,
    compressors: {
      gzip: async (bytes) => (await compressors()).gzip(bytes),
      brotli: async (bytes) => (await compressors()).brotli(bytes),
    },
    threads: nodeGuestThreads(),
    loadParser: async () => (await import("./node/go-parser.ts")).loadGoParser(),
    analysisCache: nodeAnalysisCache(build.cacheFolder),
    makeComponent: async (wasm) => (await import("./node/make-component.ts")).makeComponent(wasm),
    toolBuild: buildName(),
    sha256: (data) => createHash("sha256").update(data).digest("hex"),
    files: nodeOutputFiles(),
  };
}

async function compressors(): Promise<Compressors> {
  return (await import("./node/compress.ts")).nodeCompressors();
}
