import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { hardenedOnce, type KeptOptions } from "../../src/instrument/kept.ts";
import type { HardenOptions, HardenResult } from "../../src/instrument/report.ts";

const WASM = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
const OPTIONS: HardenOptions = {
  engine: "stream",
  abi: "hosted",
  fuelUnits: 5n,
  memoryBytes: 1 << 20,
  stackDepth: undefined,
  strip: true,
  optimize: "O1",
};
const RESULT = {
  wasm: Uint8Array.of(1, 2, 3),
  report: { engine: "stream" },
  map: { schemaVersion: 1, functions: [{ index: 1, name: "main.main", package: "main" }] },
} as unknown as HardenResult;

function sha256(data: Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

function kept(changes: Partial<KeptOptions> = {}): KeptOptions {
  return { options: OPTIONS, toolBuild: "1.0-17", sha256, ...changes };
}

/** A store in memory, and work that counts how often it was done. */
function fixture() {
  const entries = new Map<string, Uint8Array>();
  const store = {
    get: async (key: string) => entries.get(key),
    put: async (key: string, entry: Uint8Array) => void entries.set(key, entry),
  };
  const done = { times: 0 };
  const work = async (): Promise<HardenResult> => {
    done.times += 1;
    return RESULT;
  };
  return { entries, store, done, work };
}

describe("hardening that is kept", () => {
  test("is done once for the same bytes, options and build, and gives the same result", async () => {
    const { store, done, work } = fixture();
    await hardenedOnce(WASM, kept(), store, work);
    const again = await hardenedOnce(WASM.slice(), kept(), store, work);
    expect(done.times).toBe(1);
    expect(again).toEqual(RESULT);
  });

  test("does not depend on the order in which options are written", async () => {
    const { store, done, work } = fixture();
    await hardenedOnce(WASM, kept(), store, work);
    const { engine, ...rest } = OPTIONS;
    await hardenedOnce(WASM, kept({ options: { ...rest, engine } }), store, work);
    expect(done.times).toBe(1);
  });

  test.each<[string, Uint8Array, KeptOptions]>([
    ["other bytes", Uint8Array.of(...WASM, 0), kept()],
    ["another build of the tool", WASM, kept({ toolBuild: "1.0-18" })],
    ["another engine", WASM, kept({ options: { ...OPTIONS, engine: "binaryen" } })],
    ["other fuel", WASM, kept({ options: { ...OPTIONS, fuelUnits: 6n } })],
    ["another memory limit", WASM, kept({ options: { ...OPTIONS, memoryBytes: 1 << 21 } })],
    ["a depth limit", WASM, kept({ options: { ...OPTIONS, stackDepth: 9 } })],
    ["names that stay", WASM, kept({ options: { ...OPTIONS, strip: false } })],
  ])("is done again for %s", async (_, wasm, options) => {
    const { store, done, work } = fixture();
    await hardenedOnce(WASM, kept(), store, work);
    await hardenedOnce(wasm, options, store, work);
    expect(done.times).toBe(2);
  });

  test("is done again when the entry is no result", async () => {
    const { entries, store, done, work } = fixture();
    await hardenedOnce(WASM, kept(), store, work);
    for (const [key] of entries) entries.set(key, Uint8Array.of(9, 9));
    expect(await hardenedOnce(WASM, kept(), store, work)).toEqual(RESULT);
    expect(done.times).toBe(2);
  });

  test("does without a store that fails", async () => {
    const { done, work } = fixture();
    const store = {
      get: () => Promise.reject(new Error("unreadable")),
      put: () => Promise.reject(new Error("disk full")),
    };
    expect(await hardenedOnce(WASM, kept(), store, work)).toBe(RESULT);
    expect(done.times).toBe(1);
  });

  test("passes on why the work failed, and keeps nothing", async () => {
    const { entries, store } = fixture();
    const failing = hardenedOnce(WASM, kept(), store, () => Promise.reject(new Error("not valid")));
    await expect(failing).rejects.toThrow("not valid");
    expect(entries.size).toBe(0);
  });
});
