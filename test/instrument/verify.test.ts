import { beforeAll, describe, expect, it } from "vitest";
import type { HardenOptions } from "../../src/instrument/report.ts";
import { verifyArtifact } from "../../src/instrument/verify.ts";
import { encodeSigned } from "../../src/wasm/leb.ts";
import { SectionId } from "../../src/wasm/module.ts";
import { readModule } from "../../src/wasm/reader.ts";
import { customSection, spliceSections, writeModule } from "../../src/wasm/writer.ts";
import { ENGINES, hardened, host } from "./hardened.ts";
import { assemble } from "./wat.ts";

const PROGRAM = `(memory (export "memory") 1)
  (func $grow (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
  (func $spin (export "spin") (param i32) (loop $l (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
  (func $f (export "f") (result i32) (call $grow (i32.const 0)))
  (data (i32.const 8) "\\01\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\02")`;

let original: Uint8Array;
beforeAll(async () => {
  original = await assemble(PROGRAM);
});

/** The artifact with sections replaced by what the functions make of copies of them. */
function forged(
  wasm: Uint8Array,
  edits: Readonly<Record<number, (payload: Uint8Array) => Uint8Array>>,
): Uint8Array {
  const module = readModule(wasm);
  const replaced = new Map<number, Uint8Array>();
  for (const { id, payload } of module.sections) {
    const edit = edits[id];
    if (edit !== undefined) replaced.set(id, edit(wasm.slice(payload.start, payload.end)));
  }
  return writeModule(spliceSections(module, replaced));
}

/** The code section with the bytes of one function rewritten, its length kept. */
function forgedCode(
  wasm: Uint8Array,
  index: number,
  edit: (body: Uint8Array) => void,
): { readonly wasm: Uint8Array; readonly from: number; readonly to: number } {
  const module = readModule(wasm);
  const { start, end } = module.code[index]!;
  const copy = wasm.slice();
  edit(copy.subarray(start, end));
  return { wasm: copy, from: start, to: end };
}

/** Puts `by` where `pattern` stands first. */
function replaceFirst(body: Uint8Array, pattern: readonly number[], by: readonly number[]): void {
  const at = body.findIndex((_, i) => pattern.every((byte, k) => body[i + k] === byte));
  expect(at).toBeGreaterThanOrEqual(0);
  body.set(by, at);
}

