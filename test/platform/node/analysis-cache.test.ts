import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { nodeAnalysisCache } from "../../../src/platform/node/analysis-cache.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sandglass-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("remembers across instances what was put", () => {
  nodeAnalysisCache(folder).put("key", "größe 日本");
  expect(nodeAnalysisCache(folder).get("key")).toBe("größe 日本");
  expect(nodeAnalysisCache(folder).get("other")).toBeUndefined();
});

test("a damaged file is as good as none", () => {
  const cache = nodeAnalysisCache(folder);
  cache.put("key", "value");
  const own = join(folder, "analysis", readdirSync(join(folder, "analysis"))[0] ?? "");
  for (const name of readdirSync(own)) writeFileSync(join(own, name), "nonsense");
  expect(cache.get("key")).toBeUndefined();
});

test("results of another build are removed", () => {
  mkdirSync(join(folder, "analysis", "0.0.0-1"), { recursive: true });
  nodeAnalysisCache(folder).put("key", "value");
  expect(readdirSync(join(folder, "analysis"))).not.toContain("0.0.0-1");
});

test("a folder that cannot be written is no error", () => {
  writeFileSync(join(folder, "file"), "");
  const cache = nodeAnalysisCache(join(folder, "file"));
  cache.put("key", "value");
  expect(cache.get("key")).toBeUndefined();
});
