import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { functionNames } from "../../src/size/function-names.ts";
import { readModule } from "../../src/wasm/reader.ts";

const folder = mkdtempSync(join(tmpdir(), "sandglass-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(["", "-s -w"])("functions have Go's own names with -ldflags=%j", (flags) => {
  const target = join(folder, "counter.wasm");
  execFileSync("go", ["build", `-ldflags=${flags}`, "-o", target, "examples/counter/main.go"], {
    env: { ...process.env, GOOS: "wasip1", GOARCH: "wasm", GOFLAGS: "" },
  });
  const names = [...functionNames(readModule(readFileSync(target))).values()];
  expect(names).toContainEqual({ name: "main.main", package: "main" });
  expect(names).toContainEqual({ name: "fmt.(*pp).printValue", package: "fmt" });
  expect(names).toContainEqual({ name: "internal/poll.(*FD).Write", package: "internal/poll" });
});
