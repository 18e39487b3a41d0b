import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PreflightReport, RenderContext } from "../../src/report/report.ts";
import { uriOfPath } from "../../src/report/sarif/location.ts";
import { sarif } from "../../src/report/sarif.ts";
import type { CheckReport, Finding } from "../../src/source/finding.ts";
import { PAYLOAD, poisoned } from "./fixtures/poison.ts";
import {
  busy,
  CRAWLER,
  check,
  cleanCheck,
  context,
  forbidden,
  recursion,
  rejected,
  shadowed,
} from "./fixtures/samples.ts";

interface Location {
  readonly id?: number;
  readonly message?: { readonly text: string };
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string; readonly index: number };
    readonly region: Readonly<Record<"startLine" | "startColumn" | "endLine" | "endColumn", number>>;
  };
}

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly Location[];
  readonly relatedLocations?: readonly Location[];
  readonly codeFlows?: readonly {
    readonly threadFlows: readonly {
      readonly locations: readonly { readonly location: Location; readonly executionOrder: number }[];
    }[];
  }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions: readonly { readonly kind: string; readonly justification: string }[];
}

interface Rule {
  readonly id: string;
  readonly name: string;
  readonly shortDescription: { readonly text: string };
  readonly help?: { readonly text: string; readonly markdown: string };
  readonly helpUri?: string;
  readonly relationships?: readonly {
    readonly target: {
      readonly id: string;
      readonly index: number;
      readonly toolComponent: { readonly index: number };
    };
    readonly kinds: readonly string[];
  }[];
  readonly defaultConfiguration: { readonly level: string };
  readonly properties: { readonly tags: readonly string[]; readonly [name: string]: unknown };
}

interface Run {
  readonly tool: {
    readonly driver: {
      readonly name: string;
      readonly version: string;
      readonly rules: readonly Rule[];
      readonly supportedTaxonomies: readonly unknown[];
    };
  };
  readonly taxonomies: readonly { readonly name: string; readonly taxa: readonly unknown[] }[];
  readonly columnKind: string;
  readonly originalUriBaseIds: Readonly<Record<string, unknown>>;
  readonly artifacts: readonly { readonly location: { readonly uri: string } }[];
  readonly invocations: readonly {
    readonly toolExecutionNotifications?: readonly {
      readonly level: string;
      readonly message: { readonly text: string };
    }[];
  }[];
  readonly results: readonly Result[];
  readonly properties: Readonly<Record<string, unknown>>;
}

const validate = schemaOfSarif();

/** The OASIS schema is draft 4; it uses nothing that later drafts read differently, but Ajv refuses its `id`. */
function schemaOfSarif(): ValidateFunction {
  const schema = JSON.parse(readFileSync(new URL("sarif-schema-2.1.0.json", import.meta.url), "utf8"));
  const { $schema, id, ...rest } = schema;
  expect([$schema, id]).toEqual([
    "http://json-schema.org/draft-04/schema#",
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
  ]);
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return ajv.compile(rest);
}

function valid(text: string): Run {
  const log = JSON.parse(text) as { readonly runs: readonly Run[] };
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
  expect(log.runs).toHaveLength(1);
  return log.runs[0]!;
}

function runOf(report: CheckReport, own: Partial<RenderContext> = {}): Run {
  return valid(sarif.renderCheck(report, { ...context, ...own }));
}

function preflightRun(report: PreflightReport): Run {
  return valid(sarif.renderPreflight!(report, context));
}

function withFindings(...findings: readonly Finding[]): CheckReport {
  return { ...check, findings, suppressed: [] };
}

