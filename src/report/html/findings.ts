import type { CheckReport, Finding } from "../../source/finding.ts";
import { type CodeFrame, codeFrames } from "../code-frame.ts";
import { plural } from "../quantities.ts";
import type { RenderContext, RuleDocumentation } from "../report.ts";
import { silencingComment } from "../silence.ts";
import { gravestFirst, tallyFindings, tallyScope } from "../tally.ts";
import { folded, table, textBlock } from "./elements.ts";
import { frameHtml } from "./frame.ts";
import { type Markup, markup } from "./markup.ts";

/** A page with more articles than this serves nobody; the JSON in it has all. */
const DETAILED = 300;

/** All findings, the gravest first, each with its code, proof, help and the text of its rule. */
export function findingsHtml(report: CheckReport, context: RenderContext): Markup {
  const framesOf = codeFrames(context.sources, { contextLines: 2, maximumCells: 240 });
  const rules = new Map(context.rules.map((rule) => [rule.id, rule] as const));
  const findings = gravestFirst(report.findings);
  const left = findings.length - DETAILED;
  return markup`<p class="lead">${sentence(report)}</p>
${findings.slice(0, DETAILED).map((finding) => findingHtml(finding, framesOf(finding), aboutRule(rules.get(finding.rule), context)))}
${left > 0 ? markup`<p>${plural(left, "more finding")} in the JSON of this page.</p>` : undefined}
${suppressedHtml(report.suppressed)}`;
}

function sentence(report: CheckReport): string {
  const tally = tallyFindings(report.findings);
  return `${tally[0]?.toUpperCase()}${tally.slice(1)} ${tallyScope(report)}.`;
}

function findingHtml(finding: Finding, frames: readonly CodeFrame[], about: Markup | undefined): Markup {
  const { severity, message, witness, help } = finding;
  const place = `${finding.file}:${finding.line}:${finding.column}`;
  const shown = frames.map((frame) => frameHtml(frame, frame.file === finding.file ? place : frame.file));
  const framed = new Set(frames.map((frame) => frame.file));
  const elsewhere = finding.related.filter((one) => !framed.has(one.file));
  const notes = [
    ...(witness === undefined ? [] : [markup`<dt>Proof</dt><dd>${witness}</dd>`]),
    ...(help === "" ? [] : [markup`<dt>Help</dt><dd>${help}</dd>`]),
    ...(finding.path === undefined ? [] : [pathHtml(finding.path)]),
    ...elsewhere.map(
      (one) => markup`<dt>See</dt><dd><code>${one.file}:${one.line}:${one.column}</code> ${one.message}</dd>`,
    ),
  ];
  return markup`<article class="finding ${severity}">
<h3>${message}</h3>
<p class="meta"><span class="tag ${severity}">${severity}</span> <code>${finding.rule}</code> ${finding.cwe.map((one) => markup`<span>${one}</span> `)}${framed.has(finding.file) ? undefined : markup`<code>${place}</code>`}</p>
${shown}
${notes.length === 0 ? undefined : markup`<dl class="notes">${notes}</dl>`}
${about}
</article>
`;
}

/** Of a longer path the first steps are shown. */
const STEPS = 20;

/** How an execution comes to the hazard, step by step. */
function pathHtml(path: NonNullable<Finding["path"]>): Markup {
  const steps = path
    .slice(0, STEPS)
    .map((one) => markup`<li><code>${one.file}:${one.line}:${one.column}</code> ${one.message}</li>`);
  const more = path.length - STEPS;
  const rest = more > 0 ? markup`<li>${plural(more, "more step")}</li>` : undefined;
  return markup`<dt>Path</dt><dd><ol class="path">${steps}${rest}</ol></dd>`;
}

function aboutRule(rule: RuleDocumentation | undefined, context: RenderContext): Markup | undefined {
  if (rule === undefined) return undefined;
  const { what, why, bad, good } = rule.docs;
  const comment = silencingComment(rule, context);
  return folded(
    "About this rule",
    markup`<div class="about"><p>${what}</p><p>${why}</p>
<div class="pair"><div>Bad<pre class="code" tabindex="0">${textBlock(bad)}</pre></div><div>Good<pre class="code" tabindex="0">${textBlock(good)}</pre></div></div>
${comment && markup`<p>To silence it where it is wrong: <code>${comment}</code></p>`}</div>`,
  );
}

function suppressedHtml(suppressed: CheckReport["suppressed"]): Markup | undefined {
  if (suppressed.length === 0) return undefined;
  const rows = suppressed
    .slice(0, DETAILED)
    .map((one) => [`${one.file}:${one.line}:${one.column}`, one.rule, one.severity, one.reason]);
  return table(
    "Suppressed by comments in the source",
    [
      { title: "place", kind: "name" },
      { title: "rule", kind: "name" },
      { title: "severity", kind: "text" },
      { title: "reason given", kind: "text" },
    ],
    rows,
  );
}
