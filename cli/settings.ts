import { ToolError } from "../src/errors.ts";
import { findPolicyFile } from "../src/policy/find.ts";
import { type PolicyFlags, withFlags } from "../src/policy/merge.ts";
import { parsePolicy } from "../src/policy/parse.ts";
import type { Policy, PresetName } from "../src/policy/policy.ts";
import { presetPolicy } from "../src/policy/presets.ts";
import { printableLine } from "../src/report/escape.ts";
import type { SourceHost } from "../src/source/source-host.ts";
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
 * The effective policy of one call: preset, then the policy file, then the flags. A policy file that comes with an input
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
 * The nearest policy file upward that the authors of these inputs cannot have written: who wrote the input does not decide
 * what it may do, nor does a file of theirs hide the one above (docs/decisions/05).
 */
async function policyAround(
  untrusted: readonly string[],
  invocation: Invocation,
  io: Io,
): Promise<string | undefined> {
  const { source } = io.platform;
  const folders = await Promise.all(untrusted.map((input) => folderOfAuthor(input, source)));
  const passedOver: string[] = [];
  const file = await findPolicyFile(source.workingDirectory(), source, (found) => {
    // Where it lies counts, not what a link there points to.
    const where = `${source.canonical(found.slice(0, found.lastIndexOf("/")) || "/")}/`;
    const isTheirs = folders.some((folder) => folder !== undefined && where.startsWith(`${folder}/`));
    if (isTheirs) passedOver.push(found);
    return !isTheirs;
  });
  if (!invocation.switches.has("quiet"))
    for (const one of passedOver.map(printableLine))
      await io.writeError(
        `note: ${one} comes with the input and is not used; if you trust it: --config ${one}\n`,
      );
  return file;
}

/**
 * The folder that came with an input: its module, else the folder itself or that of the file. Undefined for standard input.
 * Canonical, without a slash at its end.
 */
async function folderOfAuthor(input: string, source: SourceHost): Promise<string | undefined> {
  if (input === "-") return undefined;
  const path = source.canonical(input.replace(/\/?\.\.\.$/, "") || ".");
  const isFolder = (await source.lstat(path))?.kind === "folder";
  const own = (isFolder ? path : path.slice(0, path.lastIndexOf("/"))).replace(/\/$/, "");
  for (let folder = own; folder.includes("/"); folder = folder.slice(0, folder.lastIndexOf("/")))
    if ((await source.lstat(`${folder}/go.mod`)) !== undefined) return folder;
  return own;
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
