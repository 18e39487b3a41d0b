import type { Policy } from "../policy/policy.ts";
import type { Finding, RelatedPlace, Severity } from "../source/finding.ts";
import { lineAt, lineText, regionOf } from "../source/go-file.ts";
import type { RuleDocumentation } from "../source/rule-documentation.ts";
import type { Unmarked } from "./fingerprint.ts";
import type { GoFunction } from "./flow/symbols.ts";
import type { Draft, LabelledSpan, Span } from "./rule.ts";

/** Severity of a finding after the policy had its say; undefined when the policy turns the rule off. */
export function severityOf(rule: string, own: Severity, policy: Policy | undefined): Severity | undefined {
  const setting = policy?.rules.get(rule);
  if (setting === undefined) return own;
  return setting === "off" ? undefined : setting;
}

/** Turns what a rule reported into a finding, but for its fingerprint. `functions` are those of its file, in source order. */
export function completed(
  rule: RuleDocumentation,
  draft: Draft,
  severity: Severity,
  functions: readonly GoFunction[],
): Unmarked {
  const region = (span: Span): ReturnType<typeof regionOf> => regionOf(span.file, span.start, span.end);
  const placeOf = ({ at, message }: LabelledSpan): RelatedPlace => ({ ...region(at), message });
  const finding: Omit<Finding, "fingerprint"> = {
    rule: rule.id,
    hazard: draft.hazard ?? rule.hazard,
    severity,
    message: draft.message,
    help: draft.help ?? rule.help ?? rule.docs.why,
    cwe: rule.cwe,
    ...(draft.witness === undefined ? {} : { witness: draft.witness }),
    ...region(draft.at),
    related: (draft.related ?? []).map(placeOf),
    ...(draft.path === undefined || draft.path.length < 2 ? {} : { path: draft.path.map(placeOf) }),
  };
  return {
    finding,
    lineText: lineText(draft.at.file, lineAt(draft.at.file, draft.at.start)),
    functionName: nameAround(functions, draft.at),
  };
}

/** Name of the innermost function around a place: the last one that starts before it, or one around that. */
function nameAround(functions: readonly GoFunction[], { file, start }: Span): string {
  const { tree } = file;
  let low = 0;
  for (let high = functions.length; low < high; ) {
    const middle = (low + high) >>> 1;
    if (tree.start[functions[middle]!.node]! <= start) low = middle + 1;
    else high = middle;
  }
  let around = functions[low - 1];
  while (around !== undefined && tree.end[around.node]! <= start) around = around.parent;
  return around?.name ?? "";
}

/** Order of a report: by file, line, column, rule. */
export function inOrder(a: Unmarked, b: Unmarked): number {
  const [x, y] = [a.finding, b.finding];
  if (x.file !== y.file) return x.file < y.file ? -1 : 1;
  return x.line - y.line || x.column - y.column || (x.rule < y.rule ? -1 : x.rule > y.rule ? 1 : 0);
}
