import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { INPUT_LIMITS, newBudget } from "../../src/source/limits.ts";
import { formatTxtar, parseTxtar, type Txtar } from "../../src/source/txtar.ts";
import { looksLikeTxtar, txtarFiles } from "../../src/source/txtar-files.ts";
import { failure } from "./failure.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const plain = ({ comment, files }: Txtar) => ({
  comment: decode(comment),
  files: files.map(({ name, data }) => [name, decode(data)]),
});

describe("parsing follows golang.org/x/tools/txtar", () => {
  test.each([
    [
      "an archive",
      "note\n-- a.go --\npackage a\n-- b/c.txt --\nx\n",
      "note\n",
      [
        ["a.go", "package a\n"],
        ["b/c.txt", "x\n"],
      ],
    ],
    ["a missing newline at the end", "-- a --\nx", "", [["a", "x\n"]]],
    [
      "empty files",
      "-- a --\n-- b --\n",
      "",
      [
        ["a", ""],
        ["b", ""],
      ],
    ],
    ["white space around names", "--   a b   --\n", "", [["a b", ""]]],
    ["no marker at all", "text", "text\n", []],
    ["nothing", "", "", []],
    ["a marker at the very end", "-- a --", "", [["a", ""]]],
    [
      "lines that are no markers",
      "--a --\n-- a--\n --  --\n--  --\n-- --\nx -- a --\n",
      "--a --\n-- a--\n --  --\n--  --\n-- --\nx -- a --\n",
      [],
    ],
    ["CRLF, which makes no marker", "-- a --\r\nx", "-- a --\r\nx\n", []],
  ])("%s", (_, text, comment, files) => expect(plain(parseTxtar(encode(text)))).toEqual({ comment, files }));

  test("what is written is read back", () => {
    const line = fc
      .string({ unit: "binary", maxLength: 12 })
      .map((text) => text.replaceAll("\n", ""))
      .filter((text) => !/^-- .* --$/s.test(text));
    const data = fc.array(line, { maxLength: 4 }).map((lines) => lines.map((one) => `${one}\n`).join(""));
    const name = fc.stringMatching(/^[a-z./é-]{1,12}$/);
    fc.assert(
      fc.property(data, fc.array(fc.record({ name, data }), { maxLength: 5 }), (comment, files) => {
        const archive = {
          comment: encode(comment),
          files: files.map((file) => ({ name: file.name, data: encode(file.data) })),
        };
        expect(plain(parseTxtar(formatTxtar(archive)))).toEqual(plain(archive));
      }),
      { numRuns: 500 },
    );
  });

  test("reading any text and writing it changes nothing but the last newline and blanks in markers", () => {
    const line = fc.constantFrom("-- a --", "-- b/c --", "x", "", "-- --", "package main");
    fc.assert(
      fc.property(
        fc.array(line).map((lines) => lines.map((one) => `${one}\n`).join("")),
        (text) => {
          expect(decode(formatTxtar(parseTxtar(encode(text))))).toBe(text);
        },
      ),
    );
  });
});

describe("files of an archive", () => {
  const filesOf = (text: string) => txtarFiles(encode(text), "x.txtar", newBudget(INPUT_LIMITS, "x.txtar"));

  test.each([
    ["../x.go", /plain relative/],
    ["a/../../x.go", /plain relative/],
    ["/etc/passwd", /plain relative/],
    ["C:/x.go", /plain relative/],
    ["a\\b.go", /plain relative/],
    ["a//b.go", /plain relative/],
    ["./a.go", /plain relative/],
    ["a/", /plain relative/],
    ["..", /plain relative/],
    ["a\u0000.go", /plain relative/],
    ["a\u001b[31m.go", /plain relative/],
  ])("the path %j is refused", async (name, expected) => {
    const found = await failure(() => filesOf(`-- ok.go --\npackage main\n-- ${name} --\n`));
    expect(found.code).toBe("source/txtar-path");
    expect(found.message).toMatch(expected);
    expect(found.place).toEqual({ file: "x.txtar", line: 3, column: 1 });
  });

  test.each([
    ["twice", ["a.go", "a.go"]],
    ["twice but for case", ["a.go", "A.GO"]],
    ["as a file and a folder", ["a/b.go", "a"]],
    ["as a folder and a file", ["a", "a/b/c.go"]],
  ])("a path that occurs %s is refused", async (_, names) => {
    const text = names.map((name) => `-- ${name} --\n`).join("");
    expect((await failure(() => filesOf(text))).code).toBe("source/txtar-path");
  });

  test("Go in front of the first marker is prog.go, a note is not", () => {
    expect([...filesOf("package main\n-- go.mod --\nmodule x\n").keys()]).toEqual(["prog.go", "go.mod"]);
    expect([...filesOf("A note on the package\n-- a.go --\n").keys()]).toEqual(["a.go"]);
  });

  test("an archive without files is an error", async () => {
    expect((await failure(() => filesOf("just text\n"))).code).toBe("source/empty-file");
  });

  test("more files than the limit are an error that names it", async () => {
    const text = Array.from({ length: 4 }, (_, index) => `-- f${index}.go --\n`).join("");
    const budget = newBudget({ ...INPUT_LIMITS, fileCount: 3 }, "x.txtar");
    const found = await failure(() => txtarFiles(encode(text), "x.txtar", budget));
    expect(found.message).toMatch(/more than 3 files/);
  });
});

describe("standard input is an archive", () => {
  test.each([
    ["when it begins with a marker", "-- main.go --\npackage main\n", true],
    ["when a note stands in front", "It's `a note\n-- main.go --\npackage main\n", true],
    [
      "when Go stands in front, as in the playground",
      "package main\n\nfunc main() {}\n-- go.mod --\nmodule x\n",
      true,
    ],
    ["not when it is Go", "package main\n", false],
    ["not when the marker is in a raw string", "package main\n\nvar x = `\n-- a.go --\n`\n", false],
    ["not when the marker is in a comment", "package main\n\n/*\n-- a.go --\n*/\n", false],
    ["also after strings with quotes in them", "package main\n\nvar x, y = \"`\", '`'\n-- a --\n", true],
    ["not when it is empty", "", false],
  ])("%s", (_, text, expected) => expect(looksLikeTxtar(encode(text))).toBe(expected));
});
