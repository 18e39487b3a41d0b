import { describe, expect, test } from "vitest";
import type { Command } from "../../cli/command.ts";
import { parseWords } from "../../cli/parse.ts";
import { ToolError } from "../../src/errors.ts";

const command: Command = {
  name: "run",
  summary: "",
  usage: "",
  description: "",
  options: [
    { name: "fuel", value: "UNITS", summary: "", group: "Limits" },
    { name: "allow-read", value: "PATH", repeatable: true, summary: "", group: "Capabilities" },
    { name: "clock", value: "KIND", choices: ["real", "fixed"], summary: "", group: "Capabilities" },
    { name: "out", short: "o", value: "FILE", summary: "", group: "Output" },
    { name: "quiet", short: "q", summary: "", group: "Common" },
  ],
  examples: [],
  exitCodes: [],
  run: async () => 0,
};
const passing: Command = { ...command, passesArguments: true };

describe("words of a call", () => {
  test("values come after = or as the next word, switches stand alone", () => {
    const { positionals, values, switches } = parseWords(command, [
      "--fuel=5M",
      "-o",
      "x.wasm",
      "main.go",
      "-q",
    ]);
    expect(positionals).toEqual(["main.go"]);
    expect([...values]).toEqual([
      ["fuel", ["5M"]],
      ["out", ["x.wasm"]],
    ]);
    expect([...switches]).toEqual(["quiet"]);
  });

  test("a repeatable option keeps every value in order", () => {
    const { values } = parseWords(command, ["--allow-read", "/a", "--allow-read=/b=c"]);
    expect(values.get("allow-read")).toEqual(["/a", "/b=c"]);
  });

  test("- is standard input, -- ends our options", () => {
    expect(parseWords(command, ["-", "--", "--fuel"]).positionals).toEqual(["-", "--fuel"]);
  });

  test.each([
    ["after --", ["a.go", "--", "--fuel", "x"], ["--fuel", "x"]],
    ["from a second positional on", ["a.go", "one", "--fuel=1"], ["one", "--fuel=1"]],
    [
      "from a single-dash word on, as go test -exec passes them",
      ["--fuel=1", "a.wasm", "-test.v", "-o"],
      ["-test.v", "-o"],
    ],
    ["none when only our options follow", ["a.go", "--fuel", "1", "-q"], []],
  ])("the guest's words: %s", (_, words, expected) => {
    expect(parseWords(passing, words).guestArguments).toEqual(expected);
  });

  test.each([
    [["--feul=1"], "usage/unknown-option", /unknown option --feul/, /did you mean --fuel\?/],
    [["--fuel"], "usage/missing-value", /--fuel needs a value/, undefined],
    [["--fuel="], "usage/missing-value", /--fuel needs a value/, undefined],
    [["--quiet=yes"], "usage/no-value", /--quiet takes no value/, undefined],
    [["--clock=fixd"], "usage/bad-choice", /--clock cannot be 'fixd'/, /did you mean fixed\?/],
    [["-x"], "usage/unknown-option", /unknown option -x/, /--help/],
  ] as const)("%j is an error that helps", (words, code, message, hint) => {
    const error = errorOf(() => parseWords(command, words));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    if (hint !== undefined) expect(error.hint).toMatch(hint);
  });

  test("an option for the guest is told to go after --", () => {
    expect(errorOf(() => parseWords(passing, ["a.go", "--verbose"])).hint).toMatch(/after --/);
  });
});

function errorOf(call: () => unknown): ToolError {
  try {
    call();
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  }
  throw new Error("no error was thrown");
}
