import { parseRandom, withClock, withRandom } from "../determinism.ts";
import { parseGrant, withGrants } from "../environment.ts";
import { mergedMounts, parseMount, relativeTo } from "../mounts.ts";
import type { Mount } from "../policy.ts";
import { choiceOf, textOf, textsOf } from "../read-value.ts";
import type { SchemaKey } from "./key.ts";

/** What of the host a guest gets to see. Nothing, unless it is written here or on the command line. */
export const CAPABILITY_KEYS: readonly SchemaKey[] = [
  {
    key: "capabilities.read",
    type: "list of HOST or HOST:GUEST",
    default: "[]",
    example: '["./data:/data"]',
    docs: "Files and folders that the guest may read, as a snapshot. HOST is relative to the policy file.",
    apply: mounts("ro"),
  },
  {
    key: "capabilities.write",
    type: "list of HOST or HOST:GUEST",
    default: "[]",
    example: '["./out:/out"]',
    docs: "Folders that the guest may read and write.",
    apply: mounts("rw"),
  },
  {
    key: "capabilities.env",
    type: "list of NAME or NAME=VALUE",
    default: "[]",
    example: '["LANG", "MODE=test"]',
    docs: "Environment variables of the guest; without a VALUE they have that of the host.",
    apply: (policy, value, source) =>
      withGrants(
        policy,
        textsOf(value, source).map((text) => parseGrant(text, source)),
      ),
  },
  {
    key: "capabilities.clock",
    type: '"real" or "fixed"',
    default: '"real"',
    docs: '"fixed" is the same as clock_time_get = "deterministic".',
    apply: (policy, value, source) => withClock(policy, choiceOf(value, ["real", "fixed"], source)),
  },
  {
    key: "capabilities.random",
    type: '"real" or "seed:N"',
    default: '"real"',
    docs: '"seed:N" gives the same bytes in every run, as random_get = "deterministic" does.',
    apply: (policy, value, source) => withRandom(policy, parseRandom(textOf(value, source), source)),
  },
];

function mounts(mode: Mount["mode"]): SchemaKey["apply"] {
  return (policy, value, source) => {
    const file = source.place?.file ?? "";
    const added = textsOf(value, source).map((text) => relativeTo(file, parseMount(text, mode, ":", source)));
    const all = mergedMounts([...policy.capabilities.mounts, ...added]);
    return { ...policy, capabilities: { ...policy.capabilities, mounts: all } };
  };
}
