import type { AnalysisCache } from "../analyze/cache.ts";
import type { BuildHost } from "../build/host.ts";
import type { Changes } from "../runtime/fs/changes.ts";
import type { GuestThreads } from "../runtime/worker/host.ts";
import type { Compressors } from "../size/compressors.ts";
import type { GoParser } from "../source/parser.ts";
import type { SourceHost } from "../source/source-host.ts";

/** Everything the stages need of the machine, each through the small interface that its stage declares. */
export interface Platform {
  readonly source: SourceHost;
  readonly build: BuildHost;
  readonly compressors: Compressors;
  readonly threads: GuestThreads;
  /** Our own, with tree-sitter behind it for what is broken or unusual. */
  readonly loadParser: () => Promise<GoParser>;
  /** Results of earlier analyses, by content. */
  readonly analysisCache: AnalysisCache;
  /** Makes a component (preview 2) of a command of preview 1. Throws ToolError `component/...`. */
  readonly makeComponent: (wasm: Uint8Array) => Promise<Uint8Array>;
  /** Names this very build of the tool, for what is kept between calls. */
  readonly toolBuild: string;
  /** Lower-case hex. */
  readonly sha256: (data: Uint8Array | string) => string;
  readonly files: OutputFiles;
}

/** Where results go: whole or not at all. */
export interface OutputFiles {
  /** Writes a temporary file beside the target and renames it; throws ToolError `output/...` naming place and remedy. */
  readonly write: (path: string, data: Uint8Array | string) => Promise<void>;
  readonly makeFolder: (path: string) => Promise<void>;
  /** Removes a file; fine when there is none. */
  readonly remove: (path: string) => Promise<void>;
  readonly exists: (path: string) => Promise<boolean>;
  /** Throws ToolError `output/...` where `write` would, as far as that is known before: for results of long work. */
  readonly requireTarget: (path: string) => Promise<void>;
  /** Throws ToolError `output/...` where `exportTree` would, as far as that is known before. */
  readonly requireExportFolder: (folder: string) => Promise<void>;
  /** Writes what a guest changed to a new folder, whole or not at all; returns what was left out. */
  readonly exportTree: (folder: string, changes: Changes) => Promise<Changes["skipped"]>;
  readonly join: (...parts: readonly string[]) => string;
}
