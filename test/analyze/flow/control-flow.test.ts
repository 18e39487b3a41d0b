import { describe, expect, test } from "vitest";
import { type ControlFlow, EXIT } from "../../../src/analyze/flow/control-flow.ts";
import { dominatorsOf } from "../../../src/analyze/flow/dominators.ts";
import type { GoFunction } from "../../../src/analyze/flow/symbols.ts";
import { textOf } from "../../../src/source/tree.ts";
import { Kind } from "../../../src/source/tree-kinds.ts";
import { factsOfBody } from "./facts.ts";

/** Every order of marks that a run can print when it goes round loops at most `rounds` times. */
function paths(fn: GoFunction, flow: ControlFlow, rounds = 1): string[] {
  const { tree } = fn.file.source;
  const found = new Set<string>();
  const walk = (block: number, trail: string, visits: ReadonlyMap<number, number>): void => {
    const count = (visits.get(block) ?? 0) + 1;
    if (count > rounds + 1) return;
    const { steps, successors, end } = flow.blocks[block]!;
    const marks = steps
      .filter((step) => tree.kind[step] !== Kind.SelectStatement)
      .flatMap((step) => textOf(tree, step).match(/\bm\d+\b|^(?:a|b)$/) ?? [])
      .join("");
    if (block === EXIT) found.add(`${trail}.`);
    else if (successors.length === 0) found.add(`${trail}${marks}!${end}`);
    for (const next of new Set(successors)) walk(next, trail + marks, new Map(visits).set(block, count));
  };
  walk(0, "", new Map());
  return [...found].sort();
}

async function pathsOf(body: string): Promise<string[]> {
  const marked = body.replace(/\b(m\d+)\b/g, "$1()");
  const { facts, fn } = await factsOfBody(marked);
  return paths(fn, facts.flowOf(fn)!);
}

describe("what can run after what", () => {
  test.each([
    ["a sequence", "m1; m2", ["m1m2."]],
    ["if", "if a { m1 }; m2", ["am1m2.", "am2."]],
    ["if else", "if a { m1 } else { m2 }; m3", ["am1m3.", "am2m3."]],
    ["and, in order of evaluation", "if a && b { m1 }", ["a.", "ab.", "abm1."]],
    ["or, in order of evaluation", "if a || b { m1 }", ["ab.", "abm1.", "am1."]],
    ["not of or", "if !(a || b) { m1 }", ["a.", "ab.", "abm1."]],
    ["and in a value", "_ = a && b; m1", ["abm1.", "am1."]],
    ["a constant condition", "if false { m1 } else if 1 < 2 { m2 }; m3", ["m2m3."]],
    ["return", "if a { m1; return }; m2", ["am1.", "am2."]],
    ["a loop", "for a { m1 }; m2", ["am1am2.", "am2."]],
    ["a three-clause loop", "for m1; a; m2 { m3 }", ["m1a.", "m1am3m2a."]],
    [
      "break and continue",
      "for a { if b { break }; m1; continue }; m2",
      ["abm1abm2.", "abm1am2.", "abm2.", "am2."],
    ],
    ["continue runs the post statement", "for ; a; m1 { continue }", ["a.", "am1a."]],
    ["labelled break", "l: for { for { m1; break l } }; m2", ["m1m2."]],
    ["labelled continue", "l: for a { for { m1; continue l } }; m2", ["am1am2.", "am2."]],
    ["range", "for range n { m1 }; m2", ["m1m2.", "m2."]],
    ["goto forwards", "if a { goto done }; m1; done: m2", ["am1m2.", "am2."]],
    ["goto backwards", "again: m1; if a { goto again }; m2", ["m1am1am2.", "m1am2."]],
    ["switch", "switch n { case 1: m1; case 2: m2 }; m3", ["m1m3.", "m2m3.", "m3."]],
    ["switch with default", "switch n { default: m1; case 2: m2 }", ["m1.", "m2."]],
    ["switch without a tag", "switch { case a: m1; case b: m2 }", ["ab.", "abm2.", "am1."]],
    ["fallthrough", "switch n { case 1: m1; fallthrough; case 2: m2 }", [".", "m1m2.", "m2."]],
    ["break leaves a switch only", "for a { switch n { case 1: break }; m1 }", ["a.", "am1a."]],
    ["type switch", "switch x.(type) { case int: m1; default: m2 }", ["m1.", "m2."]],
    ["select", "select { case <-c: m1; case c <- 1: m2 }", ["m1.", "m2."]],
    ["select with default", "select { case <-c: m1; default: m2 }", ["m1.", "m2."]],
    ["an empty select", "m1; select {}; m2", ["m1!blocked"]],
    ["panic", "if a { m1; panic(1); m2 }; m3", ["am1!panic", "am3."]],
    ["a shadowed panic goes on", "panic := func(int) {}; panic(1); m1", ["m1."]],
    ["an endless loop", "m1; for { m2 }", []],
    ["code after return", "return; m1", ["."]],
    ["blocks and empty statements", "{ { m1 }; ; }; m2", ["m1m2."]],
  ])("%s", async (_, body, expected) => {
    expect(await pathsOf(body)).toEqual([...expected].sort());
  });
});

describe("dominators", () => {
  test.each([
    "if a { n++ } else { n-- }; for a { if b { continue }; n++ }; n--",
    "again: n++; if a { goto again }; switch n { case 1: n++; fallthrough; case 2: n--; default: return }",
    "for i := range n { for a { if b { break }; for { if a { return } } }; _ = i }; select { case <-c: default: }",
    "goto inside; for a { inside: n++ }; n--",
  ])("agree with the definition: %s", async (body) => {
    const { facts, fn } = await factsOfBody(body);
    const flow = facts.flowOf(fn)!;
    const { dominates, immediate } = dominatorsOf(flow);
    for (const outer of flow.order) {
      const without = reachedWithout(flow, outer);
      for (const inner of flow.order) {
        expect(dominates(outer, inner)).toBe(outer === inner || !without.has(inner));
      }
      if (outer !== 0) expect(dominates(immediate[outer]!, outer)).toBe(true);
    }
  });

  function reachedWithout(flow: ControlFlow, removed: number): Set<number> {
    const seen = new Set<number>();
    const stack = removed === 0 ? [] : [0];
    for (let block = stack.pop(); block !== undefined; block = stack.pop()) {
      if (seen.has(block) || block === removed) continue;
      seen.add(block);
      stack.push(...flow.blocks[block]!.successors);
    }
    return seen;
  }
});

describe("natural loops", () => {
  test.each([
    ["none", "if a { n++ }", []],
    ["a for statement", "for a { n++ }", ["for 1"]],
    ["a conditionless one", "for { n++ }", ["for 0"]],
    ["nested ones, outer first", "for a { for b { n++ } }", ["for 1", "for 1"]],
    ["a goto", "again: n++; if a { goto again }", ["goto 1"]],
    ["a goto over a for", "again: for a { if b { goto again } }", ["goto 1", "for 2"]],
    ["a for that never comes round", "for { n++; break }", []],
    ["a range", "for i := range n { if i > 3 { return } }", ["for 2"]],
    ["a label that nothing goes back to", "done: n++; if a { return }", []],
    ["a jump into the middle is no natural loop", "if a { goto in }; again: n++; in: n--; goto again", []],
  ])("%s", async (_, body, expected) => {
    const { facts, fn } = await factsOfBody(body);
    const loops = facts
      .loopsOf(fn)
      .map((loop) => `${loop.statement >= 0 ? "for" : "goto"} ${loop.exits.length}`);
    expect(loops).toEqual(expected);
  });
});
