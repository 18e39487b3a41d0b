import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ToolError } from "../../src/errors.ts";
import { harden } from "../../src/instrument/harden.ts";
import { proveArtifact } from "../../src/instrument/prove/prove.ts";
import { encodeUnsigned } from "../../src/wasm/leb.ts";
import { call, DEFAULTS, ENGINES, host } from "./hardened.ts";
import { HONEST } from "./tampered.ts";
import { assemble } from "./wat.ts";

const section = (id: number, ...payload: number[]): number[] => [
  id,
  ...encodeUnsigned(payload.length),
  ...payload,
];
const moduleOf = (...sections: readonly number[][]): Uint8Array =>
  Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections.flat()]);
/** One function of type () -> () with this body, locals first. */
const functionOf = (...body: number[]): Uint8Array =>
  moduleOf(
    section(1, 1, 0x60, 0, 0),
    section(3, 1, 0),
    section(10, 1, ...encodeUnsigned(body.length + 1), ...body, 0x0b),
  );
const repeat = (count: number, ...code: number[]): number[] =>
  Array.from({ length: count }, () => code).flat();

type Bytes = () => Uint8Array | Promise<Uint8Array>;

/** Each is refused with a code, and a message that says what and where. */
const REFUSED: readonly (readonly [string, Bytes, string, RegExp])[] = [
  ["no bytes", () => new Uint8Array(), "wasm/not-wasm", /the file is empty/],
  ["text", () => new TextEncoder().encode("(module)"), "wasm/not-wasm", /not a WebAssembly module/],
  ["a zip archive", () => Uint8Array.from([0x50, 0x4b, 3, 4]), "wasm/not-wasm", /zip archive/],
  [
    "a version of its own",
    () => Uint8Array.from([0, 0x61, 0x73, 0x6d, 2, 0, 0, 0]),
    "wasm/unsupported",
    /version.*offset 4/,
  ],
  [
    "a component",
    () => Uint8Array.from([0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0]),
    "wasm/unsupported",
    /component.*offset 4/,
  ],
  ["half a header", () => Uint8Array.from([0, 0x61, 0x73, 0x6d, 1]), "wasm/truncated", /offset 5/],
  [
    "a section that ends too soon",
    () => moduleOf([1, 5, 1, 0x60]),
    "wasm/truncated",
    /the file ends.*offset/,
  ],
  [
    "a section of four gigabytes",
    () => moduleOf([1, 0xff, 0xff, 0xff, 0xff, 0x0f]),
    "wasm/truncated",
    /offset/,
  ],
  [
    "a number that does not end",
    () => moduleOf([1, 0x80, 0x80, 0x80, 0x80, 0x80, 0]),
    "wasm/malformed",
    /unsigned 32-bit number.*offset 9/,
  ],
  ["a section that is unknown", () => moduleOf(section(42)), "wasm/malformed", /section id 42.*offset 8/],
  [
    "a section twice",
    () => moduleOf(section(1, 0), section(1, 0)),
    "wasm/malformed",
    /repeated or out of order.*offset 11/,
  ],
  [
    "sections in disorder",
    () => moduleOf(section(3, 0), section(1, 0)),
    "wasm/malformed",
    /out of order.*offset 11/,
  ],
  [
    "a section with bytes behind its end",
    () => moduleOf(section(1, 0, 9)),
    "wasm/malformed",
    /too many.*offset/,
  ],
  [
    "a million types that are not there",
    () => moduleOf(section(1, 0xc0, 0x84, 0x3d)),
    "wasm/truncated",
    /1000000 types announced.*offset/,
  ],
  ["a name that is not UTF-8", () => moduleOf(section(0, 1, 0xff)), "wasm/malformed", /UTF-8.*offset/],
  [
    "functions without bodies",
    () => moduleOf(section(1, 1, 0x60, 0, 0), section(3, 1, 0)),
    "wasm/malformed",
    /1 functions are declared, 0 have a body/,
  ],
  [
    "data that are not there",
    () => moduleOf(section(12, 1)),
    "wasm/malformed",
    /1 data segments are declared, 0 present/,
  ],
  [
    "a body that does not end",
    () => moduleOf(section(1, 1, 0x60, 0, 0), section(3, 1, 0), section(10, 1, 2, 0, 0x01)),
    "wasm/invalid",
    /offset \d+/,
  ],
  ["an opcode that is unknown", () => functionOf(0, 0x27), "wasm/invalid", /opcode.*offset \d+/],
  ["code that is not typed", () => functionOf(0, 0x6a), "wasm/invalid", /offset \d+/],
  ["a function that is called and not there", () => functionOf(0, 0x10, 9), "wasm/invalid", /offset \d+/],
  ["65,535 locals", () => functionOf(1, 0xff, 0xff, 0x03, 0x7f), "wasm/invalid", /local.*offset \d+/],
  [
    "four billion locals",
    () => functionOf(1, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x7f),
    "wasm/invalid",
    /local.*offset \d+/,
  ],
  [
    "blocks that nothing ends",
    () => functionOf(0, ...repeat(10_000, 0x02, 0x40)),
    "wasm/invalid",
    /offset \d+/,
  ],
  [
    "a 64-bit memory",
    () => moduleOf(section(5, 1, 4, 1)),
    "wasm/(invalid|unsupported)",
    /memory.*offset \d+|64-bit.*offset \d+/,
  ],
  [
    "two memories",
    () => moduleOf(section(5, 2, 0, 1, 0, 1)),
    "wasm/(invalid|unsupported)",
    /memor.*offset \d+/,
  ],
  [
    "a struct type (GC)",
    () => moduleOf(section(1, 1, 0x5f, 0)),
    "wasm/unsupported",
    /type form 0x5f.*offset 11/,
  ],
  [
    "an array type (GC)",
    () => moduleOf(section(1, 1, 0x5e, 0x7f, 0)),
    "wasm/unsupported",
    /type form 0x5e.*offset 11/,
  ],
  [
    "a recursive group of types (GC)",
    () => moduleOf(section(1, 1, 0x4e, 1, 0x60, 0, 0)),
    "wasm/unsupported",
    /type form 0x4e.*offset 11/,
  ],
  [
    "a typed function reference",
    () => moduleOf(section(1, 1, 0x60, 1, 0x63, 0, 0)),
    "wasm/unsupported",
    /value type 0x63.*offset 13/,
  ],
  [
    "an i31 reference",
    () => moduleOf(section(1, 1, 0x60, 1, 0x6c, 0)),
    "wasm/unsupported",
    /value type 0x6c.*offset 13/,
  ],
  [
    "exports of ours",
    () => assemble(`(global (export "sandglass.fuel") (mut i64) (i64.const 0))`),
    "harden/already-hardened",
    /'sandglass\.fuel' of its own \(byte offset 19, 0x13\)/,
  ],
  [
    "a section of ours",
    () => moduleOf(section(0, 9, ...new TextEncoder().encode("sandglass"))),
    "harden/already-hardened",
    /'sandglass' of its own \(byte offset \d+, 0x/,
  ],
  [
    "imports of ours",
    () => assemble(`(import "sandglass" "on_grow" (func (param i32 i32) (result i32)))`),
    "harden/reserved-import",
    /sandglass\.on_grow, .*\(byte offset \d+, 0x/,
  ],
  ["more memory than is allowed", () => assemble("(memory 20000)"), "harden/memory", /1310720000 bytes/],
];

const F = `(func (export "f") (result i32) (i32.const 7))`;

/** Each is hardened, and `f` gives 7. */
const ACCEPTED: readonly (readonly [string, Bytes, WebAssembly.Imports])[] = [
  ["a shared memory", () => assemble(`(memory 1 2 shared) ${F}`), {}],
  [
    "an imported shared memory",
    () => assemble(`(import "m" "m" (memory 1 2 shared)) ${F}`),
    { m: { m: new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true }) } },
  ],
  [
    "an imported memory",
    () => assemble(`(import "m" "m" (memory 1)) ${F}`),
    { m: { m: new WebAssembly.Memory({ initial: 1 }) } },
  ],
  [
    "a start function",
    () =>
      assemble(
        `(global $g (mut i32) (i32.const 0)) (func $s (global.set $g (i32.const 7))) (start $s) (func (export "f") (result i32) (global.get $g))`,
      ),
    {},
  ],
  [
    "tail calls",
    () => assemble(`(func $g (result i32) (i32.const 7)) (func (export "f") (result i32) (return_call $g))`),
    {},
  ],
  [
    "SIMD",
    () => assemble(`(func (export "f") (result i32) (i32x4.extract_lane 2 (i32x4.splat (i32.const 7))))`),
    {},
  ],
  [
    "the older exceptions",
    () =>
      assemble(
        `(tag $e (param i32)) (func (export "f") (result i32) (try (result i32) (do (throw $e (i32.const 7))) (catch $e)))`,
      ),
    {},
  ],
  ["a maximum of its own below the limit", () => assemble(`(memory 1 3) ${F}`), {}],
  [
    "ten thousand nested blocks",
    () =>
      moduleOf(
        section(1, 1, 0x60, 0, 1, 0x7f),
        section(3, 1, 0),
        section(7, 1, 1, 0x66, 0, 0),
        section(
          10,
          1,
          ...encodeUnsigned(30_004),
          0,
          ...repeat(10_000, 0x02, 0x40),
          ...repeat(10_000, 0x0b),
          0x41,
          7,
          0x0b,
        ),
      ),
    {},
  ],
  [
    "names that are not UTF-8 in its name section",
    () =>
      assemble(F).then((wasm) =>
        Uint8Array.from([...wasm, ...section(0, 4, 0x6e, 0x61, 0x6d, 0x65, 1, 4, 1, 0, 1, 0xff)]),
      ),
    {},
  ],
];

