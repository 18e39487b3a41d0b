import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Markup, markup } from "../../src/report/html/markup.ts";
import { sha256Base64 } from "../../src/report/html/sha256.ts";
import { html } from "../../src/report/html.ts";
import { poisoned } from "./fixtures/poison.ts";
import { accepted, audit, check, context, recursion, rejected } from "./fixtures/samples.ts";

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

/** Names of the elements of a page in order, outside of scripts and styles. */
function elementsOf(page: string): string[] {
  const body = page.replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>/g, "<$1>");
  return [...body.matchAll(/<(\/?[a-z][\w-]*)/gi)].map(([, name = ""]) => name);
}

const pages = [
  ["check", html.renderCheck(check, context)],
  ["preflight", html.renderPreflight!(rejected, context)],
  ["audit", html.renderAudit!(audit, context)],
] as const;

describe("the page", () => {
  test.each(pages)("of %s allows only the style and the script that are in it", (_, page) => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/
      .exec(page)?.[1]
      ?.replaceAll("&#39;", "'");
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? "";
    const script = /<script>([\s\S]*?)<\/script>/.exec(page)?.[1] ?? "";
    expect(policy).toBe(
      `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; img-src data:; base-uri 'none'; form-action 'none'`,
    );
  });

  test.each(pages)("of %s fetches nothing and has no inline handler or style", (_, page) => {
    expect(page).not.toMatch(/\s(?:src|srcset|action|style|on\w+)=/i);
    for (const [, target = ""] of page.matchAll(/\shref="([^"]*)"/g))
      expect(target).toMatch(/^(?:#[\w-]+$|data:image\/svg\+xml,)/);
    expect(page).not.toMatch(/@import|url\(/);
  });

  test.each(pages)("of %s has one first heading and no level left out", (_, page) => {
    const levels = [...page.matchAll(/<h([1-6])[ >]/g)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels[0]).toBe(1);
    for (const [index, level] of levels.entries())
      expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);
  });

  test("shows how an execution comes to the hazard, step by step", () => {
    const [, page] = pages[1];
    const list = /<ol class="path">([\s\S]*?)<\/ol>/.exec(page)?.[1] ?? "";
    const steps = [...list.matchAll(/<li><code>([^<]*)<\/code> ([^<]*)<\/li>/g)];
    expect(steps.map(([, place, message]) => [place, message])).toEqual(
      recursion.path!.map(({ file, line, column, message }) => [`${file}:${line}:${column}`, message]),
    );
  });

  test("carries the whole report as JSON", () => {
    const data =
      /<script type="application\/json" id="report-data">([\s\S]*?)<\/script>/.exec(pages[1][1])?.[1] ?? "";
    expect(JSON.parse(data)).toEqual(JSON.parse(JSON.stringify(rejected)));
  });

  test("has the same elements whatever the text says", () => {
    const sources = new Map([...context.sources].map(([file, text]) => [poisoned(file), poisoned(text)]));
    const hostile = { ...context, sources, rules: poisoned(context.rules) };
    const plain = {
      ...context,
      sources: new Map([...context.sources].map(([file, text]) => [file, `${text}x\nx\nx\nx\nx\n`])),
    };
    expect(elementsOf(html.renderCheck(poisoned(check), hostile))).toEqual(
      elementsOf(html.renderCheck(check, plain)),
    );
    expect(elementsOf(html.renderAudit!(poisoned(audit), hostile))).toEqual(
      elementsOf(html.renderAudit!(audit, plain)),
    );
    const ownedReport = { ...rejected, stderr: "x" };
    expect(elementsOf(html.renderPreflight!(poisoned(rejected), hostile))).toEqual(
      elementsOf(html.renderPreflight!(ownedReport, plain)),
    );
  });

  test("shows invisible characters of the guest's output", () => {
    const page = html.renderPreflight!({ ...rejected, stdout: "\u001b[31m\u202e</pre>" }, context);
    expect(page).toContain("\\u001b[31m\\u202e&#60;/pre&#62;");
  });

  test("leaves out sections of stages that were not reached", () => {
    const refused = { ...accepted, outcome: { ...accepted.outcome!, outcome: "refused" as const } };
    const { build: _build, harden: _harden, audit: _audit, ...early } = refused;
    const ids = [...html.renderPreflight!(early, context).matchAll(/<section id="(\w+)"/g)].map(
      ([, id]) => id,
    );
    expect(ids).toEqual(["findings", "run"]);
  });

  test("of ten thousand findings stays a page that opens", () => {
    const findings = Array.from({ length: 10_000 }, () => check.findings[0]!);
    const page = html.renderCheck({ ...check, findings }, context);
    expect(page.match(/<article/g)).toHaveLength(300);
    expect(page).toContain("9,700 more findings in the JSON of this page.");
  });
});

describe("markup", () => {
  test("escapes what is not markup, in elements and attributes", () => {
    const inner = markup`<b title="${'"><script>'}">${"<i>"}${undefined}${[1, "&"]}</b>`;
    expect(markup`<p>${inner}</p>`.toString()).toBe(
      '<p><b title="&#34;&#62;&#60;script&#62;">&#60;i&#62;1&#38;</b></p>',
    );
  });

  test("cannot be made by hand", () => {
    expect(() => new Markup(Symbol("markup"), "<script>")).toThrow(TypeError);
  });
});

test("SHA-256 is that of node:crypto", () => {
  const own = (text: string): string => `'sha256-${sha256Base64(text)}'`;
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 4096])
    expect(own("é".repeat(length))).toBe(hashOf("é".repeat(length)));
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => own(text) === hashOf(text)));
});
