import type { Command, Option, OptionGroup } from "./command.ts";

const GROUPS: readonly OptionGroup[] = ["Mode", "Build", "Limits", "Capabilities", "Output", "Common"];

/** The overview that `sandglass --help` prints. */
export function overview(commands: readonly Command[], version: string): string {
  const rows = commands.map((command) => [command.name, command.summary] as const);
  return [
    `Sandglass ${version}: makes Go that nobody vouches for safe to run, with a report that says why.`,
    "",
    "Usage: sandglass <command> <input> [options]",
    "",
    "Commands:",
    ...columns(rows),
    "",
    "An <input> is x.go, a folder, a package pattern (./cmd/app), a .txtar, - (standard input), or a .wasm made by anyone.",
    "",
    "Start with:",
    "  sandglass run main.go                    check, build, harden and run a program, denying it everything",
    "  sandglass preflight main.go --out report a verdict and one report.html to read or to keep",
    "",
    "sandglass <command> --help lists its options with every default.",
    "",
  ].join("\n");
}

/** The help of one command, generated from its table. */
export function helpOf(command: Command): string {
  const lines = [command.summary, "", `Usage: ${command.usage}`, "", ...wrap(command.description, 100)];
  for (const group of GROUPS) {
    const options = command.options.filter((one) => one.group === group);
    if (options.length > 0) lines.push("", `${group}:`, ...columns(options.map(row)));
  }
  lines.push("", "Examples:", ...columns(command.examples.map((one) => [one.command, one.means] as const)));
  lines.push("", "Exit codes:", ...columns(command.exitCodes), "");
  return lines.join("\n");
}

function row(option: Option): readonly [string, string] {
  const short = option.short === undefined ? "" : `-${option.short}, `;
  const value = option.value === undefined ? "" : ` ${option.choices?.join("|") ?? option.value}`;
  const repeat = option.repeatable === true ? " (may be given again)" : "";
  const shown = option.default === undefined ? "" : ` [default: ${option.default}]`;
  return [`${short}--${option.name}${value}`, `${option.summary}${repeat}${shown}`];
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.min(56, Math.max(...rows.map(([left]) => left.length)));
  return rows.map(([left, right]) =>
    left.length > width ? `  ${left}\n  ${" ".repeat(width)}  ${right}` : `  ${left.padEnd(width)}  ${right}`,
  );
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [""];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1) ?? "";
    if (line !== "" && line.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines;
}
