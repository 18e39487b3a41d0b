import type { Outcome } from "../runtime/outcome.ts";
import type { Finding } from "../source/finding.ts";
import { formatCount, formatMs, plural } from "./quantities.ts";
import type { PreflightParts, Verdict } from "./report.ts";

/** Events of a run that a careful reader wants to know of even when the program ended well. */
const ALARMING_EVENTS: ReadonlySet<string> = new Set(["memory-rate-alarm", "grow-denied", "stub-called"]);

/**
 * Decides what to do with a program, for a grader or a playground that must answer by itself:
 *
 * - **reject**: a proved hazard (also with --no-check: that a run ended does not refute a proof about other inputs), source that
 *   does not build, or a run that did not end by itself. A cancelled run proves nothing, so it is rejected too.
 * - **warn**: it ended by itself, but a human should look: warnings, a suppressed error, an exit code other than 0 (a failing
 *   program is a result, not an attack), a denied call, an alarm, leaked goroutines, or no run at all.
 * - **accept**: nothing of that. Findings of severity info and suppressed warnings do not count.
 *
 * The reasons are one line each, in the order of gravity; for accept they say what speaks for it. They quote hostile text.
 */
export function decideVerdict(parts: PreflightParts): { verdict: Verdict; reasons: string[] } {
  const rejections = [...findingReasons(parts.check.findings, "error"), ...stopReasons(parts)];
  const warnings = [...findingReasons(parts.check.findings, "warning"), ...doubts(parts)];
  if (rejections.length > 0) return { verdict: "reject", reasons: [...rejections, ...warnings] };
  if (warnings.length > 0) return { verdict: "warn", reasons: warnings };
  return { verdict: "accept", reasons: merits(parts) };
}

/** One reason a rule, so that a hundred equal findings stay readable. */
function findingReasons(findings: readonly Finding[], severity: "error" | "warning"): string[] {
  const byRule = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.severity !== severity) continue;
    const same = byRule.get(finding.rule);
    if (same === undefined) byRule.set(finding.rule, [finding]);
    else same.push(finding);
  }
  return [...byRule].map(([rule, [first, ...more]]) => {
    const place = `${first?.file}:${first?.line}`;
    const others = more.length === 0 ? "" : ` and ${plural(more.length, "more place")}`;
    const what =
      first?.hazard === "does-not-build" ? "it does not build" : `${severity} ${rule}: ${first?.message}`;
    return `${what} (${place}${others})`;
  });
}

function stopReasons({ check, outcome }: PreflightParts): string[] {
  if (outcome === undefined || outcome.outcome === "exited") return [];
  const explained = check.findings.some((finding) => finding.severity === "error");
  if (outcome.outcome === "refused" && explained) return [];
  return [`the run ${ENDINGS[outcome.outcome] ?? "was stopped"}: ${outcome.message}`];
}

/** Ends that are no limit's doing. */
const ENDINGS: Readonly<Partial<Record<Outcome["outcome"], string>>> = {
  trapped: "trapped",
  refused: "was refused",
  cancelled: "was cancelled, which proves nothing",
  deadlocked: "deadlocked",
};

function doubts({ check, outcome }: PreflightParts): string[] {
  const suppressed = check.suppressed.filter((finding) => finding.severity === "error").length;
  return [
    ...(suppressed === 0 ? [] : [`${plural(suppressed, "error")} suppressed by comments in the source`]),
    ...(outcome === undefined ? ["it was not run"] : runDoubts(outcome)),
  ];
}

function runDoubts(outcome: Outcome): string[] {
  const failed = outcome.outcome === "exited" && outcome.exitCode !== 0;
  const alarms = new Set(
    outcome.events.map((event) => event.kind).filter((kind) => ALARMING_EVENTS.has(kind)),
  );
  const leaks = outcome.goroutines?.leaks.length ?? 0;
  return [
    ...(failed ? [`it exited with ${outcome.exitCode}`] : []),
    ...outcome.denials.map((one) => `${one.import} was denied ${plural(one.count, "time")}`),
    ...[...alarms].map((kind) => `the run raised ${kind}`),
    ...(leaks === 0 ? [] : [`${plural(leaks, "goroutine")} leaked`]),
  ];
}

function merits({ check, outcome }: PreflightParts): string[] {
  const fuel =
    outcome?.fuelUsed === undefined ? "" : `, using ${formatCount(outcome.fuelUsed)} units of fuel`;
  const analysed = `${plural(check.functions, "function")} and ${plural(check.loops, "loop")}`;
  return [
    ...(check.files === 0 ? [] : [`no hazard found in ${analysed}`]),
    `it ran to its end in ${formatMs(outcome?.wallMs ?? 0)}${fuel}`,
  ];
}
