import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compact } from "../../src/instrument/compact/compact.ts";
import { nodeCompressors } from "../../src/platform/node/compress.ts";
import { audit } from "../../src/size/audit.ts";
import { diffAudits } from "../../src/size/diff.ts";
import type { AuditReport } from "../../src/size/report.ts";
import { readModule } from "../../src/wasm/reader.ts";
import { customSection, spliceSections, writeModule } from "../../src/wasm/writer.ts";
import { type GoBench, goBench, HELLO } from "./go-programs.ts";
import { bytesOf, noCompression, sum, sums } from "./no-compression.ts";

const FILLER_BYTES = 50_000;

/** A variable, a string and a read-only table of a size that nothing else has. */
const WITH_DATA = `package main

import "fmt"

var table = [${FILLER_BYTES / 4}]uint32{${Array.from({ length: FILLER_BYTES / 4 }, (_, i) => 0x9000_0000 + i * 7919).join(",")}}

const text = "${"sandglass ".repeat(FILLER_BYTES / 10)}"

type shape interface{ area() float64 }
type square struct{ side float64 }

func (s square) area() float64 { return s.side * s.side }

//go:noinline
func pick(i int) uint32 { return table[i] }

//go:noinline
func words() string { return text }

func main() {
	var s shape = square{float64(pick(3))}
	fmt.Println(len(words()), words()[pick(1)%10:][0], s.area(), s)
}
`;

let bench: GoBench;
let hello: Uint8Array;
let report: AuditReport;

beforeAll(async () => {
  bench = await goBench();
  hello = await bench.build(HELLO);
  report = await audit("hello.wasm", hello, noCompression);
});

afterAll(() => bench.close());

describe("the audit of a Go program that was compacted", () => {
  test("knows each function's package and record, though they are stored in short form", async () => {
    const small = compact(hello);
    expect(small.report).toHaveProperty("rebuilt.records");
    const manifest = new TextEncoder().encode(JSON.stringify({ compacted: small.report }));
    const sections = spliceSections(readModule(small.wasm), new Map());
    const wasm = writeModule([...sections, customSection("sandglass", manifest)]);
    const other = await audit("small.wasm", wasm, noCompression);
    expect(sums(other)).toEqual([wasm.length, wasm.length, wasm.length]);
    expect(other.goMetadata).toEqual(report.goMetadata);
    const kind = "pclntab functions";
    expect(bytesOf(other.byKind, kind) / bytesOf(report.byKind, kind)).toBeLessThan(0.4);
    expect(explained(other).kinds).toBeGreaterThanOrEqual(0.999);
    expect(explained(other).packages).toBeGreaterThanOrEqual(0.995);
    // A manifest that lies about it costs the attribution, and nothing else.
    const lie = new TextEncoder().encode(
      new TextDecoder().decode(manifest).replace('"records":4', '"records":9'),
    );
    const lying = writeModule([...sections, customSection("sandglass", lie)]);
    const fallen = await audit("lying.wasm", lying, noCompression);
    expect(fallen.goMetadata?.status).toBe("unknown");
  });
});

describe("the audit of a Go program", () => {
  test("sums to the size of the file by section, kind and package", () => {
    expect(sums(report)).toEqual([hello.length, hello.length, hello.length]);
    expect(sum(report.functions)).toBe(bytesOf(report.byKind, "code"));
  });

  test("explains at least 99.9 % of the bytes by kind and 99.5 % by package", () => {
    expect(explained(report).kinds).toBeGreaterThanOrEqual(0.999);
    expect(explained(report).packages).toBeGreaterThanOrEqual(0.995);
    // Nothing is explained away as part of the container: that is headers and small sections only.
    expect(bytesOf(report.byPackage, "(module)") / hello.length).toBeLessThan(0.01);
  });

  test("knows as much of a stripped module, and the same names and sizes of functions", async () => {
    const stripped = await bench.build(HELLO, ["-ldflags=-s -w"]);
    const other = await audit("stripped.wasm", stripped, noCompression);
    expect(sums(other)).toEqual([stripped.length, stripped.length, stripped.length]);
    expect(explained(other).kinds).toBeGreaterThanOrEqual(0.999);
    expect(explained(other).packages).toBeGreaterThanOrEqual(0.995);
    expect(bytesOf(other.byKind, "name section")).toBe(0);
    expect(other.functions.map((f) => f.name)).toEqual(report.functions.map((f) => f.name));
    expect(diffAudits(report, other).functions.length).toBeLessThan(5);
  });

  test("names every function as Go does, not as the name section does", () => {
    const names = new Set(report.functions.map((f) => f.name));
    expect(names).toContain("fmt.(*pp).printValue");
    expect(names).toContain("main.main");
    expect([...names].filter((name) => name.startsWith("function["))).toEqual([]);
    expect(report.goMetadata?.status).toBe("known");
  });

  test("sees findfunctab, segment headers and pclntab, which no other tool reports", () => {
    for (const kind of [
      "findfunctab",
      "data segment headers",
      "pclntab lines",
      "funcdata",
      "type descriptors",
    ]) {
      expect(bytesOf(report.byKind, kind), kind).toBeGreaterThan(20_000);
    }
  });

  test("gives strings and variables to the package that uses them", async () => {
    const wasm = await bench.build(WITH_DATA);
    const other = await audit("data.wasm", wasm, noCompression);
    const { packages, kinds } = diffAudits(report, other);
    expect(sums(other)).toEqual([wasm.length, wasm.length, wasm.length]);
    expect(packages.find((row) => row.name === "main")?.delta).toBeGreaterThanOrEqual(2 * FILLER_BYTES);
    expect(packages.find((row) => row.name === "main")?.delta).toBeLessThan(2.2 * FILLER_BYTES);
    expect(kinds.find((row) => row.name === "strings")?.delta).toBeCloseTo(FILLER_BYTES, -3);
    expect(kinds.find((row) => row.name === "variables")?.delta).toBeCloseTo(FILLER_BYTES, -3);
  });

  test("reads modules for browsers too", async () => {
    const js = await bench.build(HELLO, [], "js");
    const other = await audit("js.wasm", js, noCompression);
    expect(explained(other).kinds).toBeGreaterThanOrEqual(0.999);
    expect(other.imports.some(({ module }) => module === "gojs")).toBe(true);
  });

  test("measures what dropping the name section saves, and finishes within its budget of time", async () => {
    const started = process.cpuUsage();
    const full = await audit("hello.wasm", hello, nodeCompressors());
    const used = process.cpuUsage(started);
    const [row] = full.whatIf;
    expect(row).toMatchObject({ change: 'drop "go:buildid", "producers", "name"', how: "measured" });
    expect(row!.bytes).toBeLessThan(full.bytes);
    expect(row!.gzip).toBeLessThan(full.gzip);
    expect(full.brotli).toBeLessThan(full.gzip);
    // About 1.6 s alone on the reference machine; a shared machine takes longer, a slow algorithm much longer.
    expect((used.user + used.system) / 1e6).toBeLessThan(8);
  });
});

function explained(of: AuditReport): { kinds: number; packages: number } {
  const unknown = bytesOf(of.byKind, "unknown") + bytesOf(of.byKind, "data");
  return { kinds: 1 - unknown / of.bytes, packages: 1 - of.unattributedBytes / of.bytes };
}
