import type { Policy } from "../policy/policy.ts";
import type { Hazard, Severity } from "../source/finding.ts";
import type { GoFile } from "../source/go-file.ts";
import type { RuleDocumentation } from "../source/rule-documentation.ts";
import type { NodeId } from "../source/tree.ts";
import type { PackageFacts } from "./flow/package-facts.ts";
import type { PackageIndex } from "./flow/package-index.ts";
import type { Interpreter } from "./interpret/interpreter.ts";
import type { Verdicts } from "./proofs/verdicts.ts";

/** One hazard to look for: data first, so that documentation, reports and tests all read the same value. */
export interface Rule extends RuleDocumentation {
  /** The cure, for every finding of the rule that has none of its own. */
  readonly help: string;
  /** Comes after the others, and says nothing where one of them has said as much about the same line. */
  readonly isLast?: boolean;
  readonly check: (context: RuleContext, report: (finding: Draft) => void) => void;
}

/** What a rule may ask about the package. */
export interface RuleContext {
  readonly facts: PackageFacts;
  readonly verdicts: Verdicts;
  /** undefined for a package that is no program. */
  readonly runnable: Runnable | undefined;
  /** undefined: nothing is forbidden but what cannot work. */
  readonly policy: Policy | undefined;
  /** Whether an import path is a package of the analysed source itself. */
  readonly isOwnPackage: (path: string) => boolean;
}

/** A program with what runs it. */
export interface Runnable {
  readonly interpreter: Interpreter;
  /** The index of the package together with the source of what it needs of the library. */
  readonly index: () => PackageIndex;
}

/** A stretch of a file, in UTF-16 offsets, the end exclusive. */
export interface Span {
  readonly file: GoFile;
  readonly start: number;
  readonly end: number;
}

/** A finding before it gets lines, fingerprint and the words that are the same for its rule. */
export interface Draft {
  readonly at: Span;
  readonly severity: Severity;
  readonly message: string;
  /** The proof, for severity `error`. */
  readonly witness?: string | undefined;
  readonly help?: string;
  readonly hazard?: Hazard;
  readonly related?: readonly LabelledSpan[];
  /** The steps of `Finding.path`; the place of the finding is one of them. */
  readonly path?: readonly LabelledSpan[];
}

/** A further place of a finding, with what to say about it. */
export interface LabelledSpan {
  readonly at: Span;
  readonly message: string;
}

/** The whole of a node. */
export function spanOf(file: GoFile, node: NodeId): Span {
  return { file, start: file.tree.start[node]!, end: file.tree.end[node]! };
}

/** The first `length` characters of a node: a keyword that stands for a long statement. */
export function startOf(file: GoFile, node: NodeId, length: number): Span {
  const start = file.tree.start[node]!;
  return { file, start, end: Math.min(start + length, file.tree.end[node]!) };
}
