import { describe, expect, test } from "vitest";
import { placeOf } from "../../src/runtime/place.ts";
import { readModule } from "../../src/wasm/reader.ts";
import { assemble } from "./run-guest.ts";

const module = readModule(
  assemble("(module (func $runtime.mallocgc) (func $main.spin) (func $runtime.main))"),
);

describe("the place of a stop", () => {
  test("is the innermost function that is not of Go's runtime", () => {
    expect(placeOf([0, 1, 2], undefined, module)).toBe("main.spin");
  });

  test("is the innermost at all when every one is of the runtime", () => {
    expect(placeOf([2, 0], undefined, module)).toBe("runtime.main");
  });

  test("comes from the map when there is one", () => {
    const map = [{ index: 1, name: "main.other", package: "main" }];
    expect(placeOf([0, 1], map, module)).toBe("main.other");
  });

  test("is unknown without names or frames", () => {
    expect(placeOf([], undefined, module)).toBeUndefined();
    expect(placeOf([7], undefined, module)).toBeUndefined();
    expect(placeOf([0], [], module)).toBeUndefined();
  });
});
