import type { VerifyReport } from "../../instrument/report.ts";
import { printableLine } from "../escape.ts";
import { paintFor } from "../paint.ts";
import { formatBytes } from "../quantities.ts";
import type { RenderContext } from "../report.ts";
import { limitTexts } from "./harden.ts";

/** Whether an artifact is what it should be; if not, where it differs. */
export function prettyVerify(report: VerifyReport, context: RenderContext): string {
  const paint = paintFor(context.color);
  const from = `what hardening the original gives (sha256 ${printableLine(report.original.sha256)})`;
  const size = formatBytes(report.artifact.bytes);
  if (report.verdict === "same")
    return `${paint("Verified", "good", "bold")}: ${size}, ${from}\n  limits: ${limitTexts(report.limits).join(", ")}\n`;
  const differences = report.differences.map(({ section, offset, function: one }) => {
    const called =
      one === undefined ? "" : `, function ${one.index}${one.name === "" ? "" : ` (${one.name})`}`;
    return printableLine(`  differs at byte offset ${offset}: section ${section}${called}`);
  });
  const hint = "  it was changed, comes from another module, or was made by another version of sandglass";
  return `${[`${paint("Not verified", "bad", "bold")}: ${size}, not ${from}`, ...differences, hint].join("\n")}\n`;
}
