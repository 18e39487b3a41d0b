import type { BuildReport } from "../../build/report.ts";
import { printableLine } from "../escape.ts";
import { paintFor } from "../paint.ts";
import { formatBytes, formatMs } from "../quantities.ts";
import type { RenderContext } from "../report.ts";

const FOUND: Readonly<Record<BuildReport["toolchain"]["source"], string>> = {
  flag: "named by --go",
  environment: "named by SANDGLASS_GO",
  path: "found on PATH",
  download: "fetched and verified",
};

/** What was built, with which Go and modules, and what of the source had no effect. */
export function prettyBuild(report: BuildReport, context: RenderContext): string {
  return `${buildLines(report, context).join("\n")}\n`;
}

export function buildLines(report: BuildReport, context: RenderContext): string[] {
  const paint = paintFor(context.color);
  const time = report.cached ? "from the cache" : `in ${formatMs(report.wallMs)}`;
  const { path, source } = report.toolchain;
  const modules = report.modules.map((one) => `  module ${one.path} ${one.version}, from ${one.from}`);
  const ignored = report.ignored.map((one) => `  ignored: ${one}`);
  return [
    `${paint("Built", "good", "bold")}: ${formatBytes(report.bytes)} for ${report.target}, ${time}`,
    `  ${printableLine(report.goVersion)}, ${printableLine(path)}, ${FOUND[source]}`,
    `  sha256 ${printableLine(report.sha256)}`,
    ...(report.component === undefined
      ? []
      : [
          `  component: ${formatBytes(report.component.bytes)}, sha256 ${printableLine(report.component.sha256)}`,
        ]),
    ...modules.map(printableLine),
    ...ignored.map(printableLine),
  ];
}
