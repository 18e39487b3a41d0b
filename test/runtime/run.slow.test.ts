import { describe, expect, test } from "vitest";
import { assemble, command, runModule, testPolicy } from "./run-guest.ts";

const LOOP = "(loop $again (br $again))";

describe("a guest that ends by itself", () => {
  test("exits with 0 when _start returns", async () => {
    const { outcome, stdout, stderr } = await runModule(
      command("(call $say (i32.const 1)) (call $say (i32.const 2))"),
    );
    expect({ stdout, stderr }).toEqual({ stdout: "hello\n", stderr: "hello\n" });
    expect(outcome).toMatchObject({ outcome: "exited", exitCode: 0, stdoutBytes: 6, stderrBytes: 6 });
    expect(outcome.memoryPeakBytes).toBe(65_536);
    expect(outcome.fuelUsed).toBeUndefined();
  });

  test("exits with its own code, also with 137", async () => {
    const { outcome } = await runModule(command("(call $proc_exit (i32.const 137))"));
    expect(outcome).toMatchObject({ outcome: "exited", exitCode: 137 });
  });

  test("stays ended when it catches its own exit", async () => {
    const wasm = command(
      "(try (do (call $proc_exit (i32.const 7))) (catch_all (call $say (i32.const 1)) (unreachable)))",
    );
    const { outcome } = await runModule(wasm);
    expect(outcome).toMatchObject({ outcome: "exited", exitCode: 7 });
  });

  test("may print from its start function, which runs first", async () => {
    const wasm = command(
      "(call $say (i32.const 2))",
      "(func $first (call $say (i32.const 1))) (start $first)",
    );
    const order: number[] = [];
    const { outcome } = await runModule(wasm, {
      onStdout: () => void order.push(1),
      onStderr: () => void order.push(2),
    });
    expect(outcome.outcome).toBe("exited");
    expect(order).toEqual([1, 2]);
  });

  test("reports the most memory it had", async () => {
    const { outcome } = await runModule(command("(drop (memory.grow (i32.const 15)))"));
    expect(outcome.memoryPeakBytes).toBe(16 * 65_536);
  });
});

describe("a guest that traps", () => {
  test.each([
    ["unreachable", "(unreachable)", "unreachable"],
    ["division by zero", "(drop (i32.div_s (i32.const 1) (i32.const 0)))", "divide by zero"],
    ["memory", "(drop (i32.load (i32.const -4)))", "out of bounds"],
  ])("by %s has exit code 134, the reason and the function", async (_, code, reason) => {
    const { outcome } = await runModule(command("(call $deep)", `(func $deep ${code})`));
    expect(outcome).toMatchObject({ outcome: "trapped", exitCode: 134 });
    expect(outcome.message).toContain(reason);
    expect(outcome.message).toContain("in deep");
  });

  test("by an exception of its own that nothing catches", async () => {
    const { outcome } = await runModule(command("(throw $oops)", "(tag $oops)"));
    expect(outcome).toMatchObject({ outcome: "trapped", message: "trapped: uncaught exception" });
  });

  test("is named by the function map before the name section", async () => {
    const wasm = command("(call $deep)", "(func $deep (unreachable))");
    const functionMap = [{ index: 4, name: "main.deepest", package: "main" }];
    const { outcome } = await runModule(wasm, { functionMap });
    expect(outcome.message).toBe("trapped: unreachable, in main.deepest");
  });

  test("at an exhausted stack is a call-depth stop", async () => {
    const wasm = command(
      "(drop (call $down (i32.const 0)))",
      "(func $down (param i32) (result i32) (i32.add (call $down (local.get 0)) (i32.const 1)))",
    );
    const { outcome } = await runModule(wasm);
    expect(outcome).toMatchObject({ outcome: "call-depth", exitCode: 137 });
    expect(outcome.message).toContain("in down");
  });
});

describe("the wall clock", () => {
  const policy = testPolicy({ limits: { timeoutMs: 300 } });

  test.each([
    ["a hot loop", command(`(call $say (i32.const 1)) ${LOOP}`), "hello\n"],
    ["a hot loop in the start function", command("", `(func $first ${LOOP}) (start $first)`), ""],
    [
      "a loop that grows memory",
      command(
        `(call $say (i32.const 1)) (loop $again (drop (call $grow (i32.const 1))) (br $again))`,
        "(func $grow (param i32) (result i32) (memory.grow (local.get 0)))",
      ),
      "hello\n",
    ],
    [
      "a loop that catches every exception",
      command(`(loop $again (try (do (call $proc_exit (i32.const 0))) (catch_all)) (br $again))`),
      "",
    ],
  ])("kills %s and delivers what it printed before", async (_, wasm, printed) => {
    const { outcome, stdout } = await runModule(wasm, { policy });
    expect(outcome).toMatchObject({ outcome: "timed-out", exitCode: 137 });
    expect(stdout).toBe(printed);
    expect(outcome.wallMs).toBeGreaterThanOrEqual(300);
    expect(outcome.remedy).toBe("raise it with --timeout 1200ms");
  });

  test("kills a guest that waits for input that never comes", async () => {
    const never: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }),
    };
    const wasm = command(
      "(call $say (i32.const 1)) (drop (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16)))",
    );
    const { outcome, stdout } = await runModule(wasm, { policy, stdin: never });
    expect(outcome.outcome).toBe("timed-out");
    expect(stdout).toBe("hello\n");
  });

  test("kills a guest whose reader does not read, and loses nothing of what was written", async () => {
    const wasm = command("(loop $again (call $say (i32.const 1)) (br $again))");
    let release: (() => void) | undefined;
    const got: Uint8Array[] = [];
    const running = runModule(wasm, {
      policy,
      onStdout: (bytes) => {
        got.push(bytes);
        return got.length > 1
          ? undefined
          : new Promise((resolve) => {
              release = resolve;
            });
      },
    });
    setTimeout(() => release?.(), 700);
    const { outcome } = await running;
    expect(outcome.outcome).toBe("timed-out");
    const text = Buffer.concat(got).toString();
    expect(text).toBe("hello\n".repeat(text.length / 6));
    expect(outcome.stdoutBytes).toBe(text.length);
    expect(text.length).toBeLessThan(700_000);
  });
});

