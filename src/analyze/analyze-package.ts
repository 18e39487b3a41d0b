import type { Policy } from "../policy/policy.ts";
import { type GoFile, openGoFile } from "../source/go-file.ts";
import type { GoPackage, GoSourceFile } from "../source/input.ts";
import type { GoParser } from "../source/parser.ts";
import type { RuleDocumentation } from "../source/rule-documentation.ts";
import { NO_NODE } from "../source/tree.ts";
import { completed, severityOf } from "./collect.ts";
import type { Unmarked } from "./fingerprint.ts";
import { MAX_BLOCKS } from "./flow/build-flow.ts";
import { newPackageFacts } from "./flow/package-facts.ts";
import { indexPackage, type PackageIndex } from "./flow/package-index.ts";
import { verdictsOf } from "./proofs/verdicts.ts";
import type { Draft, RuleContext } from "./rule.ts";
import { RULES } from "./rules/index.ts";
import { BAD_SUPPRESSION, NOT_ANALYSED, SYNTAX_ERROR } from "./rules/source-rules.ts";
import { type Suppression, suppressionFor, suppressionsOf } from "./suppress.ts";
import { syntaxErrorsOf } from "./syntax-errors.ts";

/** What the analysis of one package found, without fingerprints. Plain data: the cache stores it as JSON. */
export interface PackageResult {
  readonly functions: number;
  readonly loops: number;
  readonly findings: readonly Unmarked[];
  readonly suppressed: readonly (Unmarked & { readonly reason: string })[];
}

export interface PackageSettings {
  readonly parser: GoParser;
  readonly policy: Policy | undefined;
  readonly honourSuppressions: boolean;
  readonly isOwnPackage: RuleContext["isOwnPackage"];
}

/** Runs every rule over one package. */
export function analyzePackage(input: GoPackage, settings: PackageSettings): PackageResult {
  const opened = input.files.map((source) => ({ source, file: openGoFile(source, settings.parser) }));
  const files = opened.flatMap(({ file }) => ("refused" in file ? [] : [file]));
  const index = indexPackage(files);
  const collector = newCollector(index, settings);
  for (const { source, file } of opened) {
    if ("refused" in file) collector.add(NOT_ANALYSED, refusal(source, file.refused));
  }
  for (const file of files) for (const draft of syntaxErrorsOf(file)) collector.add(SYNTAX_ERROR, draft);
  runRules(index, settings, collector);
  const real = index.functions.filter((fn) => fn.body !== NO_NODE);
  return {
    functions: real.filter((fn) => fn.kind !== "literal").length,
    loops: index.functions.reduce((sum, fn) => sum + fn.loops, 0),
    findings: collector.findings,
    suppressed: collector.suppressed,
  };
}

/** A smaller function cannot have too many blocks for its flow. */
const LARGE_FUNCTION_NODES = MAX_BLOCKS / 8;

function runRules(index: PackageIndex, settings: PackageSettings, collector: Collector): void {
  const facts = newPackageFacts(index);
  const context: RuleContext = {
    facts,
    verdicts: verdictsOf(facts),
    policy: settings.policy,
    isOwnPackage: settings.isOwnPackage,
  };
  for (const rule of RULES) rule.check(context, (draft) => collector.add(rule, draft));
  for (const fn of index.functions) {
    const { source } = fn.file;
    const nodes = source.tree.after[fn.node]! - fn.node;
    if (fn.body === NO_NODE || nodes < LARGE_FUNCTION_NODES || facts.flowOf(fn) !== undefined) continue;
    const start = source.tree.start[fn.node]!;
    const message = `${fn.name} has too many branches to be analysed`;
    collector.add(NOT_ANALYSED, {
      at: { file: source, start, end: start + 4 },
      severity: "warning",
      message,
    });
  }
}

function refusal(source: GoSourceFile, why: string): Draft {
  const file: GoFile = { path: source.path, text: "", tree: EMPTY_TREE, lineStarts: Uint32Array.of(0) };
  return {
    at: { file, start: 0, end: 0 },
    severity: "warning",
    message: `this file is ${why.replaceAll("-", " ")} to be analysed`,
  };
}

const EMPTY_TREE: GoFile["tree"] = {
  text: "",
  size: 0,
  kind: new Uint8Array(),
  field: new Uint8Array(),
  operator: new Uint8Array(),
  start: new Uint32Array(),
  end: new Uint32Array(),
  parent: new Int32Array(),
  after: new Int32Array(),
  errors: [],
};

interface Collector {
  readonly findings: Unmarked[];
  readonly suppressed: (Unmarked & { readonly reason: string })[];
  readonly add: (rule: RuleDocumentation & { readonly help?: string }, draft: Draft) => void;
}

function newCollector(index: PackageIndex, settings: PackageSettings): Collector {
  const known = new Set(RULES.map((rule) => rule.id));
  const ofFile = new Map<GoFile, readonly Suppression[]>();
  const collector: Collector = {
    findings: [],
    suppressed: [],
    add(rule, draft) {
      const severity =
        rule === SYNTAX_ERROR ? draft.severity : severityOf(rule.id, draft.severity, settings.policy);
      if (severity === undefined) return;
      const one = completed(rule, draft, severity, index.functions);
      const suppression = suppressionFor(ofFile.get(draft.at.file) ?? [], rule.id, one.finding.line);
      if (suppression === undefined) collector.findings.push(one);
      else if (settings.honourSuppressions) collector.suppressed.push({ ...one, reason: suppression.reason });
      else collector.findings.push(notHonoured(one, suppression));
    },
  };
  for (const { source, comments } of index.files) {
    const { valid, bad } = suppressionsOf(source, comments, known);
    ofFile.set(source, valid);
    for (const draft of bad) collector.add(BAD_SUPPRESSION, draft);
  }
  return collector;
}

/** Shows the author's reason on the finding that it does not silence. */
function notHonoured(one: Unmarked, suppression: Suppression): Unmarked {
  const { file } = one.finding;
  const place = { file, line: suppression.line, column: 1, endLine: suppression.line, endColumn: 1 };
  const message = `not silenced: the author says ${JSON.stringify(suppression.reason)}`;
  return { ...one, finding: { ...one.finding, related: [...one.finding.related, { ...place, message }] } };
}
