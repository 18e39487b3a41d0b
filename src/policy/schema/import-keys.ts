import { withGrants } from "../environment.ts";
import { IMPORT_KEYS, importRule } from "../import-rules.ts";
import type { Policy } from "../policy.ts";
import { choiceOf } from "../read-value.ts";
import type { TomlValue } from "../toml.ts";
import type { ValueSource } from "../units.ts";
import type { SchemaKey } from "./key.ts";

/** Section of the rules for imports. */
export const WASI_SECTION = "imports.wasi_snapshot_preview1";

/** Which functions of the host a module may be linked to. The section turns into an allow-list by being there. */
export const IMPORT_KEYS_SCHEMA: readonly SchemaKey[] = [
  {
    key: "imports.others",
    type: '"allow" or "deny"',
    default: undefined,
    example: '"allow"',
    docs: `What holds for imports that [${WASI_SECTION}] does not name: "deny" when there is such a section, else what the preset says. What every Go program imports stays allowed unless it is named.`,
    apply: (policy, value, source) => ({
      ...policy,
      otherImports: choiceOf(value, ["allow", "deny"], source),
    }),
  },
  {
    key: `${WASI_SECTION}.args`,
    type: 'true, false, ["allow"] or a list of arguments',
    default: '["allow"]',
    docs: "Arguments of the guest. A list replaces those of the command line; false is an empty list.",
    apply: applyRule,
  },
  {
    key: `${WASI_SECTION}.env`,
    type: 'true, false, ["allow"] or a list of names',
    default: '["allow"]',
    docs: "Environment of the guest. A list grants these variables of the host; false is an empty environment, and wins over --allow-env.",
    apply: applyRule,
  },
  {
    key: `${WASI_SECTION}.clock_time_get`,
    type: 'true, false, "stub" or "deterministic"',
    default: "true",
    docs: '"deterministic" starts at 2009-11-10T23:00:00Z and advances with sleep and fuel, so that sleeping costs no time.',
    apply: applyRule,
  },
  {
    key: `${WASI_SECTION}.random_get`,
    type: 'true, false, "stub" or "deterministic"',
    default: "true",
    docs: 'Every Go program imports it, so false refuses them all. "deterministic" gives seeded bytes; "stub" fails when called, and is counted.',
    apply: applyRule,
  },
  {
    key: `${WASI_SECTION}.path_open`,
    type: 'true, false, "stub" or { paths = [...], mode = "ro" | "rw" }',
    default: "true",
    example: '{ paths = ["/tmp"], mode = "ro" }',
    docs: "Opening files, or only those at and below some paths of the guest. What of the host stands there is for [capabilities].",
    apply: applyRule,
  },
  {
    key: `${WASI_SECTION}.*`,
    type: 'true, false or "stub"',
    default: undefined,
    example: "true",
    docs: `Any other function of WASI preview 1. false refuses a module that imports it, before it runs; "stub" answers ENOTCAPABLE and counts the calls. proc_exit and sched_yield cannot be restricted, sock_* cannot be allowed.`,
    apply: applyRule,
  },
];

/** Names that may stand in the section. */
export const WASI_KEYS: readonly string[] = IMPORT_KEYS;

function applyRule(policy: Policy, value: TomlValue, source: ValueSource, name: string): Policy {
  const rule = importRule(name, value, source);
  const ruled = { ...policy, imports: new Map([...policy.imports, [name, rule] as const]) };
  if (name !== "env" || rule.rule !== "values") return ruled;
  return withGrants(
    ruled,
    rule.values.map((variable) => ({ name: variable, value: undefined })),
  );
}
