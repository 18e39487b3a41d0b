import { describe, expect, test } from "vitest";
import { loadHostModule } from "../../src/runtime/host-functions.ts";
import { assemble, type GuestRun, runModule } from "./run-guest.ts";

const url = new URL("./fixtures/host-functions.mjs", import.meta.url);
const hostModules = [await loadHostModule(url)];

/** Exits with the i32 that the instructions leave. */
function guest(imported: string, code: string): Uint8Array {
  return assemble(`(module
    (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
    (import "env" ${imported})
    (memory (export "memory") 1)
    (func (export "_start") ${code}))`);
}

function runWith(imported: string, code: string, hostCapabilities = ["test"]): Promise<GuestRun> {
  return runModule(guest(imported, code), { hostModules, hostCapabilities });
}

const INT = "(result i32)";
const exitWith = (code: string) => `(call $exit ${code})`;
const call = "(call $f)";

describe("a function of the caller's", () => {
  test.each([
    [
      "takes and returns every type",
      `"sum" (func $f (param i64 f64) (result f64))`,
      "(i32.trunc_f64_s (call $f (i64.const 40) (f64.const 2)))",
      42,
    ],
    ["lives in the guest's own thread", `"count" (func $f ${INT})`, `(i32.add ${call} ${call})`, 3],
    [
      "sees the guest's memory",
      `"fill" (func $f (param i32 i32) ${INT})`,
      "(i32.add (call $f (i32.const 8) (i32.const 4)) (i32.load8_u (i32.const 11)))",
      7,
    ],
    [
      "answers EFAULT for a range outside",
      `"fill" (func $f (param i32 i32) ${INT})`,
      "(call $f (i32.const 65530) (i32.const 7))",
      21,
    ],
    [
      "answers EFAULT for a length that wraps",
      `"fill" (func $f (param i32 i32) ${INT})`,
      "(call $f (i32.const 8) (i32.const -8))",
      21,
    ],
    ["answers the errno that it fails with", `"refuse" (func $f ${INT})`, call, 2],
  ])("%s", async (_, imported, code, exitCode) => {
    const { outcome } = await runWith(imported, exitWith(code));
    expect(outcome).toMatchObject({ outcome: "exited", exitCode });
  });

  test.each([
    ["throws", `"break" (func $f)`, call, "env.break failed: Error: out of order"],
    [
      "has no place for an errno",
      `"refuse_wide" (func $f (result i64))`,
      `(drop ${call})`,
      "env.refuse_wide failed: errno 2",
    ],
    ["throws to a guest that catches", `"break" (func $f)`, `(try (do ${call}) (catch_all))`, "out of order"],
  ])("that %s ends the run as the caller's mistake", async (_, imported, code, message) => {
    await expect(runWith(imported, code)).rejects.toMatchObject({
      code: "host-functions/failed",
      message: expect.stringContaining(message),
    });
  });

  test.each([
    [
      "of a capability that is not granted",
      `"other" (func $f)`,
      'the capability "another" of the host is not granted',
    ],
    ["with another signature", `"count" (func $f (param i32) ${INT})`, "the right one is () -> (i32)"],
    ["that nobody gave", `"missing" (func $f)`, "no such import is known"],
  ])("%s is refused before the guest starts", async (_, imported, reason) => {
    const { outcome } = await runWith(imported, "");
    expect(outcome).toMatchObject({ outcome: "refused", exitCode: 126 });
    expect(outcome.events[0]?.["text"]).toContain(reason);
  });

  test("is refused when no module of the caller's has it", async () => {
    const { outcome } = await runModule(guest(`"count" (func $f ${INT})`, ""));
    expect(outcome.outcome).toBe("refused");
  });

  test.each([
    ["no list", "1"],
    [
      "a module of ours",
      '[{ module: "wasi_snapshot_preview1", name: "x", params: [], results: [], capability: "c", call() {} }]',
    ],
    [
      "an unknown type",
      '[{ module: "m", name: "x", params: ["i8"], results: [], capability: "c", call() {} }]',
    ],
    [
      "two results",
      '[{ module: "m", name: "x", params: [], results: ["i32", "i32"], capability: "c", call() {} }]',
    ],
    ["no capability", '[{ module: "m", name: "x", params: [], results: [], call() {} }]'],
    ["no code", '[{ module: "m", name: "x", params: [], results: [], capability: "c" }]'],
  ])("in a module with %s is not loaded", async (_, list) => {
    const source = `export const hostFunctions = ${list};`;
    await expect(loadHostModule(`data:text/javascript,${encodeURIComponent(source)}`)).rejects.toMatchObject({
      code: "host-functions/invalid",
    });
  });
});
