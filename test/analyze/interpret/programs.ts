import { indexPackage, type PackageIndex } from "../../../src/analyze/flow/package-index.ts";
import { withLibrary } from "../../../src/analyze/interpret/go-library/index.ts";
import { type RunResult, runProgram } from "../../../src/analyze/interpret/run-program.ts";
import { openGoFile } from "../../../src/source/go-file.ts";
import { sharedParser } from "../expectations.ts";

/** What the rule allows a program. */
export const BUDGET = { steps: 300_000, cells: 1_500_000 };

/** The index of a program in one file; undefined when it is not parsed. */
export async function indexOf(text: string): Promise<PackageIndex | undefined> {
  const file = await openGoFile({ path: "main.go", text }, await sharedParser());
  if ("refused" in file) return undefined;
  return withLibrary(indexPackage([file], "nothing"));
}

/** Runs a program in the interpreter; its output comes as one unit a byte. */
export async function interpreted(
  text: string,
): Promise<(RunResult & { readonly output: string }) | undefined> {
  const index = await indexOf(text);
  let output = "";
  const result =
    index === undefined
      ? undefined
      : runProgram(index, BUDGET, {
          output: (more) => {
            output += more;
          },
        });
  return result === undefined ? undefined : { ...result, output };
}
