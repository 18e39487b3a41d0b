import type { Hazard, Severity } from "./finding.ts";

/** What every report says about a rule, whichever stage finds it; rules carry it as data. */
export interface RuleDocumentation {
  readonly id: string;
  readonly hazard: Hazard;
  /** The gravest severity that the rule gives. */
  readonly severity: Severity;
  readonly cwe: readonly string[];
  /** The cure, in the words of a finding; absent where there is none but to change the program. */
  readonly help?: string;
  readonly docs: {
    /** One sentence: what is reported. */
    readonly what: string;
    readonly why: string;
    /** Go programs or fragments of them. */
    readonly bad: string;
    readonly good: string;
  };
}

/** The words of a cure as a sentence of their own: a capital letter, unless they begin with a name of code, and a full stop. */
export function sentenceOf(help: string): string {
  const isCode = /^\S*[().:=]/.test(help);
  const start = isCode ? help : help.charAt(0).toUpperCase() + help.slice(1);
  return /[.!?…:]$/.test(start) ? start : `${start}.`;
}
