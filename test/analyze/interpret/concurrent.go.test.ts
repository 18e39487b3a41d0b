import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { orders, rehearse } from "../../../src/analyze/interpret/goroutines/rehearse.ts";
import { indexOf } from "./programs.ts";

const programs = join(dirname(fileURLToPath(import.meta.url)), "concurrent");

function hasGo(): boolean {
  try {
    return execFileSync("go", ["version"], { encoding: "utf8" }) !== "";
  } catch {
    return false;
  }
}

describe.runIf(hasGo())(
  "a program with goroutines prints in every order what it prints when Go runs it",
  () => {
    test.each(readdirSync(programs))("%s", { timeout: 120_000 }, async (name) => {
      const file = join(programs, name);
      const index = await indexOf(readFileSync(file, "utf8"));
      const wanted = execFileSync("go", ["run", file], { encoding: "latin1" });
      for (const order of orders()) {
        let output = "";
        const seen = rehearse(index!, order, {
          output: (text) => {
            output += text;
          },
        });
        expect(seen).toEqual({ kind: "nothing", why: "all end", mayDiffer: true });
        expect(output).toBe(wanted);
      }
    });
  },
);
