import { describe, expect, test } from "vitest";
import { meterOf } from "../../../src/runtime/limits/hosted-exports.ts";
import { assemble } from "../run-guest.ts";

function exportsOf(wat: string): WebAssembly.Exports {
  return new WebAssembly.Instance(new WebAssembly.Module(assemble(wat) as Uint8Array<ArrayBuffer>)).exports;
}

describe("the counters of a hardened module", () => {
  test("are read and set", () => {
    const exports = exportsOf(`(module
      (global (export "sandglass.fuel") (mut i64) (i64.const 100))
      (global (export "sandglass.stop") (mut i32) (i32.const 1))
      (global (export "sandglass.memory_denied") (mut i32) (i32.const -1))
      (global (export "sandglass.memory_limit_pages") (mut i32) (i32.const 5)))`);
    const meter = meterOf(exports);
    meter.setFuel(-3n);
    meter.setMemoryLimit(65_536);
    expect(meter.read()).toEqual({ fuelRemaining: -3n, stop: 1, memoryDenied: 0xffff_ffff });
    expect((exports["sandglass.memory_limit_pages"] as WebAssembly.Global).value).toBe(65_536);
  });

  test.each([
    ["nothing", "(module)"],
    ["a function", '(module (func (export "sandglass.fuel")) (func (export "sandglass.stop")))'],
    ["another type", '(module (global (export "sandglass.fuel") (mut f64) (f64.const 1)))'],
    ["a reference", '(module (global (export "sandglass.fuel") externref (ref.null extern)))'],
  ])("are absent where %s is exported by their name", (_, wat) => {
    const meter = meterOf(exportsOf(wat));
    meter.setFuel(1n);
    expect(meter.read()).toEqual({ fuelRemaining: undefined, stop: 0, memoryDenied: undefined });
  });

  test("that are constant stay what they are", () => {
    const meter = meterOf(exportsOf('(module (global (export "sandglass.fuel") i64 (i64.const 5)))'));
    meter.setFuel(1n);
    expect(meter.fuelRemaining()).toBe(5n);
  });
});
