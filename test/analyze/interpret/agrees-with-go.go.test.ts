import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { divergenceOf } from "../../../src/analyze/interpret/divergence-found.ts";
import { BUDGET, indexOf, interpreted } from "./programs.ts";

const programs = join(dirname(fileURLToPath(import.meta.url)), "programs");
const goRoot = goRootOrNothing();

function goRootOrNothing(): string | undefined {
  try {
    return execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}

describe.runIf(goRoot !== undefined)(
  "a program prints the same in the interpreter and when Go runs it",
  () => {
    test.each(readdirSync(programs))("%s", { timeout: 120_000 }, async (name) => {
      const file = join(programs, name);
      const result = await interpreted(readFileSync(file, "utf8"));
      expect(result?.stop).toEqual({ kind: "ended" });
      expect(result?.outputKnown).toBe(true);
      expect(result?.output).toBe(execFileSync("go", ["run", file], { encoding: "latin1" }));
    });
  },
);

/** Programs that print with the builtins print to stderr, which is in their expectation too. */
const PRINTS_TO_STDERR = /(?<![.\w])print(?:ln)?\(/;

describe.runIf(goRoot !== undefined)("Go's own runnable test programs", () => {
  test("end as Go says, when they can be run to their end, and none is said to diverge", {
    timeout: 300_000,
  }, async () => {
    const root = join(goRoot!, "test");
    const wrong: string[] = [];
    let ended = 0;
    for (const name of readdirSync(root, { recursive: true, encoding: "utf8" })) {
      if (!name.endsWith(".go")) continue;
      const text = readFileSync(join(root, name), "utf8");
      if (!/^\/\/ run\s*$/m.test(text.split("\n", 3).join("\n"))) continue;
      const index = await indexOf(text);
      const found = index === undefined ? undefined : divergenceOf(index, BUDGET).found;
      if (found !== undefined) wrong.push(`${name}: ${found.message}`);
      const result = await interpreted(text);
      if (result?.stop.kind === "panicked") wrong.push(`${name} panics`);
      if (result?.stop.kind !== "ended") continue;
      ended++;
      const expected = join(root, name.replace(/\.go$/, ".out"));
      const wanted = existsSync(expected) ? readFileSync(expected, "latin1") : "";
      if (!result.outputKnown || (wanted !== "" && PRINTS_TO_STDERR.test(text))) continue;
      if (result.output !== wanted)
        wrong.push(`${name} prints ${JSON.stringify(result.output.slice(0, 100))}`);
    }
    expect(wrong).toEqual([]);
    expect(ended).toBeGreaterThan(500);
  });
});
