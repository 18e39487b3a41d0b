import { describe, expect, it } from "vitest";
import { call, ENGINES, hardened } from "./hardened.ts";
import { assemble } from "./wat.ts";

/** Ways to run for ever, or for longer than anyone waits; each exports `f`. */
const ENDLESS: readonly (readonly [string, string])[] = [
  ["a bare loop", `(func (export "f") (loop (br 0)))`],
  ["a loop whose back edge is conditional", `(func (export "f") (loop (br_if 0 (i32.const 1))))`],
  ["a loop closed by br_table", `(func (export "f") (loop (block (br_table 1 0 1 (i32.const 0)))))`],
  ["a loop in a loop", `(func (export "f") (loop $a (loop $b (br_if $b (i32.const 0)) (br $a))))`],
  ["a loop that starts with an if", `(func (export "f") (loop (if (i32.const 1) (then (br 1)))))`],
  ["a loop inside an else", `(func (export "f") (if (i32.const 0) (then) (else (loop (br 0)))))`],
  ["a loop behind a loop head", `(func (export "f") (loop (loop (loop (br 2)))))`],
  [
    "a loop around a block that is left early",
    `(func (export "f") (loop (block (br_if 0 (i32.const 1)) (unreachable)) (br 0)))`,
  ],
  ["recursion", `(func $f (export "f") (call $f))`],
  ["recursion by tail call", `(func $f (export "f") (return_call $f))`],
  ["mutual tail calls", `(func $f (export "f") (return_call $g)) (func $g (return_call $f))`],
  [
    "an indirect tail call",
    `(table funcref (elem $f)) (func $f (export "f") (return_call_indirect (i32.const 0)))`,
  ],
  [
    "a loop inside try",
    `(tag $e) (func $t (throw $e)) (func (export "f") (loop (try (do (call $t)) (catch $e (br 1))) (br 0)))`,
  ],
  [
    "a fill of four gigabytes",
    `(memory 1) (func (export "f") (memory.fill (i32.const 0) (i32.const 0) (i32.const -1)))`,
  ],
  [
    "a doubling tree of calls",
    `${Array.from({ length: 40 }, (_, i) => `(func $f${i} (call $f${i + 1}) (call $f${i + 1}))`).join("")}
     (func $f40) (func (export "f") (call $f0))`,
  ],
];

describe.each(ENGINES)("by the engine %s", (engine) => {
  it.each(ENDLESS)("fuel stops %s", async (_name, fields) => {
    const { wasm } = await hardened(await assemble(fields), { engine, fuelUnits: 5000n });
    const { results, stop, fuelUsed } = await call(wasm, "f");
    expect({ results, stop }).toEqual({ results: "trap", stop: 1 });
    expect(fuelUsed).toBeGreaterThan(5000n);
  });

  it("the host can set and refill fuel", async () => {
    const loop = `(func (export "f") (param i32) (loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))`;
    const { wasm } = await hardened(await assemble(loop), { engine, fuelUnits: 0n });
    const { exports, results, stop } = await call(wasm, "f", [100]);
    expect([results, stop]).toEqual(["trap", 1]);
    const fuel = exports["sandglass.fuel"] as WebAssembly.Global<"i64">;
    fuel.value = 501n;
    (exports["f"] as (rounds: number) => void)(100);
    expect(fuel.value).toBe(0n);
  });

  it("a trap of the guest's own is no stop", async () => {
    const { wasm } = await hardened(await assemble(`(func (export "f") (unreachable))`), { engine });
    expect(await call(wasm, "f")).toMatchObject({ results: "trap", stop: 0 });
  });

  it("call depth stops recursion before the engine does, and only deeper than allowed", async () => {
    const down = `(func $f (export "f") (param i32) (result i32)
      (if (i32.eqz (local.get 0)) (then (return (i32.const 0))))
      (i32.add (i32.const 1) (call $f (i32.sub (local.get 0) (i32.const 1)))))`;
    const { wasm } = await hardened(await assemble(down), { engine, stackDepth: 101 });
    const { exports, results } = await call(wasm, "f", [100]);
    const f = exports["f"] as (depth: number) => number;
    expect([results, f(100), f(100)]).toEqual([100, 100, 100]);
    expect(() => f(101)).toThrow(WebAssembly.RuntimeError);
    expect((exports["sandglass.stop"] as WebAssembly.Global).value).toBe(4);
  });

  it("call depth is given back at every way out of a function", async () => {
    const ways = `(type $t (func (param i32) (result i32)))
      (table funcref (elem $f)) (global $n (mut i32) (i32.const 0))
      (func $f (export "f") (type $t)
        (if (i32.eqz (local.get 0)) (then (return (i32.const 0))))
        (drop (br_if 0 (i32.const 1) (i32.eq (local.get 0) (i32.const 1))))
        (if (i32.eq (local.get 0) (i32.const 2)) (then (br 1 (i32.const 2))))
        (block (result i32) (br_table 1 0 (i32.const 3) (i32.ne (local.get 0) (i32.const 3)))) (drop)
        (if (i32.eq (local.get 0) (i32.const 4)) (then (return_call $f (i32.const 0))))
        (if (i32.eq (local.get 0) (i32.const 5)) (then (return_call_indirect (type $t) (i32.const 1) (i32.const 0))))
        (call_indirect (type $t) (i32.sub (local.get 0) (i32.const 6)) (i32.const 0)))`;
    const { wasm } = await hardened(await assemble(ways), { engine, stackDepth: 3 });
    const { exports } = await call(wasm, "f", [0]);
    const f = exports["f"] as (x: number) => number;
    const all = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
    const expected = [0, 1, 2, 3, 0, 1, 0, 1, 2, 3, 0, 1];
    for (let round = 0; round < 20; round++) expect(all.map((x) => f(x))).toEqual(expected);
  });

  it("call depth costs nothing in functions that cannot recur", async () => {
    const chain = `(func $c) (func $b (call $c)) (func (export "f") (call $b))`;
    const { wasm } = await hardened(await assemble(chain), { engine, stackDepth: 1 });
    expect(await call(wasm, "f")).toMatchObject({ results: undefined, stop: 0 });
  });
});
