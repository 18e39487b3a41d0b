/**
 * JSON with two spaces of indentation and a final newline, safe to print: what would act on a terminal or an editor beyond what
 * JSON escapes itself (C1 controls, bidirectional overrides) is escaped too, which no parser can tell from the original.
 */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2).replace(
    /[\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )}\n`;
}
