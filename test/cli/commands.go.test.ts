import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sandglass, temporaryFolder } from "./sandglass.ts";

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);

const TXTAR = `-- go.mod --
module example.com/greet

go 1.24
-- main.go --
package main

import (
	"fmt"

	"example.com/greet/words"
)

func main() { fmt.Println(words.Hello) }
-- words/words.go --
package words

const Hello = "hello from an archive"
`;

describe("run takes every kind of input", () => {
  test("a file, with words for the guest", async () => {
    const source = at("args.go");
    writeFileSync(
      source,
      'package main\n\nimport (\n\t"fmt"\n\t"os"\n)\n\nfunc main() { fmt.Println(len(os.Args), os.Args[1:]) }\n',
    );
    const { stdout, code } = await sandglass(["run", source, "--fuel", "50M", "--", "--fuel", "héé日本"]);
    expect(stdout).toBe("3 [--fuel héé日本]\n");
    expect(code).toBe(0);
  });

  test("a folder, a pattern, an archive and standard input", async () => {
    const module = at("greet");
    mkdirSync(join(module, "words"), { recursive: true });
    for (const [, name = "", text = ""] of TXTAR.matchAll(/-- (.+) --\n([\s\S]*?)(?=-- |$)/g))
      writeFileSync(join(module, name), text);
    writeFileSync(at("greet.txtar"), TXTAR);
    const calls = [
      sandglass(["run", module]),
      sandglass(["run", "./greet"], { cwd: folder }),
      sandglass(["run", "."], { cwd: module }),
      sandglass(["run", at("greet.txtar")]),
      sandglass(["run", "-"], { input: TXTAR }),
    ];
    for (const { stdout, stderr, code } of await Promise.all(calls)) {
      expect(stderr).toBe("");
      expect(stdout).toBe("hello from an archive\n");
      expect(code).toBe(0);
    }
  });

  test("an artifact is verified against what it was made from", async () => {
    const artifact = at("verified.wasm");
    expect((await sandglass(["build", "examples/counter/main.go", "-o", at("counter.wasm")])).code).toBe(0);
    const made = ["harden", at("counter.wasm"), "-o", artifact, "--engine", "stream", "--fuel", "5M"];
    expect((await sandglass(made)).code).toBe(0);
    const verify = ["harden", at("counter.wasm"), "--verify", artifact];
    const same = await sandglass(verify);
    expect([same.code, same.stdout]).toEqual([
      0,
      expect.stringMatching(/^Verified: .*\n {2}limits: fuel 5,000,000,/),
    ]);
    const alone = await sandglass(["harden", "--verify", artifact]);
    expect([alone.code, alone.stdout]).toEqual([
      0,
      expect.stringMatching(/^Proved that it stops by itself: .*\n {2}limits: fuel 5,000,000, memory/),
    ]);
    const never = await sandglass(["harden", "--verify", at("counter.wasm"), "--format", "json"]);
    expect([never.code, JSON.parse(never.stdout)]).toEqual([
      1,
      expect.objectContaining({ verdict: "unproved" }),
    ]);
    const forged = readFileSync(artifact);
    const place = forged.indexOf("all goroutines are asleep");
    forged[place]! ^= 1;
    writeFileSync(artifact, forged);
    const other = await sandglass([...verify, "--format", "json"]);
    expect(other.code).toBe(1);
    expect(JSON.parse(other.stdout)).toMatchObject({
      verdict: "different",
      differences: [{ section: "data", offset: place }],
    });
    const source = await sandglass(["harden", at("counter.wasm"), "--verify", "examples/counter/main.go"]);
    expect([source.code, source.stderr]).toEqual([
      2,
      expect.stringMatching(/is no module that could be verified/),
    ]);
  });

  test("a module made elsewhere, hardened before or not", async () => {
    expect((await sandglass(["build", "examples/counter/main.go", "-o", at("counter.wasm")])).code).toBe(0);
    expect(
      (await sandglass(["harden", at("counter.wasm"), "-o", at("safe.wasm"), "--engine", "stream"])).code,
    ).toBe(0);
    // The go command names test binaries so (go test -exec), and gives them words with one dash.
    copyFileSync(at("counter.wasm"), at("counter.test"));
    for (const name of ["counter.wasm", "safe.wasm", "counter.test"]) {
      const { stdout, code } = await sandglass(["run", at(name), "-test.v"]);
      expect(stdout).toBe("Counter: 42\n");
      expect(code).toBe(0);
    }
  });

  test("standard input of the guest", async () => {
    const { stdout } = await sandglass(["run", "examples/grader/main.go"], { input: "70 81\n92\n" });
    expect(stdout).toMatch(/3 grades, sum 243/);
  });
});

