import { describe, expect, it } from "vitest";
import { ENDLESS } from "./endless.ts";
import { call, ENGINES, hardened } from "./hardened.ts";
import { assemble } from "./wat.ts";

/** Ways to run on without branching back, and by how much at most they may exceed what they were given. */
const LATE: readonly (readonly [string, string, bigint])[] = [
  ["a bare loop", `(func (export "f") (loop (br 0)))`, 10n],
  ["recursion", `(func $f (export "f") (call $f))`, 10n],
  [
    "a doubling tree of calls",
    `${Array.from({ length: 40 }, (_, i) => `(func $f${i} (call $f${i + 1}) (call $f${i + 1}))`).join("")}
     (func $f40) (func (export "f") (call $f0))`,
    21_000n,
  ],
  [
    "a wide tree of calls",
    `${Array.from({ length: 5 }, (_, i) => `(func $f${i} ${`(call $f${i + 1})`.repeat(60)})`).join("")}
     (func $f5) (func (export "f") (call $f0))`,
    41_000n,
  ],
  [
    "much work on the way out of a recursion",
    `(global $n (mut i32) (i32.const 300)) (func $f (export "f")
      (if (global.get $n) (then (global.set $n (i32.sub (global.get $n) (i32.const 1))) (call $f)))
      ${"(drop (i32.const 1))".repeat(900)})`,
    2000n,
  ],
  [
    "much work on the way out of an indirect recursion",
    `(global $n (mut i32) (i32.const 300)) (table funcref (elem $f)) (func $f (export "f")
      (if (global.get $n)
        (then (global.set $n (i32.sub (global.get $n) (i32.const 1))) (call_indirect (i32.const 0))))
      ${"(drop (i32.const 1))".repeat(900)})`,
    2000n,
  ],
];

/** Loops whose charges may be moved to where they run less; each is given 9, and its last rounds use more than 200. */
const EXACT: readonly (readonly [string, string])[] = [
  [
    "a loop that calls at its end",
    `(func $g) (func (export "f") (param i32) (loop ${"nop (drop (i32.const 1))".repeat(300)}
      (call $g) (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))`,
  ],
  [
    "loops in one another",
    `(func (export "f") (param i32) (local i32) (loop $a (local.set 1 (i32.const 60))
      (loop $b (br_if $b (local.tee 1 (i32.sub (local.get 1) (i32.const 1)))))
      (br_if $a (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))`,
  ],
  [
    "jumps by a dispatching loop, forwards and back, around a fill",
    `(memory 1) (func (export "f") (param i32) (local i32) (loop $l
      (block $2 (block $1 (block $0 (local.get 1) (br_table $0 $1 $2))
        (if (local.get 0) (then (local.set 1 (i32.const 1)) (br $l)))
        (local.set 1 (i32.const 2)) (br $l))
        (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
        (memory.fill (i32.const 0) (i32.const 1) (i32.const 60))
        (local.set 1 (i32.const 0)) (br $l))
      ${"(drop (i32.const 1))".repeat(9)}))`,
  ],
];

describe.each(ENGINES)("by the engine %s", (engine) => {
  it.each(ENDLESS)("fuel stops %s", async (_name, fields) => {
    const { wasm } = await hardened(await assemble(fields), { engine, fuelUnits: 5000n });
    const { results, stop, fuelUsed } = await call(wasm, "f");
    expect({ results, stop }).toEqual({ results: "trap", stop: 1 });
    expect(fuelUsed).toBeGreaterThan(5000n);
  });

  it.each(LATE)("fuel stops %s soon after it is used up", async (_name, fields, allowed) => {
    const { wasm } = await hardened(await assemble(fields), { engine, fuelUnits: 5000n });
    const { results, stop, fuelUsed } = await call(wasm, "f");
    expect({ results, stop }).toEqual({ results: "trap", stop: 1 });
    expect(fuelUsed! - 5000n).toBeLessThan(allowed);
  });

  it.each(EXACT)("exactly enough fuel is enough for %s, and 200 less is not", async (_name, fields) => {
    const original = await assemble(fields);
    const { wasm } = await hardened(original, { engine });
    const needed = (await call(wasm, "f", [9])).fuelUsed!;
    const enough = await hardened(original, { engine, fuelUnits: needed });
    expect(await call(enough.wasm, "f", [9])).toMatchObject({ stop: 0, fuelUsed: needed });
    const short = await hardened(original, { engine, fuelUnits: needed - 200n });
    expect(await call(short.wasm, "f", [9])).toMatchObject({ results: "trap", stop: 1 });
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
