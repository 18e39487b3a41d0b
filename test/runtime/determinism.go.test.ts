import { describe, expect, test } from "vitest";
import { presetPolicy } from "../../src/policy/presets.ts";
import { goGuest, runHardened, runModule } from "./run-guest.ts";

const PLAYGROUND = presetPolicy("playground");

/** All of a run but the two figures that the machine decides. */
function timeless({ outcome, ...output }: Awaited<ReturnType<typeof runHardened>>) {
  return { ...output, outcome: { ...outcome, wallMs: 0, cpuMs: 0 } };
}

describe("under the preset playground", () => {
  test("order of goroutines, select, maps, random bytes and times are the same on every run", async () => {
    const wasm = goGuest("concurrent");
    const first = timeless(await runHardened(wasm, PLAYGROUND, { playbackBytes: 1 << 20 }));
    expect(first.outcome.outcome).toBe("exited");
    for (let round = 0; round < 3; round++)
      expect(timeless(await runHardened(wasm, PLAYGROUND, { playbackBytes: 1 << 20 }))).toEqual(first);
  });

  test("another seed gives another run, so it is the seed that decides", async () => {
    const wasm = goGuest("concurrent");
    const { capabilities } = PLAYGROUND;
    const other = {
      ...PLAYGROUND,
      capabilities: { ...capabilities, random: { kind: "seeded", seed: 2n } },
    } as const;
    const runs = [await runHardened(wasm, PLAYGROUND), await runHardened(wasm, other)];
    expect(runs[0]?.stdout).not.toBe(runs[1]?.stdout);
  });

  test("events have the delays that the program slept, to the millisecond", async () => {
    const { outcome } = await runHardened(goGuest("concurrent"), PLAYGROUND, { playbackBytes: 1 << 20 });
    const shown = outcome.events.map(({ Kind, Delay }) => [Kind, Delay]);
    expect(shown).toEqual([
      ["stdout", 200_000_000],
      ["stderr", 250_000_000],
      ["stderr", 250_000_000],
      ["stderr", 250_000_000],
    ]);
  });

  test("a read of standard input is full until the input ends, in whatever pieces it comes", async () => {
    const wasm = goGuest("input-pieces");
    async function* pieces(bytes: number): AsyncGenerator<Uint8Array> {
      for (let left = 100_000; left > 0; left -= bytes) yield new Uint8Array(Math.min(bytes, left));
    }
    for (const bytes of [100_000, 33_333, 999]) {
      const { stdout } = await runModule(wasm, { policy: PLAYGROUND, stdin: pieces(bytes) });
      expect(stdout).toBe("70000 <nil>\n30000 <nil>\n0 EOF\n");
    }
  });

  test("growing too fast pauses on the virtual clock alone", async () => {
    const limits = {
      ...PLAYGROUND.limits,
      memoryBytes: 200 << 20,
      memoryRateBytesPerSecond: 1 << 20,
      timeoutMs: 20_000,
    };
    const { outcome } = await runHardened(goGuest("memory-bomb"), { ...PLAYGROUND, limits });
    expect(outcome.outcome).toBe("out-of-memory");
    expect(outcome.wallMs).toBeLessThan(10_000);
  });
});
