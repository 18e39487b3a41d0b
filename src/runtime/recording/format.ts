import { ToolError } from "../../errors.ts";
import type { Limits } from "../../policy/policy.ts";
import { concatBytes } from "../../wasm/concat-bytes.ts";
import type { Supervised } from "../worker/host.ts";
import { RECORDED_CALLS } from "./entry.ts";

/**
 * A recording as a file (docs/recordings.md): magic, header, log, trailer, SHA-256 of all before. Header and trailer are JSON
 * behind a length of 4 bytes, the log bytes behind a length of 4 bytes, all little-endian.
 */
const MAGIC = "sandglass recording\n";
/** Raised when a reader of an older version could not read what is written now. */
export const RECORDING_VERSION = 1;
/** What a recording holds at most; a run that goes beyond is ended. */
export const MOST_LOG_BYTES: number = 128 << 20;
/** What a reader takes at most: the log, and what stands around it. */
export const MOST_FILE_BYTES: number = MOST_LOG_BYTES + (8 << 20);
const SHA256_BYTES = 32;

export interface RecordedModule {
  readonly bytes: number;
  /** Lower-case hex, of the module before it was hardened. */
  readonly sha256: string;
}

/** What was known before the run. */
export interface RecordingHeader {
  readonly version: number;
  readonly tool: string;
  readonly module: RecordedModule;
  readonly args: readonly string[];
  readonly limits: Limits;
}

/** A recording, read back. */
export interface Recording extends RecordingHeader {
  readonly log: Uint8Array;
  /** How the run ended and what it used. */
  readonly ending: Supervised;
}

export type Sha256 = (data: Uint8Array) => string;

/** The bytes of a recording file. */
export function encodeRecording(recording: Recording, sha256: Sha256): Uint8Array {
  const { log, ending, ...header } = recording;
  const parts = [
    new TextEncoder().encode(MAGIC),
    framed(jsonBytes({ ...header, calls: RECORDED_CALLS })),
    framed(log),
    framed(jsonBytes(ending)),
  ];
  const body = concatBytes(parts);
  return concatBytes([body, hexBytes(sha256(body))]);
}

/**
 * Reads a recording file. Throws ToolError `replay/not-a-recording`, `replay/version`, `replay/truncated` or
 * `replay/corrupted`, naming the file and the byte.
 */
export function decodeRecording(bytes: Uint8Array, file: string, sha256: Sha256): Recording {
  const magic = new TextDecoder().decode(bytes.subarray(0, MAGIC.length));
  if (magic !== MAGIC.slice(0, magic.length) || bytes.length === 0)
    throw replayError(
      "not-a-recording",
      file,
      "it does not begin as a recording does",
      "name a file that --record wrote",
    );
  const header = frameAt(bytes, MAGIC.length, file);
  const known = parsed(header.bytes, header.at, file) as RecordingHeader;
  if (known?.version !== RECORDING_VERSION)
    throw replayError(
      "version",
      file,
      `it has version ${JSON.stringify(known?.version)} of the format, this is version ${RECORDING_VERSION}`,
      "replay it with the version of sandglass that recorded it, or record it again",
    );
  const log = frameAt(bytes, header.end, file);
  const trailer = frameAt(bytes, log.end, file);
  if (bytes.length < trailer.end + SHA256_BYTES) throw truncated(file, bytes.length);
  const sum = bytes.subarray(trailer.end);
  if (sum.length !== SHA256_BYTES || sha256(bytes.subarray(0, trailer.end)) !== hexText(sum))
    throw corrupted(file, trailer.end, "its checksum is not that of its content");
  const ending = parsed(trailer.bytes, trailer.at, file);
  if (!isHeader(known) || !isEnding(ending))
    throw corrupted(file, header.at, "its header or trailer lacks a part");
  return { ...known, log: log.bytes, ending };
}

interface Frame {
  readonly at: number;
  readonly bytes: Uint8Array;
  readonly end: number;
}

function frameAt(bytes: Uint8Array, at: number, file: string): Frame {
  if (bytes.length < at + 4) throw truncated(file, bytes.length);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);
  const end = at + 4 + length;
  if (end > bytes.length) throw truncated(file, bytes.length);
  return { at: at + 4, bytes: bytes.subarray(at + 4, end), end };
}

function framed(bytes: Uint8Array): Uint8Array {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length, true);
  return concatBytes([length, bytes]);
}

/** A bigint is written as `{"$bigint": "12"}`. */
function jsonBytes(value: unknown): Uint8Array {
  const text = JSON.stringify(value, (_key, one) =>
    typeof one === "bigint" ? { $bigint: String(one) } : one,
  );
  return new TextEncoder().encode(text);
}

function parsed(bytes: Uint8Array, at: number, file: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes), (_key, one) =>
      typeof one?.$bigint === "string" ? BigInt(one.$bigint) : one,
    );
  } catch {
    throw corrupted(file, at, "a part of it is no JSON");
  }
}

function isHeader(header: Partial<RecordingHeader>): header is RecordingHeader {
  const { module, args, limits } = header;
  return (
    typeof module?.sha256 === "string" &&
    typeof module.bytes === "number" &&
    Array.isArray(args) &&
    typeof limits?.fuelUnits === "bigint" &&
    NUMBERS.every((name) => typeof limits[name] === "number")
  );
}

const NUMBERS = ["memoryBytes", "memoryRateBytesPerSecond", "timeoutMs", "stdoutLimitBytes"] as const;

function isEnding(ending: unknown): ending is Supervised {
  const { end, meter, stdoutBytes, stderrBytes, notes, fatalTexts } = (ending ?? {}) as Partial<Supervised>;
  return (
    typeof end?.how === "string" &&
    typeof meter === "object" &&
    typeof stdoutBytes === "number" &&
    typeof stderrBytes === "number" &&
    typeof fatalTexts === "object" &&
    Array.isArray(notes)
  );
}

function truncated(file: string, length: number): ToolError {
  return replayError("truncated", file, `it is cut off at byte ${length}`, "record the run again");
}

function corrupted(file: string, at: number, what: string): ToolError {
  return replayError("corrupted", file, `byte ${at}: ${what}`, "record the run again");
}

function replayError(code: string, file: string, what: string, hint: string): ToolError {
  return new ToolError(`replay/${code}`, `cannot replay ${file}: ${what}`, { hint, place: { file } });
}

function hexText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function hexBytes(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, index) =>
    Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16),
  );
}
