import { describe, expect, it } from "vitest";
import { assertAcceptable } from "../../src/instrument/accept.ts";
import { harden } from "../../src/instrument/harden.ts";
import { encodeUnsigned } from "../../src/wasm/leb.ts";
import type { WasmModule } from "../../src/wasm/module.ts";
import { readModule } from "../../src/wasm/reader.ts";
import { call, DEFAULTS, ENGINES, host } from "./hardened.ts";
import { assemble } from "./wat.ts";

const section = (id: number, payload: Uint8Array): Uint8Array =>
  Buffer.concat([Uint8Array.from([id, ...encodeUnsigned(payload.length)]), payload]);
const bytes = (...list: number[]): Uint8Array => Uint8Array.from(list);
const entry = (body: Uint8Array): Uint8Array => Buffer.concat([bytes(...encodeUnsigned(body.length)), body]);

/** The exported function `f` calls function 1, which does nothing, so many times: each call has a charge of its own. */
function calls(count: number): Uint8Array {
  const body = Buffer.concat([bytes(0), Buffer.alloc(2 * count, bytes(0x10, 1)), bytes(0x0b)]);
  return Buffer.concat([
    bytes(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0),
    section(1, bytes(1, 0x60, 0, 0)),
    section(3, bytes(2, 0, 0)),
    section(7, bytes(1, 1, 0x66, 0, 0)),
    section(10, Buffer.concat([bytes(2), entry(body), entry(bytes(0, 0x0b))])),
  ]);
}

describe("a function that engines would not take with its charges spliced in", () => {
  it("is charged by calls, to the unit", async () => {
    const { wasm, report } = await harden(calls(900_000), DEFAULTS, host);
    expect(report.sites.charges).toBeLessThanOrEqual(900_003);
    expect(await call(wasm, "f")).toMatchObject({ fuelUsed: 1_800_001n, stop: 0 });
  });

  it.each(ENGINES)(
    "is refused by %s with its name and sizes when that is too long as well",
    async (engine) => {
      await expect(harden(calls(3_000_000), { ...DEFAULTS, engine }, host)).rejects.toMatchObject({
        code: "harden/function-too-large",
        message: expect.stringMatching(
          /^function 0 at byte offset 3\d has 6000002 bytes and \d{8} with its charges; engines take 7654321$/,
        ),
      });
    },
  );
});

describe("a module that has as many entries as engines take", () => {
  it("is refused, with what would be added", async () => {
    const module = readModule(await assemble(`(func (export "f"))`));
    const full = { ...module, exports: { length: 999_998, find: () => undefined } } as unknown as WasmModule;
    expect(() => assertAcceptable(full, DEFAULTS)).toThrow(
      "there are 999998 exports, hardening adds up to 7, and engines take 1000000",
    );
  });
});