describe.each(ENGINES)("verify of an artifact by %s", (engine) => {
  it.each<[string, Partial<HardenOptions>]>([
    ["as it comes", {}],
    ["compacted, with names and a call depth", { compact: true, strip: false, stackDepth: 9 }],
    ["of the hosted ABI", { abi: "hosted" }],
    ["without a limit of memory", { memoryBytes: undefined }],
    ["optimised for size", { optimize: "Oz" }],
  ])("accepts one %s", async (_, options) => {
    const { wasm, report } = await hardened(original, { engine, ...options });
    const verified = await verifyArtifact(wasm, original, host);
    expect(verified).toMatchObject({ verdict: "same", differences: [], limits: report.limits });
    expect(verified.artifact.sha256).toBe(report.output.sha256);
  });

  it("names the function and the place where a charge was taken out", async () => {
    const { wasm } = await hardened(original, { engine });
    // global.set of the fuel, whose index is 0, becomes drop and nop.
    for (const index of [0, 1, 2]) {
      const forgery = forgedCode(wasm, index, (body) => replaceFirst(body, [0x24, 0], [0x1a, 0x01]));
      const { verdict, differences } = await verifyArtifact(forgery.wasm, original, host);
      expect([verdict, differences.length]).toEqual(["different", 1]);
      expect(differences[0]).toMatchObject({ section: "code", function: { index } });
      expect(differences[0]!.offset).toBeGreaterThanOrEqual(forgery.from);
      expect(differences[0]!.offset).toBeLessThan(forgery.to);
    }
  });

  it("names the function that grows memory past the hook", async () => {
    const { wasm, map } = await hardened(original, { engine });
    const hook = map.functions.find(({ name }) => name === "sandglass.grow")!.index;
    const forgery = forgedCode(wasm, 0, (body) => replaceFirst(body, [0x10, hook], [0x40, 0]));
    const { verdict, differences } = await verifyArtifact(forgery.wasm, original, host);
    expect(verdict).toBe("different");
    expect(differences).toMatchObject([{ section: "code", function: { index: 0 } }]);
  });

  it("names the section of fuel that was raised", async () => {
    const { wasm } = await hardened(original, { engine, fuelUnits: 1000n });
    const raised = forged(wasm, {
      [SectionId.global]: (payload) => {
        replaceFirst(payload, encodeSigned(1000), encodeSigned(5000));
        return payload;
      },
    });
    expect((await verifyArtifact(raised, original, host)).differences).toMatchObject([{ section: "global" }]);
  });

  it("tells of functions and sections that are too many", async () => {
    const { wasm } = await hardened(original, { engine });
    const oneMore = (payload: Uint8Array, entry: readonly number[]): Uint8Array =>
      Uint8Array.from([payload[0]! + 1, ...payload.subarray(1), ...entry]);
    const typed = forged(wasm, {
      [SectionId.type]: (payload) => oneMore(payload, [0x60, 0, 0]),
      [SectionId.function]: (payload) => oneMore(payload, [readModule(wasm).types.length]),
      [SectionId.code]: (payload) => oneMore(payload, [5, 0, 0x03, 0x40, 0x0b, 0x0b]),
    });
    const { differences } = await verifyArtifact(typed, original, host);
    expect(differences[0]).toMatchObject({
      section: "code",
      function: { index: readModule(wasm).code.length, name: "" },
    });
    expect(differences.map(({ section }) => section)).toEqual(["code", "type", "function"]);
  });

  it("believes no manifest: one that claims other limits is another artifact", async () => {
    const { wasm } = await hardened(original, { engine, fuelUnits: 1000n });
    const module = readModule(wasm);
    const [section] = module.customSections;
    const text = new TextDecoder().decode(wasm.subarray(section!.contents.start, section!.contents.end));
    const claim = new TextEncoder().encode(text.replace('"fuel":"1000"', '"fuel":"10"'));
    const lie = writeModule([
      ...spliceSections(module, new Map(), () => false),
      customSection("sandglass", claim),
    ]);
    const report = await verifyArtifact(lie, original, host);
    expect(report.verdict).toBe("different");
    expect(report.differences.map((one) => one.section)).toEqual(["global"]);
  });
});

describe("verify", () => {
  it("refuses what carries no manifest, or one that makes no sense", async () => {
    const { wasm } = await hardened(original);
    const withManifest = (text: string): Uint8Array =>
      writeModule([
        ...spliceSections(readModule(wasm), new Map(), () => false),
        customSection("sandglass", new TextEncoder().encode(text)),
      ]);
    const base = {
      costModel: "wasmtime-50",
      engine: "stream",
      abi: { kind: "standalone" },
      limits: { fuel: "1" },
    };
    for (const [manifest, reason] of [
      ["{}", /has none/],
      ["[]", /has none/],
      [JSON.stringify({ ...base, engine: "constructor" }), /engine/],
      [JSON.stringify({ ...base, abi: {} }), /ABI/],
      [JSON.stringify({ ...base, limits: { fuel: 1 } }), /fuel/],
      [JSON.stringify({ ...base, limits: { fuel: "1", memoryPages: -1 } }), /whole number/],
    ] as const) {
      await expect(verifyArtifact(withManifest(manifest), original, host)).rejects.toThrow(reason);
    }
    await expect(verifyArtifact(original, original, host)).rejects.toMatchObject({
      code: "harden/no-manifest",
    });
    const other = await assemble(`${PROGRAM} (func)`);
    expect((await verifyArtifact(wasm, other, host)).verdict).toBe("different");
  });
});
