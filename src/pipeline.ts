import { isKnownArtifact, rememberArtifact } from "./build/known-artifacts.ts";
import type { BuildResult } from "./build/report.ts";
import { ToolError } from "./errors.ts";
import { readManifest } from "./instrument/manifest.ts";
import type {
  AbiKind,
  EngineName,
  FuelMode,
  HardenOptions,
  HardenResult,
  ProofReport,
  VerifyReport,
} from "./instrument/report.ts";
import type { Platform } from "./platform/platform.ts";
import type { Policy } from "./policy/policy.ts";
import type { Changes } from "./runtime/fs/changes.ts";
import { type Outcome, refusedOutcome } from "./runtime/outcome.ts";
import type { Recording } from "./runtime/recording/format.ts";
import type { RecordRequest } from "./runtime/recording/session.ts";
import type { RunOptions } from "./runtime/run.ts";
import type { AuditReport } from "./size/report.ts";
import type { CheckReport } from "./source/finding.ts";
import type { GoInput, GoPackage, Input } from "./source/input.ts";

// A stage is loaded when it is used: a module that is hardened already needs neither the analysis nor the build.

/** What every stage of one call shares. */
export interface PipelineSettings {
  readonly policy: Policy;
  /** `--go`; undefined: found or fetched. */
  readonly go: string | undefined;
  readonly target: "wasip1" | "js";
  readonly useCache: boolean;
  readonly toolVersion: string;
  /** Called before a stage starts, which it may hold back or prevent; what it returns is called when the stage ends. */
  readonly onStage: (text: string) => (() => void) | Promise<() => void>;
  readonly signal: AbortSignal | undefined;
}

export interface HardenChoice {
  readonly engine: EngineName;
  readonly abi: AbiKind;
  /** As in HardenOptions: no when absent. */
  readonly onFuel?: boolean;
  readonly strip: boolean;
  /** Store memory in fewer bytes, for a module to keep; absent: no. */
  readonly compact?: boolean;
  /** Binaryen's level; absent: O1. */
  readonly optimize?: HardenOptions["optimize"];
  /** As in HardenOptions: true unless it is given. */
  readonly restructure?: boolean;
  /** As in HardenOptions: "keep" when absent. */
  readonly lines?: "keep" | "external" | "drop";
  /** "exact" when absent. */
  readonly fuelMode?: FuelMode;
}

/** Where the guest's data goes and comes from; the rest of a run is policy. */
export interface GuestStreams
  extends Pick<
    RunOptions,
    | "args"
    | "stdin"
    | "onStdout"
    | "onStderr"
    | "hostEnvironment"
    | "playbackBytes"
    | "exportsChanges"
    | "terminals"
  > {
  /** Write down what comes from outside. */
  readonly record?: Pick<RecordRequest, "file" | "keep"> | undefined;
  /** Follow a recording, whose limits are those of the policy. */
  readonly replay?: { readonly file: string; readonly recording: Recording } | undefined;
  /** Told what is known before the guest starts, or instead of it; the guest waits for what it returns. */
  readonly onReady?: (known: PipelineResult) => Promise<void>;
}

/** How far an input came: everything known about it, up to the stage that stopped it. */
export interface PipelineResult {
  readonly check?: CheckReport;
  readonly build?: BuildResult;
  readonly hardened?: HardenResult;
  readonly audit?: AuditReport;
  readonly outcome?: Outcome;
  /** What the guest changed in memory, where that was asked for. */
  readonly changes?: Changes | undefined;
  /** What is known of a module's own word that it is hardened. */
  readonly claim?: HardenClaim;
}

/** `own`: hardened by us on this machine. `foreign`: it says so, which proves nothing. `none`: it does not say so. */
export type HardenClaim = "own" | "foreign" | "none";

/** Stage 1, source → findings. Suppressions count only where the caller trusts the author of the source. */
export async function checkPackages(
  packages: readonly GoPackage[],
  honourSuppressions: boolean,
  settings: PipelineSettings,
  platform: Platform,
): Promise<CheckReport> {
  const { analyze } = await import("./analyze/analyze.ts");
  return staged("checking", settings, async () =>
    analyze(packages, {
      parser: await platform.loadParser(),
      policy: settings.policy,
      honourSuppressions,
      toolVersion: settings.toolVersion,
      sha256: platform.sha256,
      cache: settings.useCache ? platform.analysisCache : undefined,
    }),
  );
}

