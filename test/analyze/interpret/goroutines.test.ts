import { describe, expect, test } from "vitest";
import { orders, type Rehearsal, rehearse } from "../../../src/analyze/interpret/goroutines/rehearse.ts";
import { indexOf } from "./programs.ts";

/** What the first order shows that shows something; "nothing" when none does. */
async function shown(body: string, imports: readonly string[] = []): Promise<Rehearsal["kind"]> {
  const list = imports.map((path) => `import ${JSON.stringify(path)}`).join("\n");
  const index = await indexOf(`package main\n${list}\nfunc main() {\n${body}\n}\n`);
  for (const order of orders()) {
    const { kind } = rehearse(index!, order, {});
    if (kind !== "nothing") return kind;
  }
  return "nothing";
}

/** That every order runs the program to its end without anything that is not modelled. */
async function endsInAllOrders(body: string, imports: readonly string[]): Promise<void> {
  const list = imports.map((path) => `import ${JSON.stringify(path)}`).join("\n");
  const index = await indexOf(`package main\n${list}\nfunc main() {\n${body}\n}\n`);
  for (const order of orders())
    expect(rehearse(index!, order, {})).toEqual({
      kind: "nothing",
      why: "all end",
      mayDiffer: true,
    });
}

describe("a program that is run with its goroutines", () => {
  test.each<[string, string, string[], Rehearsal["kind"]]>([
    ["an unbuffered send to itself", "c := make(chan int); c <- 1", [], "deadlock"],
    ["a full buffer", "c := make(chan int, 1); c <- 1; c <- 2", [], "deadlock"],
    ["a nil channel", "var c chan int; <-c", [], "deadlock"],
    ["a sender that is left", "c := make(chan int); go func() { c <- 1 }()", [], "leak"],
    [
      "a stopped ticker",
      "t := time.NewTicker(1); go func() { for range t.C {} }(); t.Stop()",
      ["time"],
      "leak",
    ],
    [
      "a ticker that goes on",
      "t := time.NewTicker(time.Millisecond); go func() { for range t.C {} }()",
      ["time"],
      "unending",
    ],
    ["a context without end", "go func() { <-context.TODO().Done() }()", ["context"], "leak"],
    ["a mutex taken twice", "var m sync.Mutex; m.Lock(); m.Lock()", ["sync"], "deadlock"],
    ["a read lock turned into a write lock", "var m sync.RWMutex; m.RLock(); m.Lock()", ["sync"], "deadlock"],
    ["a copy of a locked mutex", "var m sync.Mutex; m.Lock(); n := m; n.Lock()", ["sync"], "deadlock"],
    ["a Once in itself", "var o sync.Once; o.Do(func() { o.Do(func() {}) })", ["sync"], "deadlock"],
    [
      "a group that counts one too many",
      "var g sync.WaitGroup; g.Add(2); go g.Done(); g.Wait()",
      ["sync"],
      "deadlock",
    ],
    ["a loop that starts goroutines", "c := make(chan int); for { go func() { <-c }() }", [], "spawns"],
    [
      "goroutines that start two each",
      "var f func(); f = func() { go f(); go f(); select {} }; f()",
      [],
      "spawns",
    ],
    [
      "a flag that nobody sets",
      "var b atomic.Bool; for !b.Load() { runtime.Gosched() }",
      ["runtime", "sync/atomic"],
      "repeats",
    ],
    ["a lock that is tried in vain", "var m sync.Mutex; m.Lock(); for !m.TryLock() {}", ["sync"], "repeats"],
    ["a closed channel", "c := make(chan int); close(c); for { <-c }", [], "repeats"],
    [
      "a count of rounds in vain",
      "n := 0; var b atomic.Bool; for !b.Load() { if n++; n % 5000 == 0 { println(n) } }",
      ["sync/atomic"],
      "spins",
    ],
    [
      "a loop that only its own timeout wakes",
      "c := make(chan int); n := 0; for { select { case <-c: return; case <-time.After(time.Second): if n++; n % 5000 == 0 { println(n) } } }",
      ["time"],
      "spins",
    ],
    [
      "a context that nobody ends",
      "x, stop := context.WithCancel(context.Background()); defer stop(); for x.Err() == nil {}",
      ["context"],
      "repeats",
    ],
    ["a worker without an end", "go func() { for { time.Sleep(time.Hour) } }()", ["time"], "unending"],
    [
      "a context that is cut off",
      "x, stop := context.WithCancel(context.Background()); y := context.WithoutCancel(x); go func() { <-y.Done() }(); stop()",
      ["context"],
      "leak",
    ],
    [
      "a group whose task calls Goexit without Done",
      "var g sync.WaitGroup; g.Add(1); go func() { runtime.Goexit(); g.Done() }(); g.Wait()",
      ["runtime", "sync"],
      "deadlock",
    ],
    [
      "a timer that is drained twice",
      "t := time.NewTimer(1); <-t.C; if !t.Stop() { <-t.C }",
      ["time"],
      "deadlock",
    ],
  ])("%s is seen", async (_, body, imports, kind) => {
    expect(await shown(body, imports)).toBe(kind);
  });

  test("two locks in both orders are seen in one of the orders", async () => {
    const both = `var a, b sync.Mutex
      var g sync.WaitGroup
      g.Add(2)
      go func() { defer g.Done(); a.Lock(); b.Lock(); b.Unlock(); a.Unlock() }()
      go func() { defer g.Done(); b.Lock(); a.Lock(); a.Unlock(); b.Unlock() }()
      g.Wait()`;
    expect(await shown(both, ["sync"])).toBe("deadlock");
  });
});

