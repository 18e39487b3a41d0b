import type { WasmModule } from "../wasm/module.ts";
import { encodeNames, readNames } from "../wasm/names.ts";
import { readModule } from "../wasm/reader.ts";
import { assertValid } from "../wasm/validate.ts";
import { appendSections, customSection, type SectionBytes, sectionPayload } from "../wasm/writer.ts";
import { ABI_NAMESPACE, ABI_VERSION, MANIFEST_SECTION } from "./abi.ts";
import { assertAcceptable } from "./accept.ts";
import { compact } from "./compact/compact.ts";
import type { LineMap } from "./compact/line-tables.ts";
import { binaryenEngine } from "./engines/binaryen.ts";
import type { Engine, EngineResult } from "./engines/engine.ts";
import { streamEngine } from "./engines/stream.ts";
import { functionMap, namesOfSection, type SourceFunctions } from "./function-map.ts";
import { encodeManifest, type Manifest } from "./manifest.ts";
import type { CompactReport, EngineName, HardenOptions, HardenResult } from "./report.ts";
import { type StripResult, stripSections } from "./strip.ts";

/** What `harden` needs of its host. */
export interface HardenHost {
  /** Hexadecimal SHA-256. */
  sha256(bytes: Uint8Array): string;
  /** Better names than the name section gives, by function index; Go's pclntab has them also when that is stripped. */
  nameFunctions?(module: WasmModule): SourceFunctions;
}

const ENGINES: Readonly<Record<EngineName, Engine>> = { binaryen: binaryenEngine, stream: streamEngine };

/**
 * Makes a module stop by itself when its fuel, memory or call depth is used up.
 * Takes any valid module; returns the hardened one (validated by V8), its report, and the map of its functions.
 * Throws ToolError `wasm/…` for a module that is malformed, invalid or of a later proposal, `harden/…` for one that is
 * hardened already or does not fit the limits.
 */
export async function harden(
  wasm: Uint8Array,
  options: HardenOptions,
  host: HardenHost,
): Promise<HardenResult> {
  const module = readModule(wasm);
  assertValid(wasm);
  assertAcceptable(module, options);
  const result = finish(await ENGINES[options.engine](module, options), options);
  const stripped = stripSections(module, options.strip);
  const manifest = manifestOf(wasm, options, host, result, stripped);
  // Custom sections stand behind all others, where nothing depends on them.
  const output = appendSections(result.wasm, [
    ...stripped.kept.map(({ section }) => ({ id: section.id, payload: sectionPayload(module, section) })),
    ...(options.strip ? [] : keptNames(module, result)),
    customSection(MANIFEST_SECTION, encodeManifest(manifest)),
  ]);
  assertValid(output);
  const names = host.nameFunctions?.(module) ?? namesOfSection(module);
  return {
    wasm: output,
    report: { ...manifest, output: { bytes: output.length, sha256: host.sha256(output) } },
    map: {
      ...functionMap(result.origins, names),
      ...(options.lines === "external" && result.lines !== undefined ? { goLines: result.lines } : {}),
    },
  };
}

/** The engine's result, compacted when that is asked for. */
function finish(result: EngineResult, options: HardenOptions): FinishedResult {
  if (options.compact !== true) return result;
  const dropsLines = options.lines === "external" || options.lines === "drop";
  const { wasm, report, addedFunction, lines } = compact(result.wasm, dropsLines);
  const added = addedFunction === undefined ? [] : [`${ABI_NAMESPACE}.${addedFunction}`];
  return {
    ...result,
    wasm,
    origins: [...result.origins, ...added],
    compacted: report,
    ...(lines === undefined ? {} : { lines }),
  };
}

interface FinishedResult extends EngineResult {
  readonly compacted?: CompactReport;
  readonly lines?: LineMap;
}

function manifestOf(
  wasm: Uint8Array,
  { abi, onFuel, fuelUnits, fuelMode, lines, stackDepth, optimize, restructure }: HardenOptions,
  host: HardenHost,
  { sites, memoryPages, engine, fallback, optimized, compacted }: FinishedResult,
  { removed }: StripResult,
): Manifest {
  return {
    schemaVersion: 1,
    input: { bytes: wasm.length, sha256: host.sha256(wasm) },
    engine,
    ...(fallback === undefined ? {} : { fallback }),
    costModel: "wasmtime-50",
    abi: { version: ABI_VERSION, kind: abi, ...(onFuel === true ? { onFuel } : {}) },
    sites: { ...sites },
    limits: { fuel: fuelUnits.toString(), memoryPages, stackDepth },
    removed,
    ...(optimized === undefined ? {} : { optimized }),
    ...(optimize === "O1" ? {} : { optimize }),
    ...(lines === "external" || lines === "drop" ? { lines } : {}),
    ...(fuelMode === "cheap" ? { fuelMode } : {}),
    ...(restructure === false ? { restructured: false as const } : {}),
    ...(compacted === undefined ? {} : { compacted }),
  };
}

/** The name section with the new indices; names of locals go, since locals may have moved. */
function keptNames(module: WasmModule, { origins }: EngineResult): readonly SectionBytes[] {
  const names = readNames(module);
  const functions = new Map<number, string>();
  for (const [index, origin] of origins.entries()) {
    const name = typeof origin === "string" ? origin : names.functions.get(origin);
    if (name !== undefined) functions.set(index, name);
  }
  if (names.functions.size === 0 && names.module === undefined) return [];
  return [customSection("name", encodeNames({ module: names.module, functions, locals: new Map() }))];
}
