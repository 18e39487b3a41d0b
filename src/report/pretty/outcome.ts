import type { Outcome } from "../../runtime/outcome.ts";
import { printableLine } from "../escape.ts";
import { endedWell, isRemarkable, outcomeSentence, outcomeTitle } from "../outcome-words.ts";
import { type Paint, paintFor } from "../paint.ts";
import { formatBytes, formatCount, formatMs, plural } from "../quantities.ts";
import type { RenderContext } from "../report.ts";

/** Denials and events beyond this are counted, not listed: a hostile guest can make any number. */
const LISTED = 20;

/** How a run ended, what it used, what it was denied. */
export function prettyOutcome(outcome: Outcome, context: RenderContext): string {
  return `${outcomeLines(outcome, paintFor(context.color)).join("\n")}\n`;
}

export function outcomeLines(outcome: Outcome, paint: Paint): string[] {
  const ink = endedWell(outcome) ? "good" : outcome.outcome === "exited" ? "warn" : "bad";
  const title = outcomeTitle(outcome);
  const detail = outcomeSentence(outcome).slice(title.length);
  const lines = [`${paint(title, ink, "bold")}${printableLine(detail)}`];
  if (outcome.remedy !== undefined)
    lines.push(`  ${paint("help:", "note")} ${printableLine(outcome.remedy)}`);
  if (outcome.outcome !== "refused") lines.push(`  ${usage(outcome).join(", ")}`);
  lines.push(
    ...limited(outcome.denials, (one) => `denied: ${one.import}, ${plural(one.count, "time")}; ${one.flag}`),
  );
  lines.push(...limited(outcome.events.filter(isRemarkable), eventText));
  if (outcome.goroutines !== undefined) lines.push(...goroutineLines(outcome.goroutines));
  return lines;
}

function usage(outcome: Outcome): string[] {
  const limit = outcome.fuelLimit === undefined ? "" : ` of ${formatCount(outcome.fuelLimit)}`;
  return [
    ...(outcome.fuelUsed === undefined ? [] : [`fuel ${formatCount(outcome.fuelUsed)}${limit}`]),
    `memory at most ${formatBytes(outcome.memoryPeakBytes)}`,
    `${formatMs(outcome.wallMs)} (CPU ${formatMs(outcome.cpuMs)})`,
    `output ${formatBytes(outcome.stdoutBytes + outcome.stderrBytes)}`,
  ];
}

function eventText(event: Outcome["events"][number]): string {
  const { kind, atFuel, ...details } = event;
  const rest = Object.entries(details).map(([name, value]) => `${name} ${value}`);
  return `event: ${[`${kind} at fuel ${formatCount(atFuel)}`, ...rest].join(", ")}`;
}

function goroutineLines(goroutines: NonNullable<Outcome["goroutines"]>): string[] {
  const states = Object.entries(goroutines.byState).map(([state, count]) => `${count} ${state}`);
  const detail = states.length === 0 ? "" : ` (${printableLine(states.join(", "))})`;
  return [
    `  goroutines: ${formatCount(goroutines.total)}${detail}`,
    ...limited(goroutines.leaks, (leak) => `leaked: ${leak}`),
  ];
}

function limited<T>(items: readonly T[], text: (item: T) => string): string[] {
  const lines = items.slice(0, LISTED).map((item) => `  ${printableLine(text(item))}`);
  return items.length > LISTED ? [...lines, `  and ${formatCount(items.length - LISTED)} more`] : lines;
}
