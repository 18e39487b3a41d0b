import type { BuildReport } from "../../build/report.ts";
import type { HardenReport } from "../../instrument/report.ts";
import { limitTexts } from "../pretty/harden.ts";
import {
  formatByteChange,
  formatBytes,
  formatCount,
  formatMs,
  formatShareChange,
  plural,
} from "../quantities.ts";
import { card, pairs } from "./elements.ts";
import { type Markup, markup } from "./markup.ts";

/** A page of wasm memory (WebAssembly core specification, 4.2.8). */
const PAGE_BYTES = 65_536;

/** The hard limit that is written into the module; undefined when there is none. */
export function memoryLimitBytes(harden: HardenReport | undefined): number | undefined {
  const pages = harden?.limits.memoryPages;
  return pages === undefined ? undefined : pages * PAGE_BYTES;
}

/** What was built and what was injected into it. */
export function stagesHtml(build: BuildReport | undefined, harden: HardenReport | undefined): Markup {
  return markup`<div class="columns">${build && buildCard(build)}${harden && hardenCard(harden)}</div>`;
}

function buildCard(build: BuildReport): Markup {
  return card(
    markup`<h3>Build</h3>`,
    pairs([
      ["Go", `${build.goVersion}, for ${build.target}`],
      ["Toolchain", markup`<code>${build.toolchain.path}</code> (${build.toolchain.source})`],
      ["Size", `${formatBytes(build.bytes)} (${formatCount(build.bytes)} bytes)`],
      ["Time", build.cached ? "from the cache" : formatMs(build.wallMs)],
      ["SHA-256", markup`<code>${build.sha256}</code>`],
      ["Modules", lines(build.modules.map((one) => `${one.path} ${one.version} (${one.from})`))],
      ["Without effect", lines(build.ignored)],
    ]),
  );
}

function lines(texts: readonly string[]): Markup | undefined {
  return texts.length === 0
    ? undefined
    : markup`${texts.map((text) => markup`<div><code>${text}</code></div>`)}`;
}

function hardenCard({ input, output, sites, limits, removed, ...report }: HardenReport): Markup {
  const change = output.bytes - input.bytes;
  const gone = removed.map(
    (one, index) => markup`${index > 0 ? ", " : ""}<code>${one.section}</code> ${formatBytes(one.bytes)}`,
  );
  return card(
    markup`<h3>Hardened module</h3>`,
    pairs([
      ["Enforces", limitTexts(limits).join(", ")],
      [
        "Injected",
        `${plural(sites.charges, "charge")}, ${plural(sites.checks, "check")}, ${plural(sites.memoryGrow, "hook")} of memory.grow`,
      ],
      [
        "Size",
        `${formatBytes(output.bytes)} (${formatByteChange(change)}, ${formatShareChange(change, input.bytes)})`,
      ],
      ["Removed", gone.length === 0 ? undefined : gone],
      ["Costs", `${report.costModel}, by ${report.engine}`],
      ["Other engine", report.fallback],
      ["ABI", `${report.abi.version}, ${report.abi.kind}`],
      ["SHA-256", markup`<code>${output.sha256}</code>`],
    ]),
  );
}
