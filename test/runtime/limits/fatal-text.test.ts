import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fatalTextScanner } from "../../../src/runtime/limits/fatal-text.ts";

function scan(text: string, cut = text.length): ReturnType<ReturnType<typeof fatalTextScanner>["texts"]> {
  const scanner = fatalTextScanner();
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += cut) scanner.push(bytes.subarray(at, at + cut));
  return scanner.texts();
}

const NOTHING = { deadlock: undefined, outOfMemory: false, stackOverflow: false };

describe("Go's last words", () => {
  test.each([
    ["fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1", { deadlock: "asleep" }],
    ["fatal error: no goroutines (main called runtime.Goexit) - deadlock!", { deadlock: "main-gone" }],
    ["fatal error: all goroutines are asleep - deadlock!\npanic: no\n", {}],
    ["fatal error: stack overflow\nfatal error: sync: unlock of unlocked mutex\n", {}],
    ["fatal error: out of memory\nfatal error: malloc deadlock\n", { outOfMemory: true }],
    ["runtime: out of memory: cannot allocate 4194304-byte block", { outOfMemory: true }],
    ["a\nfatal error: out of memory\n", { outOfMemory: true }],
    ["fatal error: runtime: cannot allocate memory\n", { outOfMemory: true }],
    ["runtime: goroutine stack exceeds 1000000000-byte limit\n", { stackOverflow: true }],
    ["he said: fatal error: out of memory\n", {}],
    ["panic: out of memory\n", {}],
    ["", {}],
  ])("in %j are found", (text, found) => {
    expect(scan(text)).toEqual({ ...NOTHING, ...found });
  });

  test("are found however the output is cut and whatever stands around them", () => {
    const noise = fc.string({ maxLength: 400 }).map((text) => `.${text.replaceAll("\n", "\n.")}\n`);
    fc.assert(
      fc.property(noise, noise, fc.integer({ min: 1, max: 50 }), (before, after, cut) => {
        const text = `${before}fatal error: all goroutines are asleep - deadlock!\n${after}`;
        expect(scan(text, cut).deadlock).toBe("asleep");
      }),
    );
  });
});
