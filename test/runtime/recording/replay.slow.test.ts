import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { harden } from "../../../src/instrument/harden.ts";
import type { Policy } from "../../../src/policy/policy.ts";
import { decodeRecording, encodeRecording, type Recording } from "../../../src/runtime/recording/format.ts";
import { assemble, runModule, testPolicy } from "../run-guest.ts";

const sha256 = (data: Uint8Array | string): string => createHash("sha256").update(data).digest("hex");
const folder = mkdtempSync(join(tmpdir(), "sandglass-replay-"));
writeFileSync(join(folder, "a.txt"), "content of a");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The calls that the guests below use. */
const CALLS = `
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_readdir" (func $fd_readdir (param i32 i32 i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_filestat_get" (func $stat (param i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "clock_time_get" (func $time (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get" (func $args (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_get" (func $environ (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_raise" (func $raise (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\\00\\10\\00\\00\\00\\04\\00\\00") ;; iovec: 1 KiB at 4096
  (data (i32.const 16) "m/a.txt")
  (data (i32.const 64) "\\80\\13\\00\\00\\08\\00\\00\\00") ;; iovec: 8 bytes at 4992
  (data (i32.const 192) "\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\01\\00\\00\\00\\00\\00\\00\\00\\40\\42\\0f\\00") ;; 1 ms
  (func $show (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))))`;

const guest = (body: string): Uint8Array => assemble(`(module ${CALLS} (func (export "_start") ${body}))`);

/** Asks for everything there is and prints all of its memory's second KiB after each step. */
const CURIOUS = guest(`
  (drop (call $args (i32.const 4096) (i32.const 4112))) (call $show)
  (drop (call $args_sizes (i32.const 4096) (i32.const 4100)))
  (drop (call $environ (i32.const 4128) (i32.const 4136))) (call $show)
  (drop (call $time (i32.const 0) (i64.const 0) (i32.const 4200)))
  (drop (call $time (i32.const 1) (i64.const 0) (i32.const 4208)))
  (drop (call $random (i32.const 4300) (i32.const 40))) (call $show)
  (drop (call $fd_read (i32.const 0) (i32.const 64) (i32.const 1) (i32.const 4240))) (call $show)
  (drop (call $fd_read (i32.const 0) (i32.const 64) (i32.const 1) (i32.const 4244)))
  (i32.store (i32.const 4400) (call $stat (i32.const 3) (i32.const 0) (i32.const 16) (i32.const 7) (i32.const 4416))) (call $show)
  (i32.store (i32.const 4404) (call $path_open (i32.const 3) (i32.const 0) (i32.const 16) (i32.const 7) (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 4500)))
  (drop (call $fd_read (i32.load (i32.const 4500)) (i32.const 64) (i32.const 1) (i32.const 4504)))
  (drop (call $path_open (i32.const 3) (i32.const 0) (i32.const 16) (i32.const 1) (i32.const 2) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 4508)))
  (drop (call $fd_readdir (i32.load (i32.const 4508)) (i32.const 4600) (i32.const 200) (i64.const 0) (i32.const 4512)))
  (i32.store (i32.const 4408) (call $path_open (i32.const 3) (i32.const 0) (i32.const 18) (i32.const 3) (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 4500)))
  (drop (call $poll (i32.const 176) (i32.const 4700) (i32.const 1) (i32.const 4740)))
  (drop (call $time (i32.const 1) (i64.const 0) (i32.const 4744)))
  (i32.store (i32.const 4412) (call $random (i32.const -8) (i32.const 40)))
  (call $show) (call $exit (i32.const 7))`);

interface Recorded {
  readonly wasm: Uint8Array;
  readonly file: Uint8Array;
  readonly run: Awaited<ReturnType<typeof runModule>>;
}

async function record(plain: Uint8Array, policy: Policy, stdin?: string): Promise<Recorded> {
  const { fuelUnits, memoryBytes, stackDepth } = policy.limits;
  const { wasm } = await harden(
    plain,
    { engine: "stream", abi: "hosted", fuelUnits, memoryBytes, stackDepth, strip: false, optimize: "O1" },
    { sha256 },
  );
  let file = new Uint8Array(0);
  const run = await runModule(wasm, {
    policy,
    args: ["guest", "one"],
    stdin: stdin === undefined ? undefined : source(stdin),
    playbackBytes: 1 << 20,
    record: {
      file: "run.rec",
      tool: "test",
      module: { bytes: plain.length, sha256: sha256(plain) },
      sha256,
      keep: async (bytes) => {
        file = bytes as Uint8Array<ArrayBuffer>;
      },
    },
  });
  return { wasm, file, run };
}

