import { ToolError } from "../errors.ts";
import { lexicalPath, withoutDenied } from "./denied-paths.ts";
import { parseRandom, withClock, withRandom } from "./determinism.ts";
import { parseGrant, withDeniedEnvironment, withGrants, withoutVariables } from "./environment.ts";
import { mergedMounts, parseMount } from "./mounts.ts";
import type { Limits, Policy } from "./policy.ts";
import {
  parseBytesPerSecond,
  parseFuelUnits,
  parseMemoryBytes,
  parseOutputBytes,
  parseStackDepth,
  parseTimeoutMs,
} from "./units.ts";

/** Options of the command line about the policy, as the user typed them. */
export interface PolicyFlags {
  readonly fuel?: string;
  readonly memory?: string;
  readonly memoryRate?: string;
  readonly timeout?: string;
  readonly stdoutLimit?: string;
  readonly stackDepth?: string;
  readonly diskLimit?: string;
  readonly clock?: string;
  readonly random?: string;
  readonly allowRead?: readonly string[];
  readonly allowWrite?: readonly string[];
  readonly allowEnv?: readonly string[];
  readonly denyRead?: readonly string[];
  readonly denyWrite?: readonly string[];
  readonly denyEnv?: readonly string[];
  /** HOST[::GUEST], writable: wasmtime's spelling. */
  readonly dir?: readonly string[];
  /** NAME=VALUE or NAME: wasmtime's spelling. */
  readonly env?: readonly string[];
}

/**
 * The policy with the flags of one call: limits replace, capabilities add, and every denial wins over every grant, be it of
 * a flag or of the policy file. `resolve` makes host paths absolute and free of symlinks, so that a denial cannot be
 * got round by another spelling; without it paths are compared as text.
 * Throws ToolError `policy/...` naming the flag.
 */
export function withFlags(
  policy: Policy,
  flags: PolicyFlags,
  resolve: (hostPath: string) => string = lexicalPath,
): Policy {
  const granted = withMounts(withVariables(withSources(withLimits(policy, flags), flags), flags), flags);
  const mounts = withoutDenied(
    granted.capabilities.mounts,
    { read: flags.denyRead ?? [], write: flags.denyWrite ?? [] },
    resolve,
  );
  const settled = withDeniedEnvironment(withoutVariables(granted, flags.denyEnv ?? []));
  return { ...settled, capabilities: { ...settled.capabilities, mounts } };
}

function withLimits(policy: Policy, flags: PolicyFlags): Policy {
  const limits: { -readonly [Key in keyof Limits]?: Limits[Key] } = {};
  const { fuel, memory, memoryRate, timeout, stdoutLimit, stackDepth, diskLimit } = flags;
  if (fuel !== undefined) limits.fuelUnits = parseFuelUnits(fuel, { label: "--fuel" });
  if (memory !== undefined) limits.memoryBytes = parseMemoryBytes(memory, { label: "--memory" });
  if (memoryRate !== undefined) {
    limits.memoryRateBytesPerSecond = parseBytesPerSecond(memoryRate, { label: "--memory-rate" });
  }
  if (timeout !== undefined) limits.timeoutMs = parseTimeoutMs(timeout, { label: "--timeout" });
  if (stdoutLimit !== undefined)
    limits.stdoutLimitBytes = parseOutputBytes(stdoutLimit, { label: "--stdout-limit" });
  if (stackDepth !== undefined) limits.stackDepth = parseStackDepth(stackDepth, { label: "--stack-depth" });
  if (diskLimit !== undefined) limits.diskBytes = parseOutputBytes(diskLimit, { label: "--disk-limit" });
  return { ...policy, limits: { ...policy.limits, ...limits } };
}

function withSources(policy: Policy, { clock, random }: PolicyFlags): Policy {
  const timed = clock === undefined ? policy : withClock(policy, clockOf(clock));
  return random === undefined ? timed : withRandom(timed, parseRandom(random, { label: "--random" }));
}

function clockOf(text: string): "real" | "fixed" {
  if (text === "real" || text === "fixed") return text;
  throw new ToolError("policy/bad-value", `--clock cannot be '${text}'`, { hint: "it is real or fixed" });
}

function withMounts(policy: Policy, { allowRead = [], allowWrite = [], dir = [] }: PolicyFlags): Policy {
  const mounts = mergedMounts([
    ...policy.capabilities.mounts,
    ...allowRead.map((text) => parseMount(text, "ro", ":", { label: "--allow-read" })),
    ...allowWrite.map((text) => parseMount(text, "rw", ":", { label: "--allow-write" })),
    ...dir.map((text) => parseMount(text, "rw", "::", { label: "--dir" })),
  ]);
  return { ...policy, capabilities: { ...policy.capabilities, mounts } };
}

function withVariables(policy: Policy, { allowEnv = [], env = [] }: PolicyFlags): Policy {
  return withGrants(policy, [
    ...allowEnv.map((text) => parseGrant(text, { label: "--allow-env" })),
    ...env.map((text) => parseGrant(text, { label: "--env" })),
  ]);
}
