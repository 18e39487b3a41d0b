import { describe, expect, test } from "vitest";
import { loadCommands } from "../../cli/commands/index.ts";
import { helpOf, overview } from "../../cli/help.ts";

const commands = await loadCommands();

describe("help", () => {
  test("the overview names every command", () => {
    const text = overview(commands, "1.2.3");
    for (const command of commands) expect(text).toContain(`  ${command.name}`);
  });

  test.each(commands.map((command) => [command.name, command] as const))(
    "%s lists every option with its default, examples and exit codes",
    (_, command) => {
      const text = helpOf(command);
      for (const option of command.options) {
        expect(text).toContain(`--${option.name}`);
        if (option.default !== undefined) expect(text).toContain(`[default: ${option.default}]`);
      }
      for (const example of command.examples) expect(text).toContain(example.command);
      for (const [code] of command.exitCodes) expect(text).toContain(`  ${code}`);
      expect(command.options.some((option) => option.name === "help")).toBe(true);
      expect(new Set(command.options.map((option) => option.name)).size).toBe(command.options.length);
    },
  );

  test("every option with a value either shows a default or may be absent by nature", () => {
    const absentByNature = new Set([
      "allow-read",
      "allow-write",
      "allow-env",
      "deny-read",
      "deny-write",
      "deny-env",
      "dir",
      "env",
      "diff",
      "budget",
      "report",
      "map",
      "verify",
      "record",
      "replay",
      "out-dir",
    ]);
    for (const command of commands)
      for (const option of command.options)
        if (option.value !== undefined && option.default === undefined)
          expect(absentByNature).toContain(option.name);
  });
});
