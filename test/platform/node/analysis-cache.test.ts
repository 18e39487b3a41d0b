import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
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

test("of other builds the three that wrote last are kept", () => {
  const names = ["0.0.0-1", "0.0.0-2", "0.0.0-3", "0.0.0-4"];
  for (const [days, name] of names.entries()) {
    const other = join(folder, "analysis", name);
    mkdirSync(other, { recursive: true });
    utimesSync(other, days * 86_400, days * 86_400);
  }
  nodeAnalysisCache(folder).put("key", "value");
  const left = readdirSync(join(folder, "analysis"));
  expect(left).toHaveLength(4);
  expect(left).not.toContain("0.0.0-1");
  expect(nodeAnalysisCache(folder).get("key")).toBe("value");
});

test("a folder that cannot be written is no error", () => {
  writeFileSync(join(folder, "file"), "");
  const cache = nodeAnalysisCache(join(folder, "file"));
  cache.put("key", "value");
  expect(cache.get("key")).toBeUndefined();
});
