import { describe, expect, test } from "vitest";
import { presetPolicy } from "../../src/policy/presets.ts";
import { type GuestRun, goGuest, runHardened, runModule, testPolicy } from "./run-guest.ts";

/** The ten hostile guests, as real Go programs, not hardened: only the host stands between them and the machine. */
describe("a hostile Go program", () => {
  test("in a hot loop is killed by the clock, and what it printed is there", async () => {
    const policy = testPolicy({ limits: { timeoutMs: 1_500 } });
    const { outcome, stdout } = await runModule(goGuest("hot-loop"), { policy });
    expect(outcome).toMatchObject({ outcome: "timed-out", exitCode: 137 });
    expect(stdout).toBe("before the loop\n");
  });

  test("that hoards memory dies of its limit", async () => {
    const policy = testPolicy({ limits: { memoryBytes: 64 << 20 } });
    const { outcome, stderr } = await runModule(goGuest("memory-bomb"), { policy });
    expect(outcome).toMatchObject({
      outcome: "out-of-memory",
      exitCode: 137,
      remedy: "raise it with --memory 256MiB",
    });
    expect(stderr).toContain("fatal error: out of memory");
    expect(outcome.memoryPeakBytes).toBeLessThanOrEqual(64 << 20);
  });

  test("that floods standard output is stopped with exactly the limit delivered", async () => {
    const policy = testPolicy({ limits: { stdoutLimitBytes: 300_000 } });
    const { outcome, stdout } = await runModule(goGuest("stdout-flood"), { policy });
    expect(outcome).toMatchObject({ outcome: "output-limit", exitCode: 137, stdoutBytes: 300_000 });
    const lines = stdout.split("\n");
    expect(lines.slice(0, -1)).toEqual(
      Array.from({ length: lines.length - 1 }, (_, n) => `line ${String(n).padStart(9, "0")}`),
    );
  });

  test("asleep is killed on time", async () => {
    const policy = testPolicy({ limits: { timeoutMs: 1_500 } });
    const { outcome, stdout } = await runModule(goGuest("sleeper"), { policy });
    expect(outcome).toMatchObject({ outcome: "timed-out", exitCode: 137 });
    expect(stdout).toBe("good night\n");
  });

  test("that recurses without end is told so in Go's words", async () => {
    const { outcome, stdout } = await runModule(goGuest("endless-recursion"));
    expect(outcome).toMatchObject({ outcome: "call-depth", exitCode: 137 });
    expect(outcome.message).toContain("in main.descend");
    expect(stdout).toBe("down\n");
  });

  test("that recurses a million deep comes back", async () => {
    const { outcome, stdout } = await runModule(goGuest("deep-recursion"));
    expect(outcome).toMatchObject({ outcome: "exited", exitCode: 0 });
    expect(stdout).toBe("1000000\n");
  });

  test("in a deadlock keeps Go's exit code and message", async () => {
    const { outcome, stderr } = await runModule(goGuest("deadlock"));
    expect(outcome).toMatchObject({ outcome: "deadlocked", exitCode: 2 });
    expect(stderr).toContain("goroutine 1 [chan receive]");
  });

  test("whose main is gone is in a deadlock too", async () => {
    const { outcome, stdout } = await runModule(goGuest("main-gone"));
    expect(outcome).toMatchObject({ outcome: "deadlocked", exitCode: 2 });
    expect(outcome.message).toContain("runtime.Goexit");
    expect(stdout).toBe("main ends\n");
  });

  test("that panics exits with 2", async () => {
    const { outcome, stderr } = await runModule(goGuest("panics"));
    expect(outcome).toMatchObject({ outcome: "exited", exitCode: 2 });
    expect(stderr).toContain("index out of range [4] with length 1");
  });

  test("that exits with 3 exits with 3", async () => {
    const { outcome, stdout } = await runModule(goGuest("exit-three"));
    expect(outcome).toMatchObject({ outcome: "exited", exitCode: 3 });
    expect(stdout).toBe("three\n");
  });

  test("finds no file and no environment of the host, and each denial names a flag", async () => {
    const { outcome, stdout } = await runModule(goGuest("file-probe"), {
      hostEnvironment: { SECRET: "1" },
    });
    expect(stdout).toBe("environment 0 names\ngot 0\n");
    expect(outcome).toMatchObject({ outcome: "exited", exitCode: 0 });
    expect(outcome.denials).toContainEqual({
      import: "path_open",
      count: 2,
      flag: "--allow-read=/etc/passwd",
    });
  });

  test("reaches no network", async () => {
    const { outcome, stdout } = await runModule(goGuest("network-dial"));
    expect(outcome).toMatchObject({ outcome: "exited", exitCode: 0 });
    expect(stdout).toMatch(/^no network: /);
  });
});

