import { expect, test } from "vitest";
import loadWabt from "wabt";
import { harden } from "../../src/instrument/harden.ts";
import { readManifest } from "../../src/instrument/manifest.ts";
import type { HardenOptions } from "../../src/instrument/report.ts";
import { withoutAbi } from "../../src/instrument/without-abi.ts";
import { readModule } from "../../src/wasm/reader.ts";

const OPTIONS: HardenOptions = {
  engine: "stream",
  abi: "standalone",
  fuelUnits: 1_000n,
  memoryBytes: undefined,
  stackDepth: undefined,
  strip: true,
  optimize: "O1",
};
const FORGED = `(module
  (global $fuel (mut i64) (i64.const 9))
  (memory (export "memory") 1)
  (export "sandglass.fuel" (global $fuel))
  (func (export "spin") (loop br 0))
  (func (export "answer") (result i32) i32.const 42))`;

test("a forged claim loses its exports and its manifest, keeps all else, and is then really limited", async () => {
  const forged = await withManifest(await fromWat(FORGED));
  expect(readManifest(forged)).toBeDefined();
  const plain = withoutAbi(forged);
  expect(readManifest(plain)).toBeUndefined();
  expect(readModule(plain).exports.map(({ name }) => name)).toEqual(["memory", "spin", "answer"]);

  const { wasm } = await harden(plain, OPTIONS, { sha256: () => "0".repeat(64) });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm as BufferSource));
  const { answer, spin } = exports as { answer: () => number; spin: () => void };
  expect(answer()).toBe(42);
  expect(spin).toThrow(WebAssembly.RuntimeError);
  expect((exports["sandglass.stop"] as WebAssembly.Global).value).toBe(1);
});

test("a module without our names keeps its meaning", async () => {
  const wasm = await fromWat('(module (func (export "answer") (result i32) i32.const 42))');
  expect(withoutAbi(wasm)).toEqual(wasm);
});

async function fromWat(text: string): Promise<Uint8Array> {
  const wabt = await loadWabt();
  const module = wabt.parseWat("guest.wat", text);
  const { buffer } = module.toBinary({});
  module.destroy();
  return buffer;
}

async function withManifest(wasm: Uint8Array): Promise<Uint8Array> {
  const name = "sandglass";
  const json = '{"costModel":"wasmtime-50","abi":{"version":1}}';
  const contents = Buffer.from([name.length, ...Buffer.from(name), ...Buffer.from(json)]);
  return Buffer.concat([wasm, Buffer.from([0, contents.length]), contents]);
}
