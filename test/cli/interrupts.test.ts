import { EventEmitter } from "node:events";
import { describe, expect, test } from "vitest";
import { listenForSignals } from "../../cli/interrupts.ts";

class Stand extends EventEmitter {
  readonly exits: number[] = [];
  exit(code: number): never {
    this.exits.push(code);
    throw new Error("exit");
  }
}

describe("signals", () => {
  test("the first one cancels, the second one exits", () => {
    const process = new Stand();
    const { signal } = listenForSignals(process);
    process.emit("SIGTERM");
    expect(signal.reason).toBe("SIGTERM");
    expect(process.exits).toEqual([]);
    expect(() => process.emit("SIGINT")).toThrow("exit");
    expect(process.exits).toEqual([137]);
  });

  test("have nobody who listens while work blocks that holds nothing, so that they kill", () => {
    const process = new Stand();
    const { letSignalsKill } = listenForSignals(process);
    const listeners = () => ["SIGINT", "SIGTERM", "SIGHUP"].map((name) => process.listenerCount(name));
    const ends = [letSignalsKill(), letSignalsKill()];
    expect(listeners()).toEqual([0, 0, 0]);
    ends[0]?.();
    expect(listeners()).toEqual([0, 0, 0]);
    ends[1]?.();
    expect(listeners()).toEqual([1, 1, 1]);
  });
});