/** Stage 2, source → module, by the real compiler. */
export async function buildInput(
  input: GoInput,
  settings: PipelineSettings,
  platform: Platform,
): Promise<BuildResult> {
  const { resolveToolchain } = await import("./build/toolchain.ts");
  const { compile, DEFAULT_BUILD_LIMITS } = await import("./build/compile.ts");
  const toolchain = await staged("finding Go", settings, () =>
    resolveToolchain(settings.go === undefined ? {} : { go: settings.go }, platform.build),
  );
  const options = {
    ...DEFAULT_BUILD_LIMITS,
    target: settings.target,
    modules: settings.policy.modules,
    noCache: !settings.useCache,
    ...(settings.signal === undefined ? {} : { signal: settings.signal }),
  };
  return staged("building", settings, () => compile(input, options, toolchain, platform.build));
}

/** Stage 3 for a run, which does the same again and again: what was hardened before is taken from the cache. */
async function hardenForRun(
  wasm: Uint8Array,
  choice: HardenChoice,
  settings: PipelineSettings,
  platform: Platform,
): Promise<HardenResult> {
  const { build, toolBuild, sha256 } = platform;
  const harden = (): Promise<HardenResult> => hardenModule(wasm, choice, settings, platform);
  // Whoever could write there could take the limits out of a module.
  if (!settings.useCache || !(await build.files.isPrivate(build.cacheFolder))) return harden();
  const { artifactCache } = await import("./build/cache.ts");
  const { hardenedOnce } = await import("./instrument/kept.ts");
  const { engine, abi, strip, compact = false, restructure = true } = choice;
  const options = hardenOptions({ engine, abi, strip, compact, restructure }, settings.policy);
  return hardenedOnce(wasm, { options, toolBuild, sha256 }, artifactCache(build), harden);
}

function hardenOptions(choice: HardenChoice, { limits }: Policy): HardenOptions {
  const { fuelUnits, memoryBytes, stackDepth } = limits;
  return { optimize: "O1", ...choice, fuelUnits, memoryBytes, stackDepth };
}

/** Stage 3, module → hardened module that enforces the policy's limits by itself. */
export async function hardenModule(
  wasm: Uint8Array,
  choice: HardenChoice,
  settings: PipelineSettings,
  platform: Platform,
): Promise<HardenResult> {
  const { harden } = await import("./instrument/harden.ts");
  const { functionNames } = await import("./size/function-names.ts");
  return staged("hardening", settings, () =>
    harden(
      wasm,
      hardenOptions(choice, settings.policy),
      // Reading Go's tables takes a tenth of a second: well spent on a file to keep, not on a run.
      choice.abi === "standalone"
        ? { sha256: platform.sha256, nameFunctions: functionNames }
        : { sha256: platform.sha256 },
    ),
  );
}

/** Whether an artifact is what hardening the original gives, with the options that its manifest names. */
export async function verifyModule(
  artifact: Uint8Array,
  original: Uint8Array,
  settings: PipelineSettings,
  platform: Platform,
): Promise<VerifyReport> {
  const { verifyArtifact } = await import("./instrument/verify.ts");
  const { functionNames } = await import("./size/function-names.ts");
  return staged("verifying", settings, () =>
    verifyArtifact(artifact, original, { sha256: platform.sha256, nameFunctions: functionNames }),
  );
}

/** Whether an artifact can be proved to stop by itself, without what it was made from. */
export async function proveModule(
  artifact: Uint8Array,
  settings: PipelineSettings,
  platform: Platform,
): Promise<ProofReport> {
  const { proveArtifact } = await import("./instrument/prove/prove.ts");
  return staged("verifying", settings, async () => proveArtifact(artifact, platform));
}

/** Writes down that an artifact is ours, so that `run` need not harden it again. */
export function rememberHardened(result: HardenResult, platform: Platform): Promise<void> {
  return rememberArtifact(result.report.output.sha256, platform.build);
}

/** Stage 4, module → who owns every byte. */
export async function auditModule(
  name: string,
  wasm: Uint8Array,
  settings: PipelineSettings,
  platform: Platform,
): Promise<AuditReport> {
  const { audit } = await import("./size/audit.ts");
  return staged("measuring", settings, () => audit(name, wasm, platform.compressors));
}

/** Stages 1 and 2 for source, none for a module; a finding of severity error stops source unless `ignoreFindings`. */
export async function moduleOf(
  input: Input,
  ignoreFindings: boolean,
  settings: PipelineSettings,
  platform: Platform,
): Promise<PipelineResult & { readonly wasm?: Uint8Array }> {
  if (input.kind === "wasm") return { wasm: input.bytes };
  const { packagesOfInput } = await import("./source/packages-of-input.ts");
  const check = await checkPackages(
    packagesOfInput(input),
    settings.policy.honourSuppressions,
    settings,
    platform,
  );
  const rejected = check.findings.some((finding) => finding.severity === "error");
  if (rejected && !ignoreFindings) return { check };
  const build = await buildInput(input, settings, platform);
  return build.ok ? { check, build, wasm: build.wasm } : { check, build };
}

