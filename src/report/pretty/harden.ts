import type { CompactReport, HardenReport } from "../../instrument/report.ts";
import { printableLine } from "../escape.ts";
import { paintFor } from "../paint.ts";
import { formatByteChange, formatBytes, formatCount, formatShareChange, plural } from "../quantities.ts";
import type { RenderContext } from "../report.ts";

/** A page of wasm memory (WebAssembly core specification, 4.2.8). */
const PAGE_BYTES = 65_536;

/** What was injected, what it limits, what it cost in bytes. */
export function prettyHarden(report: HardenReport, context: RenderContext): string {
  return `${hardenLines(report, context).join("\n")}\n`;
}

export function hardenLines(report: HardenReport, context: RenderContext): string[] {
  const paint = paintFor(context.color);
  const { input, output, sites } = report;
  const change = output.bytes - input.bytes;
  const share =
    change === 0 ? "" : ` (${formatByteChange(change)}, ${formatShareChange(change, input.bytes)})`;
  const removed = report.removed.map((one) => `${printableLine(one.section)} ${formatBytes(one.bytes)}`);
  return [
    `${paint("Hardened", "good", "bold")}: ${formatBytes(input.bytes)} to ${formatBytes(output.bytes)}${share}, by ${report.engine}`,
    ...(report.fallback === undefined
      ? []
      : [`  not by the engine asked for: ${printableLine(report.fallback)}`]),
    `  sites: ${plural(sites.charges, "charge")}, ${plural(sites.checks, "check")}, ${sites.memoryGrow} memory.grow`,
    `  limits: ${limitTexts(report.limits).join(", ")}`,
    ...(report.optimized === undefined
      ? []
      : [
          `  optimised: ${formatCount(report.optimized.functions)} of ${plural(report.optimized.of, "function")}`,
        ]),
    ...(removed.length === 0 ? [] : [`  removed: ${removed.join(", ")}`]),
    ...(report.compacted === undefined ? [] : [`  data: ${printableLine(compactText(report.compacted))}`]),
    printableLine(
      `  costs as ${report.costModel}${report.fuelMode === "cheap" ? ", counted too high where that saves bytes" : ""}; ABI ${report.abi.version}, ${report.abi.kind}${report.abi.onFuel === true ? ", asks the host when fuel is used up" : ""}`,
    ),
    `  sha256 ${printableLine(output.sha256)}`,
  ];
}

function compactText(report: CompactReport): string {
  if ("skipped" in report) return `left as they are: ${report.skipped}`;
  const { dataBytes, segments, rebuilt } = report;
  const tables = [
    ...(rebuilt?.buckets === undefined ? [] : ["findfunctab is"]),
    ...(rebuilt?.records === undefined ? [] : ["records of functions are"]),
  ];
  const table = tables.length === 0 ? "" : `; ${tables.join(" and ")} rebuilt at start`;
  return `${formatBytes(dataBytes.before)} to ${formatBytes(dataBytes.after)} in ${plural(segments.after, "segment")}${table}`;
}

/** The limits that the module enforces by itself, in words. */
export function limitTexts(limits: HardenReport["limits"]): string[] {
  return [
    `fuel ${formatCount(limits.fuel)}`,
    limits.memoryPages === undefined
      ? "memory as declared"
      : `memory ${formatBytes(limits.memoryPages * PAGE_BYTES)}`,
    limits.stackDepth === undefined
      ? "call depth as the engine has it"
      : `call depth ${formatCount(limits.stackDepth)}`,
  ];
}
