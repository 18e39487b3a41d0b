import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asciiBytes, goTokens } from "../../src/source/go-tokens.ts";
import { withInserted, withoutInserted } from "../../src/source/group-ends.ts";
import { balanced } from "../../src/source/unbalanced.ts";

/** The text with everything put in, and what is wrong, as `line: message (declaration)`. */
function mended(text: string): { readonly text: string; readonly flaws: readonly string[] } {
  const found = balanced(text);
  const line = (offset: number): number => text.slice(0, offset).split("\n").length;
  return {
    text: withInserted(found.text, found.added, found.characters),
    flaws: found.flaws.map(({ start, message, from, to }) => {
      const declaration = text.slice(from, to).split("\n", 1)[0];
      return `${line(start)}: ${message} (${declaration})`;
    }),
  };
}

function isBalanced(text: string): boolean {
  const open: string[] = [];
  for (const { kind, start } of goTokens(asciiBytes(text))) {
    const at = kind === "mark" ? "([{)]}".indexOf(text[start]!) : -1;
    if (at >= 3 && open.pop() !== "([{"[at - 3]) return false;
    if (at >= 0 && at < 3) open.push(text[start]!);
  }
  return open.length === 0;
}

describe("brackets are balanced one declaration at a time", () => {
  test.each([
    [
      "a brace that is never closed",
      "func a() {\n\tif x {\n}\n\nfunc b() {\n}\n",
      "func a() {\n\tif x {\n}\n\n};func b() {\n}\n",
      ["1: syntax error: this { is never closed (func a() {)"],
    ],
    [
      "a parenthesis that the brace after it closes",
      "func a() {\n\tf(1, g(2\n}\nfunc b() {}\n",
      "func a() {\n\tf(1, g(2\n))}\nfunc b() {}\n",
      [
        "2: syntax error: this ( is never closed (func a() {)",
        "2: syntax error: this ( is never closed (func a() {)",
      ],
    ],
    [
      "a brace too many",
      "func a() {\n}}\nfunc b() {}\n",
      "func a() {\n} \nfunc b() {}\n",
      ["2: syntax error: this } closes nothing (func a() {)"],
    ],
    [
      "a method after an open brace, not a function literal",
      "func a() {\n\tfunc() {}()\n\tx {\n}\nfunc (r *T[K]) b() {}\n",
      "func a() {\n\tfunc() {}()\n\tx {\n}\n};func (r *T[K]) b() {}\n",
      ["1: syntax error: this { is never closed (func a() {)"],
    ],
    [
      "rubbish between declarations belongs to neither",
      "func a() {}\n%% what ( is\nfunc b() {}\n",
      "func a() {}\n%% what ( is\n);func b() {}\n",
      ["2: syntax error: this ( is never closed (%% what ( is)"],
    ],
    ["what stands in strings and comments", 'var a = "{" // (\n/* [ */\nvar b = `}`\n', undefined, []],
    ["balanced text", "package a\n\nfunc f(x []int) { f(x[1:]) }\n", undefined, []],
  ])("%s", (_, text, expected, flaws) => {
    expect(mended(text)).toEqual({ text: expected ?? text, flaws });
  });

  test("any brackets are balanced afterwards, and every other character keeps its place", () => {
    const piece = fc.constantFrom(
      ..."()[]{}",
      "x",
      "\n",
      " ",
      "func f",
      "func (r R) m(",
      '"{"',
      "`[`",
      "// (\n",
      "é",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join("");
        const found = balanced(text);
        const whole = withInserted(found.text, found.added, found.characters);
        expect(isBalanced(whole)).toBe(true);
        const positions = Uint32Array.from({ length: whole.length }, (_, at) => at);
        withoutInserted(positions, found.added);
        const kept = [...positions].map((at, place) => [whole[place], text[at]]);
        const moved = kept.filter(([now, then]) => now !== then && !"()[]{};\n ".includes(now!));
        expect(moved).toEqual([]);
      }),
    );
  });
});
