import { rules } from "../src/analyze/rules/documentation.ts";
import { buildRules } from "../src/build/rules.ts";
import type { RuleDocumentation } from "../src/source/rule-documentation.ts";

/** Every rule that a finding can name: those of the analysis, and what the build finds. */
export function allRules(): readonly RuleDocumentation[] {
  return [...rules(), ...buildRules];
}