describe.each(ENGINES)("by the engine %s", (engine) => {
  it.each(REFUSED)("%s: refused by name and place", async (_, bytes, code, message) => {
    const failure: unknown = await harden(await bytes(), { ...DEFAULTS, engine }, host).catch(
      (error) => error,
    );
    expect(failure).toBeInstanceOf(ToolError);
    expect((failure as ToolError).code).toMatch(new RegExp(`^${code}$`));
    expect((failure as ToolError).message).toMatch(message);
  });

  it.each(ACCEPTED)("%s: hardened", async (_, bytes, imports) => {
    const { wasm, report } = await harden(await bytes(), { ...DEFAULTS, engine }, host);
    expect(report.fallback).toBeUndefined();
    expect(await call(wasm, "f", [], imports)).toMatchObject({ results: 7, stop: 0 });
  });

  it("a module without any section is hardened", async () => {
    const { wasm } = await harden(moduleOf(), { ...DEFAULTS, engine }, host);
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm as BufferSource));
    expect(Object.keys(exports).toSorted()).toEqual(["sandglass.abi", "sandglass.fuel", "sandglass.stop"]);
  });
});

/** A fixed seed: the same damage on every machine. */
const SEED = Number(process.env["SANDGLASS_FUZZ_SEED"] ?? 20_261_127);

