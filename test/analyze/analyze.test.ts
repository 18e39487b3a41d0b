import { describe, expect, test } from "vitest";
import type { AnalysisCache } from "../../src/analyze/cache.ts";
import { presetPolicy } from "../../src/policy/presets.ts";
import { brief, check } from "./expectations.ts";

const ENDLESS = "package main\n\nfunc main() {\n\tfor {\n\t}\n}\n";

describe("suppressions", () => {
  const suppressed = (comment: string): string => ENDLESS.replace("\tfor {", `\t${comment}\n\tfor {`);

  test("silence a finding on the next line, and are counted with their reason", async () => {
    const report = await check({
      "a.go": suppressed("//sandglass:ignore endless-loop the watchdog ends it"),
    });
    expect(report.findings).toEqual([]);
    expect(report.suppressed).toMatchObject([
      { rule: "endless-loop", line: 5, reason: "the watchdog ends it" },
    ]);
  });

  test("silence a finding on the same line, also with CRLF", async () => {
    const text = ENDLESS.replace("for {", "for { //sandglass:ignore endless-loop on purpose").replaceAll(
      "\n",
      "\r\n",
    );
    const report = await check({ "a.go": text });
    expect(report.findings).toEqual([]);
    expect(report.suppressed.map((one) => one.reason)).toEqual(["on purpose"]);
  });

  test.each([
    ["another rule", "//sandglass:ignore self-recursion because", ["5: error endless-loop"]],
    ["no reason", "//sandglass:ignore endless-loop", ["4: warning bad-suppression", "5: error endless-loop"]],
    [
      "no such rule",
      "//sandglass:ignore endles-loop oops",
      ["4: warning bad-suppression", "5: error endless-loop"],
    ],
    ["no rule", "//sandglass:ignore", ["4: warning bad-suppression", "5: error endless-loop"]],
    ["all rules", "//sandglass:ignore * please", ["4: warning bad-suppression", "5: error endless-loop"]],
    ["the wrong line", "//sandglass:ignore endless-loop far away\n", ["6: error endless-loop"]],
    ["a string", 'const s = "//sandglass:ignore endless-loop no comment"', ["5: error endless-loop"]],
  ])("with %s silence nothing", async (_, comment, expected) => {
    expect(brief(await check({ "a.go": suppressed(comment) }))).toEqual(expected);
  });

  test("are shown on the finding when they are not honoured", async () => {
    const text = suppressed("//sandglass:ignore endless-loop trust me");
    const report = await check({ "a.go": text }, { honourSuppressions: false });
    expect(report.suppressed).toEqual([]);
    expect(report.findings[0]!.related.at(-1)).toMatchObject({
      line: 4,
      message: 'not silenced: the author says "trust me"',
    });
  });
});

describe("broken source", () => {
  test("is an error at its place, and nothing is proved about the function with the error", async () => {
    const report = await check({ "a.go": "package main\n\nfunc main() {\n\tx := )\n\tfor {\n\t}\n}\n" });
    expect(
      report.findings.filter((one) => one.severity === "error").map((one) => [one.rule, one.line]),
    ).toEqual([["syntax-error", 4]]);
    expect(report.findings[0]).toMatchObject({ hazard: "does-not-build" });
  });

  test("does not hide the other functions", async () => {
    const text = `${ENDLESS}\nfunc broken() {\n\tx := )\n}\n`;
    expect(brief(await check({ "a.go": text }))).toContain("4: error endless-loop");
  });

  test.each([
    [
      "a function with the error in it",
      "func broken() {\n\tx := )\n\tfor {\n\t}\n}\n",
      ["7: error syntax-error: nothing is proved about broken (lines 6 to 10)", "8: warning endless-loop"],
      13,
    ],
    [
      "a function that is never closed, which swallows no other",
      "func broken() {\n\tif true {\n\tfor {\n\t}\n}\n",
      ["6: error syntax-error: nothing is proved about broken (lines 6 to 12)", "8: warning endless-loop"],
      13,
    ],
    [
      "a brace too many",
      "func broken() {\n\tfor {\n\t}\n}}\n",
      ["7: warning endless-loop", "9: error syntax-error: nothing is proved about broken (lines 6 to 9)"],
      12,
    ],
    [
      "rubbish between functions",
      "%%% what ( is\n{ this\n",
      [
        "6: error syntax-error: line 6 is left out of the analysis",
        "7: error syntax-error: lines 6 to 8 are left out of the analysis, and functions in them",
      ],
      10,
    ],
  ])("names what is left out: %s", async (_, text, found, lineOfNext) => {
    const around = (name: string): string => `func ${name}() {\n\tfor {\n\t}\n}\n`;
    const report = await check({ "a.go": `package a\n${around("f")}${text}\n${around("g")}` });
    const errors = report.findings.map(({ line, severity, rule, witness }) => {
      const part = rule === "syntax-error" ? `: ${witness!.split("; ")[1]}` : "";
      return `${line}: ${severity} ${rule}${part}`;
    });
    expect(errors).toEqual(["3: error endless-loop", ...found, `${lineOfNext}: error endless-loop`]);
  });

  test("that breaks off is analysed up to there", async () => {
    const report = await check({ "a.go": "package main\n\nfunc main() {\n\tfor {\n" });
    expect(brief(report)).toEqual([
      "3: error syntax-error",
      "4: warning endless-loop",
      "4: error syntax-error",
    ]);
  });

  test("without a package clause is no Go, and nothing about the whole package is proved", async () => {
    const waiting = "package main\n\nvar c = make(chan int)\n\nfunc main() { <-c }\n";
    expect(brief(await check({ "a.go": waiting }))).toEqual(["5: error one-sided-channel"]);
    expect(brief(await check({ "a.go": waiting, "b.go": "// empty\n" }))).toEqual([
      "5: warning one-sided-channel",
      "1: error syntax-error",
    ]);
  });

  test("gives a few errors a file, not thousands", async () => {
    const report = await check({ "a.go": `package main\n${"func f() { x := ) }\n".repeat(500)}` });
    expect(report.findings.length).toBe(10);
  });

  test.each([
    ["an empty file", ""],
    ["only a byte order mark", "\uFEFF"],
    ["only a package clause", "package main"],
    ["NUL characters", "package main\u0000\u0000"],
    ["a lone brace", "}"],
  ])("of %s ends without an exception", async (_, text) => {
    const report = await check({ "a.go": text });
    expect(report.files).toBe(1);
  });
});

