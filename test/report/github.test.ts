import { describe, expect, test } from "vitest";
import { github } from "../../src/report/github.ts";
import { poisoned } from "./fixtures/poison.ts";
import { accepted, busy, check, context, recursion, rejected } from "./fixtures/samples.ts";

/** A workflow command as the runner reads it: kind, properties, message. */
function commandsOf(text: string): { kind: string; properties: Map<string, string>; message: string }[] {
  return text
    .split(/\r\n|\r|\n/)
    .flatMap((line) =>
      [...(/^::(\w+)(?: ([^:]*(?::(?!:)[^:]*)*))?::(.*)$/.exec(line)?.slice(1) ?? [])].length === 0
        ? []
        : [line],
    )
    .map((line) => {
      const [, kind = "", list = "", message = ""] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
      const properties = new Map(
        list.split(",").map((one) => one.split(/=(.*)/s).slice(0, 2) as [string, string]),
      );
      return { kind, properties, message };
    });
}

describe("annotations", () => {
  test("are one line each, errors first, with relative places", () => {
    expect(github.renderCheck(check, context)).toMatchInlineSnapshot(`
      "::error file=cmd/crawler/main.go,line=19,endLine=19,col=17,endColumn=34,title=sandglass%3A unchanged-recursion::visit calls itself on every path with the same page%0AProof: every path from entry to return passes the call in line 19, whose argument p is never assigned%0AHelp: return before the last call when the page was seen, or drop the call
      ::error file=cmd/crawler/main.go,line=24,endLine=24,col=6,endColumn=17,title=sandglass%3A shadowed-update::attempt never changes while the loop runs%0AProof: attempt = 0 at each test of attempt < 3: the only assignment declares another variable%0AHelp: assign with = instead of :=
      ::warning file=cmd/crawler/main.go,line=36,endLine=36,col=2,endColumn=7,title=sandglass%3A busy-select::this loop spins when no result is ready%0AHelp: remove the empty default case
      ::notice file=cmd/crawler/main.go,line=5,endLine=5,col=2,endColumn=12,title=sandglass%3A forbidden-import::net/http cannot reach a network here%0AHelp: expect every request to fail
      sandglass: 2 errors, 1 warning, 1 note in 1 file, 4 functions, 3 loops; 1 suppressed
      "
    `);
  });

  test("leave out columns of a place of many lines", () => {
    const text = github.renderCheck(
      { ...check, findings: [{ ...busy, endLine: busy.line + 2 }], suppressed: [] },
      context,
    );
    expect(text).toContain("line=36,endLine=38,title=");
  });

  test("attach to paths as git spells them", () => {
    const finding = { ...busy, file: ".\\cmd\\main.go" };
    const [command] = commandsOf(github.renderCheck({ ...check, findings: [finding] }, context));
    expect(command?.properties.get("file")).toBe("cmd/main.go");
  });

  test("are no more of a kind than GitHub shows, and say how many are left", () => {
    const findings = [
      ...Array.from({ length: 30 }, () => busy),
      ...Array.from({ length: 12 }, () => recursion),
    ];
    const text = github.renderCheck({ ...check, findings }, context);
    expect(commandsOf(text).map((one) => one.kind)).toEqual([
      ...Array.from({ length: 10 }, () => "error"),
      ...Array.from({ length: 10 }, () => "warning"),
    ]);
    expect(text).toContain("\n22 findings beyond what GitHub shows of one step\n");
  });

  test("of a preflight begin with the verdict, which counts", () => {
    const findings = Array.from({ length: 12 }, () => recursion);
    const commands = commandsOf(
      github.renderPreflight!({ ...rejected, check: { ...check, findings } }, context),
    );
    expect(commands).toHaveLength(10);
    expect(commands[0]?.properties.get("title")).toBe("sandglass%3A reject cmd/crawler/main.go");
    expect(commandsOf(github.renderPreflight!(accepted, context))[0]?.kind).toBe("notice");
  });

  test("cannot be forged by hostile text", () => {
    const text = github.renderPreflight!(poisoned(rejected), context);
    const commands = commandsOf(text);
    expect(commands).toHaveLength(1 + check.findings.length);
    expect(text.split("\n").filter((line) => line.startsWith("::"))).toHaveLength(commands.length);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u0080-\u009f\u202e]/);
    for (const { properties } of commands)
      for (const name of properties.keys())
        expect(["file", "line", "endLine", "col", "endColumn", "title"]).toContain(name);
  });
});
