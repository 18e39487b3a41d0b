import { describe, expect, test } from "vitest";
import { markdown } from "../../src/report/markdown.ts";
import { poisoned } from "./fixtures/poison.ts";
import { accepted, audit, check, context, rejected } from "./fixtures/samples.ts";

/** The text without its blocks of code; throws when a block does not end. */
function outsideBlocks(text: string): string[] {
  const outside: string[] = [];
  let fence: string | undefined;
  for (const line of text.split("\n")) {
    const run = /^`{3,}/.exec(line)?.[0];
    if (fence === undefined && run !== undefined) fence = run;
    else if (fence === undefined) outside.push(line);
    else if (line === fence) fence = undefined;
  }
  if (fence !== undefined) throw new Error("a block without an end");
  return outside;
}

/** Cells of a row: bars count unless a backslash is before them. */
function cellCount(row: string): number {
  return (row.match(/(?<!\\)\|/g) ?? []).length - 1;
}

describe("Markdown", () => {
  test("of a check", async () => {
    await expect(markdown.renderCheck(check, context)).toMatchFileSnapshot("fixtures/check.md.snap");
  });

  test("of a preflight that is rejected, and of one that is accepted", async () => {
    await expect(markdown.renderPreflight!(rejected, context)).toMatchFileSnapshot(
      "fixtures/rejected.md.snap",
    );
    expect(markdown.renderPreflight!(accepted, context)).toMatch(
      /^# ✅ accept: cmd\/crawler\/main\.go\n\n- no hazard found/,
    );
  });

  test("of an audit, with the change and the budget first", () => {
    const text = markdown.renderAudit!(audit, context, {
      diff: {
        before: "old.wasm",
        after: audit.name,
        totals: [{ name: "raw", before: 2_500_000, after: 2_588_104, delta: 88_104 }],
        kinds: [],
        packages: [{ name: "net/http", before: 0, after: 701_330, delta: 701_330 }],
        functions: [],
      },
      budget: [{ scope: "raw", name: "raw", limitBytes: 2_000_000, bytes: 2_588_104, passed: false }],
    });
    expect(text).toContain("| `raw` | 2,588,104 | 2,000,000 | **over** |");
    expect(text).toContain("| `net/http` | 0 | 701,330 | \\+685 KiB |");
    expect(text.indexOf("## Budget")).toBeLessThan(text.indexOf("## Kinds"));
  });

  test("hostile text opens no block, table, heading, link, mention or element", () => {
    for (const text of [
      markdown.renderPreflight!(poisoned(rejected), context),
      markdown.renderCheck(poisoned(check), {
        ...context,
        sources: new Map([[poisoned("cmd/crawler/main.go"), poisoned("package main\n")]]),
      }),
      markdown.renderAudit!(poisoned(audit), context),
    ]) {
      const lines = outsideBlocks(text);
      const prose = lines.map((line) => line.replace(/(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, "CODE"));
      for (const line of prose) {
        expect(line).not.toMatch(/(?<!\\)<(?!br>|!-- -->)/);
        expect(line).not.toMatch(/(?<!\\)\]\(|@\w|(?<!<!-- -->):\/\/|^\s*::/);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
        expect(line).not.toMatch(/[\u0000-\u001f\u0080-\u009f\u202e]/);
      }
      const headings = lines.filter((line) => /^#+ /.test(line));
      for (const heading of headings) expect(heading).not.toMatch(/^#+ owned/);
      for (const [index, line] of lines.entries())
        if (/^\|[-:|]+\|$/.test(line)) {
          const cells = cellCount(line);
          for (let row = index + 1; lines[row]?.startsWith("|"); row++)
            expect(cellCount(lines[row]!)).toBe(cells);
        }
    }
  });
});
