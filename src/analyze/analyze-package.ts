import type { Policy } from "../policy/policy.ts";
import type { GoFile } from "../source/go-file.ts";
import type { GoPackage } from "../source/input.ts";
import type { GoParser } from "../source/parser.ts";
import { NO_NODE } from "../source/tree.ts";
import type { UnreadableFile } from "../source/unreadable.ts";
import { type Collector, newCollector } from "./collector.ts";
import type { Unmarked } from "./fingerprint.ts";
import { MAX_BLOCKS } from "./flow/build-flow.ts";
import { newPackageFacts, type PackageFacts } from "./flow/package-facts.ts";
import { indexPackage, type PackageIndex } from "./flow/package-index.ts";
import { newWork, OutOfWork } from "./flow/work.ts";
import type { Interpreter } from "./interpret/interpreter.ts";
import type { AnalysisLimits } from "./limits.ts";
import { type Allowance, openFiles } from "./open-files.ts";
import { verdictsOf } from "./proofs/verdicts.ts";
import type { Draft, RuleContext } from "./rule.ts";
import { RULES } from "./rules/index.ts";
import { NOT_ANALYSED, SYNTAX_ERROR, UNREADABLE_FILE } from "./rules/source-rules.ts";
import { syntaxErrorsOf } from "./syntax-errors.ts";

/** What the analysis of one package found, without fingerprints. Plain data: the cache stores it as JSON. */
export interface PackageResult {
  readonly functions: number;
  readonly loops: number;
  readonly tokens: number;
  /** What it took beyond the work for its tokens. */
  readonly spareWork: number;
  /** Whether nothing was left out for what other packages used up, so that the next time gives the same. */
  readonly isComplete: boolean;
  readonly findings: readonly Unmarked[];
  readonly suppressed: readonly (Unmarked & { readonly reason: string })[];
}

export interface PackageSettings {
  readonly parser: GoParser;
  readonly policy: Policy | undefined;
  readonly honourSuppressions: boolean;
  readonly limits: AnalysisLimits;
  readonly isOwnPackage: RuleContext["isOwnPackage"];
}

/** Runs every rule over one package, as far as the limits and what is left of the allowance go. */
export async function analyzePackage(
  input: GoPackage,
  allowance: Allowance,
  settings: PackageSettings,
): Promise<PackageResult> {
  const opened = await openFiles(input, allowance, settings);
  const unreadable = input.unreadable ?? [];
  const missing = opened.refused.length > 0 ? "unseen" : unreadable.length > 0 ? "broken" : "nothing";
  const index = indexPackage(opened.files, missing);
  const collector = newCollector(index, { ...settings, findingsLimit: settings.limits.findingsOfPackage });
  for (const one of unreadable) collector.addAlways(UNREADABLE_FILE, unreadableDraft(one));
  for (const { path, why } of opened.refused) collector.addAlways(NOT_ANALYSED, atTop(path, why));
  for (const file of index.files)
    for (const draft of syntaxErrorsOf(file)) collector.add(SYNTAX_ERROR, draft);
  const interpreter = isProgram(index) ? await import("./interpret/interpreter.ts") : undefined;
  const run = { ...settings, tokens: opened.tokens, spareWork: allowance.work, interpreter };
  const spareWork = runRules(index, run, collector);
  allowance.work -= spareWork;
  const { leftOut } = collector;
  if (leftOut > 0)
    collector.addAlways(
      NOT_ANALYSED,
      atTop(input.files[0]?.path ?? input.name, `${leftOut} more findings of this package are not listed`),
    );
  const real = index.functions.filter((fn) => fn.body !== NO_NODE);
  return {
    functions: real.filter((fn) => fn.kind !== "literal").length,
    loops: index.functions.reduce((sum, fn) => sum + fn.loops, 0),
    tokens: opened.tokens,
    spareWork,
    isComplete: opened.isComplete && allowance.work > 0,
    findings: collector.findings,
    suppressed: collector.suppressed,
  };
}

interface RunSettings extends PackageSettings {
  readonly tokens: number;
  readonly spareWork: number;
  readonly interpreter: Interpreter | undefined;
}

/**
 * Runs the rules until the work is used up; how much of the spare work that took. What was found before stays found.
 */
function runRules(index: PackageIndex, settings: RunSettings, collector: Collector): number {
  const { limits } = settings;
  const [first] = index.files;
  if (index.functions.length > limits.functionsOfPackage) {
    const why = `this package has ${index.functions.length} functions, too many to be analysed`;
    collector.addAlways(NOT_ANALYSED, atTop(first!.source.path, why));
    return 0;
  }
  const own = settings.tokens * limits.workPerToken;
  const work = newWork(own + Math.max(0, settings.spareWork));
  try {
    const facts = newPackageFacts(index, work);
    const context: RuleContext = {
      facts,
      verdicts: verdictsOf(facts),
      runnable: runnableOf(index, settings),
      policy: settings.policy,
      isOwnPackage: settings.isOwnPackage,
    };
    for (const rule of RULES) rule.check(context, (draft) => collector.add(rule, draft));
    reportLargeFunctions(facts, collector);
  } catch (error) {
    if (!(error instanceof OutOfWork)) throw error;
    collector.addAlways(
      NOT_ANALYSED,
      atTop(first!.source.path, "this package takes too much work to be analysed to the end"),
    );
  }
  return Math.max(0, work.spent - own);
}

/** Whether a package is a program. */
function isProgram({ name, functionByName }: PackageIndex): boolean {
  return name === "main" && functionByName.has("main");
}

function runnableOf(index: PackageIndex, { interpreter }: RunSettings): RuleContext["runnable"] {
  if (interpreter === undefined) return undefined;
  let whole: PackageIndex | undefined;
  return {
    interpreter,
    index: () => {
      whole ??= interpreter.withLibrary(index);
      return whole;
    },
  };
}

/** A smaller function cannot have too many blocks for its flow. */
const LARGE_FUNCTION_NODES = MAX_BLOCKS / 8;

function reportLargeFunctions(facts: PackageFacts, collector: Collector): void {
  for (const fn of facts.index.functions) {
    const { source } = fn.file;
    const nodes = source.tree.after[fn.node]! - fn.node;
    if (fn.body === NO_NODE || nodes < LARGE_FUNCTION_NODES || facts.flowOf(fn) !== undefined) continue;
    const start = source.tree.start[fn.node]!;
    const message = `${fn.name} has too many branches to be analysed`;
    collector.addAlways(NOT_ANALYSED, {
      at: { file: source, start, end: start + 4 },
      severity: "warning",
      message,
    });
  }
}

/** A finding about a whole file or package, at its first character. */
function atTop(path: string, message: string): Draft {
  const file: GoFile = { path, text: "", tree: EMPTY_TREE, lineStarts: Uint32Array.of(0), flaws: [] };
  return { at: { file, start: 0, end: 0 }, severity: "warning", message };
}

/** Where the file stops to be readable. There is no text, so all lines before that one are taken to be empty. */
function unreadableDraft({ path, line = 1, column = 1, why, help }: UnreadableFile): Draft {
  const file: GoFile = { path, text: "", tree: EMPTY_TREE, lineStarts: new Uint32Array(line), flaws: [] };
  const at = { file, start: column - 1, end: column - 1 };
  return { at, severity: "error", message: why, help, witness: "nothing in it can be read" };
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
