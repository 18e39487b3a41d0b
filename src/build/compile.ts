import { ToolError } from "../errors.ts";
import type { Finding } from "../source/finding.ts";
import type { GoInput } from "../source/input.ts";
import { artifactCache, canUseCacheFolder } from "./cache.ts";
import { artifactKey } from "./cache-key.ts";
import { compileBomb, oversizedArtifact } from "./compile-bomb.ts";
import { compileErrors, languageFinding } from "./diagnose.ts";
import { trimGoCache } from "./go-cache.ts";
import { goBuild, goEnvironment } from "./go-command.ts";
import { parseGoVersion } from "./go-version.ts";
import type { BuildHost, CommandLimits, CommandResult } from "./host.ts";
import { withLock } from "./lock.ts";
import { findModules, type ProgramModules } from "./modules.ts";
import { packageArgument } from "./package-argument.ts";
import { type Program, planProgram, unsupportedGoVersion } from "./program.ts";
import type { BuildResult } from "./report.ts";
import { compileStandardLibrary } from "./standard-library.ts";
import { diskFull, isDiskFull, storageError } from "./storage-error.ts";
import type { Toolchain } from "./toolchain-probe.ts";
import { inWorkspace, type Workspace } from "./workspace.ts";

export interface BuildLimits {
  /** For the program's own build; the standard library is compiled before and has its own. */
  readonly timeLimitMs: number;
  readonly sourceLimitBytes: number;
  /** For the module, and for every file that the compiler writes on the way (of those at least 64 MiB). */
  readonly outputLimitBytes: number;
  /** Of each process of the compiler; all of them together may use a quarter of it as real memory. */
  readonly addressSpaceLimitBytes: number;
}

export interface BuildOptions extends BuildLimits {
  readonly target: "wasip1" | "js";
  /** Module paths beside the standard library that may be used. */
  readonly modules: readonly string[];
  /** Neither look for the artifact in the cache nor keep it there. */
  readonly noCache: boolean;
  readonly signal?: AbortSignal;
}

const MIB = 1024 * 1024;

/** hello takes 0.3 s, net/http 2 s, 300 MiB and 10 MB: room for large programs on slow machines. */
export const DEFAULT_BUILD_LIMITS: BuildLimits = {
  timeLimitMs: 60_000,
  sourceLimitBytes: 64 * MIB,
  outputLimitBytes: 128 * MIB,
  addressSpaceLimitBytes: 8192 * MIB,
};

/** The largest archive of the standard library has 9 MB; less would stop honest builds. */
const SMALLEST_FILE_LIMIT_BYTES = 64 * MIB;
/** Of the machine's memory: the rest of it is in use too. */
const MEMORY_SHARE = 0.5;
const KEPT_OUTPUT_BYTES = MIB;
const WASM_MAGIC = [0x00, 0x61, 0x73, 0x6d] as const;

/**
 * Compiles a program to WebAssembly, hermetically (docs/build.md): only the snapshot, the standard library and the listed
 * modules are read, nothing of the program is run, and every resource is limited. Equal inputs are built once, whatever
 * number of processes ask.
 * Returns the module, or findings: `compile-error` as the compiler says, `compile-bomb` when a limit stopped it.
 * Throws ToolError `build/...` for what is wrong with the input as a whole or with this machine; rejects with the signal's
 * reason when aborted.
 */
export async function compile(
  input: GoInput,
  options: BuildOptions,
  toolchain: Toolchain,
  host: BuildHost,
): Promise<BuildResult> {
  const startedMs = host.nowMs();
  const version = parseGoVersion(toolchain.goVersion) ?? { major: 1, minor: 24, patch: 0 };
  const program = planProgram(input, options.sourceLimitBytes, version);
  const unsupported = unsupportedGoVersion(program.goVersion, version);
  if (unsupported !== undefined) {
    return {
      ok: false,
      findings: [languageFinding(program, { modules: [], missing: [] }, unsupported, host)],
    };
  }
  const modules = await findModules(program, options.modules, options.sourceLimitBytes, host);
  const job: Job = { program, modules, options, toolchain, keepsCache: await canUseCacheFolder(host) };
  const built = await throughCache(job, host);
  if ("findings" in built) return { ok: false, findings: built.findings };
  const { wasm, cached } = built;
  return {
    ok: true,
    wasm,
    report: {
      schemaVersion: 1,
      target: options.target,
      goVersion: toolchain.goVersion,
      toolchain: { path: toolchain.path, source: toolchain.source },
      cached,
      bytes: wasm.length,
      sha256: host.sha256(wasm),
      wallMs: Math.round(host.nowMs() - startedMs),
      modulePath: program.modulePath,
      modules: modules.modules.map(({ path, version, from }) => ({ path, version, from })),
      ignored: program.ignored.slice(0, 100),
    },
  };
}

