import type { HardenHost } from "./harden.ts";
import type { HardenOptions, HardenResult } from "./report.ts";

/** Where results of hardening are kept between calls, by content. A damaged entry is one that is not there. */
export interface HardenedStore {
  readonly get: (key: string) => Promise<Uint8Array | undefined>;
  readonly put: (key: string, entry: Uint8Array) => Promise<void>;
}

export interface KeptOptions {
  readonly options: HardenOptions;
  /** Names this very build of the tool: what another build made is not taken. */
  readonly toolBuild: string;
  readonly sha256: HardenHost["sha256"];
}

/**
 * The result of an earlier call for the same bytes and options, else that of `work`, which is then kept. A store that
 * cannot be used costs time, nothing else. Throws what `work` throws.
 */
export async function hardenedOnce(
  wasm: Uint8Array,
  { options, toolBuild, sha256 }: KeptOptions,
  store: HardenedStore,
  work: () => Promise<HardenResult>,
): Promise<HardenResult> {
  const key = sha256(encode(JSON.stringify(["hardened", toolBuild, sha256(wasm), named(options)])));
  const kept = await store
    .get(key)
    .then(decode)
    .catch(() => undefined);
  if (kept !== undefined) return kept;
  const result = await work();
  await store.put(key, entryOf(result)).catch(() => undefined);
  return result;
}

/** In an order of its own, as a caller may write them in any. */
function named(options: HardenOptions): readonly (readonly [string, string])[] {
  return Object.entries(options)
    .map(([name, value]) => [name, String(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Length of the JSON (u32, little-endian), the JSON of report and map, the module. */
function entryOf({ wasm, report, map }: HardenResult): Uint8Array {
  const json = encode(JSON.stringify({ report, map }));
  const entry = new Uint8Array(LENGTH_BYTES + json.length + wasm.length);
  new DataView(entry.buffer).setUint32(0, json.length, true);
  entry.set(json, LENGTH_BYTES);
  entry.set(wasm, LENGTH_BYTES + json.length);
  return entry;
}

const LENGTH_BYTES = 4;

function decode(entry: Uint8Array | undefined): HardenResult | undefined {
  if (entry === undefined) return undefined;
  const jsonEnd = LENGTH_BYTES + new DataView(entry.buffer, entry.byteOffset).getUint32(0, true);
  const { report, map } = JSON.parse(new TextDecoder().decode(entry.subarray(LENGTH_BYTES, jsonEnd)));
  return { wasm: entry.subarray(jsonEnd), report, map };
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
