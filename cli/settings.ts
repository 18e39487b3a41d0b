import { ToolError } from "../src/errors.ts";
import { findPolicyFile } from "../src/policy/find.ts";
import { type PolicyFlags, withFlags } from "../src/policy/merge.ts";
import type { Policy, PresetName } from "../src/policy/policy.ts";
import { presetPolicy } from "../src/policy/presets.ts";
import { printableLine } from "../src/report/escape.ts";
import { isAbsolute, relativePath } from "../src/source/slash-path.ts";
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
  "disk-limit": "diskLimit",
  clock: "clock",
  random: "random",
} as const;

/** Names the policy of every call that has no --config; absolute, so that no folder that is entered can bring one. */
const CONFIG_VARIABLE = "SANDGLASS_CONFIG";

/**
 * The effective policy of one call: preset, then the policy file, then the flags. A file is used when --config or
 * SANDGLASS_CONFIG names it; one that is merely found, only where the source is one's own (docs/decisions/05).
 * Throws ToolError `policy/...`.
 */
export async function loadPolicy(
  invocation: Invocation,
  io: Io,
  authorOfInput: "trusted" | "untrusted" = "untrusted",
): Promise<Policy> {
  const preset = (optionValue(invocation, "preset") ?? "default") as PresetName;
  const file = namedPolicy(invocation, io) ?? (await foundPolicy(authorOfInput, invocation, io));
  const base = file === undefined ? presetPolicy(preset) : await readPolicy(file, preset, io);
  return withFlags(base, flagsOf(invocation), io.platform.source.canonical);
}

function namedPolicy(invocation: Invocation, io: Io): string | undefined {
  const flag = optionValue(invocation, "config");
  if (flag !== undefined) return flag;
  const file = io.environment[CONFIG_VARIABLE] || undefined;
  if (file === undefined || isAbsolute(file.replaceAll("\\", "/"))) return file;
  throw new ToolError("policy/relative", `${CONFIG_VARIABLE} is '${file}', which differs in every folder`, {
    hint: "give it an absolute path, or name the file with --config",
  });
}

/**
 * The nearest policy file upward. Whoever wrote the input may have written that one too, and nothing on the disk tells;
 * where that author is not trusted it is only mentioned.
 */
async function foundPolicy(
  authorOfInput: "trusted" | "untrusted",
  invocation: Invocation,
  io: Io,
): Promise<string | undefined> {
  const { source } = io.platform;
  const file = await findPolicyFile(source.workingDirectory(), source);
  if (file === undefined || authorOfInput === "trusted") return file;
  const shown = printableLine(relativePath(source.workingDirectory(), file));
  if (!invocation.switches.has("quiet"))
    await io.writeError(`note: ${shown} is not used unless you name it: --config ${shown}\n`);
  return undefined;
}

async function readPolicy(file: string, preset: PresetName, io: Io): Promise<Policy> {
  const bytes = await io.platform.source.readFile(file, 1 << 20).catch((cause: unknown) => {
    throw new ToolError("policy/unreadable", `cannot read the policy file ${file}`, {
      hint: "name an existing file with --config, or write one with sandglass init",
      place: { file },
      cause,
    });
  });
  const { parsePolicy } = await import("../src/policy/parse.ts");
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
