import { afterEach, describe, expect, test } from "vitest";
import { nodeGuestThreads } from "../../src/platform/node/guest-thread.ts";
import type { Policy } from "../../src/policy/policy.ts";
import type { Outcome } from "../../src/runtime/outcome.ts";
import { createPool, type GuestPool } from "../../src/runtime/pool.ts";
import { prepareOnce } from "../../src/runtime/prepare.ts";
import type { RunOptions } from "../../src/runtime/run.ts";
import type { GuestThreads } from "../../src/runtime/worker/host.ts";
import { threadPool } from "../../src/runtime/worker/pool.ts";
import { assemble, command, testPolicy } from "./run-guest.ts";

const LOOP = "(loop $again (br $again))";
const HELLO = command("(call $say (i32.const 1))");
const BAREST = '(memory (export "memory") 1) (func (export "_start"))';

let pool: GuestPool | undefined;
afterEach(() => pool?.close());

/** The threads of the platform, counted. */
function countedThreads(): GuestThreads & { started: number } {
  const threads = nodeGuestThreads();
  const counted = {
    started: 0,
    start: (events: Parameters<GuestThreads["start"]>[0]) => {
      counted.started += 1;
      return threads.start(events);
    },
  };
  return counted;
}

function options(wasm: Uint8Array, more: Partial<RunOptions> = {}): RunOptions {
  return {
    wasm,
    args: ["guest"],
    policy: testPolicy(),
    hostEnvironment: {},
    stdin: undefined,
    onStdout: () => undefined,
    onStderr: () => undefined,
    ...more,
  };
}

