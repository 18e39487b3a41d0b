import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { proveArtifact } from "../../src/instrument/prove/prove.ts";
import { readModule } from "../../src/wasm/reader.ts";
import { spliceSections, writeModule } from "../../src/wasm/writer.ts";
import { constructs } from "./constructs.ts";
import { ENDLESS } from "./endless.ts";
import { modules } from "./generate.ts";
import { ENGINES, hardened, host } from "./hardened.ts";
import { HONEST, TAMPERED, tampered, unchanged } from "./tampered.ts";
import { assemble } from "./wat.ts";

const VARIANTS = [
  {},
  { fuelMode: "cheap" },
  { abi: "hosted" },
  { stackDepth: 40 },
  { restructure: false },
  { memoryBytes: undefined },
] as const;
const LIMITS = { fuelUnits: 1_000_000n, memoryBytes: 1 << 24 };
/** Of these it says that it does not follow exceptions. */
const hasExceptions = (fields: string): boolean => /\(tag |try/.test(fields);

describe.each(ENGINES)("the proof that an artifact of %s stops", (engine) => {
  it.each(constructs.filter(({ fields }) => !hasExceptions(fields)))(
    "holds for $name",
    async ({ fields }) => {
      const original = await assemble(fields);
      for (const variant of VARIANTS) {
        const { wasm } = await hardened(original, { engine, ...variant });
        expect(proveArtifact(wasm, host).objections, JSON.stringify(variant)).toEqual([]);
      }
    },
  );

  it.each(ENDLESS.filter(([, fields]) => !hasExceptions(fields)))("holds for %s", async (_, fields) => {
    for (const fuelMode of ["exact", "cheap"] as const) {
      const { wasm } = await hardened(await assemble(fields), { engine, fuelMode });
      expect(proveArtifact(wasm, host)).toMatchObject({ verdict: "stops", objections: [] });
    }
  });

  it("holds for generated modules", async () => {
    for (const fields of fc.sample(modules, { seed: 18, numRuns: 15 })) {
      for (const fuelMode of ["exact", "cheap"] as const) {
        const { wasm } = await hardened(await assemble(fields), { engine, fuelMode });
        expect(proveArtifact(wasm, host).objections, fields).toEqual([]);
      }
    }
  }, 600_000);

  it("reads limits from the module, and says what it leaves open", async () => {
    const { wasm, report } = await hardened(await assemble(HONEST), { engine, ...LIMITS });
    const proof = proveArtifact(wasm, host);
    expect(proof).toMatchObject({
      verdict: "stops",
      artifact: report.output,
      limits: { fuel: "1000000", memoryPages: 256, maximumPages: 256 },
    });
    expect(proof.runsOnInstructions).toBeLessThan(200);
    expect(proof.notProved.length).toBeGreaterThan(0);
  });

  it("is the same when the artifact went through text and back", async () => {
    const { wasm } = await hardened(await assemble(HONEST), { engine, ...LIMITS });
    expect(proveArtifact(await tampered(wasm, unchanged), host)).toMatchObject({ verdict: "stops" });
  });

  it.each(TAMPERED)("does not hold where $name", async ({ edit, objection }) => {
    const { wasm } = await hardened(await assemble(HONEST), { engine, ...LIMITS });
    const proof = proveArtifact(await tampered(wasm, edit), host);
    expect(proof.verdict).toBe("unproved");
    expect(proof.objections.map(({ what }) => what).join("; ")).toMatch(objection);
  });

  it("does not hold without a manifest", async () => {
    const { wasm } = await hardened(await assemble(HONEST), { engine });
    const bare = writeModule(spliceSections(readModule(wasm), new Map(), () => false));
    expect(proveArtifact(bare, host)).toMatchObject({
      verdict: "unproved",
      objections: [{ what: "it has no manifest" }],
    });
  });
});

describe("the proof that an artifact stops", () => {
  it("does not hold for a module that was never hardened", async () => {
    const { objections } = proveArtifact(await assemble(HONEST), host);
    expect(objections.map(({ what }) => what)).toContain(
      "the export sandglass.fuel is missing or no global of the module's own",
    );
  });

  it("does not follow exceptions, and says so", async () => {
    const fields = `(tag $e) (func (export "f") (try (do (throw $e)) (catch $e)))`;
    const { wasm } = await hardened(await assemble(fields));
    expect(proveArtifact(wasm, host).objections).toMatchObject([
      { what: "exceptions are not followed", functionIndex: 0 },
    ]);
  });

  it("names the function and the place", async () => {
    const { wasm } = await hardened(await assemble(HONEST), LIMITS);
    const edit = TAMPERED.find(({ name }) => name === "a fill is not charged")!.edit;
    const bytes = await tampered(wasm, edit);
    const [objection] = proveArtifact(bytes, host).objections;
    const { start, end } = readModule(bytes).code[3]!;
    expect(objection).toMatchObject({ functionIndex: 3 });
    expect(objection!.offset).toBeGreaterThan(start);
    expect(objection!.offset).toBeLessThan(end);
  });
});
