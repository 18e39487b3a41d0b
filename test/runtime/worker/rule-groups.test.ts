import fc from "fast-check";
import { expect, test } from "vitest";
import type { ImportRule } from "../../../src/policy/policy.ts";
import { groupRules, rulesOf } from "../../../src/runtime/worker/rule-groups.ts";

const rule: fc.Arbitrary<ImportRule> = fc.oneof(
  fc.constantFrom("allow", "deny", "stub", "deterministic").map((one) => ({ rule: one }) as ImportRule),
  fc.array(fc.string()).map((values) => ({ rule: "values" as const, values })),
  fc.array(fc.string()).map((paths) => ({ rule: "paths" as const, paths, mode: "ro" as const })),
);

test("rules come out of their groups as they went in, whatever they are", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), rule)), (entries) => {
      const rules = new Map(entries);
      expect(new Map([...rulesOf(structuredClone(groupRules(rules)))].sort())).toEqual(
        new Map([...rules].sort()),
      );
    }),
  );
});

test("imports with the same plain rule are one group", () => {
  const names = ["fd_read", "fd_write", "args_get"];
  const groups = groupRules(new Map(names.map((name) => [name, { rule: "allow" }])));
  expect(groups).toEqual([{ rule: { rule: "allow" }, names }]);
});