/** All stages: check, build, harden, run; with `measure` also the audit of the hardened module. */
export async function runInput(
  input: Input,
  streams: GuestStreams,
  choice: HardenChoice & { readonly ignoreFindings: boolean; readonly measure: boolean },
  settings: PipelineSettings,
  platform: Platform,
): Promise<PipelineResult> {
  const { refusalOfImports, run } = await import("./runtime/run.ts");
  const { wasm, ...done } = await moduleOf(input, choice.ignoreFindings, settings, platform);
  const { onReady, record, replay, ...guest } = streams;
  const claim = wasm === undefined ? "none" : await claimOf(wasm, platform);
  // What is hardened already is judged by `run` alone.
  const isEarly = wasm !== undefined && claim !== "own";
  const refused = isEarly ? refusalOfImports(wasm, settings.policy) : undefined;
  if (wasm === undefined || refused !== undefined) {
    await onReady?.(done);
    return { ...done, outcome: refused ?? refusalOf(done) };
  }
  const original = (): RecordRequest["module"] => ({ bytes: wasm.length, sha256: platform.sha256(wasm) });
  if (replay !== undefined) await requireRecorded(replay, original());
  const plain = claim === "foreign" ? await withoutClaim(wasm) : wasm;
  const hardened = claim === "own" ? undefined : await hardenForRun(plain, choice, settings, platform);
  const artifact = hardened?.wasm ?? wasm;
  const measured = choice.measure
    ? { audit: await auditModule(input.name, artifact, settings, platform) }
    : {};
  const known = { ...done, ...(hardened === undefined ? {} : { hardened }), ...measured, claim };
  await onReady?.(known);
  const ran = await run(
    {
      ...guest,
      wasm: artifact,
      policy: settings.policy,
      record: record && {
        ...record,
        module: original(),
        tool: settings.toolVersion,
        sha256: platform.sha256,
      },
      replay: replay?.recording,
      functionMap: hardened?.map.functions,
      signal: settings.signal,
    },
    platform.threads,
  ).catch((error) => throwNaming(error, replay?.file));
  return { ...known, ...ran };
}

/** What the guest's thread finds wrong in a recording does not name the file. */
function throwNaming(error: unknown, file: string | undefined): never {
  if (file === undefined || !(error instanceof ToolError) || !error.code.startsWith("replay/")) throw error;
  const { code, message, hint, cause } = error;
  throw new ToolError(code, `cannot replay ${file}: ${message}`, {
    ...(hint === undefined ? {} : { hint }),
    place: { file },
    cause,
  });
}

async function requireRecorded(
  { file, recording }: NonNullable<GuestStreams["replay"]>,
  original: RecordRequest["module"],
): Promise<void> {
  const { requireModule } = await import("./runtime/recording/session.ts");
  requireModule(recording, original, file);
}

async function withoutClaim(wasm: Uint8Array): Promise<Uint8Array> {
  const { withoutAbi } = await import("./instrument/without-abi.ts");
  return withoutAbi(wasm);
}

async function claimOf(wasm: Uint8Array, platform: Platform): Promise<HardenClaim> {
  if (readManifest(wasm) === undefined) return "none";
  const { files, cacheFolder } = platform.build;
  const isKnown =
    (await files.isPrivate(cacheFolder)) && (await isKnownArtifact(platform.sha256(wasm), platform.build));
  return isKnown ? "own" : "foreign";
}

/** Exit code 2 when there is no program to judge, since that is unusable input and no verdict (docs/decisions/01). */
function refusalOf({ check, build }: PipelineResult): Outcome {
  const errors = check?.findings.filter((finding) => finding.severity === "error") ?? [];
  if (build !== undefined || errors.some((finding) => finding.hazard === "does-not-build"))
    return { ...refusedOutcome("the program does not build", "mend what the compiler reports"), exitCode: 2 };
  const count = errors.length === 1 ? "1 error" : `${errors.length} errors`;
  return refusedOutcome(
    `the analysis rejects it: ${count}`,
    "mend the source, or run it all the same with --no-check",
  );
}

async function staged<T>(text: string, settings: PipelineSettings, work: () => Promise<T>): Promise<T> {
  const end = await settings.onStage(text);
  try {
    return await work();
  } finally {
    end();
  }
}