describe("the output limit", () => {
  test.each([1, 2])("ends a flood on stream %i with exactly the limit delivered", async (stream) => {
    const policy = testPolicy({ limits: { stdoutLimitBytes: 500_001 } });
    const wasm = command(`(loop $again (call $say (i32.const ${stream})) (br $again))`);
    const { outcome, stdout, stderr } = await runModule(wasm, { policy });
    expect(outcome).toMatchObject({ outcome: "output-limit", exitCode: 137 });
    const text = stream === 1 ? stdout : stderr;
    expect(text.length).toBe(500_001);
    expect(text).toBe("hello\n".repeat(83_334).slice(0, 500_001));
  });

  test("does not touch a guest that writes exactly so much", async () => {
    const policy = testPolicy({ limits: { stdoutLimitBytes: 6 } });
    const { outcome, stdout } = await runModule(command("(call $say (i32.const 1))"), { policy });
    expect(outcome.outcome).toBe("exited");
    expect(stdout).toBe("hello\n");
  });

  test("holds for a guest that catches the stop and writes on", async () => {
    const policy = testPolicy({ limits: { stdoutLimitBytes: 20, timeoutMs: 2_000 } });
    const wasm = command(`(local $n i32)
      (loop $again
        (try (do (call $say (i32.const 1))) (catch_all))
        (local.set $n (i32.add (local.get $n) (i32.const 1)))
        (br_if $again (i32.lt_u (local.get $n) (i32.const 1000))))`);
    const { outcome, stdout } = await runModule(wasm, { policy });
    expect(outcome.outcome).toBe("output-limit");
    expect(stdout.length).toBe(20);
  });

  test("keeps the order of standard output and standard error", async () => {
    const order: number[] = [];
    const wasm = command(
      "(call $say (i32.const 1)) (call $say (i32.const 2)) (call $say (i32.const 2)) (call $say (i32.const 1))",
    );
    await runModule(wasm, {
      onStdout: (bytes) => void order.push(1, bytes.length),
      onStderr: (bytes) => void order.push(2, bytes.length),
    });
    expect(order).toEqual([1, 6, 2, 12, 1, 6]);
  });
});

describe("a caller", () => {
  test("cancels a run with its signal", async () => {
    const cancel = new AbortController();
    const wasm = command(`(call $say (i32.const 1)) ${LOOP}`);
    const { outcome, stdout } = await runModule(wasm, {
      signal: cancel.signal,
      onStdout: () => cancel.abort(),
    });
    expect(outcome).toMatchObject({ outcome: "cancelled", exitCode: 137 });
    expect(stdout).toBe("");
  });

  test("that has cancelled already gets no run", async () => {
    const { outcome } = await runModule(command(LOOP), { signal: AbortSignal.abort() });
    expect(outcome).toMatchObject({ outcome: "cancelled", wallMs: 0 });
  });

  test("whose sink fails gets its error, and the guest is gone", async () => {
    const wasm = command(`(call $say (i32.const 1)) ${LOOP}`);
    const running = runModule(wasm, { onStdout: () => Promise.reject(new Error("disk full")) });
    await expect(running).rejects.toThrow("disk full");
  });

  test("whose input fails gets its error", async () => {
    const broken = (async function* (): AsyncGenerator<Uint8Array> {
      yield Uint8Array.of(1);
      throw new Error("input is broken");
    })();
    const wasm = command(
      "(loop $again (drop (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16))) (br_if $again (i32.load (i32.const 16))))",
    );
    await expect(runModule(wasm, { stdin: broken })).rejects.toThrow("input is broken");
  });
});

