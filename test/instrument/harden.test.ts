import { describe, expect, it } from "vitest";
import { harden } from "../../src/instrument/harden.ts";
import { readManifest } from "../../src/instrument/manifest.ts";
import { encodeNames, readNames } from "../../src/wasm/names.ts";
import { readModule } from "../../src/wasm/reader.ts";
import { customSection, spliceSections, writeModule } from "../../src/wasm/writer.ts";
import { call, DEFAULTS, ENGINES, hardened, host } from "./hardened.ts";
import { assemble } from "./wat.ts";

const GROWS = `(memory (export "memory") 2 100)
  (func (export "f") (param i32) (result i32) (memory.grow (local.get 0)))`;

const value = (exports: WebAssembly.Exports, name: string): unknown =>
  (exports[name] as WebAssembly.Global).value;

/** A module with custom sections of these names behind it. */
function withSections(bytes: Uint8Array, names: readonly string[]): Uint8Array {
  const custom = names.map((name) => customSection(name, Uint8Array.from([1, 2, 3])));
  return writeModule([...spliceSections(readModule(bytes), new Map()), ...custom]);
}

describe.each(ENGINES)("a module hardened by %s", (engine) => {
  it("exports the globals of ABI 1 and imports nothing new", async () => {
    const { wasm } = await hardened(await assemble(GROWS), {
      engine,
      fuelUnits: 123n,
      memoryBytes: 65_536 * 9 + 5,
    });
    const { exports } = await call(wasm, "f", [0]);
    expect(WebAssembly.Module.imports(new WebAssembly.Module(wasm as BufferSource))).toEqual([]);
    expect(Object.keys(exports).sort()).toEqual([
      "f",
      "memory",
      "sandglass.abi",
      "sandglass.fuel",
      "sandglass.memory_denied",
      "sandglass.memory_limit_pages",
      "sandglass.stop",
    ]);
    expect(value(exports, "sandglass.abi")).toBe(1);
    expect(value(exports, "sandglass.fuel")).toBe(120n);
    expect(value(exports, "sandglass.memory_limit_pages")).toBe(9);
    expect(() => {
      (exports["sandglass.abi"] as WebAssembly.Global).value = 2;
    }).toThrow(TypeError);
  });

  it("is the same on every run", async () => {
    const original = await assemble(GROWS);
    const results = [await hardened(original, { engine }), await hardened(original, { engine })];
    expect(results[0]!.report).toEqual(results[1]!.report);
    expect(results[0]!.report.output.sha256).toBe(host.sha256(results[1]!.wasm));
  });

  it("has a maximum for its memory, or the lower one that it came with", async () => {
    const limits = async (memoryBytes: number | undefined): Promise<number | undefined> => {
      const { wasm, report } = await hardened(await assemble(GROWS), { engine, memoryBytes });
      expect(report.limits.memoryPages).toBe(readModule(wasm).memories[0]!.maximum);
      return report.limits.memoryPages;
    };
    expect([await limits(3 * 65_536), await limits(2 ** 30), await limits(undefined)]).toEqual([3, 100, 100]);
  });

  it("refuses growth beyond the soft limit with -1 and counts it", async () => {
    const { wasm } = await hardened(await assemble(GROWS), { engine, memoryBytes: 50 * 65_536 });
    const { exports } = await call(wasm, "f", [0]);
    const grow = exports["f"] as (pages: number) => number;
    (exports["sandglass.memory_limit_pages"] as WebAssembly.Global).value = 5;
    expect([grow(3), grow(1), grow(0), grow(-1)]).toEqual([2, -1, 5, -1]);
    expect(value(exports, "sandglass.memory_denied")).toBe(2);
    (exports["sandglass.memory_limit_pages"] as WebAssembly.Global).value = 60;
    expect([grow(46), grow(45), grow(0)]).toEqual([-1, 5, 50]);
    expect(value(exports, "sandglass.memory_denied")).toBe(3);
  });

  it("asks the host before it grows in the hosted ABI, with fuel up to date", async () => {
    const { wasm } = await hardened(await assemble(GROWS), { engine, abi: "hosted", fuelUnits: 1000n });
    const asked: unknown[] = [];
    let fuel: WebAssembly.Global | undefined;
    const on_grow = (delta: number, pages: number): number => {
      asked.push([delta, pages, fuel?.value]);
      return delta === 7 ? 1 : 0;
    };
    const { exports } = await call(wasm, "f", [0], { sandglass: { on_grow } });
    const grow = exports["f"] as (pages: number) => number;
    fuel = exports["sandglass.fuel"] as WebAssembly.Global;
    expect([grow(3), grow(7), grow(1), grow(999)]).toEqual([2, -1, 5, -1]);
    expect(asked).toEqual([
      [3, 2, 994n],
      [7, 5, 988n],
      [1, 5, 985n],
    ]);
    expect(value(exports, "sandglass.memory_denied")).toBe(2);
  });

  it("shifts every function index when it imports on_grow", async () => {
    const original = await assemble(`(import "env" "log" (func $log (param i32))) (memory 1)
      (table (export "table") 4 funcref) (global $r (export "r") funcref (ref.func $b)) (start $s)
      (elem (i32.const 0) $a $log) (elem (table 0) (i32.const 2) funcref (ref.func $b) (ref.null func))
      (elem declare func $a)
      (func $s (call $log (i32.const 1))) (func $a (result i32) (i32.const 2)) (func $b (result i32) (i32.const 3))
      (func (export "f") (result i32) (call $log (call_indirect (result i32) (i32.const 0)))
        (table.set (i32.const 3) (ref.func $a))
        (i32.add (call $b) (call_indirect (result i32) (i32.const 3))))`);
    const logged: number[] = [];
    const imports = { env: { log: (x: number) => logged.push(x) }, sandglass: { on_grow: () => 0 } };
    const { wasm } = await hardened(original, { engine, abi: "hosted" });
    const { results, exports } = await call(wasm, "f", [], imports);
    expect([results, logged]).toEqual([5, [1, 2]]);
    const table = exports["table"] as WebAssembly.Table;
    expect([table.get(2)(), (value(exports, "r") as () => number)()]).toEqual([3, 3]);
    const log = table.get(1) as (x: number) => void;
    log(9);
    expect(logged).toEqual([1, 2, 9]);
  });

  it("leaves memory globals out where there is no memory, and imports nothing for it", async () => {
    const original = await assemble(`(func (export "f") (result i32) (i32.const 3))`);
    const { wasm, report } = await hardened(original, { engine, abi: "hosted" });
    const { exports, results } = await call(wasm, "f");
    expect(Object.keys(exports).sort()).toEqual(["f", "sandglass.abi", "sandglass.fuel", "sandglass.stop"]);
    expect([results, report.limits.memoryPages]).toEqual([3, undefined]);
  });

  it("accepts modules without code, without types, or with an imported memory", async () => {
    const empty = await hardened(await assemble(""), { engine });
    expect(empty.report.sites).toEqual({ charges: 0, checks: 0, memoryGrow: 0 });
    const data = await hardened(await assemble(`(memory (export "m") 1) (data (i32.const 0) "x")`), {
      engine,
    });
    expect(readModule(data.wasm).data).toHaveLength(1);
    const original = await assemble(`(import "env" "memory" (memory 1 5))
      (func (export "f") (result i32) (memory.grow (i32.const 2)))`);
    const { wasm } = await hardened(original, { engine });
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 5 });
    const { results, exports } = await call(wasm, "f", [], { env: { memory } });
    expect([results, value(exports, "sandglass.memory_limit_pages")]).toEqual([1, 5]);
  });

  it("carries a manifest that says what was done", async () => {
    const { wasm, report } = await hardened(await assemble(GROWS), { engine, stackDepth: 7 });
    const { output, ...rest } = report;
    expect(readManifest(wasm)).toEqual(rest);
    expect(output).toEqual({ bytes: wasm.length, sha256: host.sha256(wasm) });
    expect(rest).toMatchObject({
      schemaVersion: 1,
      engine,
      costModel: "wasmtime-50",
      abi: { version: 1, kind: "standalone" },
      sites: { memoryGrow: 1 },
      limits: { fuel: (1n << 40n).toString(), memoryPages: 100, stackDepth: 7 },
    });
  });

  it("drops what tells who made it, and keeps a map of its functions", async () => {
    const plain = await assemble(
      `${GROWS} (func $main.run (export "g") (call $fmt.Print)) (func $fmt.Print)`,
    );
    const names = encodeNames({
      module: undefined,
      functions: new Map([
        [1, "main.run"],
        [2, "fmt.Print"],
      ]),
      locals: new Map(),
    });
    const named = writeModule([
      ...spliceSections(readModule(plain), new Map()),
      customSection("name", names),
    ]);
    const original = withSections(named, [
      "producers",
      "go:buildid",
      ".debug_info",
      "sourceMappingURL",
      "mine",
    ]);
    const stripped = await hardened(original, { engine });
    const sections = (wasm: Uint8Array): string[] => readModule(wasm).customSections.map(({ name }) => name);
    expect(sections(stripped.wasm)).toEqual(["mine", "sandglass"]);
    expect(stripped.report.removed.map(({ section }) => section)).toEqual([
      "name",
      "producers",
      "go:buildid",
      ".debug_info",
      "sourceMappingURL",
    ]);
    expect(stripped.report.removed[1]).toEqual({ section: "producers", bytes: 15 });
    const kept = await hardened(original, { engine, strip: false });
    expect(sections(kept.wasm)).toEqual(["producers", "go:buildid", "mine", "name", "sandglass"]);
    for (const { wasm, map } of [stripped, kept]) {
      const run = readModule(wasm).exports.find(({ name }) => name === "g")!.index;
      expect(map.functions).toContainEqual({ index: run, name: "main.run", package: "main" });
      expect(map.functions.filter(({ package: owner }) => owner === "sandglass").length).toBeGreaterThan(0);
    }
    const run = readModule(kept.wasm).exports.find(({ name }) => name === "g")!.index;
    expect(readNames(readModule(kept.wasm)).functions.get(run)).toBe("main.run");
  });
});

