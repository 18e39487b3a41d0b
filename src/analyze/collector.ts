import type { Policy } from "../policy/policy.ts";
import type { Hazard, Region, Severity } from "../source/finding.ts";
import { type GoFile, lineAt } from "../source/go-file.ts";
import type { RuleDocumentation } from "../source/rule-documentation.ts";
import { completed, severityOf } from "./collect.ts";
import type { Unmarked } from "./fingerprint.ts";
import type { PackageIndex } from "./flow/package-index.ts";
import type { GoFunction } from "./flow/symbols.ts";
import type { Draft } from "./rule.ts";
import { RULES } from "./rules/index.ts";
import { BAD_SUPPRESSION, SYNTAX_ERROR, UNREADABLE_FILE } from "./rules/source-rules.ts";
import { type Suppression, suppressionsOf } from "./suppress.ts";

/** Takes what rules report and keeps it as findings, silenced or not. */
export interface Collector {
  readonly findings: Unmarked[];
  readonly suppressed: (Unmarked & { readonly reason: string })[];
  /** Findings beyond the limit. */
  readonly leftOut: number;
  readonly add: (rule: RuleDocumentation & { readonly isLast?: boolean }, draft: Draft) => void;
  /** The same for what is said even beyond the limit. */
  readonly addAlways: Collector["add"];
}

export interface CollectorSettings {
  readonly policy: Policy | undefined;
  readonly honourSuppressions: boolean;
  /** Findings of each severity, and silenced ones, that are kept. */
  readonly findingsLimit: number;
}

/** A collector for one package that has seen the suppressions in its files, and reported the bad ones. */
export function newCollector(index: PackageIndex, settings: CollectorSettings): Collector {
  const known = new Set(RULES.map((rule) => rule.id));
  const suppressions = new Map<GoFile, ReadonlyMap<string, Suppression>>();
  const functions = functionsByFile(index);
  const kept = new Map<string, number>();
  let leftOut = 0;
  const hasRoom = (list: string): boolean => {
    const count = (kept.get(list) ?? 0) + 1;
    kept.set(list, count);
    if (count > settings.findingsLimit) leftOut++;
    return count <= settings.findingsLimit;
  };
  /** What the policy or a comment silences or makes less of: another rule must not say it in its place. */
  const reported: Unmarked[] = [];
  const asFinding = (rule: RuleDocumentation, draft: Draft, severity: Severity): Unmarked =>
    completed(rule, draft, severity, functions.get(draft.at.file) ?? []);
  const take = (rule: Parameters<Collector["add"]>[0], draft: Draft, isLimited: boolean): void => {
    const severity =
      rule === SYNTAX_ERROR || rule === UNREADABLE_FILE
        ? draft.severity
        : severityOf(rule.id, draft.severity, settings.policy);
    if (severity !== draft.severity && reported.length < settings.findingsLimit)
      reported.push(asFinding(rule, draft, draft.severity));
    if (severity === undefined) return;
    const suppression = suppressionFor(suppressions.get(draft.at.file), rule.id, draft);
    const isSilenced = suppression !== undefined && settings.honourSuppressions;
    if (isLimited && !hasRoom(isSilenced ? "silenced" : severity)) return;
    const one = asFinding(rule, draft, severity);
    if (rule.isLast === true && [...reported, ...collector.findings].some((other) => saysAsMuch(other, one)))
      return;
    if (rule.isLast === true && !isSilenced) dropWeaker(collector.findings, one);
    if (suppression === undefined) collector.findings.push(one);
    else if (isSilenced) {
      reported.push(one);
      collector.suppressed.push({ ...one, reason: suppression.reason });
    } else collector.findings.push(notHonoured(one, suppression));
  };
  const collector: Collector = {
    findings: [],
    suppressed: [],
    get leftOut() {
      return leftOut;
    },
    add: (rule, draft) => take(rule, draft, true),
    addAlways: (rule, draft) => take(rule, draft, false),
  };
  for (const { source, comments } of index.files) {
    const { valid, bad } = suppressionsOf(source, comments, known);
    suppressions.set(source, byPlace(valid));
    for (const draft of bad) collector.add(BAD_SUPPRESSION, draft);
  }
  return collector;
}

