import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sandglass, temporaryFolder } from "./sandglass.ts";

const folder = realpathSync(temporaryFolder());
const work = join(folder, "work");
const link = join(folder, "link");
mkdirSync(work);
symlinkSync(work, link);
writeFileSync(join(work, "main.go"), "package main\n\nfunc main() {\n\tfor {\n\t}\n}\n");

test.each([
  ["as a name", "main.go", "main.go"],
  ["absolute", join(work, "main.go"), "main.go"],
  ["absolute, through a link to the working directory", join(link, "main.go"), "main.go"],
  ["as a folder, absolute, through that link", link, "main.go"],
])("a place is told from the working directory when the input is given %s", async (_, input, expected) => {
  const { stdout } = await sandglass(["check", input, "--format", "github"], { cwd: work });
  expect(stdout).toContain(`file=${expected},line=4`);
});