describe("harden", () => {
  const refuse = async (wasm: Uint8Array, options: Partial<typeof DEFAULTS> = {}): Promise<unknown> =>
    harden(wasm, { ...DEFAULTS, ...options }, host).then(
      () => "accepted",
      (error) => [error.code, error.message],
    );

  it("refuses what is hardened already", async () => {
    const { wasm } = await hardened(await assemble(GROWS));
    expect(await refuse(wasm)).toEqual(["harden/already-hardened", expect.stringContaining("sandglass.abi")]);
    const section = withSections(await assemble(GROWS), ["sandglass"]);
    expect(await refuse(section)).toEqual(["harden/already-hardened", expect.any(String)]);
    const exported = await assemble(`(func (export "sandglass.fuel"))`);
    expect(await refuse(exported)).toEqual(["harden/already-hardened", expect.any(String)]);
    const imported = await assemble(`(import "sandglass" "on_fuel" (func))`);
    expect(await refuse(imported)).toEqual([
      "harden/reserved-import",
      expect.stringContaining("only hardening may import"),
    ]);
  });

  it("refuses a module that needs more memory than allowed, and limits out of range", async () => {
    const wasm = await assemble(GROWS);
    expect(await refuse(wasm, { memoryBytes: 70_000 })).toEqual([
      "harden/memory",
      expect.stringContaining("131072"),
    ]);
    expect(await refuse(wasm, { fuelUnits: -1n })).toEqual(["harden/fuel", expect.any(String)]);
    expect(await refuse(wasm, { fuelUnits: 1n << 63n })).toEqual(["harden/fuel", expect.any(String)]);
    expect(await refuse(wasm, { stackDepth: 0 })).toEqual(["harden/depth", expect.any(String)]);
    const throwing = await assemble("(tag $e) (func (throw $e))");
    expect(await refuse(throwing, { stackDepth: 9 })).toEqual(["harden/depth", expect.any(String)]);
  });

  it("refuses what is no valid module, with the place", async () => {
    const wasm = await assemble(GROWS);
    expect(await refuse(Uint8Array.from([0x50, 0x4b, 3, 4]))).toEqual(["wasm/not-wasm", expect.any(String)]);
    expect(await refuse(wasm.subarray(0, 30))).toEqual([
      "wasm/truncated",
      expect.stringMatching(/offset \d+/),
    ]);
    const invalid = await assemble("(func (result i32) (i32.const 1))");
    invalid[invalid.lastIndexOf(0x41)] = 0x43;
    expect(await refuse(invalid)).toEqual([
      expect.stringMatching(/^wasm\//),
      expect.stringMatching(/offset \d+/),
    ]);
  });

  it("takes better names from its host", async () => {
    const names = new Map([[0, { name: "net/http.(*Client).Do", package: "net/http" }]]);
    const result = await harden(await assemble(GROWS), DEFAULTS, { ...host, nameFunctions: () => names });
    expect(result.map.functions[0]).toEqual({ index: 0, name: "net/http.(*Client).Do", package: "net/http" });
  });
});
