import { ToolError } from "../src/errors.ts";
import { findPolicyFile } from "../src/policy/find.ts";
import { type PolicyFlags, withFlags } from "../src/policy/merge.ts";
import { parsePolicy } from "../src/policy/parse.ts";
import type { Policy, PresetName } from "../src/policy/policy.ts";
import { presetPolicy } from "../src/policy/presets.ts";
import { type Invocation, type Io, optionValue } from "./command.ts";

const LIST_FLAGS = {
  "allow-read": "allowRead",
  "allow-write": "allowWrite",
  "allow-env": "allowEnv",
  "deny-read": "denyRead",
  "deny-write": "denyWrite",
  "deny-env": "denyEnv",
  dir: "dir",
  env: "env",
} as const;

const SINGLE_FLAGS = {
  fuel: "fuel",
  memory: "memory",
  "memory-rate": "memoryRate",
  timeout: "timeout",
  "stdout-limit": "stdoutLimit",
  "stack-depth": "stackDepth",
  clock: "clock",
  random: "random",
} as const;

/**
 * The effective policy of one call: preset, then the policy file, then the flags. A policy file found inside an input
 * whose author is not trusted is not used. Throws ToolError `policy/...`.
 */
export async function loadPolicy(
  invocation: Invocation,
  io: Io,
  authorOfInput: "trusted" | "untrusted" = "untrusted",
): Promise<Policy> {
  const preset = (optionValue(invocation, "preset") ?? "default") as PresetName;
  const file =
    optionValue(invocation, "config") ??
    (await policyAround(authorOfInput === "trusted" ? [] : invocation.positionals, invocation, io));
  const base = file === undefined ? presetPolicy(preset) : await readPolicy(file, preset, io);
  return withFlags(base, flagsOf(invocation), io.platform.source.canonical);
}

/**
 * The nearest policy file upward, unless it lies inside an input: who wrote the input does not decide what it may do
 * (docs/decisions/05).
 */
async function policyAround(
  untrusted: readonly string[],
  invocation: Invocation,
  io: Io,
): Promise<string | undefined> {
  const { source } = io.platform;
  const file = await findPolicyFile(source.workingDirectory(), source);
  if (file === undefined) return undefined;
  const real = source.canonical(file);
  for (const input of untrusted) {
    const folder = source.canonical(input.replace(/\/?\.\.\.$/, "") || ".");
    if (!real.startsWith(`${folder.replace(/\/$/, "")}/`)) continue;
    if (!invocation.switches.has("quiet"))
      await io.writeError(
        `note: ${file} lies inside the input and is not used; if you trust it: --config ${file}\n`,
      );
    return undefined;
  }
  return file;
}

async function readPolicy(file: string, preset: PresetName, io: Io): Promise<Policy> {
  const bytes = await io.platform.source.readFile(file, 1 << 20).catch((cause: unknown) => {
    throw new ToolError("policy/unreadable", `cannot read the policy file ${file}`, {
      hint: "name an existing file with --config, or write one with sandglass init",
      place: { file },
      cause,
    });
  });
  return parsePolicy(new TextDecoder().decode(bytes), file, preset);
}

function flagsOf(invocation: Invocation): PolicyFlags {
  const flags: Record<string, string | readonly string[]> = {};
  for (const [name, key] of Object.entries(LIST_FLAGS)) {
    const values = invocation.values.get(name);
    if (values !== undefined) flags[key] = values;
  }
  for (const [name, key] of Object.entries(SINGLE_FLAGS)) {
    const value = optionValue(invocation, name);
    if (value !== undefined) flags[key] = value;
  }
  return flags as PolicyFlags;
}
