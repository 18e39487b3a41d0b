import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { generatedDocs } from "../../cli/docs.ts";

const docs = await generatedDocs();

test.each([...docs])("%s is what the code says (npm run docs writes it)", (path, text) => {
  expect(existsSync(path) ? readFileSync(path, "utf8") : "missing").toBe(text);
});

test("no page of a rule that is gone", () => {
  const pages = new Set(docs.keys());
  for (const page of readdirSync("docs/rules")) expect(pages).toContain(`docs/rules/${page}`);
});
