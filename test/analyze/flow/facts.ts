import { newPackageFacts, type PackageFacts } from "../../../src/analyze/flow/package-facts.ts";
import { indexPackage } from "../../../src/analyze/flow/package-index.ts";
import type { GoFunction } from "../../../src/analyze/flow/symbols.ts";
import { openGoFile } from "../../../src/source/go-file.ts";
import { sharedParser } from "../expectations.ts";

/** Facts of a package given as texts of its files. */
export async function factsOf(...texts: readonly string[]): Promise<PackageFacts> {
  const parser = await sharedParser();
  const files = await Promise.all(
    texts.map(async (text, at) => {
      const file = await openGoFile({ path: `${at}.go`, text }, parser);
      if ("refused" in file) throw new Error(file.refused);
      return file;
    }),
  );
  return newPackageFacts(indexPackage(files, "nothing"));
}

/** The function, method (`T.M`) or literal (`f.func1`) of that name. */
export function functionNamed(facts: PackageFacts, name: string): GoFunction {
  const fn = facts.index.functions.find((one) => one.name === name);
  if (fn === undefined) throw new Error(`no function ${name}`);
  return fn;
}

/** Facts of a package with one function `f` of that body, and the function. */
export async function factsOfBody(
  body: string,
): Promise<{ readonly facts: PackageFacts; readonly fn: GoFunction }> {
  const facts = await factsOf(`package demo\n\nfunc f(a, b bool, n int, c chan int, x any) {\n${body}\n}\n`);
  return { facts, fn: functionNamed(facts, "f") };
}
