import { type Place, ToolError } from "../errors.ts";

/** Where a value was written, for messages: `--fuel`, or `limits.fuel` with its place in the policy file. */
export interface ValueSource {
  readonly label: string;
  readonly place?: Place;
}

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** A wasm32 memory ends at 4 GiB, and comes in pages of 64 KiB (core specification, 4.2.8). */
const MEMORY_RANGE = { smallest: 64 * KIB, largest: 4 * GIB, shown: "64KiB to 4GiB" };
const RATE_RANGE = { smallest: 1, largest: 1024 * GIB, shown: "1B/s to 1TiB/s" };
const OUTPUT_RANGE = { smallest: 0, largest: 1024 * GIB, shown: "0B to 1TiB" };
/** Node's timers hold at most 2^31 - 1 ms, a little under 25 days. */
const TIMEOUT_RANGE = { smallest: 1, largest: 24 * 3_600_000, shown: "1ms to 24h" };
const SLICE_RANGE = { smallest: 0.1, largest: 1000, shown: "100us to 1s" };
/** The counter in the module is a signed 64-bit integer. */
const LARGEST_FUEL = 2n ** 63n - 1n;
const LARGEST_DEPTH = 100_000_000n;
const LARGEST_SEED = 2n ** 64n - 1n;

const COUNT_UNITS = {
  "": 1n,
  k: 1_000n,
  K: 1_000n,
  M: 10n ** 6n,
  G: 10n ** 9n,
  T: 10n ** 12n,
  P: 10n ** 15n,
};
const BYTE_UNITS = {
  "": 1,
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: KIB,
  MiB: MIB,
  GiB: GIB,
  TiB: 1024 * GIB,
};
const TIME_UNITS = { us: 0.001, µs: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Fuel units of `10G`, `1_000_000` or `1.5M` (powers of 1000). Throws ToolError `policy/bad-value` outside of 1 to 2^63 - 1. */
export function parseFuelUnits(text: string, source: ValueSource): bigint {
  return parseCount(text, source, { smallest: 1n, largest: LARGEST_FUEL, example: "5M or 10G" });
}

/** A call depth such as `10_000` or `10k`. Throws ToolError `policy/bad-value` outside of 1 to 100M. */
export function parseStackDepth(text: string, source: ValueSource): number {
  return Number(parseCount(text, source, { smallest: 1n, largest: LARGEST_DEPTH, example: "10_000" }));
}

/** A seed. Throws ToolError `policy/bad-value` for what is no whole number from 0 to 2^64 - 1. */
export function parseSeed(text: string, source: ValueSource): bigint {
  return parseCount(text, source, { smallest: 0n, largest: LARGEST_SEED, example: "seed:42" });
}

/** Bytes of memory, as in `1GiB` or `512MB`. Throws ToolError `policy/bad-value` outside of 64KiB to 4GiB. */
export function parseMemoryBytes(text: string, source: ValueSource): number {
  return parseBytes(text, source, { ...MEMORY_RANGE, example: "512MiB or 1GiB" });
}

/** Bytes of output, as in `1MiB`. Throws ToolError `policy/bad-value` outside of 0 to 1TiB. */
export function parseOutputBytes(text: string, source: ValueSource): number {
  return parseBytes(text, source, { ...OUTPUT_RANGE, example: "64KiB or 1MiB" });
}

/** Bytes a second, as in `10MiB/s`. Throws ToolError `policy/bad-value` outside of 1B/s to 1TiB/s, or without `/s`. */
export function parseBytesPerSecond(text: string, source: ValueSource): number {
  const range = { ...RATE_RANGE, example: "10MiB/s" };
  const bytes = /^(.*)\/s$/s.exec(text.trim())?.[1];
  if (bytes === undefined) throw badValue(text, source, "a rate ends in /s", range);
  return parseBytes(bytes, source, range, text);
}

/** Milliseconds of `5s`, `500ms` or `1m30s`. Throws ToolError `policy/bad-value` outside of 1ms to 24h. */
export function parseTimeoutMs(text: string, source: ValueSource): number {
  return Math.ceil(parseDuration(text, source, { ...TIMEOUT_RANGE, example: "5s or 500ms" }));
}

/** Milliseconds, perhaps a fraction, of `5ms` or `500us`. Throws ToolError `policy/bad-value` outside of 100us to 1s. */
export function parseSliceMs(text: string, source: ValueSource): number {
  return parseDuration(text, source, { ...SLICE_RANGE, example: "5ms" });
}

interface Range {
  readonly smallest: number;
  readonly largest: number;
  readonly shown: string;
  readonly example: string;
}

interface CountRange {
  readonly smallest: bigint;
  readonly largest: bigint;
  readonly example: string;
}

const DIGITS = "\\d+(?:_\\d+)*";
const COUNT = new RegExp(`^(${DIGITS})(?:\\.(\\d+))?(?:[eE]\\+?(\\d{1,2}))?([kKMGTP]?)$`);
const AMOUNT = new RegExp(`^(${DIGITS}(?:\\.\\d+)?) ?([A-Za-zµ]*)$`);
const LONGEST_UNITS = 64;

/** Exact: decimals are scaled as integers, never as floating point. */
function parseCount(text: string, source: ValueSource, { smallest, largest, example }: CountRange): bigint {
  const range = { shown: `${smallest} to ${largest}`, example };
  const [found, whole = "", fraction = "", exponent = "0", unit = ""] = COUNT.exec(bounded(text)) ?? [];
  if (found === undefined) throw badValue(text, source, "it is no whole number", range);
  const scale = 10n ** BigInt(exponent) * COUNT_UNITS[unit as keyof typeof COUNT_UNITS];
  const scaled = BigInt(whole.replaceAll("_", "") + fraction) * scale;
  const divisor = 10n ** BigInt(fraction.length);
  if (scaled % divisor !== 0n) throw badValue(text, source, "it is no whole number", range);
  const value = scaled / divisor;
  if (value < smallest || value > largest) throw badValue(text, source, "it is out of range", range);
  return value;
}

function parseBytes(text: string, source: ValueSource, range: Range, typed: string = text): number {
  const [found, amount = "", unit = ""] = AMOUNT.exec(bounded(text)) ?? [];
  if (found === undefined) throw badValue(typed, source, "it is no amount of bytes", range);
  if (!Object.hasOwn(BYTE_UNITS, unit)) {
    const known = Object.keys(BYTE_UNITS).filter((one) => one !== "");
    throw badValue(typed, source, `'${unit}' is none of ${known.join(", ")}`, range);
  }
  const bytes = Number(amount.replaceAll("_", "")) * BYTE_UNITS[unit as keyof typeof BYTE_UNITS];
  if (!Number.isInteger(bytes)) throw badValue(typed, source, "it is no whole number of bytes", range);
  return inRange(bytes, typed, source, range);
}

/** A sequence as Go's time.ParseDuration takes it, without a sign. */
function parseDuration(text: string, source: ValueSource, range: Range): number {
  const parts = [...bounded(text).matchAll(/(\d+(?:_\d+)*(?:\.\d+)?)(us|µs|ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text.trim()) {
    const isBare = new RegExp(`^${DIGITS}(\\.\\d+)?$`).test(text.trim());
    throw badValue(text, source, isBare ? "its unit is missing" : "it is no duration", range);
  }
  const durationMs = parts.reduce(
    (sum, [, amount = "", unit = ""]) =>
      sum + Number(amount.replaceAll("_", "")) * TIME_UNITS[unit as keyof typeof TIME_UNITS],
    0,
  );
  return inRange(durationMs, text, source, range);
}

function inRange(value: number, text: string, source: ValueSource, range: Range): number {
  if (value >= range.smallest && value <= range.largest) return value;
  throw badValue(text, source, "it is out of range", range);
}

/** What is longer is no number that anybody means. */
function bounded(text: string): string {
  const trimmed = text.trim();
  return trimmed.length > LONGEST_UNITS ? "" : trimmed;
}

function badValue(
  text: string,
  { label, place }: ValueSource,
  problem: string,
  range: { readonly shown: string; readonly example: string },
): ToolError {
  const shown = text.length > LONGEST_UNITS ? `${text.slice(0, LONGEST_UNITS)}…` : text;
  const reason = /^\s*-/.test(text) ? "it is negative" : problem;
  return new ToolError("policy/bad-value", `${label} cannot be '${shown}': ${reason}`, {
    hint: `it goes from ${range.shown}, such as ${range.example}`,
    ...(place === undefined ? {} : { place }),
  });
}
