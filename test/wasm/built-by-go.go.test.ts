import { expect, test } from "vitest";
import { isBuiltByGo } from "../../src/wasm/built-by-go.ts";
import { readModule } from "../../src/wasm/reader.ts";
import { buildGo } from "../instrument/go-program.ts";
import { hardened } from "../instrument/hardened.ts";
import { assemble } from "../instrument/wat.ts";

test("a module of Go is told as such, also without its names and build id", async () => {
  const { wasm } = await buildGo("hello");
  expect(isBuiltByGo(readModule(wasm))).toBe(true);
  const stripped = await hardened(wasm, { compact: true });
  const module = readModule(stripped.wasm);
  expect(module.customSections.map(({ name }) => name)).toEqual(["sandglass"]);
  expect(isBuiltByGo(module)).toBe(true);
});

test("any other module is not", async () => {
  expect(
    isBuiltByGo(readModule(await assemble('(memory 1) (data (i32.const 0) "\\f1\\ff\\ff\\ff\\00\\00\\01")'))),
  ).toBe(false);
});
