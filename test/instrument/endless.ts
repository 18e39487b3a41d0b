/** Ways to run for ever, or for longer than anyone waits; each exports `f`. */
export const ENDLESS: readonly (readonly [string, string])[] = [
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
  [
    "a dispatching loop that jumps forwards, then back",
    `(func (export "f") (local i32) (loop $l (block $1 (block $0 (br_table $0 $1 (local.get 0)))
      (local.set 0 (i32.const 1)) (br $l)) (local.set 0 (i32.const 0)) (br $l)))`,
  ],
  [
    "a dispatching loop whose jump is to itself",
    `(func (export "f") (local i32) (loop $l (block $0 (br_table $0 $l (local.get 0)))
      (local.set 0 (i32.const 1)) (br $l)))`,
  ],
  [
    "recursion through the host's table",
    `(table (export "t") 1 funcref) (elem (i32.const 0) $f) (func $f (export "f") (call_indirect (i32.const 0)))`,
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
