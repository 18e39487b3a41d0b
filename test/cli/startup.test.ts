import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { expect, test } from "vitest";

const STATIC_IMPORT = /^(?:import|export)\s+(?!type\s)(?:[\w*{},\s$]*?\sfrom\s+)?"([^"]+)"/gm;

/** All that Node must load before the first line of a file runs: files from the project's root, and packages. */
function loadedWith(entry: string): ReadonlySet<string> {
  const loaded = new Set([entry]);
  for (const file of loaded) {
    if (!file.endsWith(".ts")) continue;
    for (const [, specifier = ""] of readFileSync(file, "utf8").matchAll(STATIC_IMPORT))
      loaded.add(specifier.startsWith(".") ? posix.join(posix.dirname(file), specifier) : specifier);
  }
  return loaded;
}

const matching = (loaded: ReadonlySet<string>, pattern: RegExp): string[] =>
  [...loaded].filter((one) => pattern.test(one));

test.each(["cli/main.ts", "cli/commands/run.ts", "src/platform/node/guest-entry.ts"])(
  "%s loads no package before it is needed",
  (entry) => {
    expect(matching(loadedWith(entry), /^(?!cli\/|src\/|node:)/)).toEqual([]);
  },
);

test("no command is loaded before it is called", () => {
  expect(matching(loadedWith("cli/main.ts"), /^(cli\/commands\/(?!index)|src\/pipeline)/)).toEqual([]);
});

test("a hardened module runs without the analysis, the build, the engines and the report formats", () => {
  const others =
    /^src\/(analyze|size|report\/(html|sarif|pretty)|instrument\/(harden|engines|rewrite)|build\/compile)/;
  expect(matching(loadedWith("cli/commands/run.ts"), others)).toEqual([]);
});

test("a check that remembers all results loads no rule, and one of a library no interpreter", () => {
  expect(matching(loadedWith("cli/commands/check.ts"), /^src\/analyze\/(rules|proofs|interpret)\//)).toEqual(
    [],
  );
  const interpreter = matching(loadedWith("src/analyze/analyze.ts"), /^src\/analyze\/(rules|interpret)\//);
  expect(interpreter).toEqual([]);
  expect(
    matching(loadedWith("src/analyze/analyze-package.ts"), /^src\/analyze\/interpret\/(?!run-cost)/),
  ).toEqual([]);
});
