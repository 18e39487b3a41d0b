import { ToolError } from "../errors.ts";
import { github } from "./github.ts";
import { html } from "./html.ts";
import { json } from "./json.ts";
import { junit } from "./junit.ts";
import { markdown } from "./markdown.ts";
import { pretty } from "./pretty.ts";
import type { ReportFormat } from "./report.ts";
import { sarif } from "./sarif.ts";

/** Every way to write results, in the order in which help lists them. A new format is a file and a word here. */
export const formats: readonly ReportFormat[] = [pretty, json, sarif, github, junit, html, markdown];

/**
 * The format with that id.
 * @throws ToolError `report/unknown-format` that lists the ids there are
 */
export function formatNamed(id: string): ReportFormat {
  const found = formats.find((format) => format.id === id);
  if (found !== undefined) return found;
  throw new ToolError("report/unknown-format", `there is no format '${id}'`, {
    hint: `the formats are ${formats.map((format) => format.id).join(", ")}`,
  });
}
