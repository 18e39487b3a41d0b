import { execFile, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";

const run = promisify(execFile);
const examples = readdirSync("examples", { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const folder = mkdtempSync(join(tmpdir(), "sandglass-examples-"));
const environment = { ...process.env, GOFLAGS: "", GOWORK: "off", GO111MODULE: "off" };

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Builds an example for this machine and runs it there; `timeoutMs` after its start it is killed. */
async function runNatively(
  name: string,
  words: string[] = [],
  input = "",
  timeoutMs = 20_000,
): Promise<Ended> {
  const program = join(folder, name);
  await run("go", ["build", "-o", program, `examples/${name}/main.go`], { env: environment });
  return new Promise((done, fail) => {
    const child = spawn(program, words, { timeout: timeoutMs, killSignal: "SIGKILL" });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (data) => {
      stdout += data;
    });
    child.stderr.on("data", (data) => {
      stderr += data;
    });
    child.on("error", fail);
    child.on("close", (code, signal) => done({ code, signal, stdout, stderr }));
    child.stdin.end(input);
  });
}

describe("the examples", () => {
  test("are all in the table of their README, with a command that names them", () => {
    const readme = readFileSync("examples/README.md", "utf8");
    for (const name of examples) {
      expect(readme).toContain(`[${name}](${name}/main.go)`);
      expect(readme).toMatch(new RegExp(`\`[^\`]*npx sandglass [^\`]*examples/${name}/main\\.go[^\`]*\``));
    }
  });

  test.each(examples)("%s is formatted, vetted, builds for wasip1 and says what to try", async (name) => {
    const source = `examples/${name}/main.go`;
    expect((await run("gofmt", ["-l", source])).stdout).toBe("");
    const env = { ...environment, GOOS: "wasip1", GOARCH: "wasm" };
    await run("go", ["vet", source], { env });
    const wasm = join(folder, `${name}.wasm`);
    await run("go", ["build", "-o", wasm, source], { env });
    expect(WebAssembly.validate(readFileSync(wasm))).toBe(true);
    expect(readFileSync(source, "utf8")).toMatch(/^\/\/ [A-Z][a-z]+ .*\n\/\/\n\/\/ Try: .*npx sandglass /);
  });

  test("primes prints the same true figures every time", async () => {
    const [first, second] = [await runNatively("primes"), await runNatively("primes")];
    expect(first.code).toBe(0);
    expect(first.stdout).toContain(
      "78498 primes, 8169 pairs of twins, the widest gap is 114, the largest prime is 999983",
    );
    expect(second.stdout).toBe(first.stdout);
  });

  test("pool runs a module many times and adds up what it answers", async () => {
    const wasm = join(folder, "square.wasm");
    const env = { ...environment, GOOS: "wasip1", GOARCH: "wasm" };
    await run("go", ["build", "-o", wasm, "examples/pool/main.go"], { env });
    const { stdout } = await run(process.execPath, ["examples/pool/run.mjs", wasm, "20"]);
    expect(stdout).toMatch(/^20 runs, sum of squares 2470, [\d.]+ ms a run\n$/);
  });

  test("counter prints 42", async () => {
    expect(await runNatively("counter")).toMatchObject({ code: 0, stdout: "Counter: 42\n" });
  });

  test("grader sums its input, and ends with 1 at what is no number", async () => {
    expect((await runNatively("grader", [], "70 81\n92\n")).stdout).toBe("3 grades, sum 243, mean 81.00\n");
    expect((await runNatively("grader", [], "")).stdout).toBe("no grades\n");
    expect(await runNatively("grader", [], "70 eighty")).toMatchObject({
      code: 1,
      stderr: 'not a number: "eighty"\n',
    });
  });

  test("files counts like wc, and says which file is missing", async () => {
    const file = resolve("examples/README.md");
    const [lines, words, bytes] = (await run("wc", [file])).stdout.trim().split(/\s+/);
    const counted = await runNatively("files", [file]);
    expect(counted.stdout).toBe(`${file}: ${lines} lines, ${words} words, ${bytes} bytes\n`);
    expect(await runNatively("files", ["/no/such"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("/no/such"),
    });
    expect((await runNatively("files")).code).toBe(2);
  });

  test("leaky ends, and counts the goroutines that it forgot", async () => {
    expect(await runNatively("leaky")).toMatchObject({
      code: 0,
      stdout: "the first answer: sand\ngoroutines still waiting to send: 2\n",
    });
  });

  test("endless is still running when it is killed", async () => {
    expect(await runNatively("endless", [], "", 300)).toMatchObject({
      signal: "SIGKILL",
      stdout: "counting to infinity\n",
    });
  });
});
