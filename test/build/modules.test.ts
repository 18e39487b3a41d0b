import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { zipSync } from "fflate";
import { beforeAll, describe, expect, test } from "vitest";
import { compile } from "../../src/build/compile.ts";
import { hash1 } from "../../src/build/dirhash.ts";
import type { BuildHost } from "../../src/build/host.ts";
import { resolveToolchain, type Toolchain } from "../../src/build/toolchain.ts";
import { nodeBuildHost } from "../../src/platform/node/build-host.ts";
import { buildOptions, goInput, temporaryFolder } from "./programs.ts";

const PATH = "example.com/Greet";
const VERSION = "v1.2.3";
const MAIN = `package main\n\nimport "${PATH}/say"\n\nfunc main() { println(say.Hello()) }\n`;
const GO_MOD = `module example.com/app\n\ngo 1.21\n\nrequire ${PATH} ${VERSION}\n`;
const SAY = 'package say\n\nfunc Hello() string { return "greeting-marker" }\n';

let toolchain: Toolchain;
beforeAll(async () => {
  toolchain = await resolveToolchain({}, nodeBuildHost());
  await compile(goInput("package main\n\nfunc main() {}\n"), buildOptions(), toolchain, nodeBuildHost());
}, 600_000);

/** A module cache that holds the module as the go command keeps it, and the go.sum that fits. */
function moduleCache(
  files: Record<string, string> = { "go.mod": `module ${PATH}\n\ngo 1.22\n`, "say/say.go": SAY },
): {
  host: BuildHost;
  goSum: string;
} {
  const folder = temporaryFolder();
  const encoder = new TextEncoder();
  const entries = Object.entries(files).map(
    ([path, text]) => [`${PATH}@${VERSION}/${path}`, encoder.encode(text)] as const,
  );
  const zip = join(folder, "cache/download/example.com/!greet/@v", `${VERSION}.zip`);
  mkdirSync(dirname(zip), { recursive: true });
  writeFileSync(zip, zipSync(Object.fromEntries(entries)));
  const host = nodeBuildHost({ environment: { ...process.env, GOMODCACHE: folder } });
  const sum = hash1(
    entries.map(([name, data]) => ({ name, sha256: host.sha256(data) })),
    host.sha256,
  );
  return { host, goSum: `${PATH} ${VERSION} ${sum}\n${PATH} ${VERSION}/go.mod h1:AAAA=\n` };
}

describe("a module from the user's module cache", () => {
  test("is compiled in when the policy lists it and go.sum confirms it", async () => {
    const { host, goSum } = moduleCache();
    const input = goInput({ "go.mod": GO_MOD, "go.sum": goSum, "main.go": MAIN });
    const result = await compile(input, buildOptions({ modules: [PATH] }), toolchain, host);
    expect(result.ok && Buffer.from(result.wasm).toString("latin1")).toContain("greeting-marker");
    expect(result.ok && result.report.modules).toEqual([{ path: PATH, version: VERSION, from: "cache" }]);
  });

  test("is refused when the policy does not list it, at the import, with the remedy", async () => {
    const { host, goSum } = moduleCache();
    const input = goInput({ "go.mod": GO_MOD, "go.sum": goSum, "main.go": MAIN });
    const result = await compile(input, buildOptions(), toolchain, host);
    expect(result.ok ? [] : result.findings).toMatchObject([
      {
        file: "main.go",
        line: 3,
        column: 8,
        message: `package ${PATH}/say is of module ${PATH}, which the policy does not list`,
      },
    ]);
    expect(result.ok ? "" : result.findings[0]?.help).toContain(`list "${PATH}" under modules in the policy`);
  });

  test.each([
    [
      "another checksum",
      `${PATH} ${VERSION} h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n`,
      /has the checksum h1:.* but go.sum says/,
    ],
    ["no checksum", "", /go.sum has no checksum/],
  ])("is refused when go.sum has %s", async (_, goSum, message) => {
    const { host } = moduleCache();
    const input = goInput({ "go.mod": GO_MOD, "go.sum": goSum, "main.go": MAIN });
    const work = compile(input, buildOptions({ modules: [PATH] }), toolchain, host);
    await expect(work).rejects.toMatchObject({
      code: "build/module-checksum",
      message: expect.stringMatching(message),
    });
  });

  test("that is not there is one error with the command that fetches it", async () => {
    const host = nodeBuildHost({ environment: { ...process.env, GOMODCACHE: temporaryFolder() } });
    const input = goInput({ "go.mod": GO_MOD, "main.go": MAIN });
    await expect(compile(input, buildOptions({ modules: [PATH] }), toolchain, host)).rejects.toMatchObject({
      code: "build/module-missing",
      hint: `run: go mod download ${PATH}@${VERSION} (or go mod vendor)`,
    });
  });

  test("cannot move a finding, and is shown under its own name", async () => {
    const { host, goSum } = moduleCache({
      "say/say.go": "package say\n\n//line /etc/passwd:1\nfunc Hello() string { return 1 }\n",
    });
    const input = goInput({ "go.mod": GO_MOD, "go.sum": goSum, "main.go": MAIN });
    const result = await compile(input, buildOptions({ modules: [PATH] }), toolchain, host);
    expect(result.ok ? [] : result.findings).toMatchObject([
      { file: `${PATH}@${VERSION}/say/say.go`, line: 4 },
    ]);
  });
});

describe("a vendored module", () => {
  const VENDORED = {
    "go.mod": GO_MOD,
    "main.go": MAIN,
    "vendor/modules.txt": `# ${PATH} ${VERSION}\n## explicit; go 1.20\n${PATH}/say\n`,
    [`vendor/${PATH}/say/say.go`]: SAY,
  };

  test("is compiled in when the policy lists it", async () => {
    const result = await compile(
      goInput(VENDORED),
      buildOptions({ modules: [PATH] }),
      toolchain,
      nodeBuildHost(),
    );
    expect(result.ok && Buffer.from(result.wasm).toString("latin1")).toContain("greeting-marker");
    expect(result.ok && result.report.modules).toEqual([{ path: PATH, version: VERSION, from: "vendor" }]);
  });

  test.each([
    ["unlisted", VENDORED, []],
    [
      "listed but absent from go.mod",
      { ...VENDORED, "go.mod": "module example.com/app\n\ngo 1.21\n" },
      [PATH],
    ],
  ])("is refused when %s", async (_, files, modules) => {
    const result = await compile(goInput(files), buildOptions({ modules }), toolchain, nodeBuildHost());
    expect(result.ok ? [] : result.findings).toMatchObject([
      { file: "main.go", line: 3, rule: "compile-error" },
    ]);
  });

  test("cannot stand in for the standard library", async () => {
    const files = {
      "go.mod": "module example.com/app\n\ngo 1.21\n",
      "main.go": 'package main\n\nimport "strings"\n\nfunc main() { println(strings.ToUpper("kept")) }\n',
      "vendor/modules.txt": "# strings v1.0.0\n## explicit\nstrings\n",
      "vendor/strings/strings.go":
        'package strings\n\nfunc ToUpper(string) string { return "replaced-marker" }\n',
    };
    const result = await compile(
      goInput(files),
      buildOptions({ modules: ["strings"] }),
      toolchain,
      nodeBuildHost(),
    );
    expect(result.ok && Buffer.from(result.wasm).toString("latin1")).not.toContain("replaced-marker");
  });
});
