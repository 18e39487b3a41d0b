import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { ToolError } from "../../src/errors.ts";
import { unzip } from "../../src/platform/node/build-unzip.ts";
import { temporaryFolder } from "./programs.ts";

const LIMITS = { fileCount: 100, fileBytes: 1_000_000, totalBytes: 2_000_000 };
const text = (length: number): Uint8Array => new Uint8Array(length).fill(120);

async function contents(zip: Uint8Array, limits = LIMITS): Promise<Map<string, Uint8Array>> {
  const file = join(temporaryFolder(), "x.zip");
  writeFileSync(file, zip);
  const found = new Map<string, Uint8Array>();
  await unzip(file, limits, (name, data) => void found.set(name, new Uint8Array(data)));
  return found;
}

async function refusal(zip: Uint8Array, limits = LIMITS): Promise<string> {
  const error = await contents(zip, limits).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ToolError && error.code === "build/bad-zip")
    return error.message.replace("the zip file cannot be used: ", "");
  throw error ?? new Error("it was accepted");
}

/** A zip with bytes of its directory changed; `field` counts from the signature of the first member's record. */
function patched(zip: Uint8Array, field: number, bytes: readonly number[]): Uint8Array {
  const copy = Buffer.from(zip);
  copy.set(bytes, copy.indexOf(Buffer.from("PK\x01\x02", "latin1")) + field);
  return copy;
}

describe("a zip file", () => {
  test("gives all its files, packed or stored, empty or large", async () => {
    const files = { "a.txt": text(10), "b/empty": text(0), "b/large.bin": text(900_000), "c/ü.go": text(3) };
    expect(await contents(zipSync(files))).toEqual(new Map(Object.entries(files)));
    expect(await contents(zipSync(files, { level: 0 }))).toEqual(new Map(Object.entries(files)));
  });

  test("may have nothing in it, or a comment behind it", async () => {
    expect(await contents(zipSync({}))).toEqual(new Map());
    const zip = Buffer.concat([zipSync({ a: text(1) }), Buffer.from("hi")]);
    zip.writeUInt16LE(2, zip.length - 4);
    expect([...(await contents(zip)).keys()]).toEqual(["a"]);
  });

  test.each(["../evil", "/etc/passwd", "a/../../b", "a\\..\\b", "C:evil", "a\nb", "a//b"])(
    "with the name %j is refused",
    async (name) => {
      expect(await refusal(zipSync({ [name]: text(1) }))).toContain("is not a plain relative path");
    },
  );

  test.each<[name: string, zip: Uint8Array, message: RegExp]>([
    ["two names that differ only in case", zipSync({ "a/B": text(1), "a/b": text(2) }), /holds "a\/b" twice/],
    ["a file over the limit", zipSync({ a: text(1_000_001) }), /has more than 1000000 bytes/],
    [
      "files over the limit together",
      zipSync({ a: text(999_999), b: text(999_999), c: text(999_999) }),
      /unpacks to more than 2000000/,
    ],
    [
      "too many files",
      zipSync(Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`f${i}`, text(1)]))),
      /holds 101 files/,
    ],
    [
      "a length that is a lie, too small",
      patched(zipSync({ a: text(50_000) }), 24, [10, 0, 0, 0]),
      /is damaged/,
    ],
    [
      "a length that is a lie, too large",
      patched(zipSync({ a: text(50_000) }), 24, [0x60, 0xea, 0, 0]),
      /is damaged/,
    ],
    ["encryption", patched(zipSync({ a: text(10) }), 8, [1, 0]), /is encrypted/],
    ["an unknown packing", patched(zipSync({ a: text(10) }), 10, [99, 0]), /packed in an unknown way/],
    ["a member outside of it", patched(zipSync({ a: text(10) }), 42, [0xff, 0xff, 0xff, 0]), /cut off/],
    ["a member that is none", patched(zipSync({ a: text(10) }), 42, [3, 0, 0, 0]), /is damaged/],
    [
      "more packed bytes than it has",
      patched(zipSync({ a: text(10) }), 20, [0xff, 0xff, 0xff, 0]),
      /overlap/,
    ],
    ["no end", zipSync({ a: text(10) }).slice(0, -1), /not a whole one/],
    ["nothing", new Uint8Array(), /not a zip file/],
  ])("with %s is refused", async (_, zip, message) => {
    expect(await refusal(zip)).toMatch(message);
  });

  test("that is damaged anywhere is read or refused, never worse", async () => {
    const zip = zipSync({ "a.txt": text(300), "b/c.txt": new TextEncoder().encode("hello") });
    await fc.assert(
      fc.asyncProperty(fc.nat(zip.length - 1), fc.nat(255), async (at, byte) => {
        const damaged = zip.slice();
        damaged[at] = byte;
        const result = await contents(damaged).catch((error: unknown) => error);
        if (!(result instanceof Map)) expect(result).toMatchObject({ code: "build/bad-zip" });
      }),
      { numRuns: 300 },
    );
  });
});
