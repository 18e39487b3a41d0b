import { describe, expect, it } from "vitest";
import { proveArtifact } from "../../src/instrument/prove/prove.ts";
import { verifyArtifact } from "../../src/instrument/verify.ts";
import { asGo, GO_GLOBALS } from "./go-shape.ts";
import { call, ENGINES, hardened, host } from "./hardened.ts";
import { tampered, unchanged } from "./tampered.ts";
import { assemble } from "./wat.ts";

/** Adds up the numbers below its parameter, calling for each. */
const SUM = `(import "env" "log" (func $log (param i32)))
  (func $one (param i32) (result i32) (call $log (local.get 0)) (local.get 0))
  (func (export "f") (param i32) (result i32) (local i32)
    (loop $again
      (local.set 1 (i32.add (local.get 1) (call $one (local.get 0))))
      (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (local.get 1))`;

interface Asked {
  readonly places: (readonly [number, number])[];
  given: bigint;
}

/** Imports whose on_fuel gives so much fuel each time that it is asked, at most so often. */
function giving(
  units: bigint,
  most = Number.POSITIVE_INFINITY,
): { imports: WebAssembly.Imports; asked: Asked } {
  const asked: Asked = { places: [], given: 0n };
  const imports = {
    env: { log: () => undefined },
    sandglass: {
      on_grow: () => 0,
      on_fuel: (fn: number, pcB: number) => {
        asked.places.push([fn, pcB]);
        if (asked.places.length > most) return;
        fuel!.value = (fuel!.value as bigint) + units;
        asked.given += units;
      },
    },
  };
  return { imports, asked };
}

let fuel: WebAssembly.Global | undefined;

async function start(wasm: Uint8Array, imports: WebAssembly.Imports): Promise<WebAssembly.Exports> {
  const { instance } = await WebAssembly.instantiate(wasm as Uint8Array<ArrayBuffer>, imports);
  fuel = instance.exports["sandglass.fuel"] as WebAssembly.Global;
  return instance.exports;
}

const hosted = { abi: "hosted", onFuel: true } as const;

describe.each(ENGINES)("on_fuel, by the engine %s", (engine) => {
  it("is asked when fuel is used up, and the guest goes on with what it is given, counted to the unit", async () => {
    const original = await assemble(SUM);
    const plain = await call((await hardened(original, { engine })).wasm, "f", [1000], {
      env: { log: () => undefined },
    });
    const { wasm } = await hardened(original, { engine, ...hosted, fuelUnits: 100n });
    const { imports, asked } = giving(500n);
    const exports = await start(wasm, imports);
    expect((exports["f"] as (n: number) => number)(1000)).toBe(plain.results);
    expect(100n + asked.given - (fuel!.value as bigint)).toBe(plain.fuelUsed);
    expect(asked.places.length).toBeGreaterThan(10);
    expect((exports["sandglass.stop"] as WebAssembly.Global).value).toBe(0);
  });

  it("names the function by its index in the original", async () => {
    const { wasm } = await hardened(await assemble(SUM), { engine, ...hosted, fuelUnits: 50n });
    const { imports, asked } = giving(50n);
    const exports = await start(wasm, imports);
    (exports["f"] as (n: number) => number)(100);
    expect(new Set(asked.places.map(([fn]) => fn))).toEqual(new Set([1, 2]));
  });

  it("stops the guest when it gives nothing", async () => {
    const { wasm } = await hardened(await assemble(SUM), { engine, ...hosted, fuelUnits: 50n });
    const { imports, asked } = giving(50n, 3);
    const exports = await start(wasm, imports);
    expect(() => (exports["f"] as (n: number) => number)(1000)).toThrow(WebAssembly.RuntimeError);
    expect(asked.places).toHaveLength(4);
    expect((exports["sandglass.stop"] as WebAssembly.Global).value).toBe(1);
    expect(fuel!.value).toBeLessThan(0n);
  });

  it("is asked before a bulk operation and when memory grows", async () => {
    const original = await assemble(`(memory 1) (func (export "f")
      (memory.fill (i32.const 0) (i32.const 1) (i32.const 60000)) (drop (memory.grow (i32.const 9))))`);
    const { wasm } = await hardened(original, { engine, ...hosted, fuelUnits: 10n });
    const { imports, asked } = giving(59_999n);
    const exports = await start(wasm, imports);
    (exports["f"] as () => void)();
    expect(asked.places[0]).toEqual([-1, 0]);
  });

  it("keeps a loop that holds fuel in a local right", async () => {
    const original = await assemble(`(func (export "f") (param i32) (result i32) (local i32)
      (loop $again
        (local.set 1 (i32.xor (i32.mul (local.get 1) (i32.const 31)) (local.get 0)))
        (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
      (local.get 1))`);
    const plain = await call((await hardened(original, { engine })).wasm, "f", [5000]);
    const { wasm } = await hardened(original, { engine, ...hosted, fuelUnits: 7n });
    const { imports, asked } = giving(1111n);
    const exports = await start(wasm, imports);
    expect((exports["f"] as (n: number) => number)(5000)).toBe(plain.results);
    expect(7n + asked.given - (fuel!.value as bigint)).toBe(plain.fuelUsed);
  });

  it("leaves an artifact that is proved to stop, and that verifies", async () => {
    const original = await assemble(SUM);
    for (const fuelMode of ["exact", "cheap"] as const) {
      const { wasm } = await hardened(original, { engine, ...hosted, fuelMode });
      expect(proveArtifact(wasm, host)).toMatchObject({ verdict: "stops", objections: [] });
      expect(await verifyArtifact(wasm, original, host)).toMatchObject({ differences: [], verdict: "same" });
    }
  });
});

