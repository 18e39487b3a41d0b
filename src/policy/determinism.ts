import { ToolError } from "../errors.ts";
import type { Capabilities, ImportRule, Policy } from "./policy.ts";
import { DEFAULT_SEED } from "./presets.ts";
import { parseSeed, type ValueSource } from "./units.ts";

/** The policy with a real or a fixed clock: capability and rule of the import say the same. A denied import stays denied. */
export function withClock(policy: Policy, clock: Capabilities["clock"]): Policy {
  return withRule(
    { ...policy, capabilities: { ...policy.capabilities, clock } },
    "clock_time_get",
    clock === "fixed",
  );
}

/** The policy with real or seeded random bytes, likewise. */
export function withRandom(policy: Policy, random: Capabilities["random"]): Policy {
  const capabilities = { ...policy.capabilities, random };
  return withRule({ ...policy, capabilities }, "random_get", random.kind === "seeded");
}

/** `real` or `seed:N`. Throws ToolError `policy/bad-value`. */
export function parseRandom(text: string, source: ValueSource): Capabilities["random"] {
  if (text === "real") return { kind: "real" };
  const seed = /^seed:(.*)$/s.exec(text)?.[1];
  if (seed !== undefined) return { kind: "seeded", seed: parseSeed(seed, source) };
  throw new ToolError("policy/bad-value", `${source.label} cannot be '${text}'`, {
    hint: "it is real, or seed: and a whole number, such as seed:42",
    ...(source.place === undefined ? {} : { place: source.place }),
  });
}

/**
 * Makes capability and rule say the same, of clock and random each, after a policy file: where the file speaks of both, the
 * deterministic one wins, being the narrower.
 */
export function withSettledSources(policy: Policy): Policy {
  const { clock, random } = policy.capabilities;
  const isFixed = settled(policy, "clock_time_get", "capabilities.clock", clock === "fixed");
  const isSeeded = settled(policy, "random_get", "capabilities.random", random.kind === "seeded");
  const seed = random.kind === "seeded" ? random.seed : DEFAULT_SEED;
  return withRandom(
    withClock(policy, isFixed ? "fixed" : "real"),
    isSeeded ? { kind: "seeded", seed } : { kind: "real" },
  );
}

function settled(policy: Policy, name: string, capabilityKey: string, byCapability: boolean): boolean {
  const byRule = policy.imports.get(name)?.rule === "deterministic";
  const ruleSaid = policy.origins.has(`imports.wasi_snapshot_preview1.${name}`);
  const capabilitySaid = policy.origins.has(capabilityKey);
  if (ruleSaid === capabilitySaid) return byRule || byCapability;
  return ruleSaid ? byRule : byCapability;
}

function withRule(policy: Policy, name: string, isDeterministic: boolean): Policy {
  const known = policy.imports.get(name)?.rule;
  if (known === "deny" || known === "stub") return policy;
  const rule: ImportRule = { rule: isDeterministic ? "deterministic" : "allow" };
  return { ...policy, imports: new Map([...policy.imports, [name, rule] as const]) };
}
