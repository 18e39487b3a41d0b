import type { Hazard, Severity } from "./finding.ts";

/** What every report says about a rule, whichever stage finds it; rules carry it as data. */
export interface RuleDocumentation {
  readonly id: string;
  readonly hazard: Hazard;
  /** The gravest severity that the rule gives. */
  readonly severity: Severity;
  readonly cwe: readonly string[];
  readonly docs: {
    /** One sentence: what is reported. */
    readonly what: string;
    readonly why: string;
    /** Go programs or fragments of them. */
    readonly bad: string;
    readonly good: string;
  };
}
