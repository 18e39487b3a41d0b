import { beforeAll, describe, expect, test } from "vitest";
import { compile } from "../../src/build/compile.ts";
import type { BuildHost } from "../../src/build/host.ts";
import { resolveToolchain, type Toolchain } from "../../src/build/toolchain.ts";
import { nodeBuildHost } from "../../src/platform/node/build-host.ts";
import { buildOptions, goInput, HELLO } from "./programs.ts";

let host: BuildHost;
let toolchain: Toolchain;
beforeAll(async () => {
  host = nodeBuildHost();
  toolchain = await resolveToolchain({}, host);
});

describe("a file that the user named is built whatever its constraints", () => {
  test.each([
    ["x_linux.go", HELLO],
    ["x.go", `//go:build ignore\n\n${HELLO}`],
  ])("%s", async (looseFile, text) => {
    const result = await compile(
      goInput({ [looseFile]: text }, { looseFile }),
      buildOptions(),
      toolchain,
      host,
    );
    expect(result.ok).toBe(true);
  });

  test("and its errors keep their places", async () => {
    const text = "//go:build ignore\n\npackage main\n\nfunc main() { missing() }\n";
    const input = goInput({ "x.go": text }, { looseFile: "x.go", displayPrefix: "sub/" });
    const result = await compile(input, buildOptions(), toolchain, host);
    expect(
      result.ok ? [] : result.findings.map(({ file, line, column }) => `${file}:${line}:${column}`),
    ).toEqual(["sub/x.go:5:15"]);
  });
});
