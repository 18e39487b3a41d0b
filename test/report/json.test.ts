import { describe, expect, test } from "vitest";
import { json } from "../../src/report/json.ts";
import { poisoned } from "./fixtures/poison.ts";
import { audit, build, check, context, harden, outOfFuel, rejected } from "./fixtures/samples.ts";

/** A copy whose keys were set in the opposite order. */
function reversed<T>(value: T): T {
  if (Array.isArray(value)) return value.map(reversed) as T;
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, one]) => [key, reversed(one)]),
  ) as T;
}

describe("JSON", () => {
  test.each([
    ["check", json.renderCheck(check, context), check],
    ["preflight", json.renderPreflight!(rejected, context), rejected],
    ["build", json.renderBuild!(build, context), build],
    ["harden", json.renderHarden!(harden, context), harden],
    ["audit", json.renderAudit!(audit, context), audit],
    ["outcome", json.renderOutcome!(outOfFuel, context), outOfFuel],
  ])("of %s is exactly the contract's object, with two spaces", (_, text, value) => {
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    expect(text).toMatch(/^\{\n {2}"schemaVersion": 1,\n/);
    expect(text.endsWith("}\n")).toBe(true);
  });

  test("keeps the order of keys whatever order they were set in", () => {
    const keys = (text: string): string[] => [...text.matchAll(/^ {2}"(\w+)"/gm)].map(([, key = ""]) => key);
    expect(keys(json.renderPreflight!(reversed(rejected), context))).toEqual(
      "schemaVersion tool name verdict reasons check build harden audit outcome stdout stderr".split(" "),
    );
    const finding = json.renderCheck({ ...check, findings: [reversed(check.findings[0]!)] }, context);
    expect(finding.indexOf('"rule"')).toBeLessThan(finding.indexOf('"hazard"'));
    expect(finding.indexOf('"file"')).toBeLessThan(finding.indexOf('"fingerprint"'));
  });

  test("keeps a key that is newer than this list", () => {
    expect(JSON.parse(json.renderCheck({ ...check, cached: 3 } as typeof check, context)).cached).toBe(3);
  });

  test("adds comparison and budget to an audit only when there are any", () => {
    const budget = [{ scope: "raw" as const, name: "raw", limitBytes: 1, bytes: 2, passed: false }];
    expect(JSON.parse(json.renderAudit!(audit, context, { diff: undefined, budget })).budget).toEqual(budget);
    expect(Object.keys(JSON.parse(json.renderAudit!(audit, context, {})))).not.toContain("diff");
  });

  test("prints nothing that acts on a terminal, and loses nothing", () => {
    const hostile = poisoned(rejected);
    const text = json.renderPreflight!(hostile, context);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2066]|\p{Surrogate}/u);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(hostile)));
  });
});