describe("an artifact that asks is not proved to stop when", () => {
  const FORGED: readonly (readonly [string, (text: string) => string, RegExp])[] = [
    [
      "nothing stops it behind the question",
      (text) => text.replace(/(call 0\s[\s\S]*?)unreachable/, "$1nop"),
      /./,
    ],
    [
      "it asks again and again and is charged nothing",
      (text) => text.replace(/( {4}loop)/, "    loop i32.const 0 i32.const 0 call 2 br 0 end\n$1"),
      /round without using fuel/,
    ],
    [
      "others may ask in its name",
      (text) => text.replace(/\)\s*$/, '\n(export "ask" (func 2)))'),
      /gives a function of the counters away/,
    ],
  ];
  it.each(FORGED)("%s", async (_name, edit, objection) => {
    const spin = await assemble(
      '(func (export "f") (param i32) (loop $l (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))',
    );
    const { wasm } = await hardened(spin, hosted);
    expect(proveArtifact(await tampered(wasm, unchanged), host).verdict).toBe("stops");
    const { verdict, objections } = proveArtifact(await tampered(wasm, edit), host);
    expect(verdict).toBe("unproved");
    expect(objections.map(({ what }) => what).join("\n")).toMatch(objection);
  });
});

describe("on_fuel", () => {
  it("is told Go's PC_B where jumps were threaded", async () => {
    const wasm = await asGo(`${GO_GLOBALS}
      (func (export "f") (param i32) (result i32) (local i32 i32)
        global.get 0 local.set 1
        block
          loop
            block block block
              local.get 0 br_table 0 1 1 2
            end
            i32.const 400 local.set 2
            i32.const 2 local.set 0 br 2
            end
            local.get 2 i32.const 1 i32.sub local.set 2
            end
            local.get 2 if i32.const 2 local.set 0 br 1 end
            i32.const 0 return
          end
          unreachable
        end
        i32.const 1)`);
    const result = await hardened(wasm, { ...hosted, fuelUnits: 100n });
    const { imports, asked } = giving(100n, 3);
    const exports = await start(result.wasm, imports);
    expect(() => (exports["f"] as (pcB: number) => number)(0)).toThrow(WebAssembly.RuntimeError);
    expect(asked.places).toEqual(new Array(4).fill([0, 3]));
  });

  it("is not imported in the standalone ABI", async () => {
    const { wasm } = await hardened(await assemble(SUM), { onFuel: true });
    const imports = WebAssembly.Module.imports(new WebAssembly.Module(wasm as Uint8Array<ArrayBuffer>));
    expect(imports.map(({ module }) => module)).toEqual(["env"]);
  });
});
