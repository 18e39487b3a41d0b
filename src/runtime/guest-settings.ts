import type { ImportRule, Policy } from "../policy/policy.ts";
import { DEFAULT_SEED } from "../policy/presets.ts";
import { capabilities } from "./capabilities.ts";
import { ruleFor } from "./link-check.ts";
import type { StartMessage } from "./worker/protocol.ts";
import { groupRules } from "./worker/rule-groups.ts";

type Settings = Pick<
  StartMessage,
  "args" | "environment" | "clock" | "randomSeed" | "rules" | "mounts" | "limits"
>;

/** What a guest gets of the world under a policy; `args[0]` is the program's name. */
export function guestSettings(
  policy: Policy,
  args: readonly string[],
  hostEnvironment: Readonly<Record<string, string | undefined>>,
): Settings {
  const rules = new Map([...capabilities].map(([name, one]) => [name, ruleFor(one, policy)]));
  const { clock, random, mounts } = policy.capabilities;
  const seed = random.kind === "seeded" ? random.seed : undefined;
  return {
    rules: groupRules(rules),
    mounts,
    limits: policy.limits,
    args: guestArguments(rules.get("args_get"), args),
    environment: guestEnvironment(rules.get("environ_get"), policy, hostEnvironment),
    clock: isDeterministic(rules.get("clock_time_get")) ? "fixed" : clock,
    randomSeed: isDeterministic(rules.get("random_get")) ? (seed ?? DEFAULT_SEED) : seed,
  };
}

function isDeterministic(rule: ImportRule | undefined): boolean {
  return rule?.rule === "deterministic";
}

/** A list of values in the policy takes the place of the caller's; the program's name stays. */
function guestArguments(rule: ImportRule | undefined, args: readonly string[]): readonly string[] {
  if (rule?.rule === "deny") return [];
  return rule?.rule === "values" ? [...args.slice(0, 1), ...rule.values] : args;
}

/** "NAME=value" each: what flags grant, and the names that the policy lists. A name without a value has the host's. */
function guestEnvironment(
  rule: ImportRule | undefined,
  policy: Policy,
  hostEnvironment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  if (rule?.rule === "deny") return [];
  const granted = new Map<string, string | undefined>();
  if (rule?.rule === "values")
    for (const name of rule.values)
      granted.set(name, Object.hasOwn(hostEnvironment, name) ? hostEnvironment[name] : undefined);
  for (const { name, value } of policy.capabilities.environment)
    granted.set(name, value ?? (Object.hasOwn(hostEnvironment, name) ? hostEnvironment[name] : undefined));
  return [...granted].flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
}
