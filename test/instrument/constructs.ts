/** A small module around one construct: exports `f`. `fuel` is counted by hand; its sum stands beside it. */
export interface Construct {
  readonly name: string;
  readonly fields: string;
  readonly values?: readonly unknown[];
  readonly results: unknown;
  readonly fuel: bigint;
  /** Things that wasmtime does not run (the older exception handling). */
  readonly notInWasmtime?: boolean;
  /** Not in Node 20's V8 by default. */
  readonly newerEngines?: boolean;
}

const f = (signature: string, body: string): string => `(func (export "f") ${signature} ${body})`;

export const constructs: readonly Construct[] = [
  { name: "an empty function", fields: f("", ""), results: undefined, fuel: 1n },
  {
    name: "free operators",
    fields: f("", "nop (drop (i32.const 1)) (block (loop nop)) return"),
    results: undefined,
    fuel: 2n, // entry, const
  },
  {
    name: "an if without else, taken",
    fields: f("(param i32) (result i32)", "(if (local.get 0) (then (drop (i32.const 1)))) (i32.const 7)"),
    values: [1],
    results: 7,
    fuel: 5n, // entry, get, if, const, const
  },
  {
    name: "an if without else, not taken",
    fields: f("(param i32) (result i32)", "(if (local.get 0) (then (drop (i32.const 1)))) (i32.const 7)"),
    values: [0],
    results: 7,
    fuel: 4n,
  },
  {
    name: "an if with arms of different cost, first",
    fields: f(
      "(param i32) (result i32)",
      "(if (result i32) (local.get 0) (then (i32.add (i32.const 1) (i32.const 2))) (else (i32.const 9)))",
    ),
    values: [1],
    results: 3,
    fuel: 6n, // entry, get, if, 2 const, add
  },
  {
    name: "an if with arms of different cost, second",
    fields: f(
      "(param i32) (result i32)",
      "(if (result i32) (local.get 0) (then (i32.add (i32.const 1) (i32.const 2))) (else (i32.const 9)))",
    ),
    values: [0],
    results: 9,
    fuel: 4n,
  },
  {
    name: "an if whose first arm calls",
    fields: `(func $g) ${f("(param i32) (result i32)", "(if (local.get 0) (then (call $g))) (i32.const 7)")}`,
    values: [1],
    results: 7,
    fuel: 6n, // entry, get, if, call, entry of g, const
  },
  {
    name: "an if whose second arm returns",
    fields: f(
      "(param i32) (result i32)",
      "(if (local.get 0) (then nop) (else (return (i32.const 5)))) (i32.const 7)",
    ),
    values: [0],
    results: 5,
    fuel: 4n,
  },
  {
    name: "a branch to an if",
    fields: f(
      "(param i32) (result i32)",
      "(if (local.get 0) (then (br 0)) (else (drop (i32.const 1)))) (i32.const 7)",
    ),
    values: [1],
    results: 7,
    fuel: 5n, // entry, get, if, br, const
  },
  {
    name: "a branch to an if without else, not taken",
    fields: f("(param i32) (result i32)", "(if (local.get 0) (then (br 0))) (i32.const 7)"),
    values: [0],
    results: 7,
    fuel: 4n,
  },
  {
    name: "a loop of ten rounds",
    fields: f(
      "(param i32) (result i32)",
      "(loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))) (local.get 0)",
    ),
    values: [10],
    results: 0,
    fuel: 52n, // entry, 10 × (get, const, sub, tee, br_if), get
  },
  {
    name: "a loop in a loop",
    fields: f(
      "(param i32) (result i32) (local i32)",
      `(loop $outer (local.set 1 (i32.const 3))
        (loop $inner (br_if $inner (local.tee 1 (i32.sub (local.get 1) (i32.const 1)))))
        (br_if $outer (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))) (local.get 0)`,
    ),
    values: [4],
    results: 0,
    fuel: 90n, // entry, 4 × (2 + 3 × 5 + 5), get
  },
  {
    name: "a loop that leads into a loop at once",
    fields: f(
      "(param i32) (result i32)",
      `(loop $outer (loop $inner
        (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
        (br_if $inner (i32.gt_s (local.get 0) (i32.const 5)))
        (br_if $outer (local.get 0)))) (local.get 0)`,
    ),
    values: [8],
    results: 0,
    fuel: 78n, // entry, 8 × (get, const, sub, set, get, const, gt_s, br_if), 6 × (get, br_if), get
  },
  {
    name: "br_table to each target",
    fields: f(
      "(param i32) (result i32)",
      `(block $a (block $b (block $c (br_table $c $b $a (local.get 0))) (return (i32.const 1)))
        (drop (i32.const 0)) (return (i32.const 2))) (i32.const 3)`,
    ),
    values: [1],
    results: 2,
    fuel: 5n, // entry, get, br_table, const, const
  },
  {
    name: "br_table to the function's own label",
    fields: f("(param i32) (result i32)", "(br_table 0 0 (i32.const 4) (local.get 0))"),
    values: [0],
    results: 4,
    fuel: 4n,
  },
  {
    name: "a branch with a value out of two blocks",
    fields: f(
      "(result i32)",
      "(block $a (result i32) (block $b (result i32) (br $a (i32.const 5))) (drop) (i32.const 6))",
    ),
    results: 5,
    fuel: 3n,
  },
  {
    name: "br_if with a value to the function's label",
    fields: f("(param i32) (result i32)", "(br_if 0 (i32.const 5) (local.get 0)) (drop) (i32.const 6)"),
    values: [0],
    results: 6,
    fuel: 5n,
  },
  {
    name: "code that is never reached",
    fields: f(
      "(result i32)",
      "(block (br 0) (drop (i32.const 1)) (if (i32.const 1) (then (loop (br 0))))) (i32.const 3)",
    ),
    results: 3,
    fuel: 3n, // entry, br, const
  },
  {
    name: "recursion",
    fields: `(func $fib (export "f") (param i32) (result i32)
      (if (result i32) (i32.lt_s (local.get 0) (i32.const 2)) (then (local.get 0))
        (else (i32.add (call $fib (i32.sub (local.get 0) (i32.const 1)))
                       (call $fib (i32.sub (local.get 0) (i32.const 2)))))))`,
    values: [3],
    results: 2,
    fuel: 46n, // 3 leaves of 6, 2 others of 5 + 4 + 4 + 1
  },
  {
    name: "an indirect call",
    fields: `(type $t (func (result i32))) (table funcref (elem $g $h)) (func $g (type $t) (i32.const 1))
      (func $h (type $t) (i32.const 2)) ${f("(param i32) (result i32)", "(call_indirect (type $t) (local.get 0))")}`,
    values: [1],
    results: 2,
    fuel: 5n, // entry, get, call_indirect, entry, const
  },
  {
    name: "a tail call",
    fields: `(func $g (param i32) (result i32) (local.get 0)) ${f("(result i32)", "(return_call $g (i32.const 4))")}`,
    results: 4,
    fuel: 5n,
  },
  {
    name: "several results and a block with parameters",
    fields: f("(result i32 i64)", "(i32.const 1) (block (param i32) (result i32 i64) (i64.const 2))"),
    results: [1, 2n],
    fuel: 3n,
  },
  {
    name: "several results out of a loop",
    fields: f(
      "(param i32) (result i32 i32)",
      `(i32.const 0) (loop (param i32) (result i32 i32) (i32.const 1) (i32.add)
        (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
        (local.get 0) (br_if 0 (local.get 0)) )`,
    ).replace("(local.get 0) (br_if 0 (local.get 0)) )", "(local.get 0))"),
    values: [3],
    results: [1, 2],
    fuel: 9n,
  },
  {
    name: "memory.copy, memory.fill and memory.init",
    fields: `(memory 1) (data $d "0123456789") ${f(
      "(result i32)",
      `(memory.fill (i32.const 0) (i32.const 7) (i32.const 100))
       (memory.copy (i32.const 200) (i32.const 0) (i32.const 50))
       (memory.init $d (i32.const 201) (i32.const 1) (i32.const 3)) (data.drop $d)
       (i32.load8_u (i32.const 203))`,
    )}`,
    results: 51,
    fuel: 1n + 3n * 4n + 153n + 1n + 2n,
  },
  {
    name: "table operations",
    fields: `(table $t 10 20 funcref) (elem $e func $g $g $g) (func $g) ${f(
      "(result i32)",
      `(table.init $e (i32.const 0) (i32.const 0) (i32.const 3)) (elem.drop $e)
       (table.copy (i32.const 4) (i32.const 0) (i32.const 2))
       (table.fill (i32.const 6) (ref.func $g) (i32.const 4))
       (table.set (i32.const 0) (ref.null func)) (drop (ref.is_null (table.get (i32.const 0))))
       (i32.add (table.grow (ref.null func) (i32.const 5)) (table.size))`,
    )}`,
    results: 25,
    fuel: 1n + 4n + 3n + 1n + 4n + 2n + 4n + 4n + 3n + 3n + 3n + 5n + 2n,
  },
  {
    name: "a table that cannot grow",
    fields: `(table 1 2 funcref) ${f("(param i32) (result i32)", "(table.grow (ref.null func) (local.get 0))")}`,
    values: [300],
    results: -1,
    fuel: 4n,
  },
  {
    name: "growing memory",
    fields: `(memory 1 9) ${f("(param i32) (result i32)", "(drop (memory.grow (local.get 0))) (memory.size)")}`,
    values: [5],
    results: 6,
    fuel: 9n, // entry, get, grow + 5, size
  },
  {
    name: "memory that cannot grow",
    fields: `(memory 1 2) ${f("(param i32) (result i32)", "(memory.grow (local.get 0))")}`,
    values: [7],
    results: -1,
    fuel: 3n,
  },
  {
    name: "vector instructions",
    fields: `(memory 1) ${f(
      "(result i32)",
      `(v128.store (i32.const 0) (i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 31
         (v128.const i32x4 1 2 3 4) (i32x4.splat (i32.const 5))))
       (i32x4.extract_lane 2 (v128.load32_lane 1 (i32.const 8) (v128.load (i32.const 0))))`,
    )}`,
    results: 3,
    fuel: 12n, // entry, 2 const, const, splat, shuffle, store = 7; const, const, load, load_lane, extract = 5
  },
  {
    name: "references, select of a type, saturating conversion, sign extension",
    fields: `(func $g) (elem declare func $g) ${f(
      "(param externref) (result i32)",
      `(i32.add (ref.is_null (select (result externref) (local.get 0) (ref.null extern) (i32.const 0)))
        (i32.add (i32.trunc_sat_f64_s (f64.const 3.5)) (i32.extend8_s (i32.const 0xff))))`,
    )}`,
    values: ["x"],
    results: 3,
    fuel: 12n,
  },
  {
    name: "globals with values of every type",
    fields: `(global $a (mut f32) (f32.const 1.5)) (global $b (mut v128) (v128.const i64x2 1 2))
      (global $c funcref (ref.func 0)) (global $d externref (ref.null extern)) ${f(
        "(result f32)",
        "(global.set $a (f32.add (global.get $a) (f32.const 1))) (global.get $a)",
      )}`,
    results: 2.5,
    fuel: 6n,
  },
  {
    name: "an exception caught by the older instructions",
    fields: `(tag $e (param i32)) (func $g (throw $e (i32.const 5))) ${f(
      "(result i32)",
      "(try (result i32) (do (call $g) (i32.const 1)) (catch $e (i32.const 1) (i32.add)))",
    )}`,
    results: 6,
    fuel: 8n, // entry, try, call; entry, const, throw; const, add
    notInWasmtime: true,
  },
  {
    name: "an exception that is not thrown, with catch_all and delegate",
    fields: `(tag $e) (func $g) ${f(
      "(result i32)",
      `(try $outer (result i32) (do (try (do (call $g)) (delegate $outer)) (i32.const 1))
        (catch_all (i32.const 2)))`,
    )}`,
    results: 1,
    fuel: 6n, // entry, try, try, call, entry, const
    notInWasmtime: true,
  },
];
