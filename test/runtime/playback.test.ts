import { describe, expect, test } from "vitest";
import { collectPlayback } from "../../src/runtime/playback.ts";
import type { Streams } from "../../src/runtime/wasi/host.ts";
import { MOST_MOMENTS, withMoments } from "../../src/runtime/worker/moments.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A guest that prints at given times, and what the host makes of it. */
function playback(limitBytes = 1_000) {
  const collected = collectPlayback(limitBytes);
  let nowNs = 0n;
  const streams: Streams = {
    readStdin: () => 0,
    waitStdin: () => true,
    flush: () => undefined,
    write: (stream, written) => collected.onOutput(stream === 1 ? "stdout" : "stderr", written),
  };
  const marked = withMoments(streams, {
    playbackNs: () => nowNs,
    fuelUsed: () => 5n,
    // A byte at a time, as a ring that is nearly full would hand them over.
    tell: (moment) => {
      for (const byte of moment) collected.onMoments(Uint8Array.of(byte));
    },
  });
  return {
    print: (atMs: number, stream: 1 | 2, text: string) => {
      nowNs = BigInt(Math.round(atMs * 1e6));
      marked.write(stream, bytes(text));
    },
    events: () => collected.events(),
    shown: () => collected.events().map(({ Message, Kind, Delay }) => [Message, Kind, Delay]),
  };
}

describe("the events of what a guest printed", () => {
  test("have the fields of the Go Playground, and the fuel", () => {
    const run = playback();
    run.print(0, 1, "hello\n");
    expect(run.events()).toEqual([
      { kind: "output", atFuel: "5", Message: "hello\n", Kind: "stdout", Delay: 0 },
    ]);
  });

  test("join what one stream got at one moment, and keep the order of both", () => {
    const run = playback();
    run.print(0, 1, "a");
    run.print(0.2, 1, "b");
    run.print(0.2, 2, "c");
    run.print(1000.01, 1, "d");
    run.print(1000.02, 1, "e");
    run.print(1250.04, 2, "f");
    expect(run.shown()).toEqual([
      ["ab", "stdout", 0],
      ["c", "stderr", 0],
      ["de", "stdout", 1_000_000_000],
      ["f", "stderr", 250_000_000],
    ]);
  });

  test("lose no time in steps that are too small to show", () => {
    const run = playback();
    for (let tick = 0; tick < 100; tick++) run.print(tick / 10, 1, "x");
    const total = run.shown().reduce((sum, [, , delay]) => sum + Number(delay), 0);
    expect(total / 1e6).toBeGreaterThan(8);
    expect(total / 1e6).toBeLessThan(11);
  });

  test("are cut at the limit, which they say", () => {
    const run = playback(3);
    run.print(0, 1, "ab");
    run.print(5, 1, "cd");
    run.print(9, 1, "ef");
    expect(run.events().map(({ kind, Message }) => [kind, Message])).toEqual([
      ["output", "ab"],
      ["output", "c"],
      ["playback-cut", undefined],
    ]);
  });

  test("are at most so many, whatever the guest does", () => {
    const run = playback(1 << 20);
    for (let count = 0; count < MOST_MOMENTS + 50; count++) run.print(count, ((count % 2) + 1) as 1 | 2, "x");
    expect(run.events().length).toBe(MOST_MOMENTS + 1);
    expect(run.events().at(-1)?.kind).toBe("playback-cut");
  });

  test("are none for a guest that prints nothing", () => {
    expect(playback().events()).toEqual([]);
  });
});
