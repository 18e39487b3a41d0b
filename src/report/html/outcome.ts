import type { Outcome, RunEvent } from "../../runtime/outcome.ts";
import { endedWell, isRemarkable, outcomeSentence, outcomeTitle } from "../outcome-words.ts";
import { formatBytes, formatCount, formatMs, formatShare, plural } from "../quantities.ts";
import { card, folded, pairs, table, textBlock } from "./elements.ts";
import { type Markup, markup } from "./markup.ts";

/** A hostile guest can make any number of denials and events; the JSON has all. */
const ROWS = 200;

/** How the run ended and why, what it used, what it was denied, what happened on the way. */
export function outcomeHtml(outcome: Outcome, memoryLimit: number | undefined): Markup {
  const tone = endedWell(outcome) ? "good" : outcome.outcome === "exited" ? "warn" : "bad";
  const title = outcomeTitle(outcome);
  const detail = outcomeSentence(outcome).slice(title.length).replace(/^: /, "");
  const remedy = outcome.remedy === undefined ? undefined : markup`<p class="remedy">${outcome.remedy}</p>`;
  const statement = markup`<p class="stop ${tone}">${title}</p>${detail === "" ? undefined : markup`<p>${detail}</p>`}`;
  const figures = outcome.outcome === "refused" ? undefined : usagePairs(outcome, memoryLimit);
  return markup`${card(statement, remedy, figures)}
${denialTable(outcome)}${eventTable(outcome.events.filter(isRemarkable))}${goroutinePart(outcome.goroutines)}`;
}

function usagePairs(outcome: Outcome, memoryLimit: number | undefined): Markup {
  const { fuelUsed, fuelLimit } = outcome;
  const fuel =
    fuelUsed === undefined
      ? undefined
      : fuelLimit === undefined
        ? `${formatCount(fuelUsed)} units`
        : `${formatCount(fuelUsed)} of ${formatCount(fuelLimit)} units (${formatShare(Number(fuelUsed), Number(fuelLimit))})`;
  const memory = formatBytes(outcome.memoryPeakBytes);
  return pairs([
    ["Exit code", outcome.exitCode],
    ["Fuel", fuel],
    [
      "Memory",
      memoryLimit === undefined ? `${memory} at most` : `${memory} at most, of ${formatBytes(memoryLimit)}`,
    ],
    ["Time", `${formatMs(outcome.wallMs)} on the clock, ${formatMs(outcome.cpuMs)} of CPU`],
    [
      "Output",
      `${formatCount(outcome.stdoutBytes)} bytes to stdout, ${formatCount(outcome.stderrBytes)} bytes to stderr`,
    ],
  ]);
}

function denialTable({ denials }: Outcome): Markup | undefined {
  if (denials.length === 0) return undefined;
  return card(
    table(
      "Denied by the policy",
      [
        { title: "import", kind: "name" },
        { title: "calls", kind: "number" },
        { title: "what would allow it", kind: "name" },
      ],
      denials.slice(0, ROWS).map((one) => [one.import, formatCount(one.count), one.flag]),
    ),
    moreRows(denials.length),
  );
}

function eventTable(events: readonly RunEvent[]): Markup | undefined {
  if (events.length === 0) return undefined;
  const rows = events.slice(0, ROWS).map(({ kind, atFuel, ...details }) => [
    kind,
    formatCount(atFuel),
    Object.entries(details)
      .map(([name, value]) => `${name}: ${value}`)
      .join(", "),
  ]);
  return card(
    table(
      "Events",
      [
        { title: "event", kind: "name" },
        { title: "at fuel", kind: "number" },
        { title: "details", kind: "text" },
      ],
      rows,
    ),
    moreRows(events.length),
  );
}

function goroutinePart(goroutines: Outcome["goroutines"]): Markup | undefined {
  if (goroutines === undefined) return undefined;
  const states = Object.entries(goroutines.byState).map(([state, count]) => `${formatCount(count)} ${state}`);
  return card(
    markup`<h3>Goroutines</h3>`,
    pairs([
      [
        "At the end",
        `${formatCount(goroutines.total)}${states.length === 0 ? "" : `: ${states.join(", ")}`}`,
      ],
      ["Leaked", goroutines.leaks.length === 0 ? "none" : plural(goroutines.leaks.length, "goroutine")],
    ]),
    goroutines.leaks.length === 0
      ? undefined
      : markup`<ul>${goroutines.leaks.slice(0, ROWS).map((leak) => markup`<li><code>${leak}</code></li>`)}</ul>`,
    goroutines.dump === ""
      ? undefined
      : folded(
          "Dump",
          markup`<pre class="stream" tabindex="0" aria-label="Goroutine dump">${textBlock(goroutines.dump)}</pre>`,
        ),
  );
}

function moreRows(count: number): Markup | undefined {
  return count > ROWS ? markup`<p class="lead">and ${formatCount(count - ROWS)} more</p>` : undefined;
}

/** What the guest printed, as text and nothing else. */
export function outputHtml(streams: readonly (readonly [name: string, text: string | undefined])[]): Markup {
  return markup`${streams.map(([name, text]) =>
    text === undefined || text === ""
      ? markup`<p class="lead">Nothing on ${name.toLowerCase()}.</p>`
      : markup`<div class="about"><h3>${name}</h3><pre class="stream" tabindex="0" aria-label="${name}">${textBlock(text)}</pre></div>`,
  )}`;
}