describe("a pool", () => {
  test("runs one guest after the other in the same thread, each with memory of its own", async () => {
    const threads = countedThreads();
    pool = createPool(threads, { size: 1 });
    // Exits with what it finds in its memory, and leaves a mark there.
    const wasm = command(
      "(local $found i32) (local.set $found (i32.load (i32.const 1024))) (i32.store (i32.const 1024) (i32.const 9)) (call $proc_exit (local.get $found))",
    );
    for (let round = 0; round < 3; round++)
      expect((await pool.run(options(wasm))).outcome).toMatchObject({ outcome: "exited", exitCode: 0 });
    expect(threads.started).toBe(1);
  });

  test("gives the next guest a new thread after a trap, a kill and an output limit", async () => {
    const threads = countedThreads();
    pool = createPool(threads, { size: 1 });
    const short = testPolicy({ limits: { timeoutMs: 50, stdoutLimitBytes: 100 } });
    const flood = command("(loop $again (call $say (i32.const 1)) (br $again))");
    const bad: readonly (readonly [Uint8Array, Policy, Outcome["outcome"]])[] = [
      [command("(unreachable)"), testPolicy(), "trapped"],
      [command(LOOP), short, "timed-out"],
      [flood, short, "output-limit"],
    ];
    for (const [index, [wasm, policy, outcome]] of bad.entries()) {
      expect((await pool.run(options(wasm, { policy }))).outcome.outcome).toBe(outcome);
      expect((await pool.run(options(HELLO))).outcome).toMatchObject({ outcome: "exited", stdoutBytes: 6 });
      expect(threads.started).toBe(index + 2);
    }
  });

  test("gives no two guests the same copy of the caller's functions", async () => {
    const threads = countedThreads();
    pool = createPool(threads, { size: 1 });
    const url = "data:text/javascript,export const hostFunctions = []";
    const hostModules = [{ url, functions: [] }];
    expect((await pool.run(options(HELLO))).outcome.outcome).toBe("exited");
    for (let round = 1; round < 3; round++) {
      expect((await pool.run(options(HELLO, { hostModules }))).outcome.outcome).toBe("exited");
      expect((await pool.run(options(HELLO))).outcome.outcome).toBe("exited");
      expect(threads.started).toBe(round + 1);
    }
  });

  test("gives each guest its own input and output, whoever came before and however they ended", async () => {
    pool = createPool(nodeGuestThreads(), { size: 2 });
    // Reads once, prints what came, and exits with its length; the second form reads nothing, the third is killed.
    const echo = command(
      `(i32.store (i32.const 8) (i32.const 2048)) (i32.store (i32.const 12) (i32.const 8))
       (drop (call $fd_read (i32.const 0) (i32.const 8) (i32.const 1) (i32.const 16)))
       (i32.store (i32.const 12) (i32.load (i32.const 16)))
       (drop (call $fd_write (i32.const 1) (i32.const 8) (i32.const 1) (i32.const 20)))
       (call $proc_exit (i32.load (i32.const 16)))`,
    );
    const silent = command("(call $proc_exit (i32.const 3))");
    const killed = command(`(call $say (i32.const 1)) ${LOOP}`);
    const runOne = async (index: number): Promise<void> => {
      const word = `in ${index}`;
      // An input that is waited for when the guest has left, and comes to its end when others run.
      async function* input(): AsyncGenerator<Uint8Array> {
        await new Promise((resolve) => setTimeout(resolve, index % 5));
        yield new TextEncoder().encode(word);
        await new Promise((resolve) => setTimeout(resolve, 1 + (index % 7)));
      }
      const kind = index % 20 === 0 ? 3 : index % 3;
      const wasm = [echo, echo, silent, killed][kind]!;
      const printed: Uint8Array[] = [];
      const { outcome } = await pool!.run(
        options(wasm, {
          policy: testPolicy({ limits: { timeoutMs: kind === 3 ? 60 : 20_000 } }),
          stdin: kind === 0 || kind === 2 ? input() : undefined,
          onStdout: (bytes) => void printed.push(bytes),
        }),
      );
      const text = Buffer.concat(printed).toString();
      const seen = { how: outcome.outcome, code: outcome.exitCode, text };
      if (kind === 0) {
        expect(seen).toEqual({ how: "exited", code: word.length, text: word });
      }
      if (kind === 1) expect(seen).toEqual({ how: "exited", code: 0, text: "" });
      if (kind === 2) expect(seen).toEqual({ how: "exited", code: 3, text: "" });
      if (kind === 3) expect(seen).toEqual({ how: "timed-out", code: 137, text: "hello\n" });
    };
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < 200) await runOne(next++);
    };
    await Promise.all([lane(), lane(), lane()]);
  });

  test("keeps the thread of a guest that was refused", async () => {
    const threads = countedThreads();
    pool = createPool(threads, { size: 1 });
    const wasm = assemble(`(module (import "env" "system" (func)) ${BAREST})`);
    for (let round = 0; round < 3; round++)
      expect((await pool.run(options(wasm))).outcome.outcome).toBe("refused");
    await expect(pool.run(options(new Uint8Array(3)))).rejects.toThrow("not a WebAssembly module");
    expect((await pool.run(options(HELLO))).outcome.outcome).toBe("exited");
    expect(threads.started).toBe(1);
  });

  test("lets guests wait for their turn, and cancels one that waits", async () => {
    pool = createPool(nodeGuestThreads(), { size: 1 });
    const policy = testPolicy({ limits: { timeoutMs: 200 } });
    const controller = new AbortController();
    const first = pool.run(options(command(LOOP), { policy }));
    const waiting = pool.run(options(HELLO, { signal: controller.signal }));
    const last = pool.run(options(HELLO));
    controller.abort();
    expect((await waiting).outcome).toMatchObject({ outcome: "cancelled", exitCode: 137, stdoutBytes: 0 });
    expect((await first).outcome.outcome).toBe("timed-out");
    expect((await last).outcome).toMatchObject({ outcome: "exited", stdoutBytes: 6 });
  });

  test("counts the processor time of each run by itself", async () => {
    pool = createPool(nodeGuestThreads(), { size: 1 });
    const busy = command(
      "(local $n i32) (loop $again (br_if $again (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 300000000))))",
    );
    const long = (await pool.run(options(busy))).outcome.cpuMs;
    const short = (await pool.run(options(HELLO))).outcome.cpuMs;
    expect(short).toBeLessThan(long / 2);
  });

  test("tells those who run and wait that it was closed, and takes nobody any more", async () => {
    pool = createPool(nodeGuestThreads(), { size: 1 });
    await pool.run(options(HELLO));
    let isRunning: () => void = () => undefined;
    const started = new Promise<void>((resolve) => {
      isRunning = resolve;
    });
    const wasm = command(`(call $say (i32.const 1)) ${LOOP}`);
    const runs = [
      pool.run(options(wasm, { onStdout: () => isRunning() })),
      pool.run(options(HELLO)),
      pool.run(options(HELLO)),
    ].map((one) => expect(one).rejects.toThrow("the pool is closed"));
    await started;
    await pool.close();
    await Promise.all([...runs, expect(pool.run(options(HELLO))).rejects.toThrow("the pool is closed")]);
  });

  test.each([0, -1, 1.5, 1_000, Number.NaN])("of size %s is a mistake", (size) => {
    expect(() => createPool(nodeGuestThreads(), { size })).toThrow(/a pool has 1 to 256 threads/);
  });

  test("loses none of 80 mixed hostile guests and ends each as it must", async () => {
    pool = createPool(nodeGuestThreads(), { size: 2 });
    const policy = testPolicy({ limits: { timeoutMs: 100, stdoutLimitBytes: 1_000, memoryBytes: 1 << 22 } });
    const patient = testPolicy({ limits: { stdoutLimitBytes: 1_000, memoryBytes: 1 << 22 } });
    const kinds: readonly (readonly [string, RunOptions])[] = [
      ["exited 0", options(HELLO, { policy: patient })],
      ["exited 7", options(command("(call $proc_exit (i32.const 7))"), { policy: patient })],
      ["timed-out 137", options(command(LOOP), { policy })],
      ["trapped 134", options(command("(unreachable)"), { policy: patient })],
      [
        "output-limit 137",
        options(command("(loop $again (call $say (i32.const 1)) (br $again))"), { policy: patient }),
      ],
      [
        "call-depth 137",
        options(command("(call $deep)", "(func $deep (call $deep) (call $deep))"), { policy: patient }),
      ],
      ["refused 126", options(assemble(`(module (import "env" "system" (func)) ${BAREST})`), { policy })],
      ["exited 0", options(command("(drop (memory.grow (i32.const 65000)))"), { policy: patient })],
    ];
    const { run } = pool;
    const runs = Array.from({ length: 80 }, async (_, index) => {
      const [expected, task] = kinds[index % kinds.length]!;
      const { outcome } = await run(task);
      return `${expected}: ${outcome.outcome} ${outcome.exitCode}`;
    });
    for (const line of await Promise.all(runs)) {
      const [expected, found] = line.split(": ");
      expect(found).toBe(expected);
    }
  });
});

