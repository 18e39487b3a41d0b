/**
 * Characters that a reader does not see or that act on what shows them: controls, bidirectional overrides (CVE-2021-42574),
 * invisible formatting and lone surrogates. The joiners U+200C and U+200D stay: scripts and emoji need them.
 */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not pass
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

/** Longest text of one field; what is longer is a flood, not a message. */
const LINE_LIMIT_UNITS = 4_000;

/** One line of hostile text for any reader: every invisible character, newlines too, as a Go escape (`\u001b`). */
export function printableLine(text: string): string {
  const cut = text.length > LINE_LIMIT_UNITS ? `${text.slice(0, LINE_LIMIT_UNITS)}…` : text;
  return cut.replace(INVISIBLE, visibleCharacter);
}

/** The same for text of many lines, such as output: newlines and tabs stay, `\r\n` becomes `\n`. Nothing is cut. */
export function printableBlock(text: string): string {
  return text
    .replace(/\r\n/g, "\n")
    .replace(INVISIBLE, (one) => (one === "\n" || one === "\t" ? one : visibleCharacter(one)));
}

/** A character as Go would write it: `\n`, `\t`, `\u202e`, `\U000e0041`. */
export function visibleCharacter(character: string): string {
  if (character === "\n") return "\\n";
  if (character === "\r") return "\\r";
  if (character === "\t") return "\\t";
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
}

/** Whether the character is one that the functions above make visible. */
export function isInvisible(character: string): boolean {
  return character.search(INVISIBLE) === 0;
}

/** Text for an element or a quoted attribute of HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
}

/**
 * Text for an element or a quoted attribute of XML 1.0: what no XML may contain (section 2.2, not even as a reference) is
 * removed; tab and line ends are references, since an attribute would turn them into spaces (section 3.3.3).
 */
export function escapeXml(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML forbids
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, "")
      .replace(/[&<>"'\t\n\r]/g, (one) => `&#${one.charCodeAt(0)};`)
  );
}

/** The message of a GitHub workflow command (actions/toolkit, core/src/command.ts, escapeData). */
export function escapeGithubMessage(text: string): string {
  return text.replace(/[%\r\n]/g, percent);
}

/** A property of a GitHub workflow command (the same file, escapeProperty). */
export function escapeGithubProperty(text: string): string {
  return text.replace(/[%\r\n:,]/g, percent);
}

/**
 * One line of text in Markdown, also in a table: nothing in it is markup, a link, a mention or a reference to an issue.
 * The empty comments break what GitHub links after it has rendered, when backslashes are gone.
 */
export function escapeMarkdown(text: string): string {
  return printableLine(text)
    .replace(/[\\`*_[\]<>|~$]|^[-#+=]|^\d+\.(?=\s|$)/g, (one) => `${one.slice(0, -1)}\\${one.slice(-1)}`)
    .replace(/&/g, "&amp;")
    .replace(/@(?=\w)|#(?=\d)|\b(?:GH-(?=\d)|www(?=\.)|[a-z][a-z\d+.]*(?=:\/\/))/gi, "$&<!-- -->");
}

/** One line of text as code in Markdown, also in a table: the fence is longer than any run of backticks inside. */
export function markdownCode(text: string): string {
  const line = printableLine(text).replace(/\|/g, "\\|");
  if (line.trim() === "") return "` `";
  const fence = "`".repeat(longestRun(line) + 1);
  const pad = /^[`\s]|[`\s]$/.test(line) ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Lines of text as a block of code in Markdown that nothing inside can close. */
export function markdownBlock(text: string, language: string = ""): string {
  const body = printableBlock(text).replace(/\n+$/, "");
  const fence = "`".repeat(Math.max(3, longestRun(body) + 1));
  return `${fence}${language}\n${body}\n${fence}`;
}

function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}
