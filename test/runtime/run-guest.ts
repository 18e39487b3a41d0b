import { spawnSync } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import loadWabt from "wabt";
import { harden } from "../../src/instrument/harden.ts";
import type { AbiKind } from "../../src/instrument/report.ts";
import { nodeGuestThreads } from "../../src/platform/node/guest-thread.ts";
import type { Capabilities, Limits, Policy } from "../../src/policy/policy.ts";
import type { Outcome } from "../../src/runtime/outcome.ts";
import { type RunOptions, run } from "../../src/runtime/run.ts";

/** Wide limits and no capability; tests narrow what they are about. */
export function testPolicy(
  changes: Partial<Omit<Policy, "limits" | "capabilities">> & {
    readonly limits?: Partial<Limits>;
    readonly capabilities?: Partial<Capabilities>;
  } = {},
): Policy {
  return {
    preset: "default",
    file: undefined,
    imports: new Map(),
    otherImports: "allow",
    schedule: { sliceMs: 5, boostedSliceMs: 10 },
    allowedGoImports: undefined,
    deniedGoImports: [],
    modules: [],
    rules: new Map(),
    honourSuppressions: false,
    origins: new Map(),
    ...changes,
    limits: {
      fuelUnits: 10_000_000_000n,
      memoryBytes: 1 << 30,
      memoryRateBytesPerSecond: 10 << 20,
      memoryRateAction: "alarm",
      timeoutMs: 20_000,
      stdoutLimitBytes: 1 << 20,
      stackDepth: undefined,
      ...changes.limits,
    },
    capabilities: {
      mounts: [],
      environment: [],
      clock: "real",
      random: { kind: "real" },
      ...changes.capabilities,
    },
  };
}

export interface GuestRun {
  readonly outcome: Outcome;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a module to its end in a real Worker and collects what it printed. */
export async function runModule(wasm: Uint8Array, options: Partial<RunOptions> = {}): Promise<GuestRun> {
  const stdout: Uint8Array[] = [];
  const stderr: Uint8Array[] = [];
  const { outcome } = await run(
    {
      wasm,
      args: ["guest"],
      policy: testPolicy(),
      hostEnvironment: {},
      stdin: undefined,
      onStdout: (bytes) => void stdout.push(bytes),
      onStderr: (bytes) => void stderr.push(bytes),
      ...options,
    },
    nodeGuestThreads(),
  );
  return { outcome, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
}

/** Hardens a module for a policy, as the pipeline does, and runs it. */
export async function runHardened(
  wasm: Uint8Array,
  policy: Policy,
  options: Partial<RunOptions> & { readonly abi?: AbiKind } = {},
): Promise<GuestRun> {
  const { abi = "hosted", ...more } = options;
  const { fuelUnits, memoryBytes, stackDepth } = policy.limits;
  const hardened = await harden(
    wasm,
    { engine: "stream", abi, fuelUnits, memoryBytes, stackDepth, strip: false, optimize: "O1" },
    { sha256: (bytes) => createHash("sha256").update(bytes).digest("hex") },
  );
  return runModule(hardened.wasm, { policy, functionMap: hardened.map.functions, ...more });
}

const wabt = await loadWabt();

/** Assembles a module from its text. */
export function assemble(wat: string): Uint8Array {
  const module = wabt.parseWat("guest.wat", wat, {
    exceptions: true,
    mutable_globals: true,
    bulk_memory: true,
    reference_types: true,
    multi_value: true,
  });
  try {
    return module.toBinary({ write_debug_names: true }).buffer;
  } finally {
    module.destroy();
  }
}

/** A command whose `_start` is the given instructions, with the calls of WASI that tests use. */
export function command(start: string, more = "", memory = "1"): Uint8Array {
  return assemble(`(module
    (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
    (memory (export "memory") ${memory})
    (data (i32.const 0) "\\20\\00\\00\\00\\06\\00\\00\\00")
    (data (i32.const 32) "hello\\n")
    (func $say (param $fd i32) (drop (call $fd_write (local.get $fd) (i32.const 0) (i32.const 1) (i32.const 16))))
    ${more}
    (func $start (export "_start") ${start}))`);
}

const GUESTS = join(import.meta.dirname, "guests");
const BUILT = join(tmpdir(), "sandglass-test-guests");

/** Builds test/runtime/guests/<name>/main.go for wasip1; once for each state of its source and version of Go. */
export function goGuest(name: string): Uint8Array {
  const source = join(GUESTS, name, "main.go");
  const version = go(["env", "GOVERSION"]);
  const key = createHash("sha256").update(version).update(readFileSync(source)).digest("hex").slice(0, 16);
  const wasm = join(BUILT, `${name}-${key}.wasm`);
  if (!existsSync(wasm)) {
    mkdirSync(BUILT, { recursive: true });
    const unfinished = `${wasm}.${randomUUID()}`;
    go(["build", "-trimpath", "-o", unfinished, source]);
    renameSync(unfinished, wasm);
  }
  return readFileSync(wasm);
}

function go(words: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync("go", words, {
    encoding: "utf8",
    env: { ...process.env, GOOS: "wasip1", GOARCH: "wasm", GOFLAGS: "", GO111MODULE: "off" },
  });
  if (status !== 0) throw new Error(`go ${words[0]}: ${error?.message ?? stderr}`);
  return stdout.trim();
}
