import { createHash } from "node:crypto";
import type { BuildHost } from "../build/host.ts";
import { nodeAnalysisCache } from "./node/analysis-cache.ts";
import { nodeBuildHost } from "./node/build-host.ts";
import { nodeCompressors } from "./node/compress.ts";
import { loadGoParser } from "./node/go-parser.ts";
import { nodeGuestThreads } from "./node/guest-thread.ts";
import { nodeOutputFiles } from "./node/output-files.ts";
import { nodeSourceHost } from "./node/source-host.ts";
import type { Platform } from "./platform.ts";

/** This machine, as the stages see it. */
export function nodePlatform(build: BuildHost = nodeBuildHost()): Platform {
  return {
    source: nodeSourceHost(),
    build,
    compressors: nodeCompressors(),
    threads: nodeGuestThreads(),
    loadParser: () => loadGoParser(),
    analysisCache: nodeAnalysisCache(build.cacheFolder),
    makeComponent: async (wasm) => (await import("./node/make-component.ts")).makeComponent(wasm),
    sha256: (data) => createHash("sha256").update(data).digest("hex"),
    files: nodeOutputFiles(),
  };
}