async function* source(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

function replay(wasm: Uint8Array, recording: Recording) {
  const policy = testPolicy({ limits: recording.limits });
  return runModule(wasm, { policy, replay: recording, playbackBytes: 1 << 20 });
}

const decoded = ({ file }: Recorded): Recording => decodeRecording(file, "run.rec", sha256);

const CURIOUS_POLICY = testPolicy({
  capabilities: {
    mounts: [{ hostPath: folder, guestPath: "/m", mode: "ro" }],
    environment: [{ name: "X", value: "1" }],
  },
});

describe("a replay", () => {
  test("gives the same run bit by bit, from the recording alone", async () => {
    const recorded = await record(CURIOUS, CURIOUS_POLICY, "typed by a person");
    expect(recorded.run.outcome).toMatchObject({ outcome: "exited", exitCode: 7 });
    expect(recorded.run.stdout).toContain("content ");
    expect(recorded.run.stdout).toContain("typed by");
    const again = await replay(recorded.wasm, decoded(recorded));
    expect(again).toEqual(recorded.run);
    expect(again.outcome.events.length).toBeGreaterThan(0);
  });

  test("does the same on a virtual clock", async () => {
    const policy = testPolicy({
      capabilities: { clock: "fixed", random: { kind: "seeded", seed: 3n } },
    });
    const recorded = await record(CURIOUS, policy, "input");
    expect(await replay(recorded.wasm, decoded(recorded))).toEqual(recorded.run);
  });

  test.each([
    ["out of fuel", guest("(call $show) (loop $l (br $l))"), { fuelUnits: 5_000n }, "out-of-fuel"],
    [
      "that was killed as it computed",
      guest("(call $show) (loop $l (br $l))"),
      { timeoutMs: 300, fuelUnits: 2n ** 60n },
      "timed-out",
    ],
    [
      "that was killed before it asked for anything",
      guest("(loop $l (br $l))"),
      { timeoutMs: 300, fuelUnits: 2n ** 60n },
      "timed-out",
    ],
    [
      "that was killed as it printed",
      guest("(loop $l (call $show) (br $l))"),
      { timeoutMs: 300, stdoutLimitBytes: 2 ** 32 },
      "timed-out",
    ],
    [
      "that printed too much",
      guest("(loop $l (call $show) (br $l))"),
      { stdoutLimitBytes: 100_001 },
      "output-limit",
    ],
    ["that trapped", guest("(call $show) (unreachable)"), {}, "trapped"],
    [
      "that ended by a signal",
      guest("(call $show) (drop (call $raise (i32.const 17))) (drop (call $raise (i32.const 15)))"),
      {},
      "exited",
    ],
  ] as const)("of a run %s ends in the same way", async (_, wasm, limits, outcome) => {
    const recorded = await record(wasm, testPolicy({ limits }));
    expect(recorded.run.outcome.outcome).toBe(outcome);
    const again = await replay(recorded.wasm, decoded(recorded));
    expect(again.stdout.length).toBe(recorded.run.stdout.length);
    expect(again).toEqual(recorded.run);
  });

  test("of a run that grew too fast raises the alarm at the same fuel", async () => {
    const wasm = guest(
      "(drop (memory.grow (i32.const 400))) (call $show) (drop (memory.grow (i32.const 100)))",
    );
    const recorded = await record(wasm, testPolicy());
    expect(recorded.run.outcome.events.map(({ kind }) => kind)).toContain("memory-rate-alarm");
    expect(await replay(recorded.wasm, decoded(recorded))).toEqual(recorded.run);
  });

  test("with a log that ends too early, or in which something was changed, says where", async () => {
    const recorded = await record(CURIOUS, CURIOUS_POLICY, "typed by a person");
    const { log, ...rest } = decoded(recorded);
    const early = replay(recorded.wasm, { ...rest, log: log.subarray(0, 1 + log[0]!) });
    await expect(early).rejects.toMatchObject({
      code: "replay/diverged",
      message: expect.stringContaining("at its call 1: the guest calls fd_write"),
    });
    const fuel = log.slice();
    fuel[2]! += 1;
    await expect(replay(recorded.wasm, { ...rest, log: fuel })).rejects.toMatchObject({
      code: "replay/diverged",
      message: expect.stringContaining("recorded is args_get at fuel"),
    });
    const cut = replay(recorded.wasm, { ...rest, log: log.subarray(0, log.length - 1) });
    await expect(cut).rejects.toMatchObject({ code: "replay/corrupted" });
  });

  test("of a log that writes outside of the guest's memory is refused", async () => {
    const recorded = await record(
      guest("(drop (call $random (i32.const 65529) (i32.const 7)))"),
      testPolicy(),
    );
    const { log, ...rest } = decoded(recorded);
    const moved = log.slice();
    const at = moved.findIndex(
      (byte, index) => byte === 0xf9 && moved[index + 1] === 0xff && moved[index + 2] === 0x03,
    );
    moved[at] = 0xfa;
    await expect(replay(recorded.wasm, { ...rest, log: moved })).rejects.toMatchObject({
      code: "replay/corrupted",
      message: expect.stringContaining("outside of the guest's memory"),
    });
  });

  test("that does not end as the recording says is refused", async () => {
    const recorded = await record(guest("(call $show) (call $exit (i32.const 4))"), testPolicy());
    const recording = decoded(recorded);
    const lie = { ...recording, ending: { ...recording.ending, end: { how: "exit" as const, exitCode: 0 } } };
    await expect(replay(recorded.wasm, lie)).rejects.toMatchObject({ code: "replay/diverged" });
  });

  test("can be recorded to a file that is the same on every virtual run", async () => {
    const policy = testPolicy({ capabilities: { clock: "fixed", random: { kind: "seeded", seed: 3n } } });
    const files = [await record(CURIOUS, policy, "abc"), await record(CURIOUS, policy, "abc")];
    const timeless = files.map((one) => {
      const { ending, ...rest } = decoded(one);
      return encodeRecording({ ...rest, ending: { ...ending, wallMs: 0, cpuMs: 0 } }, sha256);
    });
    expect(timeless[0]).toEqual(timeless[1]);
  });
});
