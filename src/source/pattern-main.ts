import { ToolError } from "../errors.ts";
import { CHECK_LIMITS, newBudget } from "./limits.ts";
import { isMainPackage } from "./main-package.ts";
import { findModule, findNamed } from "./named-input.ts";
import { compiledFiles, EVERY_TARGET } from "./package-files.ts";
import { joinPath, relativePath } from "./slash-path.ts";
import type { SourceHost } from "./source-host.ts";
import { readGoFiles, shownIn } from "./source-tree.ts";
import { manyMains } from "./txtar-input.ts";
import { patternStart, walkPackages } from "./walk.ts";

/**
 * The folder, as the user would type it, of the only package main that a pattern such as `./...` matches.
 * Throws ToolError `source/many-mains` naming the candidates, `source/no-main-package`, and those of reading.
 */
export async function patternMain(pattern: string, host: SourceHost): Promise<string> {
  const start = patternStart(pattern);
  const named = await findNamed(start, host);
  const { root, folder, display } = await findModule(named, start, host);
  const tree = { root, ...display, host, budget: newBudget(CHECK_LIMITS, pattern) };
  const mains: string[] = [];
  const folders = await walkPackages(tree, folder, pattern);
  for (const here of folders) {
    if (isMainPackage(compiledFiles(await readGoFiles(tree, here), EVERY_TARGET))) mains.push(here);
  }
  const [only] = mains;
  if (only === undefined) throw noProgram(pattern, folders.length);
  if (mains.length > 1)
    throw manyMains(
      pattern,
      mains.map((main) => shownIn(tree, main)),
    );
  return joinPath(start, relativePath(joinPath(root, folder), joinPath(root, only)));
}

function noProgram(pattern: string, packages: number): ToolError {
  const what = packages === 0 ? "no package at all" : `packages (${packages}), but none is package main`;
  return new ToolError("source/no-main-package", `${pattern} matches ${what}`, {
    hint: "name a folder that holds package main",
    place: { file: pattern },
  });
}
