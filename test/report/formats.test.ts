import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ToolError } from "../../src/errors.ts";
import { formatNamed, formats } from "../../src/report/formats.ts";
import { poisoned } from "./fixtures/poison.ts";
import { check, cleanCheck, context, rejected } from "./fixtures/samples.ts";

describe("the list of formats", () => {
  test("has the formats of the command line", () => {
    expect(formats.map((format) => format.id)).toEqual([
      "pretty",
      "json",
      "sarif",
      "github",
      "junit",
      "html",
      "markdown",
    ]);
  });

  test("has every format that has a file", () => {
    const files = readdirSync("src/report").filter((file) => file.endsWith(".ts"));
    const declared = files.filter((file) =>
      /: ReportFormat = /.test(readFileSync(`src/report/${file}`, "utf8")),
    );
    expect(declared.map((file) => file.replace(".ts", "")).sort()).toEqual(
      formats.map((format) => format.id).sort(),
    );
  });

  test("finds one by its name and says which there are for another", () => {
    expect(formatNamed("sarif").contentType).toBe("application/sarif+json");
    expect(() => formatNamed("yaml")).toThrow(ToolError);
  });

  test.each(formats.map((format) => [format.id, format] as const))(
    "%s is the same text every time and ends with a newline",
    (_, format) => {
      for (const report of [check, cleanCheck, poisoned(check)]) {
        const text = format.renderCheck(report, context);
        expect(format.renderCheck(report, context)).toBe(text);
        expect(text.endsWith("\n")).toBe(true);
      }
      expect(format.renderPreflight?.(rejected, context)).toBe(format.renderPreflight?.(rejected, context));
    },
  );

  test.each(formats.map((format) => [format.id, format] as const))(
    "%s bears a report in which little is known",
    (_, format) => {
      const bare = {
        schemaVersion: 1,
        tool: rejected.tool,
        name: "app.wasm",
        verdict: "reject",
        reasons: ["it was cancelled"],
        check: { ...cleanCheck, files: 0 },
      } as const;
      expect(format.renderPreflight?.(bare, { ...context, sources: new Map(), rules: [] })).toContain(
        "app.wasm",
      );
    },
  );
});