test("what chance ends some day is not taken to repeat", async () => {
  const body =
    "c, d := make(chan int), make(chan int); close(c); close(d)\nfor { select { case <-c: continue; case <-d: }; break }";
  expect(await shown(body)).toBe("nothing");
});

describe("what ends, ends in every order", () => {
  test.each<[string, string, string[]]>([
    [
      "a pipeline",
      "a, b := make(chan int), make(chan int); go func() { for v := range a { b <- v }; close(b) }(); go func() { for i := range 5 { a <- i }; close(a) }(); for range b {}",
      [],
    ],
    [
      "a timeout",
      "c := make(chan int, 1); go func() { time.Sleep(time.Second); c <- 1 }(); select { case <-c: case <-time.After(time.Millisecond): }; time.Sleep(2 * time.Second)",
      ["time"],
    ],
    [
      "a cancelled context",
      "x, stop := context.WithCancel(context.Background()); d := make(chan int); go func() { <-x.Done(); close(d) }(); stop(); <-d",
      ["context"],
    ],
    [
      "deferred calls of Goexit",
      "var g sync.WaitGroup; g.Go(func() { defer func() { if recover() != nil { select {} } }(); runtime.Goexit() }); g.Wait()",
      ["runtime", "sync"],
    ],
    [
      "a cause",
      'x, stop := context.WithCancelCause(context.Background()); e := errors.New("e"); d := make(chan int); context.AfterFunc(x, func() { close(d) }); stop(e); <-d; if context.Cause(x) != e { select {} }',
      ["context", "errors"],
    ],
    [
      "a function that is not to come after a context any more",
      "x, stop := context.WithCancel(context.Background()); if !context.AfterFunc(x, func() { select {} })() { select {} }; stop()",
      ["context"],
    ],
    [
      "a wait for the clock",
      "t := time.Now(); for time.Since(t) < time.Microsecond {}; n := 0; for { time.Sleep(time.Second); if n++; n == 200 { break } }",
      ["time"],
    ],
    [
      "a deadline",
      "x, stop := context.WithTimeout(context.Background(), time.Second); defer stop(); <-x.Done()",
      ["context", "time"],
    ],
    [
      "a condition",
      "var m sync.Mutex; c := sync.NewCond(&m); ok := false; go func() { m.Lock(); ok = true; m.Unlock(); c.Signal() }(); m.Lock(); for !ok { c.Wait() }; m.Unlock()",
      ["sync"],
    ],
    [
      "readers and a writer",
      "var m sync.RWMutex; var g sync.WaitGroup; for range 3 { g.Add(1); go func() { defer g.Done(); m.RLock(); m.RUnlock(); m.Lock(); m.Unlock() }() }; g.Wait()",
      ["sync"],
    ],
    [
      "a flag that somebody sets",
      "var b atomic.Bool; go func() { b.Store(true) }(); for !b.Load() { runtime.Gosched() }",
      ["runtime", "sync/atomic"],
    ],
  ])("%s", async (_, body, imports) => endsInAllOrders(body, imports));
});
