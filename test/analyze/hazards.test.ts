import { expect, test } from "vitest";
import { check } from "./expectations.ts";

/** Where a rule names another hazard than its own, by what it proved. */
test.each([
  ["var left uint = 10\n\tfor left > 0 {\n\t\tleft -= 3\n\t}", "wrong-direction", "unsigned-wrap"],
  ["left := 10\n\tfor left != 0 {\n\t\tleft -= 3\n\t}", "wrong-direction", "wrong-direction"],
  ["left := uint(10)\n\tfor left > 3 {\n\t\tleft++\n\t}", "wrong-direction", "wrong-direction"],
  ["for x := 0.0; x != 1.0; x += 0.1 {\n\t}", "float-counter", "wrong-direction"],
])("%j is found by %s and called %s", async (body, rule, hazard) => {
  const { findings } = await check({ "main.go": `package main\n\nfunc main() {\n\t${body}\n}\n` });
  expect(findings.map((one) => [one.rule, one.hazard])).toEqual([[rule, hazard]]);
});