describe("standard input", () => {
  /** Reads 6 bytes at a time and writes what it got, to the end. */
  const CAT = command(`(loop $again
    (i32.store (i32.const 4) (i32.const 6))
    (drop (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 4)))
    (if (i32.load (i32.const 4)) (then (call $say (i32.const 1)) (br $again))))`);

  test("reaches the guest whole and in order, however it is cut", async () => {
    const text = Array.from({ length: 30_000 }, (_, n) => `${n}\n`).join("");
    const bytes = new TextEncoder().encode(text);
    const source = (async function* (): AsyncGenerator<Uint8Array> {
      for (let at = 0, size = 1; at < bytes.length; at += size, size = (size * 7) % 99_991)
        yield bytes.subarray(at, at + size);
    })();
    const { outcome, stdout } = await runModule(CAT, { stdin: source });
    expect(outcome.outcome).toBe("exited");
    expect(stdout).toBe(text);
  });

  test("is at its end when there is none", async () => {
    const { outcome, stdout } = await runModule(CAT);
    expect(outcome.outcome).toBe("exited");
    expect(stdout).toBe("");
  });

  test.each([
    ["what lies there is there for a guest that only looks, at its first look", ["ready"], 0, "ready"],
    ["an empty pipe holds up a guest that only looks once, and not for long", [], 6, ""],
  ] as const)("%s", async (_, pieces, errno, text) => {
    // Descriptor 0 without blocking (4): fd_read answers EAGAIN (6) where nothing is. It looks once, exits with the answer.
    const wasm = assemble(`(module
      (import "wasi_snapshot_preview1" "fd_fdstat_set_flags" (func $flags (param i32 i32) (result i32)))
      (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
      (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
      (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
      (memory (export "memory") 1)
      (data (i32.const 0) "\\20\\00\\00\\00\\06\\00\\00\\00")
      (func (export "_start") (local $errno i32)
        (drop (call $flags (i32.const 0) (i32.const 4)))
        (local.set $errno (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 4)))
        (if (i32.eqz (local.get $errno))
          (then (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))
        (call $exit (local.get $errno))))`);
    const source = (async function* (): AsyncGenerator<Uint8Array> {
      for (const piece of pieces) yield new TextEncoder().encode(piece);
      await new Promise(() => undefined);
    })();
    const { outcome, stdout } = await runModule(wasm, { stdin: source });
    expect([outcome.outcome, outcome.exitCode, stdout]).toEqual(["exited", errno, text]);
    expect(outcome.wallMs).toBeLessThan(2_000);
  });

  test("is not touched for a guest that does not read", async () => {
    let asked = false;
    const source: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => {
        asked = true;
        return { next: () => new Promise(() => undefined) };
      },
    };
    const { outcome } = await runModule(command("(call $say (i32.const 1))"), { stdin: source });
    expect(outcome.outcome).toBe("exited");
    expect(asked).toBe(false);
  });
});

describe("a module that may not run", () => {
  test("is refused with every import named, and nothing of it runs", async () => {
    const wasm = command("", "(func $first (call $say (i32.const 1))) (start $first)");
    const policy = testPolicy({
      imports: new Map([
        ["fd_read", { rule: "deny" }],
        ["fd_write", { rule: "deny" }],
      ]),
    });
    const { outcome, stdout } = await runModule(wasm, { policy });
    expect(outcome).toMatchObject({
      outcome: "refused",
      exitCode: 126,
      message: "2 imports are refused: wasi_snapshot_preview1.fd_write, wasi_snapshot_preview1.fd_read",
    });
    expect(outcome.events.map((event) => [event["import"], event["goApi"]])).toEqual([
      ["wasi_snapshot_preview1.fd_write", "os.Stdout, os.Stderr, os.(*File).Write, print"],
      ["wasi_snapshot_preview1.fd_read", "os.(*File).Read, os.Stdin"],
    ]);
    expect(stdout).toBe("");
  });

  test("is refused when it begins with more memory than it may have", async () => {
    const policy = testPolicy({ limits: { memoryBytes: 1 << 20 } });
    const { outcome } = await runModule(command("", "", "17"), { policy });
    expect(outcome).toMatchObject({
      outcome: "refused",
      exitCode: 126,
      message: "the module begins with 1.06MiB of memory, the limit is 1MiB",
      remedy: "raise it with --memory 2176KiB",
    });
  });

  test("whose tables would fill the engine's heap is refused", async () => {
    const tables = "(table 9000000 externref)".repeat(3);
    const { outcome } = await runModule(command("", tables));
    expect(outcome).toMatchObject({ outcome: "refused" });
    expect(outcome.message).toContain("27,000,000 elements");
  });

  test("cannot grow its tables beyond what the engine's heap holds", async () => {
    const tables = Array.from({ length: 30 }, (_, i) => `(table $t${i} 1 externref)`).join(" ");
    const grow = Array.from(
      { length: 30 },
      (_, i) =>
        `(if (i32.ne (table.grow $t${i} (ref.null extern) (i32.const 9000000)) (i32.const -1)) (then (unreachable)))`,
    );
    const { outcome } = await runModule(command(grow.join("\n"), tables));
    expect(outcome.outcome).toBe("exited");
  });

  test("that the engine does not accept is an error with the byte offset", async () => {
    const wasm = command("(drop (i32.const 1))").slice();
    wasm[wasm.lastIndexOf(0x1a)] = 0x7c; // drop becomes i64.add
    await expect(runModule(wasm)).rejects.toMatchObject({ name: "ToolError", code: "wasm/invalid" });
  });
});
