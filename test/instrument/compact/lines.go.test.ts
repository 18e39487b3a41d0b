import { beforeAll, describe, expect, it } from "vitest";
import { compact } from "../../../src/instrument/compact/compact.ts";
import type { FunctionMap, HardenResult } from "../../../src/instrument/report.ts";
import { verifyArtifact } from "../../../src/instrument/verify.ts";
import { buildGo } from "../go-program.ts";
import { hardened, host } from "../hardened.ts";
import { runProgram } from "../wasi-host.ts";
import { assemble } from "../wat.ts";

let original: Uint8Array;
let external: HardenResult;
beforeAll(async () => {
  original = (await buildGo("traceback")).wasm;
  external = await hardened(original, { compact: true, lines: "external" });
}, 300_000);

/** The place of a frame: a traceback names the instruction behind a call, so the line is that of the one before. */
function placeOf({ goLines }: FunctionMap, name: string, offset: number): string {
  const found = goLines!.functions.find((one) => one.name === name)!;
  const at = (pairs: readonly (readonly [number, number])[]): number =>
    pairs.find(([end]) => end > offset - 1)![1];
  return `${goLines!.files[at(found.files)]}:${at(found.lines)}`;
}

describe("a Go program whose lines are in the map", () => {
  it("panics with functions and offsets, of which the map makes the original's traceback", async () => {
    const [before, after] = [await runProgram(original), await runProgram(external.wasm)];
    expect(after.exitCode).toBe(before.exitCode);
    expect(before.output).toMatch(/traceback\.go:14/);
    expect(after.output).not.toMatch(/\.go:/);
    const withPlaces = after.output.replaceAll(
      /^(\S+)\((.*)\)\n\t\?:0 \+0x([0-9a-f]+)/gm,
      (_, name: string, values: string, offset: string) =>
        `${name}(${values})\n\t${placeOf(external.map, name, Number.parseInt(offset, 16))} +0x${offset}`,
    );
    const called = (text: string): readonly string[] =>
      text.split("\n").filter((line, i, all) => / \+0x/.test(line) || / \+0x/.test(all[i + 1] ?? ""));
    expect(called(withPlaces)).toEqual(called(before.output));
    expect(called(withPlaces).length).toBeGreaterThan(5);
  });

  it("is smaller than with them, and is verified against its original", async () => {
    const kept = await hardened(original, { compact: true });
    expect(external.wasm.length).toBeLessThan(kept.wasm.length - 0.03 * original.length);
    expect(external.report).toMatchObject({ lines: "external" });
    expect(kept.report).not.toHaveProperty("lines");
    expect(await verifyArtifact(external.wasm, original, host)).toMatchObject({ verdict: "same" });
  }, 300_000);

  it("is the same module when they are dropped, but for the manifest, and the map has none", async () => {
    const dropped = await hardened(original, { compact: true, lines: "drop" });
    expect(dropped.map).not.toHaveProperty("goLines");
    expect(dropped.report.compacted).toEqual(external.report.compacted);
  });
});

describe("a module without Go's lines", () => {
  it.each([
    ["other data", `(memory 1) (data (i32.const 0) "abc")`, /no line table of Go's/],
    ["no data", "(memory 1)", /has no data/],
  ])("is refused by name where they are to be taken out: %s", async (_, fields, message) => {
    const wasm = await assemble(fields);
    expect(() => compact(wasm, true)).toThrow(expect.objectContaining({ code: "harden/no-lines" }));
    expect(() => compact(wasm, true)).toThrow(message);
  });
});
