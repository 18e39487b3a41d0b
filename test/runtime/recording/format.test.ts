import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { ToolError } from "../../../src/errors.ts";
import { DEFAULT_LIMITS } from "../../../src/policy/presets.ts";
import {
  decodeRecording,
  encodeRecording,
  RECORDING_VERSION,
  type Recording,
} from "../../../src/runtime/recording/format.ts";

const sha256 = (data: Uint8Array): string => createHash("sha256").update(data).digest("hex");

const RECORDING: Recording = {
  version: RECORDING_VERSION,
  tool: "0.1.0",
  module: { bytes: 3, sha256: "ab" },
  args: ["guest", "ä"],
  limits: DEFAULT_LIMITS,
  log: Uint8Array.of(1, 2, 3, 255),
  ending: {
    end: { how: "exit", exitCode: 3 },
    meter: { fuelRemaining: 2n ** 62n, stop: 0, memoryDenied: 0 },
    fuelIsExact: true,
    memoryPeakBytes: 65_536,
    wallMs: 1.5,
    cpuMs: 1,
    stdoutBytes: 2,
    stderrBytes: 0,
    fatalTexts: { deadlock: undefined, outOfMemory: false, stackOverflow: false },
    notes: [{ note: { kind: "event", slot: 0, event: "x", atFuel: 7n, details: {} }, count: 2 }],
  },
};
const FILE = encodeRecording(RECORDING, sha256);

function codeOf(bytes: Uint8Array): string {
  try {
    decodeRecording(bytes, "run.rec", sha256);
  } catch (error) {
    if (error instanceof ToolError && error.place?.file === "run.rec") return error.code;
    throw error;
  }
  return "accepted";
}

describe("a recording file", () => {
  test("is read back as it was written", () => {
    expect(decodeRecording(FILE, "run.rec", sha256)).toEqual({
      ...RECORDING,
      calls: expect.arrayContaining(["fd_read"]),
    });
  });

  test("that is cut off at any byte is refused as cut off", () => {
    for (let length = 1; length < FILE.length; length++)
      expect([length, codeOf(FILE.subarray(0, length))]).toEqual([length, "replay/truncated"]);
  });

  test("with any byte changed is refused", () => {
    for (let at = 0; at < FILE.length; at++) {
      const changed = FILE.slice();
      changed[at]! ^= 0x11;
      expect([at, codeOf(changed)]).not.toEqual([at, "accepted"]);
    }
  });

  test("of another version is refused as such, also with a right checksum", () => {
    expect(codeOf(encodeRecording({ ...RECORDING, version: 2 }, sha256))).toBe("replay/version");
  });

  test.each([
    ["without limits", { ...RECORDING, limits: {} }],
    ["without an end", { ...RECORDING, ending: {} }],
    ["without a module", { ...RECORDING, module: {} }],
  ])("%s is refused, also with a right checksum", (_, recording) => {
    expect(codeOf(encodeRecording(recording as Recording, sha256))).toBe("replay/corrupted");
  });

  test.each([
    ["nothing", new Uint8Array(0), "replay/not-a-recording"],
    ["another file", new TextEncoder().encode("package main\n"), "replay/not-a-recording"],
    ["a recording with more behind it", Uint8Array.from([...FILE, 0]), "replay/corrupted"],
  ])("is not %s", (_, bytes, code) => {
    expect(codeOf(bytes)).toBe(code);
  });
});