describe("bytes that were damaged", () => {
  const damaged = fc.tuple(fc.nat({ max: 1 << 20 }), fc.nat({ max: 255 }), fc.nat({ max: 3 }), fc.boolean());
  /** A byte changed, removed or added, or the rest cut off. */
  const damage = (
    wasm: Uint8Array,
    [place, byte, how, twice]: readonly [number, number, number, boolean],
  ): Uint8Array => {
    const bytes = [...wasm];
    const at = place % bytes.length;
    if (how === 0) bytes[at] = byte;
    else if (how === 1) bytes.splice(at, twice ? 2 : 1);
    else if (how === 2) bytes.splice(at, 0, byte);
    else bytes.length = at;
    return Uint8Array.from(bytes);
  };

  it("are hardened or refused, never anything else", async () => {
    const original = await assemble(HONEST);
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(damaged, async (how) => {
        const result = await harden(damage(original, how), DEFAULTS, host).catch((error) => error);
        if (result instanceof ToolError) refused += 1;
        else expect(WebAssembly.validate(result.wasm)).toBe(true);
      }),
      { numRuns: 1500, seed: SEED },
    );
    expect(refused).toBeGreaterThan(500);
  }, 300_000);

  it("are proved to stop or not, and where they are, an endless call stops", async () => {
    const { wasm } = await harden(await assemble(HONEST), { ...DEFAULTS, fuelUnits: 100_000n }, host);
    const verdicts = { stops: 0, unproved: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(damaged, async (how) => {
        const bytes = damage(wasm, how);
        try {
          const { verdict } = proveArtifact(bytes, host);
          verdicts[verdict] += 1;
          if (verdict === "unproved") return;
        } catch (error) {
          expect(error).toBeInstanceOf(ToolError);
          verdicts.refused += 1;
          return;
        }
        const module = new WebAssembly.Module(bytes as BufferSource);
        // Negative numbers make the loop and the recursion of the original all but endless.
        for (const name of ["spin", "rec"]) {
          try {
            const called = new WebAssembly.Instance(module).exports[name];
            if (typeof called === "function") called(-5);
          } catch (error) {
            // A trap, the engine's stack, or a type or an import that the damage made.
            const isExpected = [WebAssembly.RuntimeError, RangeError, TypeError, WebAssembly.LinkError];
            expect(isExpected.some((kind) => error instanceof kind)).toBe(true);
          }
        }
      }),
      { numRuns: 3000, seed: SEED },
    );
    expect(Math.min(...Object.values(verdicts))).toBeGreaterThan(20);
  }, 300_000);
});
