import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sandglass, temporaryFolder } from "./sandglass.ts";

const folder = temporaryFolder();

function program(owner: string): string {
  mkdirSync(join(folder, owner), { recursive: true });
  writeFileSync(
    join(folder, owner, "main.go"),
    `package main\n\nimport (\n\t"fmt"\n\t"os"\n)\n\nfunc main() { fmt.Println("${owner}", os.Args[1:]) }\n`,
  );
  return `${owner}/main.go`;
}

const inputs = [program("ann"), program("bob")];
const call = (...words: readonly string[]) => sandglass(words, { cwd: folder });

describe("--each", () => {
  test("run takes several inputs, and words for the guests after --", async () => {
    const { code, stdout, stderr } = await call("run", "--each", ...inputs, "--", "x");
    expect(stdout).toBe("ann [x]\nbob [x]\n");
    expect(stderr).toBe("== ann/main.go\n== bob/main.go\n");
    expect(code).toBe(0);
  });

  test("an input that cannot be used does not keep the others from their turn", async () => {
    const [first = "", second = ""] = inputs;
    const { code, stdout, stderr } = await call("run", "--each", "--quiet", first, "nowhere.go", second);
    expect(stdout).toBe("ann []\nbob []\n");
    expect(stderr).toMatch(/nowhere\.go/);
    expect(code).toBe(2);
  });

  test("preflight gives every input a folder of its own, also when their names are equal", async () => {
    const words = ["preflight", "--each", "--engine", "stream", "--out", "reports", ...inputs];
    const { code, stderr } = await call(...words);
    expect(code).toBe(0);
    expect(stderr).toMatch(/reports\/main-2\/report\.html/);
    expect(readdirSync(join(folder, "reports")).sort()).toEqual(["main", "main-2"]);
    const nameIn = (own: string): string =>
      JSON.parse(readFileSync(join(folder, "reports", own, "report.json"), "utf8")).name;
    expect([nameIn("main"), nameIn("main-2")]).toEqual(inputs);
  });

  test.each([
    [["run", "--each"], /needs an input/],
    [["preflight", "--each"], /needs an input/],
    [["run", "--each", "--report", "x.json", ...inputs], /--report/],
    [["preflight", "--each", "--output", "x.json", ...inputs], /--output/],
  ])("%j is a mistake", async (words, expected) => {
    const { code, stderr } = await call(...words);
    expect(stderr).toMatch(expected);
    expect(code).toBe(2);
    expect(existsSync(join(folder, "x.json"))).toBe(false);
  });
});

describe("words and names that would be misread", () => {
  test.each([
    [["check", ""], /empty/],
    [["run", ""], /empty/],
    [["explain", "exited", "trapped"], /one/],
    [["init", "a.wasm", "b.wasm"], /one/],
    [["build", "ann/main.go", "-o", "-"], /standard output/],
    [["harden", "ann/main.go", "--map", "-"], /standard output/],
    [["run", "ann/main.go", "--report", "-"], /standard output/],
  ])("%j is a mistake", async (words, expected) => {
    const { code, stderr } = await call(...words);
    expect(stderr).toMatch(expected);
    expect(code).toBe(2);
    expect(readdirSync(folder)).not.toContain("-");
  });

  test("harden names what it writes so that run takes it", async () => {
    const made = join(folder, "main.hardened.wasm");
    expect((await call("harden", "--engine", "stream", "ann/main.go")).code).toBe(0);
    expect(existsSync(made)).toBe(true);
    expect((await call("run", made)).stdout).toBe("ann []\n");
  });
});

describe("a report folder that was used before", () => {
  test("holds nothing of the earlier run after a reject", async () => {
    const source = join(folder, "changing.go");
    const preflight = () => call("preflight", "--engine", "stream", "changing.go", "--out", "again");
    writeFileSync(source, "package main\n\nfunc main() {}\n");
    expect((await preflight()).code).toBe(0);
    expect(readdirSync(join(folder, "again"))).toContain("changing.wasm");
    writeFileSync(source, "package main\n\nfunc main() { missing() }\n");
    expect((await preflight()).code).toBe(1);
    expect(readdirSync(join(folder, "again")).sort()).toEqual(["report.html", "report.json", "report.sarif"]);
  });
});
