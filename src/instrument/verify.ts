import { ToolError } from "../errors.ts";
import type { WasmModule } from "../wasm/module.ts";
import { readModule } from "../wasm/reader.ts";
import { assertValid } from "../wasm/validate.ts";
import { ABI_NAMESPACE, ON_FUEL } from "./abi.ts";
import { differencesOf } from "./differences.ts";
import { type HardenHost, harden } from "./harden.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import type { HardenOptions, VerifyReport } from "./report.ts";
import { PAGE_BYTES } from "./rewrite/module.ts";

/**
 * Tells whether an artifact is what hardening the original gives, by doing it again: the same input and options give the
 * same bytes. Nothing of the artifact is believed: its manifest only says which options to try, and what it says of limits
 * holds when the bytes agree.
 * Takes the artifact, the module that it is said to come from, and the host of `harden`.
 * Throws ToolError as `harden` does for the original, `wasm/…` for an artifact that is no valid module, and
 * `harden/no-manifest` for one whose manifest is missing or makes no sense.
 */
export async function verifyArtifact(
  artifact: Uint8Array,
  original: Uint8Array,
  host: HardenHost,
): Promise<VerifyReport> {
  const module = readModule(artifact);
  assertValid(artifact);
  const options = optionsOf(module, readManifest(artifact));
  const expected = await harden(original, options, host);
  const isSame = isEqual(artifact, expected.wasm);
  return {
    schemaVersion: 1,
    verdict: isSame ? "same" : "different",
    artifact: { bytes: artifact.length, sha256: host.sha256(artifact) },
    original: { bytes: original.length, sha256: host.sha256(original) },
    limits: expected.report.limits,
    differences: isSame ? [] : differencesOf(module, readModule(expected.wasm), expected.map),
  };
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** The options that a manifest tells of; each is checked, since anybody may have written it. */
function optionsOf(module: WasmModule, manifest: Manifest | undefined): HardenOptions {
  if (manifest === undefined) throw noManifest("it has none");
  const { engine, abi, limits, fallback, optimize, compacted, restructured, fuelMode, lines } = manifest;
  if (engine !== "binaryen" && engine !== "stream") throw noManifest("it names no engine of ours");
  if (abi?.kind !== "standalone" && abi?.kind !== "hosted") throw noManifest("it names no ABI of ours");
  if (typeof limits?.fuel !== "string" || !/^\d{1,19}$/.test(limits.fuel)) throw noManifest("it has no fuel");
  const { memoryPages, stackDepth } = limits;
  if (!isCount(memoryPages) || !isCount(stackDepth)) throw noManifest("a limit is no whole number");
  const isBounded = module.memories.length === 0 || module.memories[0]!.maximum !== undefined;
  return {
    engine: fallback === undefined ? engine : "binaryen",
    abi: abi.kind,
    onFuel: module.imports.some((one) => one.module === ABI_NAMESPACE && one.name === ON_FUEL),
    fuelUnits: BigInt(limits.fuel),
    memoryBytes: isBounded && memoryPages !== undefined ? memoryPages * PAGE_BYTES : undefined,
    stackDepth,
    strip: !module.customSections.some(({ name }) => STRIPPED.has(name)),
    optimize: LEVELS.find((level) => level === optimize) ?? "O1",
    compact: compacted !== undefined,
    restructure: restructured !== false,
    lines: lines === "external" || lines === "drop" ? lines : "keep",
    fuelMode: fuelMode === "cheap" ? "cheap" : "exact",
  };
}

/** Sections that stay only where names are kept. */
const STRIPPED: ReadonlySet<string> = new Set(["name", "producers", "go:buildid", "build_id"]);
const LEVELS = ["O1", "O2", "O3", "Os", "Oz"] as const;

function isCount(value: unknown): boolean {
  return value === undefined || (Number.isInteger(value) && Number(value) >= 0);
}

function noManifest(what: string): ToolError {
  return new ToolError("harden/no-manifest", `the artifact has no manifest to check it by: ${what}`, {
    hint: "verify a module that sandglass harden wrote",
  });
}