describe("places", () => {
  test("a line directive moves no finding and no suppression", async () => {
    const text = ENDLESS.replace("func", "//line other.go:900\nfunc");
    const report = await check({ "a.go": text });
    expect(report.findings[0]).toMatchObject({ file: "a.go", line: 5, column: 2, endLine: 5, endColumn: 5 });
  });

  test("a byte order mark and CRLF change no line", async () => {
    const report = await check({ "a.go": `\uFEFF${ENDLESS.replaceAll("\n", "\r\n")}` });
    expect(report.findings[0]).toMatchObject({ line: 4, column: 2 });
  });

  test("columns count UTF-16 units", async () => {
    const report = await check({ "a.go": ENDLESS.replace("\tfor", '\t_ = "😀é"; for') });
    expect(report.findings[0]).toMatchObject({ line: 4, column: 13 });
  });

  test("findings are sorted by file, line and column, over all files of the package", async () => {
    const spin = (name: string): string =>
      `package main\n\nfunc ${name}() { for {}; }\n\nfunc ${name}2() { for {}; }\n`;
    const report = await check({ "b.go": spin("b"), "a.go": spin("a") });
    expect(report.findings.map((one) => `${one.file}:${one.line}`)).toEqual([
      "a.go:3",
      "a.go:5",
      "b.go:3",
      "b.go:5",
    ]);
  });
});

