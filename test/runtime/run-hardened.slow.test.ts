import { beforeAll, describe, expect, test } from "vitest";
import type { AbiKind } from "../../src/instrument/report.ts";
import { command, runHardened, testPolicy } from "./run-guest.ts";

const GROW = "(func $grow (param i32) (result i32) (memory.grow (local.get 0)))";
const LOOP = "(loop $again (br $again))";
const SLOT = 65_536;

describe.each<AbiKind>(["hosted", "standalone"])("a module hardened for the %s ABI", (abi) => {
  let spent: bigint;
  const work = command("(call $say (i32.const 1))");
  beforeAll(async () => {
    const { outcome } = await runHardened(work, testPolicy({ limits: { fuelUnits: 1_000n } }), { abi });
    spent = BigInt(outcome.fuelUsed ?? 0);
  });

  test("that ends by itself tells what it used", async () => {
    const { outcome, stdout } = await runHardened(work, testPolicy({ limits: { fuelUnits: 1_000n } }), {
      abi,
    });
    expect(stdout).toBe("hello\n");
    expect(outcome).toMatchObject({ outcome: "exited", fuelLimit: "1000", fuelUsed: String(spent) });
    expect(spent).toBeGreaterThan(5n);
    expect(spent).toBeLessThan(30n);
  });

  test("runs with exactly the fuel it needs, and not with one unit less", async () => {
    const enough = await runHardened(work, testPolicy({ limits: { fuelUnits: spent } }), { abi });
    expect(enough.outcome).toMatchObject({ outcome: "exited", fuelUsed: String(spent) });
    const short = await runHardened(work, testPolicy({ limits: { fuelUnits: spent - 1n } }), { abi });
    expect(short.outcome).toMatchObject({
      outcome: "out-of-fuel",
      exitCode: 137,
      fuelUsed: String(spent - 1n),
    });
  });

  test("stops in a hot loop, with place and remedy", async () => {
    const policy = testPolicy({ limits: { fuelUnits: 5_000_000n } });
    const { outcome, stdout } = await runHardened(
      command("(call $say (i32.const 1)) (call $spin)", `(func $spin ${LOOP})`),
      policy,
      { abi },
    );
    expect(stdout).toBe("hello\n");
    expect(outcome).toMatchObject({ outcome: "out-of-fuel", fuelUsed: "5000000" });
    expect(outcome.message).toMatch(/^out of fuel: 5,000,000 units used after \d+\.\d\d s, in spin$/);
    expect(outcome.remedy).toBe("raise it with --fuel 20M");
  });

  test("stops in its start function too, and the fuel counts from there", async () => {
    const spinning = command("", `(func $first ${LOOP}) (start $first)`);
    const policy = testPolicy({ limits: { fuelUnits: 1_000_000n } });
    const { outcome } = await runHardened(spinning, policy, { abi });
    expect(outcome).toMatchObject({ outcome: "out-of-fuel", fuelUsed: "1000000" });
    const counted = command("", "(func $first (drop (i32.const 1))) (start $first)");
    const { outcome: ended } = await runHardened(counted, policy, { abi });
    const { outcome: without } = await runHardened(command(""), policy, { abi });
    expect(BigInt(ended.fuelUsed ?? 0) - BigInt(without.fuelUsed ?? 0)).toBe(2n);
  });

  test("that is refused memory and traps died of it; one that copes did not", async () => {
    const policy = testPolicy({ limits: { memoryBytes: 4 * SLOT } });
    const ask = "(call $grow (i32.const 100))";
    const dies = await runHardened(
      command(`(if (i32.eq ${ask} (i32.const -1)) (then (unreachable)))`, GROW),
      policy,
      { abi },
    );
    expect(dies.outcome).toMatchObject({ outcome: "out-of-memory", exitCode: 137 });
    const copes = await runHardened(
      command(`(drop ${ask}) (drop (call $grow (i32.const 3)))`, GROW),
      policy,
      { abi },
    );
    expect(copes.outcome).toMatchObject({ outcome: "exited", memoryPeakBytes: 4 * SLOT });
    expect(copes.outcome.events).toContainEqual(expect.objectContaining({ kind: "grow-denied", count: 1 }));
  });

  test("is killed on time while it grows memory", async () => {
    const policy = testPolicy({ limits: { timeoutMs: 300 } });
    const wasm = command(`(loop $again (drop (memory.grow (i32.const 1))) (br $again))`);
    const { outcome } = await runHardened(wasm, policy, { abi });
    expect(outcome.outcome).toBe("timed-out");
    expect(outcome.wallMs).toBeLessThan(5_000);
  });

  test("nests no deeper than the limit", async () => {
    const policy = testPolicy({ limits: { stackDepth: 1_000 } });
    const down = "(func $down (param i32) (result i32) (i32.add (call $down (local.get 0)) (i32.const 1)))";
    const { outcome } = await runHardened(command("(drop (call $down (i32.const 0)))", down), policy, {
      abi,
    });
    expect(outcome).toMatchObject({ outcome: "call-depth", remedy: "raise it with --stack-depth 4000" });
    expect(outcome.message).toContain("more than 1,000 calls");
  });
});

describe("the rate of memory growth", () => {
  const limits = { memoryRateBytesPerSecond: 10 * SLOT, timeoutMs: 20_000 };
  const greedy = command("(drop (call $grow (i32.const 8))) (drop (call $grow (i32.const 8)))", GROW);

  test("is an alarm by default", async () => {
    const { outcome } = await runHardened(greedy, testPolicy({ limits }));
    expect(outcome.outcome).toBe("exited");
    expect(outcome.events).toEqual([
      {
        kind: "memory-rate-alarm",
        atFuel: expect.stringMatching(/^\d+$/),
        count: 1,
        bytesInLastSecond: 16 * SLOT,
        limitBytesPerSecond: 10 * SLOT,
        action: "alarm",
      },
    ]);
  });

  test("ends the run when the policy says kill", async () => {
    const { outcome } = await runHardened(
      greedy,
      testPolicy({ limits: { ...limits, memoryRateAction: "kill" } }),
    );
    expect(outcome).toMatchObject({ outcome: "memory-rate", exitCode: 137 });
    expect(outcome.message).toContain("memory grew by 1MiB within a second");
  });

  test("slows the guest down when the policy says pause, and the pause is no run time", async () => {
    const { outcome } = await runHardened(
      greedy,
      testPolicy({ limits: { ...limits, memoryRateAction: "pause", timeoutMs: 700 } }),
    );
    expect(outcome.outcome).toBe("exited");
    expect(outcome.wallMs).toBeGreaterThan(900);
  });
});
