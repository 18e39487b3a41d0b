import { describe, expect, test } from "vitest";
import { chacha20Block } from "../../../src/runtime/worker/chacha20.ts";
import { realRandom, seededRandom } from "../../../src/runtime/worker/random.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replaceAll(/\s/g, ""), "hex"));

describe("the ChaCha20 block function", () => {
  test("gives the example of RFC 8439, 2.3.2", () => {
    const key = Uint8Array.from({ length: 32 }, (_, i) => i);
    expect(hex(chacha20Block(key, 1, bytes("000000090000004a00000000")))).toBe(
      "10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733c068030422aa9ac3d46c4ed2826446079faa0914c2d705d98b02a2b5129cd1de164eb9cbd083e8a2503c4e",
    );
  });

  test("gives test vector 1 of RFC 8439, A.1", () => {
    expect(hex(chacha20Block(new Uint8Array(32), 0, new Uint8Array(12)))).toBe(
      "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586",
    );
  });
});

describe("seeded random bytes", () => {
  test("are one stream, however it is cut into requests", () => {
    const whole = new Uint8Array(1_000);
    seededRandom(42n)(whole);
    const random = seededRandom(42n);
    const parts: number[] = [];
    for (let size = 0; parts.length < 1_000; size++) {
      const part = new Uint8Array(Math.min(size, 1_000 - parts.length));
      random(part);
      parts.push(...part);
    }
    expect(Uint8Array.from(parts)).toEqual(whole);
  });

  test("begin with the RFC's block for seed 0 and differ for others", () => {
    const [zero, one] = [0n, 1n].map((seed) => {
      const target = new Uint8Array(8);
      seededRandom(seed)(target);
      return hex(target);
    });
    expect(zero).toBe("76b8e0ada0f13d90");
    expect(one).not.toBe(zero);
  });
});

describe("real random bytes", () => {
  test.each([1, 16, 64, 65, 5_000, 200_000])("fill a request of %i bytes and do not repeat", (size) => {
    const random = realRandom;
    const first = new Uint8Array(size);
    const second = new Uint8Array(size);
    random(first);
    random(second);
    if (size > 8) expect(hex(first)).not.toBe(hex(second));
    if (size > 64) expect(new Set(first).size).toBeGreaterThan(20);
  });
});