describe("run stops what does not end", () => {
  test("an endless loop is refused before it is built", async () => {
    const { stderr, code } = await sandglass(["run", "--go", "/nowhere/go", "examples/endless/main.go"]);
    expect(stderr).toMatch(/endless-loop/);
    expect(code).toBe(126);
  });

  test("by fuel, saying so on stderr and in the report", async () => {
    const { stderr, code } = await sandglass([
      "run",
      "--no-check",
      "--fuel",
      "5M",
      "--report",
      at("fuel.json"),
      "examples/endless/main.go",
    ]);
    expect(stderr).toMatch(/^signal: killed$/m);
    expect(stderr).toMatch(/out of fuel: [\d,]+ units/);
    expect(stderr).toMatch(/sandglass explain out-of-fuel/);
    expect(code).toBe(137);
    const outcome = JSON.parse(readFileSync(at("fuel.json"), "utf8"));
    expect(outcome).toMatchObject({
      schemaVersion: 1,
      outcome: "out-of-fuel",
      exitCode: 137,
      fuelLimit: "5000000",
    });
  });

  test("by the clock", async () => {
    const { stderr, code } = await sandglass([
      "run",
      "--no-check",
      "--timeout",
      "300ms",
      "examples/endless/main.go",
    ]);
    expect(stderr).toMatch(/^signal: killed$/m);
    expect(stderr).toMatch(/--timeout/);
    expect(code).toBe(137);
  });

  test("by memory", async () => {
    const { stderr, code } = await sandglass([
      "run",
      "--no-check",
      "--memory",
      "64MiB",
      "--report",
      at("memory.json"),
      "examples/hungry/main.go",
    ]);
    expect(stderr).toMatch(/--memory/);
    expect(JSON.parse(readFileSync(at("memory.json"), "utf8")).outcome).toBe("out-of-memory");
    expect(code).not.toBe(0);
  });
});

describe("capabilities", () => {
  test("a file is there only with --allow-read, and the denial names the flag", async () => {
    const denied = await sandglass(["run", "examples/files/main.go", "--", "/etc/hostname"]);
    expect(denied.stdout).not.toMatch(/lines/);
    expect(denied.stderr).toMatch(/--allow-read/);
    expect(denied.code).not.toBe(0);
    const allowed = await sandglass([
      "run",
      "--allow-read=examples:/data",
      "examples/files/main.go",
      "--",
      "/data/README.md",
    ]);
    expect(allowed.stdout).toMatch(/README\.md/);
    expect(allowed.code).toBe(0);
  });

  test("the playground preset gives the same bytes on every run", async () => {
    const source = at("dice.go");
    writeFileSync(
      source,
      'package main\n\nimport (\n\t"crypto/rand"\n\t"fmt"\n\t"time"\n)\n\nfunc main() {\n\tb := make([]byte, 8)\n\trand.Read(b)\n\ttime.Sleep(time.Hour)\n\tfmt.Println(time.Now().UTC().Format(time.RFC3339), b)\n}\n',
    );
    const [first, second] = [
      await sandglass(["run", "--preset", "playground", source]),
      await sandglass(["run", "--preset", "playground", source]),
    ];
    expect(first.stdout).toMatch(/^2009-11-11T00:00:00Z/);
    expect(second.stdout).toBe(first.stdout);
  });

  test("a policy that refuses an import names the symbol, the Go API and the line", async () => {
    const policy = at("strict.toml");
    writeFileSync(policy, "[imports.wasi_snapshot_preview1]\npath_open = false\n");
    const { stderr, code } = await sandglass([
      "run",
      "--config",
      policy,
      "examples/files/main.go",
      "--",
      "x",
    ]);
    expect(stderr).toMatch(/path_open/);
    expect(stderr).toMatch(/os\.Open/);
    expect(stderr).toMatch(/strict\.toml:2/);
    expect(code).toBe(126);
  });
});

