import type { Finding } from "../source/finding.ts";

/** The JSON of `build`, and the part of `preflight` about the build. */
export interface BuildReport {
  readonly schemaVersion: 1;
  readonly target: "wasip1" | "js";
  readonly goVersion: string;
  /** How Go was found. */
  readonly toolchain: { readonly path: string; readonly source: "flag" | "environment" | "path" | "download" };
  /** True when the artifact came from the content-addressed cache. */
  readonly cached: boolean;
  readonly bytes: number;
  readonly sha256: string;
  readonly wallMs: number;
}

/** Either an artifact or what the compiler said, as findings of rule `compile-error`. */
export type BuildResult =
  | { readonly ok: true; readonly wasm: Uint8Array; readonly report: BuildReport }
  | { readonly ok: false; readonly findings: readonly Finding[] };
