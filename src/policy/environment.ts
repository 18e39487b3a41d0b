import { ToolError } from "../errors.ts";
import type { EnvironmentGrant, ImportRule, Policy } from "./policy.ts";
import type { ValueSource } from "./units.ts";

/** A grant written as NAME, for the host's own value, or NAME=VALUE. Throws ToolError `policy/bad-variable`. */
export function parseGrant(text: string, { label, place }: ValueSource): EnvironmentGrant {
  const equals = text.indexOf("=");
  const name = equals < 0 ? text : text.slice(0, equals);
  if (name !== "" && !text.includes("\0"))
    return { name, value: equals < 0 ? undefined : text.slice(equals + 1) };
  throw new ToolError("policy/bad-variable", `${label} cannot be '${text}': it names no variable`, {
    hint: "write NAME, or NAME=VALUE",
    ...(place === undefined ? {} : { place }),
  });
}

/**
 * The policy with more variables granted; the last grant of a name wins. A rule that lists names comes to list these too.
 */
export function withGrants(policy: Policy, grants: readonly EnvironmentGrant[]): Policy {
  if (grants.length === 0) return policy;
  const byName = new Map([...policy.capabilities.environment, ...grants].map((grant) => [grant.name, grant]));
  const rule = policy.imports.get("env");
  const names = rule?.rule === "values" ? [...rule.values, ...grants.map(({ name }) => name)] : undefined;
  return withEnvironment(policy, [...byName.values()], names);
}

/** The policy with these variables denied, whoever granted them. */
export function withoutVariables(policy: Policy, denied: readonly string[]): Policy {
  if (denied.length === 0) return policy;
  const kept = policy.capabilities.environment.filter(({ name }) => !denied.includes(name));
  const rule = policy.imports.get("env");
  const names = rule?.rule === "values" ? rule.values.filter((name) => !denied.includes(name)) : undefined;
  return withEnvironment(policy, kept, names);
}

/** The policy with nothing granted when its rule for `env` denies: a denial wins over grants. */
export function withDeniedEnvironment(policy: Policy): Policy {
  return policy.imports.get("env")?.rule === "deny" ? withEnvironment(policy, [], undefined) : policy;
}

function withEnvironment(
  policy: Policy,
  environment: readonly EnvironmentGrant[],
  names: readonly string[] | undefined,
): Policy {
  const rule: ImportRule | undefined = names && { rule: "values", values: [...new Set(names)] };
  const imports = rule === undefined ? policy.imports : new Map([...policy.imports, ["env", rule] as const]);
  return { ...policy, imports, capabilities: { ...policy.capabilities, environment } };
}
