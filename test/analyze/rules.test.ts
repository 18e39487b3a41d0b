import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { RULES } from "../../src/analyze/rules/index.ts";
import { check, wantsOf } from "./expectations.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "rules");
const fixtures = readdirSync(root, { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".go"))
  .sort();

/** Rules about circles of calls, and about what happens between two goroutines. */
const WITH_PATH = [
  ...["self-recursion", "mutual-recursion", "unchanged-argument-recursion", "wrong-way-argument"],
  ...["self-printing-method", "self-marshalling-method", "spawn-bomb"],
  ...["abandoned-send", "one-sided-channel", "range-never-closed", "blocked-forever", "self-send"],
  ...["crossed-waits", "wait-before-receive", "waitgroup-never-done"],
  ...["double-lock", "lock-order", "lock-held-at-return"],
];

describe("each fixture gives exactly the findings that its comments want", () => {
  test.each(fixtures)("%s", async (name) => {
    const text = readFileSync(join(root, name), "utf8");
    const { findings } = await check({ [name]: text });
    const wants = wantsOf(text);
    const found = findings.map(({ line, severity, rule }) => ({ line, severity, rule }));
    expect(found).toEqual(wants.map(({ line, severity, rule }) => ({ line, severity, rule })));
    for (const [at, want] of wants.entries()) expect(findings[at]!.message).toContain(want.message);
  });
});

describe("every rule", () => {
  test.each(RULES.map((rule) => rule.id))("%s has fixtures with and without findings", (id) => {
    const own = fixtures.filter((name) => name.startsWith(`${id}/`));
    const wanting = own.filter((name) => wantsOf(readFileSync(join(root, name), "utf8")).length > 0);
    expect(wanting.length).toBeGreaterThan(0);
    expect(own.length).toBeGreaterThan(wanting.length);
  });

  test("a path has several steps in order, and the finding is one of them", async () => {
    const walkable = new Set<string>();
    for (const name of fixtures) {
      const { findings } = await check({ [name]: readFileSync(join(root, name), "utf8") });
      for (const { rule, path, line, column } of findings) {
        if (path === undefined) continue;
        walkable.add(rule);
        expect(path.length).toBeGreaterThan(1);
        expect(path.some((step) => step.line === line && step.column === column)).toBe(true);
        for (const { message } of path) expect(message).not.toBe("");
      }
    }
    expect([...walkable]).toEqual(expect.arrayContaining(WITH_PATH));
  });

  test("errors carry their proof in words, and nothing else claims one", async () => {
    for (const name of fixtures) {
      const { findings } = await check({ [name]: readFileSync(join(root, name), "utf8") });
      for (const { severity, witness } of findings) expect(witness !== undefined).toBe(severity === "error");
    }
  });
});