describe("threads that are lent", () => {
  test("tell the one who waits when they cannot be started", async () => {
    const threads: GuestThreads = {
      start: ({ onFailure }) => {
        queueMicrotask(() => onFailure({ error: new Error("no more threads"), outOfMemory: false }));
        return { post: () => undefined, cpuMs: () => 0, terminate: async () => undefined };
      },
    };
    const lent = threadPool(threads, 1).lend(undefined);
    await expect(lent).rejects.toThrow("no more threads");
  });

  test("are lent for one run", async () => {
    const lender = threadPool(nodeGuestThreads(), 1);
    try {
      const loan = (await lender.lend(undefined))!;
      const events = { onMessage: () => undefined, onFailure: () => undefined };
      const thread = loan.threads.start(events);
      expect(() => loan.threads.start(events)).toThrow("for one run");
      await thread.terminate();
      loan.giveBack();
    } finally {
      await lender.close();
    }
  });
});

describe("a module that runs more than once", () => {
  test("is prepared once for each memory limit", async () => {
    const prepare = prepareOnce();
    const first = prepare(HELLO, 1 << 20);
    expect(prepare(HELLO, 1 << 20)).toBe(first);
    expect(prepare(HELLO, 1 << 21)).not.toBe(first);
    expect(prepare(HELLO.slice(), 1 << 20)).not.toBe(first);
    expect(await first.compiled()).toBe(await first.compiled());
  });
});
