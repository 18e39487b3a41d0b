import { describe, expect, test } from "vitest";
import { junit } from "../../src/report/junit.ts";
import { poisoned } from "./fixtures/poison.ts";
import { accepted, check, cleanCheck, context, rejected } from "./fixtures/samples.ts";
import { parseXml, type XmlElement } from "./fixtures/xml.ts";

function casesOf(root: XmlElement): XmlElement[] {
  return root.children.flatMap((suite) => suite.children);
}

describe("JUnit", () => {
  const root = parseXml(junit.renderCheck(check, context));

  test("has a suite a file whose totals add up", () => {
    expect(root.children.map((suite) => suite.attributes.get("name"))).toEqual(["cmd/crawler/main.go"]);
    for (const element of [root, ...root.children])
      expect(["tests", "failures", "errors", "skipped"].map((name) => element.attributes.get(name))).toEqual([
        "5",
        "2",
        "0",
        "1",
      ]);
  });

  test("fails for errors, passes warnings with their text, skips what is suppressed", () => {
    expect(casesOf(root).map((one) => [one.attributes.get("name"), one.children[0]?.name])).toEqual([
      ["unchanged-recursion at cmd/crawler/main.go:19:17", "failure"],
      ["shadowed-update at cmd/crawler/main.go:24:6", "failure"],
      ["busy-select at cmd/crawler/main.go:36:2", "system-out"],
      ["forbidden-import at cmd/crawler/main.go:5:2", "system-out"],
      ["lost-cancel at cmd/crawler/main.go:50:2", "skipped"],
    ]);
  });

  test("shows proof, help and code in a failure", () => {
    const failure = casesOf(root)[1]?.children[0];
    expect(failure?.attributes.get("message")).toBe("attempt never changes while the loop runs");
    expect(failure?.text).toContain("help: assign with = instead of :=");
    expect(failure?.text).toContain("24 │     for attempt < 3 {\n   │         ^^^^^^^^^^^");
  });

  test("has a passing case for a clean file", () => {
    const [only, ...more] = casesOf(parseXml(junit.renderCheck(cleanCheck, context)));
    expect([only?.attributes.get("name"), only?.children, more]).toEqual([
      "no findings in cmd/crawler/main.go",
      [],
      [],
    ]);
  });

  test("of a preflight begins with the verdict", () => {
    const verdict = casesOf(parseXml(junit.renderPreflight!(rejected, context)))[0];
    expect(verdict?.children[0]?.attributes.get("type")).toBe("out-of-fuel");
    const passed = casesOf(parseXml(junit.renderPreflight!(accepted, context)))[0];
    expect(passed?.children.map((one) => one.name)).toEqual(["system-out"]);
  });

  test("stays well-formed, with the same elements, whatever the text", () => {
    const hostile = parseXml(
      junit.renderPreflight!(poisoned(rejected), { ...context, sources: poisonedSources() }),
    );
    const names = (element: XmlElement): unknown => [element.name, element.children.map(names)];
    const own = parseXml(junit.renderPreflight!({ ...rejected }, context));
    // The poisoned finding is in a file of another name, so the clean file of the context has a suite of its own.
    expect(names(hostile)).toEqual(names(own));
  });
});

/** The crawler under the name that the poisoned findings give it. */
function poisonedSources(): ReadonlyMap<string, string> {
  return new Map([...context.sources].map(([file, text]) => [poisoned(file), poisoned(text)]));
}