describe("the other commands", () => {
  test("check writes every format", async () => {
    const sarif = await sandglass(["check", "--format", "sarif", "examples/endless/main.go"]);
    expect(JSON.parse(sarif.stdout).version).toBe("2.1.0");
    expect(sarif.code).toBe(1);
    const json = await sandglass(["check", "--format", "json", "./examples/..."]);
    expect(JSON.parse(json.stdout)).toMatchObject({ schemaVersion: 1, files: 9 });
    for (const format of ["github", "junit", "html", "markdown"])
      expect((await sandglass(["check", "--format", format, "examples/endless/main.go"])).stdout).toMatch(
        /endless-loop/,
      );
    expect((await sandglass(["check", "--fail-on", "never", "examples/endless/main.go"])).code).toBe(0);
  });

  test("preflight leaves a report, a module and a map", async () => {
    const out = at("report");
    const { stdout, code } = await sandglass(["preflight", "examples/primes/main.go", "--out", out]);
    expect(stdout).toMatch(/ACCEPT/);
    expect(code).toBe(0);
    for (const name of ["report.html", "report.json", "report.sarif", "main.wasm", "main.wasm.map.json"])
      expect(existsSync(join(out, name))).toBe(true);
    expect(JSON.parse(readFileSync(join(out, "report.json"), "utf8"))).toMatchObject({
      schemaVersion: 1,
      verdict: "accept",
      outcome: { outcome: "exited", exitCode: 0 },
    });
    const rejected = await sandglass(["preflight", "examples/endless/main.go", "--out", at("rejected")]);
    expect(rejected.stdout).toMatch(/REJECT/);
    expect(rejected.code).toBe(1);
    expect(existsSync(join(at("rejected"), "main.wasm"))).toBe(false);
  });

  test("audit adds up, compares and keeps a budget", async () => {
    await sandglass(["build", "examples/counter/main.go", "-o", at("a.wasm")]);
    const report = JSON.parse((await sandglass(["audit", at("a.wasm"), "--format", "json"])).stdout);
    const sum = (rows: { bytes: number }[]): number => rows.reduce((total, row) => total + row.bytes, 0);
    expect(sum(report.byKind)).toBe(report.bytes);
    expect(sum(report.byPackage) + report.unattributedBytes).toBe(report.bytes);
    expect((await sandglass(["audit", at("a.wasm"), "--diff", at("a.wasm")])).code).toBe(0);
    writeFileSync(at("budget.toml"), '[total]\nraw = "1KiB"\n');
    expect((await sandglass(["audit", at("a.wasm"), "--budget", at("budget.toml")])).code).toBe(1);
  });

  test("build for browsers, and what does not compile, with the place", async () => {
    expect(
      (await sandglass(["build", "examples/counter/main.go", "--target", "js", "-o", at("js.wasm")])).code,
    ).toBe(0);
    const run = await sandglass(["run", at("js.wasm")]);
    expect(run.stderr).toMatch(/browser/);
    expect(run.code).toBe(2);
    writeFileSync(at("undefined.go"), "package main\n\nfunc main() {\n\tmissing()\n}\n");
    const broken = await sandglass(["build", at("undefined.go"), "-o", at("undefined.wasm")]);
    expect(broken.stdout).toMatch(/undefined\.go:4:2/);
    expect(broken.stdout).toMatch(/undefined: missing/);
    expect(broken.code).toBe(2);
    expect(existsSync(at("undefined.wasm"))).toBe(false);
  });

  test("explain knows rules and outcomes, init writes a policy once", async () => {
    expect((await sandglass(["explain", "endless-loop"])).stdout).toMatch(/for \{/);
    expect((await sandglass(["explain", "endles-loop"])).stderr).toMatch(/did you mean endless-loop/);
    expect((await sandglass(["init", "--output", at("sandglass.toml")])).code).toBe(0);
    expect((await sandglass(["init", "--output", at("sandglass.toml")])).code).toBe(2);
    const used = await sandglass(["run", "--config", at("sandglass.toml"), "examples/counter/main.go"]);
    expect(used.stdout).toBe("Counter: 42\n");
  });

  test("the least policy of a module is enough for it", async () => {
    await sandglass(["build", "examples/primes/main.go", "-o", at("primes.wasm")]);
    const { stdout } = await sandglass(["init", at("primes.wasm"), "--output", "-"]);
    writeFileSync(at("least.toml"), stdout);
    const run = await sandglass(["run", "--config", at("least.toml"), at("primes.wasm")]);
    expect(run.stdout).toMatch(/78498 primes/);
    expect(run.code).toBe(0);
  });
});

describe("before the guest starts", () => {
  test("run tells its findings, without a comment that it would not honour", async () => {
    const source = at("warned.go");
    writeFileSync(
      source,
      'package main\n\nimport "os"\n\nfunc main() {\n\tos.Stderr.WriteString("guest\\n")\n\tfor {\n\t}\n}\n',
    );
    const { stderr } = await sandglass(["run", source, "--timeout", "1s", "--no-check"]);
    expect(stderr).toMatch(/rule:[\s\S]*guest[\s\S]*signal: killed/);
    expect(stderr).not.toContain("sandglass:ignore");
    expect((await sandglass(["check", source])).stdout).toContain("sandglass:ignore");
  });

  test("preflight refuses by imports, without hardening", async () => {
    const module = at("dials.wasm");
    expect((await sandglass(["build", "examples/counter/main.go", "-o", module])).code).toBe(0);
    writeFileSync(at("none.toml"), "[imports.wasi_snapshot_preview1]\nrandom_get = false\n");
    const words = [
      "preflight",
      module,
      "--config",
      at("none.toml"),
      "--out",
      at("refused"),
      "--format",
      "json",
    ];
    const { stdout, code } = await sandglass(words);
    const report = JSON.parse(stdout);
    expect([code, report.verdict, report.outcome.outcome, report.harden]).toEqual([
      1,
      "reject",
      "refused",
      undefined,
    ]);
  });

  test("preflight refuses a module for browsers at once", async () => {
    const module = at("browser.wasm");
    const built = await sandglass(["build", "examples/counter/main.go", "--target", "js", "-o", module]);
    expect(built.code).toBe(0);
    const { stderr, code } = await sandglass(["preflight", module, "--out", at("browser")]);
    expect(stderr).toContain("built for browsers (GOOS=js)");
    expect(code).toBe(2);
  });
});