interface Job {
  readonly program: Program;
  readonly modules: ProgramModules;
  readonly options: BuildOptions;
  readonly toolchain: Toolchain;
  readonly keepsCache: boolean;
}

type Built =
  | { readonly wasm: Uint8Array; readonly cached: boolean }
  | { readonly findings: readonly Finding[] };

async function throughCache(job: Job, host: BuildHost): Promise<Built> {
  const { program, modules, options, toolchain } = job;
  if (options.noCache || !job.keepsCache) return build(job, host);
  const cache = artifactCache(host);
  const key = artifactKey(program, modules.modules, { target: options.target, toolchain }, host);
  const find = async (): Promise<Built | undefined> => {
    const wasm = await cache.get(key);
    return wasm === undefined ? undefined : withinLimit(wasm, true, job, host);
  };
  const found = await find();
  if (found !== undefined) return found;
  const work = async (): Promise<Built> => {
    const foundMeanwhile = await find();
    if (foundMeanwhile !== undefined) return foundMeanwhile;
    const built = await build(job, host);
    if ("wasm" in built) await cache.put(key, built.wasm);
    return built;
  };
  try {
    return await withLock(cache.lockFile(key), host, work, options.signal);
  } catch (error) {
    throw isDiskFull(error) ? diskFull(host.cacheFolder, error) : error;
  }
}

async function build(job: Job, host: BuildHost): Promise<Built> {
  const { program, modules, options } = job;
  return inWorkspace(program, modules.modules, host, async (workspace) => {
    const goCache = job.keepsCache ? `${host.cacheFolder}/go-build` : `${workspace.folder}/go-build`;
    const folders = { home: `${workspace.folder}/home`, temporary: `${workspace.folder}/tmp`, goCache };
    await makeGoCache(goCache, host);
    const { target, signal } = options;
    await compileStandardLibrary(program.headers.values(), { target, folders, signal }, job.toolchain, host);
    const result = await host.run({
      ...goBuild(["-o", workspace.output, packageArgument(program.input, target)], job.toolchain, host),
      folder: workspace.program,
      environment: goEnvironment(target, folders, job.toolchain, host),
      limits: compilerLimits(options, workspace, host),
      signal,
    });
    options.signal?.throwIfAborted();
    if (job.keepsCache) await trimGoCache(goCache, host);
    if (result.ended !== "exited" || result.exitCode !== 0) {
      return { findings: failure(job, workspace, result, host) };
    }
    return withinLimit(await artifactOf(workspace, program, host), false, job, host);
  });
}

async function makeGoCache(folder: string, host: BuildHost): Promise<void> {
  try {
    await host.files.makeFolder(folder);
  } catch (error) {
    throw storageError(error, folder);
  }
}

function compilerLimits(options: BuildOptions, workspace: Workspace, host: BuildHost): CommandLimits {
  const fileBytes = Math.max(options.outputLimitBytes, SMALLEST_FILE_LIMIT_BYTES);
  return {
    timeLimitMs: options.timeLimitMs,
    outputLimitBytes: KEPT_OUTPUT_BYTES,
    addressSpaceBytes: options.addressSpaceLimitBytes,
    residentBytes: Math.min(options.addressSpaceLimitBytes / 4, host.memoryBytes * MEMORY_SHARE),
    fileBytes,
    watchedFolder: { path: workspace.folder, limitBytes: 2 * options.sourceLimitBytes + 4 * fileBytes },
  };
}

function failure(job: Job, workspace: Workspace, result: CommandResult, host: BuildHost): readonly Finding[] {
  const { program, modules, options, toolchain } = job;
  const bomb = compileBomb(result, compilerLimits(options, workspace, host), program, modules, host);
  if (bomb !== undefined) return [bomb];
  return compileErrors({ program, modules, toolchain, folder: workspace.folder, result }, host);
}

async function artifactOf(workspace: Workspace, { input }: Program, host: BuildHost): Promise<Uint8Array> {
  const artifact = await host.files.read(workspace.output);
  if (artifact !== undefined && WASM_MAGIC.every((byte, index) => artifact[index] === byte)) return artifact;
  throw new ToolError("build/no-main-package", `${input.name} does not build to a program`, {
    hint: "name the folder that holds package main",
    place: { file: input.name },
  });
}

function withinLimit(
  wasm: Uint8Array,
  cached: boolean,
  { program, modules, options }: Job,
  host: BuildHost,
): Built {
  if (wasm.length <= options.outputLimitBytes) return { wasm, cached };
  return { findings: [oversizedArtifact(wasm.length, options.outputLimitBytes, program, modules, host)] };
}