describe("SARIF", () => {
  test("is valid against the schema of OASIS, and the schema notices a mistake", () => {
    expect(runOf(check).results).toHaveLength(5);
    expect(runOf(cleanCheck).results).toHaveLength(0);
    preflightRun(rejected);
    expect(validate({ version: "2.1.0", runs: [{ results: [] }] })).toBe(false);
  });

  test("puts errors first and suppressed results last, with a reason", () => {
    const { results } = runOf({ ...check, findings: [forbidden, busy, recursion] });
    expect(results.map((result) => [result.ruleId, result.level])).toEqual([
      ["unchanged-recursion", "error"],
      ["busy-select", "warning"],
      ["forbidden-import", "note"],
      ["lost-cancel", "warning"],
    ]);
    expect(results.map((result) => result.suppressions)).toEqual([
      [],
      [],
      [],
      [{ kind: "inSource", status: "accepted", justification: "the process ends right after" }],
    ]);
  });

  test("every result points at its own rule, artifact and base", () => {
    const run = runOf(check);
    for (const result of run.results) {
      expect(run.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
      for (const { physicalLocation } of [...result.locations, ...(result.relatedLocations ?? [])]) {
        const { uri, uriBaseId, index } = physicalLocation.artifactLocation;
        expect(run.artifacts[index]?.location.uri).toBe(uri);
        expect(Object.keys(run.originalUriBaseIds)).toContain(uriBaseId);
      }
    }
    expect(run.columnKind).toBe("utf16CodeUnits");
  });

  test("tells all about a rule: help, level, tags, scores", () => {
    const rule = runOf(check).tool.driver.rules.find((one) => one.id === "shadowed-update");
    expect(rule).toMatchObject({
      name: "ShadowedUpdate",
      defaultConfiguration: { level: "error" },
      properties: {
        tags: ["security", "invariant-condition", "external/cwe/cwe-835"],
        precision: "very-high",
        "problem.severity": "error",
        "security-severity": "7.5",
      },
    });
    expect(rule?.help?.markdown).toContain("```go\nfor n < 3 {\n\tn := n + 1");
    expect(rule?.help?.text).toContain("//sandglass:ignore shadowed-update REASON");
    expect(rule?.helpUri).toBeUndefined();
  });

  test("says which weaknesses of MITRE's list a rule is about", () => {
    const run = runOf(check);
    const rule = run.tool.driver.rules.find((one) => one.id === "shadowed-update");
    const [relationship] = rule?.relationships ?? [];
    const { id, index, toolComponent } = relationship!.target;
    expect([id, relationship!.kinds]).toEqual(["835", ["superset"]]);
    expect(run.taxonomies[toolComponent.index]).toMatchObject({ name: "CWE" });
    expect(run.taxonomies[toolComponent.index]!.taxa[index]).toEqual({
      id: "835",
      helpUri: "https://cwe.mitre.org/data/definitions/835.html",
    });
    expect(run.tool.driver.supportedTaxonomies).toEqual([{ name: "CWE", index: 0 }]);
  });

  test("offers no comment that would silence the compiler", () => {
    const rule = { ...context.rules[0]!, id: "compile-error", hazard: "does-not-build" as const };
    const [described] = runOf(cleanCheck, { rules: [rule] }).tool.driver.rules;
    expect(described?.help?.text).not.toContain("sandglass:ignore");
  });

  test("describes what the compiler says as a rule of its own, which is no matter of security", () => {
    const run = runOf(
      withFindings({ ...recursion, rule: "compile-error", hazard: "does-not-build", cwe: [] }),
    );
    const rule = run.tool.driver.rules[run.results[0]!.ruleIndex];
    expect(rule?.properties).toEqual({
      tags: ["does-not-build"],
      precision: "very-high",
      "problem.severity": "error",
    });
  });

  test("links related places in the message, where GitHub shows them", () => {
    const [result] = runOf(withFindings(shadowed)).results;
    expect(result?.message.text).toBe(
      "attempt never changes while the loop runs; [declares a new attempt](1). Proof: attempt = 0 at each test of attempt < 3: the only assignment declares another variable. Help: assign with = instead of :=.",
    );
    expect(result?.relatedLocations?.map((place) => place.id)).toEqual([1]);
    expect(result?.codeFlows).toBeUndefined();
  });

  test("makes a flow of the steps of a path, in their order", () => {
    const [result] = runOf(withFindings(recursion)).results;
    const steps = result?.codeFlows?.[0]?.threadFlows[0]?.locations.map(({ location, executionOrder }) => [
      executionOrder,
      location.physicalLocation.region.startLine,
      location.message?.text,
    ]);
    expect(steps).toEqual([
      [1, recursion.path![0]!.line, "visit is called"],
      [2, recursion.line, "visit calls itself with the same page"],
    ]);
  });

  test("gives the fingerprint that GitHub matches alerts by", () => {
    expect(runOf(withFindings(busy)).results[0]?.partialFingerprints).toEqual({
      primaryLocationLineHash: busy.fingerprint,
      "sandglassFinding/v1": busy.fingerprint,
    });
  });

  test("hostile text stays one line of text, breaks no link and keeps the log valid", () => {
    const run = preflightRun(poisoned(rejected));
    const texts = run.results.flatMap((result) => [
      result.message.text,
      ...(result.relatedLocations ?? []).map((one) => one.message?.text ?? ""),
    ]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
    for (const text of texts) expect(text).not.toMatch(/[\u0000-\u001f\u0080-\u009f\u202e]/);
    for (const { message } of run.results) expect(message.text).not.toMatch(/(?<!\\)\]\((?!\d+\))/);
    valid(
      sarif.renderCheck(poisoned(check), {
        ...context,
        rules: poisoned(context.rules, PAYLOAD.slice(0, 80)),
      }),
    );
  });

  test("a region that is out of range is raised to the least legal one", () => {
    const [result] = runOf(
      withFindings({ ...busy, line: 0, column: -3, endLine: Number.NaN, endColumn: 0 }),
    ).results;
    expect(result?.locations[0]?.physicalLocation.region).toEqual({
      startLine: 1,
      startColumn: 1,
      endLine: 1,
      endColumn: 1,
    });
  });

  test("a preflight says its verdict and its reasons", () => {
    const run = preflightRun(rejected);
    expect(run.properties).toMatchObject({ verdict: "reject", outcome: "out-of-fuel", exitCode: 137 });
    expect(run.invocations[0]?.toolExecutionNotifications?.map((one) => one.message.text)).toEqual(
      rejected.reasons,
    );
  });
});

describe("the limits of GitHub", () => {
  test("at most 25,000 results, errors among them, and a note of what is left out", () => {
    const many = Array.from({ length: 25_010 }, () => busy);
    const text = sarif.renderCheck({ ...cleanCheck, findings: [...many, recursion] }, context);
    const run = (JSON.parse(text) as { readonly runs: readonly Run[] }).runs[0]!;
    expect(run.results).toHaveLength(25_000);
    expect(run.results[0]?.level).toBe("error");
    expect(run.invocations[0]?.toolExecutionNotifications?.[0]?.message.text).toBe(
      "11 results beyond 25000 are left out.",
    );
  });

  test("at most 10 tags a rule and 100 locations a result", () => {
    const cwe = Array.from({ length: 30 }, (_, index) => `CWE-${index + 1}`);
    const related = Array.from({ length: 5_000 }, () => ({ ...busy, message: "again" }));
    const run = runOf(withFindings({ ...recursion, rule: "new", cwe, related, path: related }));
    expect(run.tool.driver.rules.at(-1)?.properties.tags).toHaveLength(10);
    expect(run.results[0]?.relatedLocations).toHaveLength(99);
    expect(run.results[0]?.codeFlows?.[0]?.threadFlows[0]?.locations).toHaveLength(1_000);
  });

  test("descriptions of at most 1,024 units", () => {
    const long = { ...context.rules[0]!, docs: { ...context.rules[0]!.docs, what: "😀".repeat(2_000) } };
    const rule = runOf(cleanCheck, { rules: [long] }).tool.driver.rules[0];
    expect(rule?.shortDescription.text.length).toBeLessThanOrEqual(1_024);
    expect(rule?.shortDescription.text).not.toMatch(/\p{Surrogate}/u);
  });
});

describe("paths as URIs", () => {
  test.each([
    ["a plain path", CRAWLER, "cmd/crawler/main.go"],
    ["the working directory", "./main.go", "main.go"],
    ["spaces and signs", "my app/50%#1?.go", "my%20app/50%25%231%3F.go"],
    ["other scripts", "日本/é.go", "%E6%97%A5%E6%9C%AC/%C3%A9.go"],
    ["a colon, which is no scheme", "a:b.go", "a%3Ab.go"],
    ["Windows separators", "cmd\\main.go", "cmd/main.go"],
    ["an absolute path", "/home/x/main.go", "file:///home/x/main.go"],
    ["a drive", "C:\\x\\main.go", "file:///C:/x/main.go"],
    ["half a surrogate pair", "a\ud800.go", "a%EF%BF%BD.go"],
  ])("%s", (_, path, uri) => {
    expect(uriOfPath(path)).toBe(uri);
  });

  test("a path above the working directory has no base that it would leave", () => {
    const [result] = runOf(withFindings({ ...busy, file: "../other/main.go" })).results;
    expect(result?.locations[0]?.physicalLocation.artifactLocation).toEqual({
      uri: "../other/main.go",
      index: 0,
    });
  });

  test("any path gives a URI that parses and decodes to it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (name) => {
        const path = `a/${name.replace(/[\\/]/g, "_")}.go`;
        const url = new URL(uriOfPath(path), "file:///root/");
        expect(decodeURIComponent(url.pathname)).toBe(`/root/${path.replace(/\p{Surrogate}/gu, "\ufffd")}`);
      }),
    );
  });
});
