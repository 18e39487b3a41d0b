import type { Finding } from "../source/finding.ts";

/** The JSON of `build`, and the part of `preflight` about the build. */
export interface BuildReport {
  readonly schemaVersion: 1;
  readonly target: "wasip1" | "js";
  readonly goVersion: string;
  /** How Go was found. */
  readonly toolchain: {
    readonly path: string;
    readonly source: "flag" | "environment" | "path" | "download";
  };
  /** True when the artifact came from the content-addressed cache. */
  readonly cached: boolean;
  readonly bytes: number;
  readonly sha256: string;
  readonly wallMs: number;
  /** Of the component that was made of the module, with --component. */
  readonly component?: { readonly bytes: number; readonly sha256: string };
  /** Path of the program's module: file names in a panic begin with it. */
  readonly modulePath: string;
  /** Modules beside the standard library, and where each was taken from. */
  readonly modules: readonly {
    readonly path: string;
    readonly version: string;
    readonly from: "vendor" | "cache";
  }[];
  /** What of the input was left out or has no effect, as `path:line: what`; at most 100. */
  readonly ignored: readonly string[];
}

/** Either an artifact or what the compiler said, as findings of rule `compile-error`. */
export type BuildResult =
  | { readonly ok: true; readonly wasm: Uint8Array; readonly report: BuildReport }
  | { readonly ok: false; readonly findings: readonly Finding[] };
