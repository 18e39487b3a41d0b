import type { ImportRule, Limits, Policy, PresetName } from "./policy.ts";
import { GO_MINIMAL_FUNCTIONS, SOCKET_FUNCTIONS, WASI_GROUPS } from "./wasi-names.ts";

/** Names of the presets, the default one first. */
export const PRESET_NAMES: readonly PresetName[] = ["default", "playground", "go-minimal"];

/**
 * Limits that a program hardly meets by honest work, and that stop any other in seconds. A Go program that prints needs
 * 865,605 units of fuel and 3 MiB.
 */
export const DEFAULT_LIMITS: Limits = {
  fuelUnits: 10_000_000_000n,
  memoryBytes: 1024 ** 3,
  memoryRateBytesPerSecond: 10 * 1024 ** 2,
  memoryRateAction: "alarm",
  timeoutMs: 5000,
  stdoutLimitBytes: 1024 ** 2,
  stackDepth: undefined,
};

/** Go's playground is reproducible: so is ours, from this seed unless told otherwise. */
export const DEFAULT_SEED = 1n;

const BASE: Policy = {
  preset: "default",
  file: undefined,
  imports: new Map(),
  otherImports: "allow",
  limits: DEFAULT_LIMITS,
  capabilities: { mounts: [], environment: [], clock: "real", random: { kind: "real" } },
  schedule: { sliceMs: 5, boostedSliceMs: 10 },
  allowedGoImports: undefined,
  deniedGoImports: [],
  modules: [],
  rules: new Map(),
  honourSuppressions: false,
  origins: new Map(),
};

/**
 * The policy that a preset stands for. `default`: real clock and random, a file system in memory, nothing of the host.
 * `playground`: nothing real at all. `go-minimal`: only what a Go program that prints imports; all else does not link.
 */
export function presetPolicy(name: PresetName): Policy {
  if (name === "playground") return PLAYGROUND;
  return name === "go-minimal" ? GO_MINIMAL : BASE;
}

const PLAYGROUND: Policy = {
  ...BASE,
  preset: "playground",
  imports: new Map<string, ImportRule>([
    ["env", { rule: "values", values: [] }],
    ["clock_time_get", { rule: "deterministic" }],
    ["random_get", { rule: "deterministic" }],
    ...deniedSockets(),
  ]),
  limits: { ...DEFAULT_LIMITS, memoryRateAction: "pause" },
  capabilities: { ...BASE.capabilities, clock: "fixed", random: { kind: "seeded", seed: DEFAULT_SEED } },
};

const GO_MINIMAL: Policy = {
  ...BASE,
  preset: "go-minimal",
  imports: new Map<string, ImportRule>([...minimalImports(), ...deniedSockets()]),
  otherImports: "deny",
};

/** Rules that allow exactly what every Go program needs. */
export function minimalImports(): readonly (readonly [name: string, rule: ImportRule])[] {
  const grouped = new Set(Object.values(WASI_GROUPS).flat());
  const names = [...Object.keys(WASI_GROUPS), ...GO_MINIMAL_FUNCTIONS.filter((name) => !grouped.has(name))];
  return names.map((name) => [name, { rule: "allow" }] as const);
}

/** Rules that deny the network. */
export function deniedSockets(): readonly (readonly [name: string, rule: ImportRule])[] {
  return SOCKET_FUNCTIONS.map((name) => [name, { rule: "deny" }] as const);
}
