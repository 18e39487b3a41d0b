/** The public API: what the command line uses is what a library user gets. */
export { analyze } from "./analyze/analyze.ts";
export { compile } from "./build/compile.ts";
export type { BuildReport, BuildResult } from "./build/report.ts";
export { resolveToolchain } from "./build/toolchain.ts";
export { ToolError } from "./errors.ts";
export { harden } from "./instrument/harden.ts";
export type { HardenOptions, HardenReport, HardenResult } from "./instrument/report.ts";
export * from "./pipeline.ts";
export { nodePlatform } from "./platform/node.ts";
export type { Platform } from "./platform/platform.ts";
export { parsePolicy } from "./policy/parse.ts";
export type { Policy } from "./policy/policy.ts";
export { presetPolicy } from "./policy/presets.ts";
export { formatNamed, formats } from "./report/formats.ts";
export type { PreflightReport, Verdict } from "./report/report.ts";
export type { Changes } from "./runtime/fs/changes.ts";
export {
  type HostCall,
  type HostFunction,
  type HostModule,
  loadHostModule,
} from "./runtime/host-functions.ts";
export type { Outcome, OutcomeKind } from "./runtime/outcome.ts";
export { createPool, type GuestPool, type PoolOptions } from "./runtime/pool.ts";
export { decodeRecording, type Recording } from "./runtime/recording/format.ts";
export type { RecordRequest } from "./runtime/recording/session.ts";
export { run } from "./runtime/run.ts";
export { audit } from "./size/audit.ts";
export type { AuditReport } from "./size/report.ts";
export type { CheckReport, Finding, Hazard, Severity } from "./source/finding.ts";
export type { GoInput, GoPackage, Input, WasmInput } from "./source/input.ts";
export { loadInput } from "./source/load-input.ts";
export { loadPackages, packagesOfInput } from "./source/load-packages.ts";