describe("a Go program with a fixed clock and a seed", () => {
  test("sleeps an hour in no time and prints the same on every run", async () => {
    const policy = testPolicy({
      capabilities: { clock: "fixed", random: { kind: "seeded", seed: 7n } },
    });
    const first = await runModule(goGuest("virtual-time"), { policy });
    const second = await runModule(goGuest("virtual-time"), { policy });
    expect(first.stdout).toContain("2009-11-10 23:00:00");
    expect(first.stdout).toContain("slept 1h0m0s");
    expect(first.outcome.outcome).toBe("exited");
    expect(first.outcome.wallMs).toBeLessThan(30_000);
    expect(second.stdout).toBe(first.stdout);
  });

  test("gets other random numbers with another seed", async () => {
    const [one, two] = await Promise.all(
      [1n, 2n].map((seed) =>
        runModule(goGuest("virtual-time"), {
          policy: testPolicy({ capabilities: { clock: "fixed", random: { kind: "seeded", seed } } }),
        }),
      ),
    );
    expect(one?.stdout).not.toBe(two?.stdout);
  });
});

describe("a Go program that is granted something", () => {
  test("sees the variables that are granted, and their values of the host", async () => {
    const policy = testPolicy({
      capabilities: {
        environment: [
          { name: "GIVEN", value: "by flag" },
          { name: "HOME", value: undefined },
          { name: "ABSENT", value: undefined },
        ],
      },
    });
    const hostEnvironment = { HOME: "/home/gopher", SECRET: "1" };
    const { stdout } = await runModule(goGuest("show-world"), {
      policy,
      hostEnvironment,
      args: ["show", "a", "b c"],
    });
    expect(stdout).toBe('args ["show" "a" "b c"]\nenv ["GIVEN=by flag" "HOME=/home/gopher"]\n');
  });

  test("has empty lists where the policy denies them", async () => {
    const policy = testPolicy({
      imports: new Map([
        ["args", { rule: "deny" }],
        ["env", { rule: "deny" }],
      ]),
      capabilities: { environment: [{ name: "GIVEN", value: "x" }] },
    });
    const { stdout } = await runModule(goGuest("show-world"), { policy, args: ["show", "a"] });
    expect(stdout).toBe("args []\nenv []\n");
  });

  test("reads a folder that is mounted, and nothing beside it", async () => {
    const hostPath = import.meta.dirname;
    const policy = testPolicy({
      capabilities: { mounts: [{ hostPath: `${hostPath}/guests`, guestPath: "/data", mode: "ro" }] },
    });
    const read = (path: string): Promise<GuestRun> =>
      runModule(goGuest("read-file"), { policy, args: ["read-file", path] });
    const { stdout } = await read("/data/exit-three/main.go");
    expect(stdout).toContain('fmt.Println("three")');
    const outside = await read("/data/../run.test.ts");
    expect(outside.outcome.exitCode).toBe(1);
  });

  test("whose folder does not exist is the user's mistake, with the remedy", async () => {
    const policy = testPolicy({
      capabilities: { mounts: [{ hostPath: "/no/such/folder", guestPath: "/data", mode: "ro" }] },
    });
    await expect(runModule(goGuest("read-file"), { policy })).rejects.toMatchObject({
      name: "ToolError",
      code: "mount/not-found",
    });
  });
});

describe("a hardened Go program", () => {
  test("in a hot loop runs out of fuel, and the place is its own function", async () => {
    const policy = testPolicy({ limits: { fuelUnits: 50_000_000n } });
    const { outcome, stdout } = await runHardened(goGuest("hot-loop"), policy);
    expect(stdout).toBe("before the loop\n");
    expect(outcome).toMatchObject({ outcome: "out-of-fuel", exitCode: 137, fuelUsed: "50000000" });
    expect(outcome.message).toContain("in main.main");
  });

  test("that hoards memory is refused by the soft limit, and events tell", async () => {
    const policy = testPolicy({ limits: { memoryBytes: 64 << 20 } });
    const { outcome } = await runHardened(goGuest("memory-bomb"), policy);
    expect(outcome).toMatchObject({ outcome: "out-of-memory", exitCode: 137 });
    expect(outcome.events.map((event) => event.kind)).toEqual(["memory-rate-alarm", "grow-denied"]);
  });

  test("that only prints raises no alarm", async () => {
    const { outcome } = await runHardened(goGuest("show-world"), testPolicy());
    expect(outcome).toMatchObject({ outcome: "exited", events: [] });
  });

  test("asleep tells to the unit what it used until it was killed", async () => {
    const policy = testPolicy({ limits: { timeoutMs: 1_500 } });
    const { outcome } = await runHardened(goGuest("sleeper"), policy);
    expect(outcome.outcome).toBe("timed-out");
    expect(outcome.fuelIsLowerBound).toBeUndefined();
    expect(BigInt(outcome.fuelUsed ?? 0)).toBeGreaterThan(100_000n);
  });

  test("recurses a million deep as it does unhardened", async () => {
    const { outcome, stdout } = await runHardened(goGuest("deep-recursion"), testPolicy());
    expect(outcome.outcome).toBe("exited");
    expect(stdout).toBe("1000000\n");
  });

  test("prints the same and uses the same fuel on every run of the playground", async () => {
    const policy = presetPolicy("playground");
    const first = await runHardened(goGuest("virtual-time"), policy);
    const second = await runHardened(goGuest("virtual-time"), policy);
    expect(first.outcome.outcome).toBe("exited");
    expect(second.stdout).toBe(first.stdout);
    expect(second.outcome.fuelUsed).toBe(first.outcome.fuelUsed);
    expect(second.outcome.events).toEqual(first.outcome.events);
  });
});
