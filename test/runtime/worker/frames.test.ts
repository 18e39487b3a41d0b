import { expect, test } from "vitest";
import { wasmFrames } from "../../../src/runtime/worker/frames.ts";

test("the functions of a stack are read innermost first, with and without names", () => {
  const error = new Error("unreachable");
  error.stack = [
    "RuntimeError: unreachable",
    "    at main.spin (wasm://wasm/00aae61a:wasm-function[1234]:0x1a2b3)",
    "    at wasm://wasm/00aae61a:wasm-function[7]:0x22",
    "    at GuestRun.execute (file:///x/guest.js:10:3)",
  ].join("\n");
  expect(wasmFrames(error)).toEqual([1234, 7]);
});
