import { expect, test } from "vitest";
import { baseName } from "../../cli/artifact.ts";

test.each([
  ["cmd/app/", "app"],
  ["cmd\\app.go", "app"],
  ["a.b.go", "a.b"],
  ["archive.txtar", "archive"],
  [".", "main"],
  ["..", "main"],
  ["-", "main"],
  ["./...", "main"],
  ["日本.go", "日本"],
  ["mäin file.go", "mäin-file"],
  ["a\u001b[31m\n\u202eb.go", "a-31m-b"],
])("what is made of %j is called %s", (input, expected) => {
  expect(baseName(input)).toBe(expected);
});
