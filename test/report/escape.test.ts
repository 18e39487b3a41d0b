import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  escapeGithubMessage,
  escapeGithubProperty,
  escapeHtml,
  escapeMarkdown,
  escapeXml,
  markdownBlock,
  markdownCode,
  printableBlock,
  printableLine,
} from "../../src/report/escape.ts";

/** Any string, lone surrogates and controls included, with the characters that matter often. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "\n",
        "\r",
        "\u001b[31m",
        "\u202e",
        "`",
        "```",
        "|",
        "<",
        "]]>",
        "&",
        "%",
        ":",
        ",",
        "\ud800",
      ),
    ),
  )
  .map((parts) => parts.join(""));

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must be gone
const ACTING = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;

describe("printable text", () => {
  test.each([
    ["plain text stays", "for i := 0; i < 3; i++ {", "for i := 0; i < 3; i++ {"],
    ["a colour code becomes visible", "\u001b[31mred", "\\u001b[31mred"],
    ["a newline cannot forge a line", "ok\nerror: forged", "ok\\nerror: forged"],
    ["a bidirectional override becomes visible", "a\u202eb", "a\\u202eb"],
    ["a one-byte control sequence becomes visible", "\u009b2J", "\\u009b2J"],
    ["a tag character beyond the first plane becomes visible", "a\u{e0041}b", "a\\U000e0041b"],
    ["half a surrogate pair becomes visible", "a\ud800b", "a\\ud800b"],
    ["joiners of scripts and emoji stay", "👩‍💻 क्‍ष", "👩‍💻 क्‍ष"],
  ])("%s", (_, text, expected) => {
    expect(printableLine(text)).toBe(expected);
  });

  test("no character that acts on a terminal survives", () => {
    fc.assert(fc.property(anyText, (text) => !ACTING.test(printableLine(text))));
    fc.assert(fc.property(anyText, (text) => !ACTING.test(printableBlock(text).replace(/[\n\t]/g, ""))));
  });

  test("a flood is cut", () => {
    expect(printableLine("x".repeat(1_000_000)).length).toBeLessThan(5_000);
  });

  test("blocks keep their lines and tabs, and Windows line ends become plain", () => {
    expect(printableBlock("a\r\n\tb\rc\n")).toBe("a\n\tb\\rc\n");
  });
});

describe("markup", () => {
  test("HTML has no character left that starts or ends anything", () => {
    fc.assert(fc.property(anyText, (text) => !/[<>"']/.test(escapeHtml(text))));
    expect(escapeHtml(`<a href="x">&'`)).toBe("&#60;a href=&#34;x&#34;&#62;&#38;&#39;");
  });

  test("XML contains only characters that XML 1.0 allows", () => {
    const forbidden =
      // biome-ignore lint/suspicious/noControlCharactersInRegex: section 2.2 of XML 1.0
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff<>"']|\p{Surrogate}/u;
    fc.assert(fc.property(anyText, (text) => !forbidden.test(escapeXml(text))));
    expect(escapeXml("a\u0000\u001bb\n\uffff")).toBe("ab&#10;");
  });
});

describe("workflow commands", () => {
  test("a message is one line and cannot contain a command", () => {
    expect(escapeGithubMessage("100%\r\n::error::x")).toBe("100%25%0D%0A::error::x");
    fc.assert(fc.property(anyText, (text) => !/[\r\n]/.test(escapeGithubMessage(text))));
  });

  test("a property cannot end itself, and decodes to what it was", () => {
    expect(escapeGithubProperty("a:b,c%")).toBe("a%3Ab%2Cc%25");
    fc.assert(
      fc.property(anyText, (text) => {
        const escaped = escapeGithubProperty(text);
        const decoded = escaped.replace(/%(25|0D|0A|3A|2C)/g, (_, hex: string) =>
          String.fromCharCode(Number.parseInt(hex, 16)),
        );
        return !/[\r\n:,]/.test(escaped) && decoded === text;
      }),
    );
  });
});

describe("Markdown", () => {
  test.each([
    ["emphasis", "*a* _b_", "\\*a\\* \\_b\\_"],
    ["a table's bar", "a|b", "a\\|b"],
    ["a link", "[a](b)", "\\[a\\](b)"],
    ["HTML", "<img src=x>", "\\<img src=x\\>"],
    ["a mention", "ask @root", "ask @<!-- -->root"],
    ["an issue", "see #12", "see #<!-- -->12"],
    ["a bare address", "https://a.example", "https<!-- -->://a.example"],
    ["a numbered list", "1. a", "1\\. a"],
    ["a heading", "# a", "\\# a"],
    ["a list", "- a - b", "\\- a - b"],
    ["a figure", "1.84 s", "1.84 s"],
    ["an entity", "&lt;", "&amp;lt;"],
  ])("%s stays text", (_, text, expected) => {
    expect(escapeMarkdown(text)).toBe(expected);
  });

  test("code holds any text: it stays on its line, in its cell and inside its backticks", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const code = markdownCode(text);
        const [, fence = "", inner = ""] = /^(`+)([\s\S]*?)\1$/.exec(code) ?? [];
        return (
          !code.includes("\n") &&
          !/(?<!\\)\|/.test(code) &&
          (inner.match(/`+/g) ?? []).every((run) => run.length < fence.length)
        );
      }),
    );
  });

  test("no line of a block closes its fence", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const lines = markdownBlock(text).split("\n");
        const fence = lines[0] ?? "";
        return lines.at(-1) === fence && lines.slice(1, -1).every((line) => !line.trim().startsWith(fence));
      }),
    );
  });
});