describe("fingerprints", () => {
  const fingerprints = async (text: string, path = "a.go"): Promise<string[]> =>
    (await check({ [path]: text })).findings.map((one) => one.fingerprint);
  const twoLiterals =
    "package a\n\nfunc f() {\n\tgo func() {\n\t\tfor {\n\t\t}\n\t}()\n\tgo func() {\n\t\tfor {\n\t\t}\n\t}()\n}\n";

  test("survive moved and re-indented lines", async () => {
    const moved = ENDLESS.replace("func", "// a comment\n\nvar x = 1\n\nfunc").replace(
      "\tfor {",
      "\t    for  {",
    );
    expect(await fingerprints(moved)).toEqual(await fingerprints(ENDLESS));
  });

  test("survive another name of the file, and the same code in another file", async () => {
    const own = await fingerprints(ENDLESS);
    expect(await fingerprints(ENDLESS, "cmd/other.go")).toEqual(own);
    const both = await check({ "0.go": `${ENDLESS}`, "a.go": ENDLESS.replace("main()", "spin()") });
    const other = await check({ "a.go": ENDLESS.replace("main()", "spin()") });
    expect(both.findings.at(-1)?.fingerprint).toBe(other.findings[0]!.fingerprint);
    const twice = await check({ "0.go": ENDLESS, "a.go": ENDLESS });
    expect(twice.findings.map((one) => one.fingerprint)).toEqual([...own, ...own]);
  });

  test("survive edits of other lines: of the body of the loop, of other functions, a function literal before", async () => {
    const own = await fingerprints(ENDLESS);
    expect(await fingerprints(ENDLESS.replace("{\n\t}", "{\n\t\tprintln(1)\n\t}"))).toEqual(own);
    expect(await fingerprints(`${ENDLESS}\nfunc other() { println() }\n`)).toEqual(own);
    const [, second] = await fingerprints(twoLiterals);
    const another = twoLiterals.replace("\tgo func", "\tdefer func() { println() }()\n\tgo func");
    expect((await fingerprints(another)).at(-1)).toBe(second);
  });

  test("change with the line, the function's name and the number of equal lines before", async () => {
    const [own] = await fingerprints(ENDLESS);
    expect(await fingerprints(ENDLESS.replace("for {", "for true {"))).not.toContain(own);
    expect(await fingerprints(ENDLESS.replace("main()", "spin()"))).not.toContain(own);
    const [first, second] = await fingerprints(twoLiterals);
    expect(
      await fingerprints(
        twoLiterals.replace("\tgo func", "\tgo func() {\n\t\tfor {\n\t\t}\n\t}()\n\tgo func"),
      ),
    ).toEqual([first, second, expect.anything()]);
  });

  test("differ between equal lines of one function, and between functions", async () => {
    const found = await fingerprints(twoLiterals);
    expect(new Set(found).size).toBe(2);
    for (const one of found) expect(one).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe("the policy", () => {
  const base = presetPolicy("default");
  const exec = 'package main\n\nimport p "strings"\n\nfunc main() { println(p.ToUpper("x")) }\n';

  test("turns rules off and sets their severity", async () => {
    const off = { ...base, rules: new Map([["endless-loop", "off" as const]]) };
    expect(brief(await check({ "a.go": ENDLESS }, { policy: off }))).toEqual([]);
    const info = { ...base, rules: new Map([["endless-loop", "info" as const]]) };
    expect(brief(await check({ "a.go": ENDLESS }, { policy: info }))).toEqual(["4: info endless-loop"]);
  });

  test("cannot turn a syntax error off", async () => {
    const policy = { ...base, rules: new Map([["syntax-error", "off" as const]]) };
    expect(brief(await check({ "a.go": "package main\nfunc {" }, { policy }))).toContain(
      "2: error syntax-error",
    );
  });

  test.each([
    ["denies a path", { deniedGoImports: ["strings"] }, ["5: error forbidden-import"]],
    ["denies a tree", { deniedGoImports: ["strings/..."] }, ["5: error forbidden-import"]],
    ["denies another path", { deniedGoImports: ["string", "strings/x"] }, []],
    ["allows the path", { allowedGoImports: ["strings"] }, []],
    ["allows only another path", { allowedGoImports: ["fmt"] }, ["5: error forbidden-import"]],
    ["allows nothing", { allowedGoImports: [] }, ["5: error forbidden-import"]],
  ])("%s, whatever the local name", async (_, change, expected) => {
    expect(brief(await check({ "a.go": exec }, { policy: { ...base, ...change } }))).toEqual(expected);
  });

  test("reports a denied import at the import when nothing names it", async () => {
    const text = 'package main\n\nimport _ "unsafe"\n\nfunc main() {}\n';
    const policy = { ...base, deniedGoImports: ["unsafe"] };
    expect(brief(await check({ "a.go": text }, { policy }))).toEqual(["3: error forbidden-import"]);
  });
});

describe("the cache", () => {
  test("gives the same report as the analysis, and is asked again when the text or the settings change", async () => {
    const stored = new Map<string, string>();
    const cache: AnalysisCache = {
      get: (key) => stored.get(key),
      put: (key, value) => void stored.set(key, value),
    };
    const first = await check({ "a.go": ENDLESS }, { cache });
    expect(await check({ "a.go": ENDLESS }, { cache })).toEqual(first);
    expect(await check({ "a.go": ENDLESS })).toEqual(first);
    expect(stored.size).toBe(1);
    await check({ "a.go": `${ENDLESS} ` }, { cache });
    await check({ "b.go": ENDLESS }, { cache });
    await check({ "a.go": ENDLESS }, { cache, honourSuppressions: false });
    expect(stored.size).toBe(4);
  });
});

describe("counts", () => {
  test("files, functions with a body, and loops", async () => {
    const text =
      "package a\n\nfunc asm()\n\nfunc f() {\n\tfor range 3 {\n\t\tfunc() {\n\t\t\tfor i := 0; i < 3; i++ {\n\t\t\t}\n\t\t}()\n\t}\n}\n";
    expect(await check({ "a.go": text, "b.go": "package a\n\nfunc g() {}\n" })).toMatchObject({
      files: 2,
      functions: 2,
      loops: 2,
    });
  });
});
