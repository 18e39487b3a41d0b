import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const example = join(import.meta.dirname, "../../examples/host-functions");
const folder = mkdtempSync(join(tmpdir(), "host-functions-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("the example's Go program gets its greeting, and is refused without the capability", () => {
  const wasm = join(folder, "greet.wasm");
  const environment = { ...process.env, GOOS: "wasip1", GOARCH: "wasm", GOFLAGS: "", GO111MODULE: "off" };
  execFileSync("go", ["build", "-o", wasm, join(example, "main.go")], { env: environment });
  const runExample = (...words: string[]): string =>
    execFileSync(process.execPath, [join(example, "run.mjs"), wasm, ...words], { encoding: "utf8" });
  expect(runExample()).toBe("Hello, Go!\nBad address\nexited\n");
  expect(runExample("--deny")).toBe(
    'refused greetings.greet: the capability "greeting" of the host is not granted\n',
  );
});
