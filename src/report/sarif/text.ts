import { printableLine } from "../escape.ts";

/** One line of plain text: viewers join lines, so better here, and visibly. */
export function oneLine(text: string): string {
  return printableLine(text.replace(/\s*[\r\n]+\s*/g, " "));
}

/** At most `units` UTF-16 units, with … where it was cut, never through a surrogate pair. */
export function clipText(text: string, units: number): string {
  return text.length <= units ? text : `${text.slice(0, units - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** Text that stands beside links: what looks like a link of its own is broken (SARIF 3.11.6). */
export function plainText(text: string): string {
  return oneLine(text).replace(/\](?=\()/g, "\\]");
}

/** Text of a link: its brackets are escaped (SARIF 3.11.6). */
export function linkText(text: string): string {
  return oneLine(text).replace(/[\\[\]]/g, "\\$&");
}
