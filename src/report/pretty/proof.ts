import type { ProofReport } from "../../instrument/report.ts";
import { printableLine } from "../escape.ts";
import { paintFor } from "../paint.ts";
import { formatBytes, formatCount } from "../quantities.ts";
import type { RenderContext } from "../report.ts";

const PAGE_BYTES = 65_536;

/** Whether it is proved that an artifact stops by itself, what it is limited to, and what that does not say. */
export function prettyProof(report: ProofReport, context: RenderContext): string {
  const paint = paintFor(context.color);
  const { artifact, limits, objections, notProved, runsOnInstructions } = report;
  const about = `${formatBytes(artifact.bytes)} (sha256 ${printableLine(artifact.sha256)})`;
  if (report.verdict === "unproved") {
    const lines = objections.map(({ what, offset, functionIndex }) => {
      const where = functionIndex === undefined ? "" : `, function ${functionIndex}`;
      return printableLine(`  byte offset ${offset}${where}: ${what}`);
    });
    return `${[`${paint("Not proved", "bad", "bold")} that it stops: ${about}`, ...lines].join("\n")}\n`;
  }
  const memory =
    limits.memoryPages === undefined ? [] : [`memory ${formatBytes(limits.memoryPages * PAGE_BYTES)}`];
  return `${[
    `${paint("Proved", "good", "bold")} that it stops by itself: ${about}`,
    `  limits: ${[`fuel ${formatCount(limits.fuel)}`, ...memory].join(", ")}`,
    `  runs on after that for up to ${formatCount(runsOnInstructions)} instructions, for each frame that returns`,
    ...notProved.map((what) => `  not proved: ${what}`),
  ].join("\n")}\n`;
}
