import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { guestSink } from "../../cli/terminal-guard.ts";

async function shown(parts: readonly (string | Uint8Array)[], isTerminal = true): Promise<string> {
  const written: Uint8Array[] = [];
  const sink = guestSink(async (data) => void written.push(Buffer.from(data)), isTerminal);
  for (const part of parts) await sink.write(typeof part === "string" ? Buffer.from(part) : part);
  await sink.end();
  return Buffer.concat(written).toString();
}

describe("output of a guest on a terminal", () => {
  test.each([
    ["text of any script", "naïve 日本 👩‍💻\n\ttab\n", "naïve 日本 👩‍💻\n\ttab\n"],
    ["a progress bar", "10 %\r20 %\r\n", "10 %\r20 %\r\n"],
    ["colours, which end with the guest", "\u001b[1;31mred", "\u001b[1;31mred\u001b[0m"],
  ])("%s is as it was", async (_, text, expected) => {
    expect(await shown([text])).toBe(expected);
  });

  test.each([
    ["a window title", "\u001b]0;owned\u0007", "\\u001b]0;owned\\u0007"],
    ["the clipboard", "\u001b]52;c;AAAA\u001b\\", "\\u001b]52;c;AAAA\\u001b\\"],
    ["a cleared screen", "\u001b[2J", "\\u001b[2J"],
    ["a one-byte control sequence", "\u009b2J", "\\u009b2J"],
    ["text turned around", "\u202egnp.exe", "\\u202egnp.exe"],
    ["an unfinished sequence", "x\u001b[31", "x\\u001b[31"],
    ["an endless sequence", `\u001b[${"1;".repeat(40)}m`, `\\u001b[${"1;".repeat(40)}m`],
    ["a backspace", "ab\b\b", "ab\\u0008\\u0008"],
  ])("%s is shown, not done", async (_, text, expected) => {
    expect(await shown([text])).toBe(expected);
  });

  test("is the same however it is cut into writes", async () => {
    const text = fc.array(fc.constantFrom("\u001b", "[", "3", "1", ";", "m", "é", "\r", "\n", "x", "\u202e"));
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(20)), async (characters, cuts) => {
        const bytes = Buffer.from(characters.join(""));
        const at = [...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
        const parts = at.map((end, index) => bytes.subarray(index === 0 ? 0 : at[index - 1], end));
        expect(await shown(parts)).toBe(await shown([bytes]));
      }),
    );
  });
});

test.each([
  ["", false],
  ["x", true],
  ["x\n", false],
])("a guest that wrote %j last leaves an unfinished line: %j", async (text, expected) => {
  for (const isTerminal of [true, false]) {
    const sink = guestSink(async () => undefined, isTerminal);
    await sink.write(Buffer.from(text));
    expect(await sink.end()).toBe(expected);
  }
});

test("output of a guest into a pipe is untouched, byte by byte", async () => {
  expect(await shown(["\u001b]0;x\u0007", Uint8Array.of(0xff)], false)).toBe("\u001b]0;x\u0007\ufffd");
});

test.runIf(existsSync("/usr/bin/script"))("run guards a terminal", () => {
  const program = 'package main\n\nfunc main() { print("\\x1b]0;owned\\x07") }\n';
  const call = `printf '%s' '${program}' | "${process.execPath}" dist/cli/main.js run -`;
  const typescript = execFileSync("/usr/bin/script", ["-qec", call, "/dev/null"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  expect(typescript).toContain("\\u001b]0;owned\\u0007");
});