const RANKS = { info: 0, warning: 1, error: 2 } as const;

/** What is wrong with a loop has one of these names, however it is found out. */
const LOOP = /^(infinite-loop|invariant-condition|no-progress)$/;

/** A goroutine that waits for ever is one mistake, whoever else waits. */
const causeOf = (hazard: Hazard): Hazard => (hazard === "goroutine-leak" ? "deadlock" : hazard);

/** Whether a finding says or names the same and is at least as grave, or is an error at a place that the other names. */
function saysAsMuch({ finding: a }: Unmarked, { finding: b }: Unmarked): boolean {
  if (a.rule === b.rule) return false;
  const isLoop = LOOP.test(a.hazard) && LOOP.test(b.hazard) && isOnLineOf(b)(a);
  const isSame = isLoop || (causeOf(a.hazard) === causeOf(b.hazard) && [a, ...a.related].some(isOnLineOf(b)));
  const isError = a.severity === "error" && [b, ...b.related].some(isOnLineOf(a));
  return (isSame || isError) && RANKS[a.severity] >= RANKS[b.severity];
}

/** What says less about the same cause on the same line gives way to `one`: a cause has one finding. */
function dropWeaker(findings: Unmarked[], { finding: one }: Unmarked): void {
  for (let at = findings.length - 1; at >= 0; at--) {
    const { finding } = findings[at]!;
    const isWeaker = RANKS[finding.severity] < RANKS[one.severity];
    if (isVaguer(finding, one) && isOnLineOf(one)(finding)) findings.splice(at, 1);
    else if (isWeaker && causeOf(finding.hazard) === causeOf(one.hazard) && isOnLineOf(one)(finding))
      findings.splice(at, 1);
  }
}

/** A loop that is seen to ask in vain is suspected of nothing else. */
function isVaguer(finding: Unmarked["finding"], one: Unmarked["finding"]): boolean {
  return one.hazard === "busy-wait" && LOOP.test(finding.hazard) && finding.severity === "warning";
}

const isOnLineOf =
  (one: Region): ((other: Region) => boolean) =>
  (other) =>
    other.file === one.file && other.line === one.line;

function functionsByFile(index: PackageIndex): ReadonlyMap<GoFile, readonly GoFunction[]> {
  const found = new Map<GoFile, GoFunction[]>(index.files.map(({ source }) => [source, []]));
  for (const fn of index.functions) found.get(fn.file.source)!.push(fn);
  return found;
}

/** By rule and line; of several for one line the first counts. */
function byPlace(valid: readonly Suppression[]): ReadonlyMap<string, Suppression> {
  return new Map(valid.toReversed().map((one) => [`${one.rule} ${one.line}`, one]));
}

/** The suppression that speaks about a finding of `rule`: on its line or the one above. */
function suppressionFor(
  suppressions: ReadonlyMap<string, Suppression> | undefined,
  rule: string,
  { at }: Draft,
): Suppression | undefined {
  if (rule === BAD_SUPPRESSION.id || suppressions === undefined || suppressions.size === 0) return undefined;
  const line = lineAt(at.file, at.start);
  return suppressions.get(`${rule} ${line - 1}`) ?? suppressions.get(`${rule} ${line}`);
}

/** Shows the author's reason on the finding that it does not silence. */
function notHonoured(one: Unmarked, suppression: Suppression): Unmarked {
  const { file } = one.finding;
  const place = { file, line: suppression.line, column: 1, endLine: suppression.line, endColumn: 1 };
  const message = `not silenced: the author says ${JSON.stringify(suppression.reason)}`;
  return { ...one, finding: { ...one.finding, related: [...one.finding.related, { ...place, message }] } };
}
