import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";

/** Every `$ npx sandglass …` of the README runs; lines under it are parts of what it prints, … stands for anything. */
interface Example {
  readonly command: string;
  readonly expected: readonly string[];
  readonly exitCode: number;
}

const main = resolve("dist/cli/main.js");

test.each(examplesOf(readFileSync("README.md", "utf8")).map((one) => [one.command, one] as const))(
  "%s",
  (_, example) => {
    const command = example.command.replaceAll("npx sandglass", `"${process.execPath}" "${main}"`);
    const { stdout, stderr, status } = spawnSync("sh", ["-c", command], {
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
    });
    const printed = `${stdout}\n${stderr}`;
    for (const line of example.expected)
      for (const part of line.split("…").filter((one) => one.trim() !== "")) expect(printed).toContain(part);
    expect(status).toBe(example.exitCode);
  },
);

function examplesOf(markdown: string): Example[] {
  const blocks = [...markdown.matchAll(/```console\n([\s\S]*?)```/g)].map(([, body = ""]) => body);
  return blocks
    .flatMap((body) => body.split(/^\$ /m).slice(1))
    .map((text) => {
      const [command = "", ...lines] = text.trimEnd().split("\n");
      const exit = lines.at(-1)?.match(/^\[exit (\d+)\]$/);
      return { command, expected: exit ? lines.slice(0, -1) : lines, exitCode: Number(exit?.[1] ?? 0) };
    });
}
